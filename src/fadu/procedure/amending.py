"""What a declaration says that decides cases, and whether a change of it was declared: by a new `in_force`, or by a reviewed fix."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fadu.procedure.checks import Problem
from fadu.procedure.declaration import Declaration

SILENT_CHANGE = "fadu.E108"
ASIDE = frozenset({"fixes", "until"})
"""What may change by itself: the reviewed fixes, and the last day, which a later version sets for the one before it."""
NOTHING = object()
SHOWN = 80


@dataclass(frozen=True)
class Difference:
    """Where two declarations differ: `path` as `clocks[reply].term.versions[0].n`, and JSON of both values (没有: there is none)."""

    path: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path} 原为 {self.old}，现为 {self.new}"


def substance(declared: Declaration) -> Mapping[str, Any]:
    """Everything that decides cases, as this engine reads it: fields that an older one did not know have their defaults."""
    return {name: value for name, value in declared.plain().items() if name not in ASIDE}


def differences(old: Declaration, new: Declaration) -> tuple[Difference, ...]:
    """Where the substance of two declarations differs, in the order of the paths."""
    return tuple(_between("", substance(old), substance(new)))


def silent_change(declared: Declaration, last: str, kept: Mapping[str, Declaration]) -> Problem | None:
    """What is wrong with going on under `declared` after cases were opened under `last`; None if that is the same, or is named by a fix.

    `kept` are the declarations of this procedure and `in_force` on record, `last` among them, by their SHA-256.
    """
    found = differences(kept[last], declared)
    fixed = [substance(kept[f.was]) for f in declared.fixes if f.was in kept]
    if not found or substance(kept[last]) in fixed:
        return None
    more = f"，另有 {len(found) - 1} 处不同" if len(found) > 1 else ""
    return Problem(
        SILENT_CHANGE,
        f"{declared.id}@{declared.since}",
        f"已有案件按原声明办理，声明却改了：{found[0]}{more}",
        f"规定变了的，恢复原声明，另写一个 in_force 从新规定施行之日起算的版本；原来写错的，经审核后写 fixes = (fix("
        f'was="{last}", why="…", reviewed="姓名/职务", on="…"),)。已有案件仍按原声明办理',
    )


def _between(path: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted(old.keys() | new.keys()):
            yield from _between(f"{path}.{name}".lstrip("."), old.get(name, NOTHING), new.get(name, NOTHING))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _between_lists(path, _named(old), _named(new))
    elif old != new:
        yield Difference(path, _shown(old), _shown(new))


def _between_lists(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        yield from _between(f"{path}[{name}]", old.get(name, NOTHING), new.get(name, NOTHING))
    if old.keys() == new.keys() and list(old) != list(new):
        yield Difference(path, _shown(list(old)), _shown(list(new)))


def _named(values: list[Any]) -> dict[str, Any]:
    """The members of a list by their id, or else by their place."""
    return {v["id"] if isinstance(v, dict) and "id" in v else str(n): v for n, v in enumerate(values)}


def _shown(value: Any) -> str:
    if value is NOTHING:
        return "没有"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
