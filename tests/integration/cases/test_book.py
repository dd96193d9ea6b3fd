"""One suite holds the two readings of a condition together: what is true of a case in memory, and what the database counts.

Random cases with random clocks and measures, random condition trees: the same cases, on whichever database the tests run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fadu.cases.book import CaseBook
from fadu.cases.models import Case, DeclarationText, Measure, Run
from fadu.cases.rows import run_row
from fadu.cases.sql import where
from fadu.figures import conditions as c
from fadu.figures.measures import MemoryBook, Share
from fadu.figures.sets import cases, year_of
from fadu.law.calendar import base_calendar
from fadu.policy import Actor, Duties, may_see, scope
from fadu.policy.actor import CaseFacts
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Standing
from fadu.procedure.state import Run as Run_
from fadu_common import Disclosure

pytestmark = pytest.mark.django_db

FIRST = date(2023, 1, 1)
DAYS = st.integers(-5, 400).map(lambda n: FIRST + timedelta(days=n))
MAYBE = st.none() | DAYS
STAGES, OUTCOMES, UNITS = (
    ("received", "answered", "fadu.void"),
    ("granted", "partly"),
    ("secretariat", "legal", "consular"),
)
CLOCKS = ("reply", "correction")
RUNS = st.fixed_dictionaries(
    {
        "clock": st.sampled_from(CLOCKS),
        "kind": st.sampled_from(("duty", "window")),
        "started": DAYS,
        "due": MAYBE,
        "ended": MAYBE,
        "moot": st.booleans(),
        "late": st.booleans(),
        "provisional": st.booleans(),
    }
)
CASES = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from(("disclosure", "signs")),
        "unit": st.sampled_from(UNITS),
        "origin": st.sampled_from(("real", "sample")),
        "stage": st.sampled_from(STAGES),
        "outcome": st.none() | st.sampled_from(OUTCOMES),
        "opened": DAYS,
        "closed": MAYBE,
        "handler": st.sampled_from(("", "lifang", "zhaomin")),
        "level": st.integers(0, 2),
    }
)
MEASURES = st.dictionaries(st.sampled_from(("form", "copies")), st.sampled_from(("邮寄", "", 0, 1, 7)), max_size=2)
CALENDAR = base_calendar()
OTHERWISE = {"procedure": "disclosure", "unit": "secretariat", "origin": "real", "handler": "", "level": 1}
WHOLE = st.lists(st.tuples(CASES, st.lists(RUNS, max_size=2), MEASURES), max_size=5)

CASE_LEAVES = st.one_of(
    st.builds(c.Is, st.just("stage"), st.sampled_from(STAGES)),
    st.builds(c.Is, st.sampled_from(("opened", "closed")), DAYS),
    st.builds(
        c.In, st.sampled_from(("outcome", "handler", "unit")), st.frozensets(st.sampled_from((*OUTCOMES, "", *UNITS)))
    ),
    st.builds(c.Between, st.sampled_from(("opened", "closed")), MAYBE, MAYBE),
    st.builds(c.Between, st.just("level"), st.none() | st.integers(0, 2), st.none() | st.integers(0, 2)),
    st.builds(c.Missing, st.sampled_from(("closed", "outcome", "opened"))),
    st.builds(c.After, st.just("closed"), st.just("opened")),
    st.builds(c.Measure, st.sampled_from(("form", "copies")), st.sampled_from(("邮寄", "", 0, 1, True, 7))),
    st.builds(c.UidIn, st.lists(st.sampled_from(("case-0", "case-1", "no-such")), max_size=2).map(tuple)),
)
RUN_LEAVES = st.one_of(
    st.builds(c.Is, st.just("clock"), st.sampled_from(CLOCKS)),
    st.builds(c.Is, st.sampled_from(("moot", "late", "provisional")), st.booleans()),
    st.builds(c.Between, st.sampled_from(("started", "due", "ended")), MAYBE, MAYBE),
    st.builds(c.Missing, st.sampled_from(("due", "ended"))),
    st.builds(c.After, st.just("ended"), st.just("due")),
)


def trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: c.All(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: c.Any_(tuple(parts))),
            st.builds(c.Not, inner),
        ),
        max_leaves=5,
    )


CONDITIONS = trees(CASE_LEAVES | st.builds(c.Run, trees(RUN_LEAVES)))
THOROUGH = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Drawn = list[tuple[Mapping[str, Any], list[Mapping[str, Any]], Mapping[str, Any]]]


def enter(drawn: Drawn) -> list[c.CaseRow]:
    """Put the cases into the database, and give what they are in memory."""
    for model in (Measure, Run, Case):
        model.objects.all().delete()
    DeclarationText.objects.get_or_create(sha="0" * 64, defaults={"procedure": "disclosure", "text": "{}"})
    rows = []
    for n, (facts, runs, measures) in enumerate(drawn):
        uid = f"case-{n}"
        more = {"declaration_id": "0" * 64, "version": 1, "head": b"", "standing": "{}"}
        kept = Case.objects.create(uid=uid, number=uid, **facts, **more)
        for m, run in enumerate(runs):
            Run.objects.create(case=kept, key=f"run-{m}", **run)
        for name, value in measures.items():
            told = {"text": value} if isinstance(value, str) else {"number": int(value)}
            Measure.objects.create(case=kept, name=name, **told)
        rows.append(c.CaseRow({"uid": uid, **facts}, tuple(runs), measures))
    return rows


def listed(condition: c.Condition) -> set[str]:
    found = where(condition)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.uid FROM cases_case c WHERE {found.text}", found.params)
        return {row[0] for row in cursor.fetchall()}


@THOROUGH
@given(WHOLE, CONDITIONS)
def test_the_database_and_memory_agree(drawn: Drawn, condition: c.Condition) -> None:
    rows = enter(drawn)
    expected = {row.facts["uid"] for row in rows if c.holds(condition, row)}
    assert listed(condition) == expected
    assert listed(c.Not(condition)) == {row.facts["uid"] for row in rows} - expected
    assert CaseBook().count(condition) == len(expected) == MemoryBook(rows).count(condition)


@THOROUGH
@given(WHOLE, st.integers(2023, 2024))
def test_sets_of_a_year_agree_and_fit_together(drawn: Drawn, n: int) -> None:
    rows, year = enter(drawn), year_of(n, date(2024, 6, 30))
    of = cases("disclosure", ("real", "sample"))
    due = of.due("reply", year)
    sets = (
        of.received(year),
        of.closed(year),
        of.open(year.until),
        of.outcome("granted"),
        due,
        due.within("reply"),
        due.late("reply"),
        of.overdue("reply", year),
        of.received(year) - of.closed(year),
    )
    for each in sets:
        assert CaseBook().count(each.condition) == MemoryBook(rows).count(each.condition)
    share = Share(due.within("reply"), due)
    assert share.counted(CaseBook()).value == share.counted(MemoryBook(rows)).value


def standing(n: int, last: int, end: int | None, how: str) -> tuple[date, date, date | None, str]:
    opened = FIRST + timedelta(days=n)
    return opened, opened + timedelta(days=last), None if end is None else opened + timedelta(days=end), how


STANDING = st.builds(
    standing,
    st.integers(0, 600),
    st.integers(0, 60),
    st.none() | st.integers(0, 90),
    st.sampled_from(("done", "withdrawn")),
)
"""A case and its term: first day, last day, when it was ended if it was, and how."""


@THOROUGH
@given(st.lists(STANDING, max_size=6), st.integers(2023, 2024))
def test_a_term_that_had_run_out_when_its_case_was_closed_without_it_was_due_and_late(drawn: Any, n: int) -> None:
    declared, year = Disclosure.declaration, year_of(n, date(2024, 6, 30))
    entered: Drawn = []
    for opened, due, ended, how in drawn:
        run = Run_("reply", "reply", opened, fixed=due, due=due)
        before = Standing(1, "received", opened, last=opened, runs={"reply": run})
        act = Event(2, "answer" if how == "done" else "withdraw", ended or opened, {})
        after = advance(declared, before, act, lambda _: CALENDAR) if ended else before
        row = run_row(declared, after.runs["reply"])
        kept = {name: getattr(row, name) for name in c.RUN_FACTS}
        facts = {"stage": how, "outcome": None, "opened": opened, "closed": ended}
        entered.append(({**OTHERWISE, **facts}, [kept], {}))
    rows, of = enter(entered), cases("disclosure")
    late = [(d, e) for _, d, e, _ in drawn if e is not None and d < e]
    was_due = [d for _, d, e, how in drawn if how == "done" or e is None or d < e]
    undone = [d for _, d, e, _ in drawn if d <= year.past.until and (e is None or e > max(d, year.until))]
    expected = {
        of.due("reply", year): sum(year.since <= d <= year.until for d in was_due),
        of.late("reply"): len(late),
        of.overdue("reply", year): len(undone),
        of.within("reply"): sum(how == "done" and e is not None and e <= d for _, d, e, how in drawn),
    }
    for each, size in expected.items():
        assert CaseBook().count(each.condition) == MemoryBook(rows).count(each.condition) == size


ROLES = st.frozensets(
    st.tuples(st.sampled_from(("handler", "unit_head", "legal_reviewer", "auditor")), st.sampled_from(UNITS)),
    max_size=2,
)
ACTORS = st.builds(
    Actor,
    st.sampled_from(("lifang", "zhaomin", "x")),
    st.just("某人"),
    st.sampled_from(("staff", "party", "system", "time", "anonymous")),
    ROLES,
    st.frozensets(st.sampled_from(UNITS)),
    st.integers(0, 2),
    st.lists(st.tuples(st.sampled_from(("lifang", "zhaomin")), ROLES), max_size=1).map(tuple),
    st.sampled_from(("", "case-0", "case-1")),
    st.just("applicant"),
)
DUTIES = Duties({"legal_reviewer": frozenset({"disclosure"}), "handler": frozenset({"disclosure", "signs"})})


@THOROUGH
@given(WHOLE, ACTORS)
def test_a_list_shows_exactly_what_a_page_would(drawn: Drawn, actor: Actor) -> None:
    rows = enter(drawn)
    names = ("uid", "procedure", "unit", "origin", "stage", "handler", "level")
    seen = {row.facts["uid"] for row in rows if may_see(actor, CaseFacts(**{k: row.facts[k] for k in names}), DUTIES)}
    assert listed(scope(actor, DUTIES)) == seen
