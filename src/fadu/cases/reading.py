"""What faces read: lists and tasks, every row through the policy's scope. One case: `case_view`.

Plain SQL and frozen values; no list costs more for a larger office than its index allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db import connection

from fadu.cases.duties import duties
from fadu.cases.grams import candidates, candidates_by_all, fields
from fadu.cases.seek import Ways, union, ways, ways_round
from fadu.cases.sql import FALSE, TRUE, Sql, where
from fadu.cases.texts import declaration
from fadu.figures.conditions import Condition, Not
from fadu.figures.sets import OWN
from fadu.people.asking import Row, rows
from fadu.policy import Actor, scope
from fadu.policy.rules import UNIT_ROLES
from fadu.procedure.state import Standing
from fadu.procedure.tasks import tasks

LINE = "c.id, c.uid, c.number, c.procedure, c.declaration, c.heading, c.stage, c.unit, c.handler, c.origin, c.opened, c.closed, c.next_due, c.outcome"

NEVER_DUE = "'9999-12-31'"
"""Stands for a last day that there is not, in the indexes too, so that one order holds with and without."""
ORDERS = {"newest": "{0}id DESC", "due": f"coalesce({{0}}next_due, {NEVER_DUE}), {{0}}id"}
"""How lists are ordered, with {0} before every column."""
COUNTED = 100
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
    origins: tuple[str, ...] = OWN


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

    Both numbers stop one after `counted`, unless that is None.
    """

    lines: tuple[CaseLine, ...]
    total: int
    withheld: int
    after: str = ""
    counted: int | None = None


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
    wanted = _filtered(filters)
    state = _state(filters.state, today)
    allowed = scope(actor, duties())
    seen, unseen = ways(allowed), ways_round(allowed)
    few = False
    if filters.text:
        sought, few = _sought(filters.text)
        wanted &= sought
        # A handful of candidates are asked one by one whether they may be seen.
        seen, unseen = ((where(allowed),), (where(Not(allowed)),)) if few else (seen, unseen)
        # Of usual words, every case on the way is looked at.
        counted = counted if counted is None or few else min(counted, limit)
    # Not along last days, where those that are open come first.
    along = "c.id DESC" if filters.state == "closed" else ""
    # The list as everybody opens it is found along one index whatever the values are, and asked again and again: it is planned once.
    ask = rows if filters == Filters(origins=filters.origins) and order == "newest" and not after else _rows
    total, withheld = (_count(wanted & state, way, along, counted, ask) for way in (seen, unseen))
    if filters.state == "overdue" and order == "newest" and (counted is not None and total > counted):
        # Many: whoever walks through the open cases soon finds a page of them; few: the index of last days has them together.
        state = Sql("(c.closed IS NULL AND CASE WHEN c.next_due < %s THEN 1 ELSE 0 END = 1)", (today.isoformat(),))
    step, ordering = _place(after, order)
    found = union(LINE, wanted & state & step, seen, ordering.format("c."), limit + 1)
    page = f"SELECT * FROM ({found.text}) f ORDER BY {ordering.format('f.')} LIMIT {limit + 1}"
    asked = ask(page, found.params)
    lines = tuple(_line(row) for row in asked[:limit])
    more = _mark(lines[-1], order) if len(asked) > limit else ""
    return Page(lines, total, withheld, more, counted)


def tasks_for(actor: Actor, *, today: date, origins: tuple[str, ...] = OWN, limit: int = 100) -> tuple[TaskLine, ...]:
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


def _filtered(filters: Filters) -> Sql:
    found = _origins(filters.origins)
    if filters.procedure:
        found &= Sql("c.procedure = %s", (filters.procedure,))
    if filters.stage:
        found &= Sql("c.stage = %s", (filters.stage,))
    if filters.condition is not None:
        found &= where(filters.condition)
    return found


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
    ways_to_find = fields(text)
    near = [candidates(field) for field in ways_to_find]
    if None in near and not _usual(found):
        near = [candidates_by_all(f) if ids is None else ids for f, ids in zip(ways_to_find, near, strict=True)]
    if not near or None in near:
        return found, False
    some = _among({id for ids in near for id in ids or ()})
    kept = _rows(f"SELECT c.id FROM cases_case c WHERE {some.text} AND {found.text}", (*some.params, *found.params))
    return _among(row[0] for row in kept), True


def _usual(found: Sql) -> bool:
    """Whether of the newest cases at least one in a hundred has what is sought: then a walk through the list soon finds a page."""
    newest = "SELECT c.number, c.heading FROM cases_case c ORDER BY c.id DESC LIMIT 1000"
    text = f"SELECT count(*) FROM (SELECT 1 AS one FROM ({newest}) c WHERE {found.text} LIMIT 10) f"
    return bool(_rows(text, found.params)[0][0] >= 10)


def _among(ids: Iterable[int]) -> Sql:
    listed = ", ".join(map(str, sorted(ids)))
    return Sql(f"c.id IN ({listed})") if listed else FALSE


def _state(state: str, today: date) -> Sql:
    if state == "open":
        return Sql("c.closed IS NULL")
    if state == "closed":
        return Sql("c.closed IS NOT NULL")
    if state == "overdue":
        # Asked of the last days alone: PostgreSQL would take an index of all that is open together with theirs.
        return Sql(f"((c.closed IS NULL) IS TRUE AND coalesce(c.next_due, {NEVER_DUE}) < %s)", (today.isoformat(),))
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
    ordering = ORDERS["due" if due else "newest"]
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


Ask: TypeAlias = Callable[[str, tuple[Any, ...]], list[Row]]


def _rows(sql: str, params: tuple[Any, ...]) -> list[Row]:
    """Planned for these very values: which index is short depends on them."""
    return rows(sql, params, once=True)


def _count(wanted: Sql, found: Ways, along: str, most: int | None, ask: Ask) -> int:
    """How many there are, at most one more than `most`, where each way stops by itself."""
    if most is None:
        every = union("1 AS one", wanted, found)
        return int(ask(f"SELECT count(*) FROM ({every.text}) f", every.params)[0][0])
    some = union("1 AS one", wanted, found, along, most + 1)
    text = f"SELECT count(*) FROM (SELECT 1 AS one FROM ({some.text}) w LIMIT {most + 1}) f"
    return int(ask(text, some.params)[0][0])
