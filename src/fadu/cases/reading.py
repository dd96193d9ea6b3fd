"""What faces read: lists and tasks, every row through the policy's scope. One case: `case_view`.

Plain SQL and frozen values; no list costs more for a larger office than its index allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fadu.cases.duties import duties
from fadu.cases.sql import FALSE, TRUE, Sql, where
from fadu.cases.texts import declaration
from fadu.figures.conditions import Condition
from fadu.policy import Actor, scope
from fadu.policy.rules import UNIT_ROLES
from fadu.procedure.state import Standing
from fadu.procedure.tasks import tasks

LINE = "c.id, c.uid, c.number, c.procedure, c.declaration, c.heading, c.stage, c.unit, c.handler, c.origin, c.opened, c.closed, c.next_due, c.outcome"

MARK = re.compile(r"((?P<day>\d{4}-\d{2}-\d{2})?/)?(?P<id>\d{1,18})", re.ASCII)
"""Where a page begins, as `_mark` writes it: an id, in the order by last days after the day ("" for none) and a slash."""


@dataclass(frozen=True)
class Filters:
    """What a list asks for. `state` is "", open, closed or overdue; `text` is sought in number and heading."""

    procedure: str = ""
    stage: str = ""
    state: str = ""
    text: str = ""
    condition: Condition | None = None
    origins: tuple[str, ...] = ("real",)


@dataclass(frozen=True)
class CaseLine:
    """A case in a list. Nothing personal: the heading is a field that the office itself may read."""

    id: int
    uid: str
    number: str
    procedure: str
    title: str
    heading: str
    stage: str
    stage_title: str
    unit: str
    handler: str
    origin: str
    opened: date
    closed: date | None
    next_due: date | None
    outcome: str
    outcome_title: str

    def overdue(self, today: date) -> bool:
        """Whether a last day of the office's has gone by."""
        return self.closed is None and self.next_due is not None and self.next_due < today


@dataclass(frozen=True)
class Page:
    """Part of a list: `total` cases that one may see, `withheld` that one may not, `after` where the next page begins ("": nowhere)."""

    lines: tuple[CaseLine, ...]
    total: int
    withheld: int
    after: str = ""


@dataclass(frozen=True)
class TaskLine:
    """Something that the actor is asked to do. `acts` are ids of acts that do it."""

    case: CaseLine
    key: str
    role: str
    acts: tuple[str, ...]
    due: date | None
    since: date | None


def case_list(
    actor: Actor, filters: Filters, *, today: date, after: str = "", limit: int = 50, order: str = "newest"
) -> Page:
    """The cases that the actor may see and the filters let through; `order` is newest, or due (soonest first)."""
    wanted = _filtered(filters, today)
    seen = wanted & where(scope(actor, duties()))
    total = _count(seen)
    step, ordering = _place(after, order)
    page = seen & step
    rows = _rows(
        f"SELECT {LINE} FROM cases_case c WHERE {page.text} ORDER BY {ordering} LIMIT {limit + 1}", page.params
    )
    lines = tuple(_line(row) for row in rows[:limit])
    more = _mark(lines[-1], order) if len(rows) > limit else ""
    return Page(lines, total, _count(wanted) - total, more)


def tasks_for(
    actor: Actor, *, today: date, origins: tuple[str, ...] = ("real",), limit: int = 100
) -> tuple[TaskLine, ...]:
    """What the law presses first: the actor's tasks by their last day, those without one at the end."""
    mine = _held(actor)
    seen = mine & where(scope(actor, duties())) & _origins(origins)
    sql = (
        f"SELECT {LINE}, t.key, t.role, t.due, t.since, c.standing FROM cases_task t JOIN cases_case c ON c.id = t.case_id "
        f"WHERE {seen.text} AND (t.since IS NULL OR t.since <= %s) ORDER BY t.due IS NULL, t.due, t.id LIMIT {limit}"
    )
    found = []
    for row in _rows(sql, (*seen.params, today.isoformat())):
        key, role, due, since, standing = row[14:]
        asked = tasks(declaration(row[4]), Standing.from_text(standing))
        acts = next((t.acts for t in asked if t.key == key), ())
        found.append(TaskLine(_line(row), key, role, acts, as_day(due), as_day(since)))
    return tuple(found)


def as_day(value: Any) -> date | None:
    """A day as either database gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _filtered(filters: Filters, today: date) -> Sql:
    found = _origins(filters.origins)
    if filters.procedure:
        found &= Sql("c.procedure = %s", (filters.procedure,))
    if filters.stage:
        found &= Sql("c.stage = %s", (filters.stage,))
    if filters.text:
        found &= _sought(filters.text)
    if filters.condition is not None:
        found &= where(filters.condition)
    return found & _state(filters.state, today)


def _sought(text: str) -> Sql:
    """The text in number or heading, whether Latin letters are large or small: of those alone, on both databases."""
    like = "%" + "".join(f"\\{c}" if c in "\\%_" else c for c in text) + "%"
    # SQLite's LIKE makes no difference between a and A, and knows no other letters.
    small = 'lower({} COLLATE "C") LIKE lower(%s COLLATE "C")' if connection.vendor == "postgresql" else "{} LIKE %s"
    columns = (small.format(column) + r" ESCAPE '\'" for column in ("c.number", "c.heading"))
    return Sql(f"({' OR '.join(columns)})", (like, like))


def _state(state: str, today: date) -> Sql:
    if state == "open":
        return Sql("c.closed IS NULL")
    if state == "closed":
        return Sql("c.closed IS NOT NULL")
    if state == "overdue":
        return Sql("(c.closed IS NULL AND c.next_due IS NOT NULL AND c.next_due < %s)", (today.isoformat(),))
    return TRUE


def _origins(origins: tuple[str, ...]) -> Sql:
    return Sql(f"c.origin IN ({', '.join(['%s'] * len(origins))})", origins) if origins else FALSE


def _held(actor: Actor) -> Sql:
    """Tasks of the roles that the actor holds or stands in for; unit roles in their unit only."""
    held = set(actor.roles).union(*(roles for _, roles in actor.stands_for))
    parts: list[Sql] = []
    for role, unit in sorted(held):
        own = Sql("(t.role = %s AND t.unit = %s)", (role, unit))
        parts.append(own if role in UNIT_ROLES else Sql("t.role = %s", (role,)))
    if not parts:
        return FALSE
    return Sql(f"({' OR '.join(p.text for p in parts)})", tuple(v for p in parts for v in p.params))


def _place(after: str, order: str) -> tuple[Sql, str]:
    """Where a page begins, and the order that makes that place unique. A mark that no page gave begins at the beginning."""
    due = order == "due"
    ordering = "c.next_due IS NULL, c.next_due, c.id" if due else "c.id DESC"
    found = MARK.fullmatch(after)
    if found is None or due != ("/" in after):
        return TRUE, ordering
    last = int(found["id"])
    if not due:
        return Sql("c.id < %s", (last,)), ordering
    if not found["day"]:
        return Sql("(c.next_due IS NULL AND c.id > %s)", (last,)), ordering
    try:
        day = date.fromisoformat(found["day"]).isoformat()
    except ValueError:
        return TRUE, ordering
    text = "(c.next_due IS NULL OR c.next_due > %s OR (c.next_due = %s AND c.id > %s))"
    return Sql(text, (day, day, last)), ordering


def _mark(line: CaseLine, order: str) -> str:
    if order != "due":
        return str(line.id)
    return f"{line.next_due.isoformat() if line.next_due else ''}/{line.id}"


def _line(row: tuple[Any, ...]) -> CaseLine:
    id, uid, number, procedure, sha, heading, stage, unit, handler, origin, opened, closed, next_due, outcome = row[
        :14
    ]
    declared = declaration(sha)
    first = as_day(opened)
    assert first is not None
    return CaseLine(
        id,
        uid,
        number,
        procedure,
        declared.title,
        heading,
        stage,
        declared.stage_title(stage),
        unit,
        handler,
        origin,
        first,
        as_day(closed),
        as_day(next_due),
        outcome or "",
        declared.outcome[outcome].title if outcome in declared.outcome else "",
    )


def _count(found: Sql) -> int:
    return int(_rows(f"SELECT count(*) FROM cases_case c WHERE {found.text}", found.params)[0][0])


def _rows(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
