"""The public register: decided requests without applicants and without what they asked for, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from fadu.cases.sql import where
from fadu.cases.texts import declaration
from fadu.figures.conditions import Between, both
from fadu.policy.public import REGISTER, register_scope
from fadu.procedure.registry import installed


@dataclass(frozen=True)
class Decided:
    """A decided request, as everybody may know it. `title` and `outcome` are legal terms."""

    number: str
    title: str
    opened: date
    closed: date
    outcome: str


def decided(
    origins: tuple[str, ...], *, limit: int, skip: int = 0, during: tuple[date, date] | None = None
) -> tuple[Decided, ...]:
    """Part of the register: of the duties of which the law prescribes a yearly table of requests; `during`: decided between two days."""
    procedures = {table.procedure.declaration.id for table in installed().tables.values()}
    period = (Between("closed", *during),) if during else ()
    scope = where(both(register_scope(procedures, origins), *period))
    columns = ", ".join(f"c.{name}" for name in (*REGISTER, "declaration"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM cases_case c WHERE {scope.text} ORDER BY c.closed DESC, c.id DESC LIMIT %s OFFSET %s",
            [*scope.params, limit, skip],
        )
        rows = cursor.fetchall()
    return tuple(_decided(*row) for row in rows)


def _decided(number: str, procedure: str, opened: date | str, closed: date | str, outcome: str, sha: str) -> Decided:
    declared = declaration(sha)
    return Decided(number, declared.title, _day(opened), _day(closed), declared.outcome[outcome].title)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
