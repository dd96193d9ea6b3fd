"""What faces read: lists and tasks, every row through the policy's scope. One case: `case_view`.

Plain SQL and frozen values; no list costs more for a larger office than its index allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fadu.cases.duties import duties
from fadu.cases.grams import candidates, fields
from fadu.cases.seek import Ways, union, ways, ways_round
from fadu.cases.sql import FALSE, TRUE, Sql, where
from fadu.cases.texts import declaration
from fadu.figures.conditions import Condition, Not
from fadu.policy import Actor, scope
from fadu.policy.rules import UNIT_ROLES
from fadu.procedure.state import Standing
from fadu.procedure.tasks import tasks

LINE = "c.id, c.uid, c.number, c.procedure, c.declaration, c.heading, c.stage, c.unit, c.handler, c.origin, c.opened, c.closed, c.next_due, c.outcome"

NEVER_DUE = "'9999-12-31'"
"""Stands for a last day that there is not, in the indexes too, so that one order holds with and without."""
COUNTED = 1000
"""As far as a page of a list counts; after that it says that there are more."""
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
    """Part of a list: `total` cases that one may see, `withheld` that one may not, `after` where the next page begins ("": nowhere).

    Both numbers stop one after `counted`, where that was asked for.
    """

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
    actor: Actor,
    filters: Filters,
    *,
    today: date,
    after: str = "",
    limit: int = 50,
    order: str = "newest",
    counted: int | None = None,
) -> Page:
    """The cases that the actor may see and the filters let through; `order` is newest, or due (soonest first).

    Without `counted` the whole list is counted: a figure's list does, and a file of it. A page counts as far as somebody would read.
    """
    wanted = _filtered(filters, today)
    allowed = scope(actor, duties())
    seen, unseen = ways(allowed), ways_round(allowed)
    if filters.text:
        sought, few = _sought(filters.text)
        wanted &= sought
        # A handful of candidates are asked one by one whether they may be seen.
        seen, unseen = ((where(allowed),), (where(Not(allowed)),)) if few else (seen, unseen)
    step, ordering = _place(after, order)
    found = union(LINE, wanted & step, seen, ordering.format("c."), limit + 1)
    rows = _rows(f"SELECT * FROM ({found.text}) f ORDER BY {ordering.format('f.')} LIMIT {limit + 1}", found.params)
    lines = tuple(_line(row) for row in rows[:limit])
    more = _mark(lines[-1], order) if len(rows) > limit else ""
    return Page(lines, _count(wanted, seen, counted), _count(wanted, unseen, counted), more)


def tasks_for(
    actor: Actor, *, today: date, origins: tuple[str, ...] = ("real",), limit: int = 100
) -> tuple[TaskLine, ...]:
    """What the law presses first: the actor's tasks by their last day, those without one at the end."""
    seen = where(scope(actor, duties())) & _origins(origins)
    day = f"coalesce({{0}}due, {NEVER_DUE}), {{0}}id"
    arms: list[str] = []
    params: list[Any] = []
    for held in _held(actor):
        text = (
            f"SELECT t.id, t.key, t.role, t.due, t.since, t.case_id FROM cases_task t JOIN cases_case c ON c.id = t.case_id WHERE {held.text} "
            f"AND (t.since IS NULL OR t.since <= %s) AND {seen.text} ORDER BY {day.format('t.')} LIMIT {limit}"
        )
        arms.append(f"SELECT * FROM ({text}) w{len(arms)}")
        params += [*held.params, today.isoformat(), *seen.params]
    if not arms:
        return ()
    first = f"SELECT * FROM ({' UNION ALL '.join(arms)}) f ORDER BY {day.format('f.')} LIMIT {limit}"
    sql = (
        f"SELECT {LINE}, t.key, t.role, t.due, t.since, c.standing FROM ({first}) t JOIN cases_case c ON c.id = t.case_id "
        f"ORDER BY {day.format('t.')}"
    )
    found = []
    for row in _rows(sql, tuple(params)):
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
    if filters.condition is not None:
        found &= where(filters.condition)
    return found & _state(filters.state, today)


def _sought(text: str) -> tuple[Sql, bool]:
    """The text in number or heading, whether Latin letters are large or small: of those alone, on both databases.

    Says too whether the pairs of its characters leave but a few cases to look at; if not, a walk through the list soon finds a page.
    """
    columns = ("c.number", "c.heading")
    if connection.vendor == "postgresql":
        # Not LIKE: the planner takes it for rare and would look at every case for a word that every tenth one has.
        holds = 'strpos(lower({} COLLATE "C"), lower(%s COLLATE "C")) > 0'
        asked = text
    else:
        # SQLite's LIKE makes no difference between a and A, and knows no other letters.
        holds = r"{} LIKE %s ESCAPE '\'"
        asked = "%" + "".join(f"\\{c}" if c in "\\%_" else c for c in text) + "%"
    found = Sql(f"({' OR '.join(map(holds.format, columns))})", (asked, asked))
    near = [candidates(field) for field in fields(text)]
    if not near or None in near:
        return found, False
    some = _among({id for ids in near for id in ids or ()})
    rows = _rows(f"SELECT c.id FROM cases_case c WHERE {some.text} AND {found.text}", (*some.params, *found.params))
    return _among(row[0] for row in rows), True


def _among(ids: Iterable[int]) -> Sql:
    listed = ", ".join(map(str, sorted(ids)))
    return Sql(f"c.id IN ({listed})") if listed else FALSE


def _state(state: str, today: date) -> Sql:
    if state == "open":
        return Sql("c.closed IS NULL")
    if state == "closed":
        return Sql("c.closed IS NOT NULL")
    if state == "overdue":
        return Sql(f"(c.closed IS NULL AND coalesce(c.next_due, {NEVER_DUE}) < %s)", (today.isoformat(),))
    return TRUE


def _origins(origins: tuple[str, ...]) -> Sql:
    return Sql(f"c.origin IN ({', '.join(['%s'] * len(origins))})", origins) if origins else FALSE


def _held(actor: Actor) -> list[Sql]:
    """Tasks of each role that the actor holds or stands in for; of a unit role in that unit only."""
    held = set(actor.roles).union(*(roles for _, roles in actor.stands_for))
    own = {(role, unit if role in UNIT_ROLES else "") for role, unit in held}
    return [
        Sql("t.role = %s AND t.unit = %s", (role, unit)) if unit else Sql("t.role = %s", (role,))
        for role, unit in sorted(own)
    ]


def _place(after: str, order: str) -> tuple[Sql, str]:
    """Where a page begins, and the order that makes that place unique, with {} before every column.

    A mark that no page gave begins at the beginning.
    """
    due = order == "due"
    ordering = f"coalesce({{0}}next_due, {NEVER_DUE}), {{0}}id" if due else "{0}id DESC"
    found = MARK.fullmatch(after)
    if found is None or due != ("/" in after):
        return TRUE, ordering
    last = int(found["id"])
    if not due:
        return Sql("c.id < %s", (last,)), ordering
    try:
        day = date.fromisoformat(found["day"] or date.max.isoformat()).isoformat()
    except ValueError:
        return TRUE, ordering
    column = f"coalesce(c.next_due, {NEVER_DUE})"
    # The first condition is where the index begins; the rest alone would be read from its start.
    return Sql(f"({column} >= %s AND ({column} > %s OR c.id > %s))", (day, day, last)), ordering


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


def _count(wanted: Sql, found: Ways, most: int | None) -> int:
    rows = union("1 AS one", wanted, found)
    limit = "" if most is None else f" LIMIT {most + 1}"
    return int(_rows(f"SELECT count(*) FROM ({rows.text}{limit}) f", rows.params)[0][0])


def _rows(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
