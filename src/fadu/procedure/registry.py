"""Packs: how duties, figures and the office reach the engine.

A pack is found by the entry point `fadu.pack`. The engine never imports one; it asks here what is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from fadu.law.citation import Law
from fadu.procedure.declaration import Declaration
from fadu.procedure.duty import Procedure
from fadu.procedure.office import Office
from fadu.procedure.tabling import Table


@dataclass(frozen=True)
class Pack:
    """What a pack brings: its duties, the laws they cite, offices, figures, tables, and the folder with letters, locale and worked cases."""

    name: str
    folder: Path
    procedures: tuple[type[Procedure], ...] = ()
    laws: tuple[Law, ...] = ()
    offices: tuple[Office, ...] = ()
    figures: tuple[Any, ...] = ()
    tables: tuple[Table, ...] = ()


class UnknownProcedure(LookupError):
    """No installed pack declares this procedure for that day."""


@dataclass(frozen=True)
class Registry:
    """The installed packs, and what they declare together."""

    packs: tuple[Pack, ...] = ()
    _by_id: dict[str, list[type[Procedure]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pack in self.packs:
            for procedure in pack.procedures:
                self._by_id.setdefault(procedure.id, []).append(procedure)
        for versions in self._by_id.values():
            versions.sort(key=lambda p: p.declaration.since)

    @property
    def procedures(self) -> tuple[type[Procedure], ...]:
        """The latest version of every procedure."""
        return tuple(versions[-1] for versions in self._by_id.values())

    @property
    def every_version(self) -> tuple[type[Procedure], ...]:
        return tuple(p for versions in self._by_id.values() for p in versions)

    @property
    def laws(self) -> Mapping[str, Law]:
        """Laws that packs cite, by title."""
        return {law.title: law for pack in self.packs for law in pack.laws}

    def procedure(self, id: str, on: str | None = None) -> type[Procedure]:
        """The procedure in force on a day (ISO; the latest version if not given).

        Raises:
            UnknownProcedure: the message lists the ids, or says since when it is in force.
        """
        versions = self._by_id.get(id)
        if not versions:
            known = "、".join(sorted(self._by_id)) or "（没有安装任何事项）"
            raise UnknownProcedure(f"没有名为“{id}”的事项。现有：{known}。")
        if on is None:
            return versions[-1]
        for procedure in versions:
            d = procedure.declaration
            if d.since <= on and (not d.until or on <= d.until):
                return procedure
        raise UnknownProcedure(
            f"“{versions[0].title}”在 {on} 没有适用的规定，最早自 {versions[0].declaration.since} 起适用。"
        )

    def declaration(self, id: str, on: str | None = None) -> Declaration:
        return self.procedure(id, on).declaration

    @property
    def tables(self) -> Mapping[str, Table]:
        """The yearly tables that packs declare, by id."""
        return {table.id: table for pack in self.packs for table in pack.tables}

    def office(self, key: str) -> Office:
        """The office of this installation.

        Raises:
            LookupError: no pack declares it.
        """
        offices = {o.key: o for pack in self.packs for o in pack.offices}
        if key not in offices:
            known = "、".join(sorted(offices)) or "（没有安装任何机关）"
            raise LookupError(f"没有名为“{key}”的机关。FADU_OFFICE 可以是：{known}。")
        return offices[key]

    def function(self, id: str, act: str) -> Callable[[Mapping[str, Any]], Mapping[str, Any]] | None:
        """The pure function that an act runs (`does=`), if it has one."""
        versions = self._by_id.get(id, ())
        return next((p.functions[act] for p in reversed(versions) if act in p.functions), None)


def registry_of(packs: Iterable[Pack]) -> Registry:
    """A registry of the given packs; tests use it to run the engine on duties of their own."""
    return Registry(tuple(packs))


@lru_cache(maxsize=1)
def installed() -> Registry:
    """The registry of every pack installed in this environment."""
    points = sorted(entry_points(group="fadu.pack"), key=lambda p: p.name)
    return registry_of(point.load() for point in points)
