"""The public register: decided requests without applicants and without what they asked for, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from fadu.cases.sql import where
from fadu.cases.texts import declaration
from fadu.figures.conditions import Between, Condition, Is, both
from fadu.policy.public import REGISTER, register_scope
from fadu.procedure.registry import installed

_TOLD = "EXISTS (SELECT 1 FROM cases_entry e JOIN cases_part p ON p.entry_id = e.id WHERE e.case_id = c.id AND p.name = 'public')"


@dataclass(frozen=True)
class Decided:
    """A decided request, as everybody may know it. `title` and `outcome` are legal terms; `told`: something of it is published."""

    number: str
    title: str
    opened: date
    closed: date
    outcome: str
    told: bool = False

    @property
    def anchor(self) -> str:
        """The number as a part of an address: its characters by code, so that every reader takes it."""
        return self.number.encode().hex()


def decided(
    origins: tuple[str, ...], *, limit: int, skip: int = 0, during: tuple[date, date] | None = None
) -> tuple[Decided, ...]:
    """Part of the register: of the duties of which the law prescribes a yearly table of requests; `during`: decided between two days."""
    period = (Between("closed", *during),) if during else ()
    return _read(
        both(_scope(origins), *period), "ORDER BY c.closed DESC, c.id DESC LIMIT %s OFFSET %s", (limit, skip)
    )


def decided_as(uid: str, origins: tuple[str, ...]) -> Decided | None:
    """The line of that case; None if it is not in the register."""
    return next(iter(_read(both(_scope(origins), Is("uid", uid)), "", ())), None)


def _scope(origins: tuple[str, ...]) -> Condition:
    return register_scope({table.procedure.declaration.id for table in installed().tables.values()}, origins)


def _read(condition: Condition, ending: str, params: tuple[int, ...]) -> tuple[Decided, ...]:
    scope = where(condition)
    columns = ", ".join(f"c.{name}" for name in (*REGISTER, "declaration"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, {_TOLD} FROM cases_case c WHERE {scope.text} {ending}", [*scope.params, *params]
        )
        rows = cursor.fetchall()
    return tuple(_decided(*row) for row in rows)


def _decided(
    number: str, procedure: str, opened: date | str, closed: date | str, outcome: str, sha: str, told: bool
) -> Decided:
    declared = declaration(sha)
    title = declared.outcome[outcome].title
    return Decided(number, declared.title, _day(opened), _day(closed), title, bool(told))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
