"""The duty of disclosure on request is whole: articles, outcomes, acts, the yearly table, the rules before 2019-05-15."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.duties import CALENDAR

from fadu.figures.conditions import CaseRow
from fadu.figures.measures import MemoryBook
from fadu.figures.sets import year_of
from fadu.figures.tables import counted, unbalanced
from fadu.law.citation import chinese_number
from fadu.procedure.outline.form import clean, form
from fadu.procedure.registry import registry_of
from fadu.procedure.worked import WorkedCase, run
from fadu.procedure.worked_files import cases_of
from fadu_common import pack
from fadu_common.procedures.disclosure import Disclosure
from fadu_common.procedures.disclosure_2007 import Disclosure2007
from fadu_common.procedures.disclosure_table import HANDLED
from fadu_common.procedures.record_correction import RecordCorrection

NOW, OLD = Disclosure.declaration, Disclosure2007.declaration
REGISTRY = registry_of([pack])
CASES = cases_of(pack.folder, (OLD, NOW))
TITLES = [
    c.title for c in (*CASES, *(c for p in pack.procedures[2:] for c in cases_of(pack.folder, (p.declaration,))))
]
REASONED = sorted(o.id for o in NOW.outcomes if o.id not in ("granted", "not_held"))


@pytest.mark.parametrize("article", range(27, 46))
def test_every_article_of_the_procedure_is_worked(article: int) -> None:
    assert any(re.search(f"第{chinese_number(article)}条", title) for title in TITLES)


def test_there_are_forty_worked_cases_and_more() -> None:
    assert sum(c.since == NOW.since for c in CASES) >= 100


def acted(cases: tuple[WorkedCase, ...]) -> set[str]:
    return {done.what.act for case in cases for done in case.acts}


def test_every_act_and_outcome_is_worked() -> None:
    mine = tuple(c for c in CASES if c.since == NOW.since)
    assert {a.id for a in NOW.acts if "time" not in a.by} <= acted(mine)
    assert {o.id for o in NOW.outcomes} == {d.facts["outcome"] for c in mine for d in c.acts if "outcome" in d.facts}


@pytest.mark.parametrize("outcome", REASONED)
def test_whoever_is_not_given_what_he_asked_for_is_told_why(outcome: str) -> None:
    fields = form(NOW, NOW.act["answer"])
    assert "reason" in clean(fields, {"outcome": outcome}).errors
    assert "reason" not in clean(fields, {"outcome": outcome, "reason": "理由"}).errors


@pytest.mark.parametrize(("outcome", "field"), [("not_ours", "body"), ("repeated", "earlier")])
def test_the_right_body_and_the_earlier_answer_are_named(outcome: str, field: str) -> None:
    fields = form(NOW, NOW.act["answer"])
    assert set(clean(fields, {"outcome": outcome, "reason": "理由"}).errors) == {field}


def test_old_outcomes_are_outcomes_still_and_have_their_row() -> None:
    assert set(OLD.outcome) <= set(NOW.outcome)
    rows = [(row.title, row.outcomes) for _, row in HANDLED.lines if row.outcomes]
    assert sum(len(outcomes) for _, outcomes in rows) == len(NOW.outcomes)


def test_the_table_has_the_rows_of_the_form() -> None:
    levels = [level for level, _ in HANDLED.lines]
    assert levels.count(0) == 4
    assert levels.count(1) == 7
    assert levels.count(2) == 8 + 3 + 5 + 3


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*((o, "answered") for o in NOW.outcome), *((None, s.id) for s in NOW.ends), (None, "")]),
            st.sampled_from(Disclosure.kind.choices),
            st.dates(date(2022, 6, 1), date(2023, 12, 31)),
        ),
        max_size=20,
    )
)
def test_the_table_balances(drawn: list[tuple[tuple[str | None, str], str, date]]) -> None:
    rows = []
    for (outcome, stage), kind, opened in drawn:
        closed = min(date(opened.year + 1, 1, 15), date(2024, 1, 20)) if stage else None
        facts = {
            "uid": "x",
            "procedure": "disclosure",
            "origin": "real",
            "outcome": outcome,
            "stage": stage or "received",
        }
        rows.append(CaseRow({**facts, "opened": opened, "closed": closed}, (), {"kind": kind}))
    assert unbalanced(counted(HANDLED, year_of(2023, date(2024, 2, 1)), MemoryBook(rows))) == ()


@pytest.mark.parametrize(("day", "expected"), [("2019-05-14", OLD), ("2019-05-15", NOW), ("2008-05-01", OLD)])
def test_the_day_of_receipt_chooses_the_rules(day: str, expected: object) -> None:
    assert REGISTRY.declaration("disclosure", day) is expected


def test_worked_cases_hold_by_themselves() -> None:
    by_since = {d.since: d for d in (OLD, NOW)}
    assert not [c.title for c in CASES if not run(by_since[c.since], c, CALENDAR).holds]


def test_a_correction_names_the_body_that_may_make_it() -> None:
    declared = RecordCorrection.declaration
    fields = form(declared, declared.act["answer"])
    assert set(clean(fields, {"outcome": "forwarded"}).errors) == {"body"}
    assert set(clean(fields, {"outcome": "unfounded"}).errors) == {"reason"}
    assert not clean(fields, {"outcome": "corrected"}).errors


def test_an_agent_need_not_be_named_but_if_so_as_a_party_is() -> None:
    fields = [f for f in form(NOW, NOW.opening) if f.id in ("agent", "joint")]
    assert not clean(fields, {"agent": {"kind": "公民", "name": "", "phone": ""}}).errors
    assert "agent" in clean(fields, {"agent": {"kind": "公民", "name": "", "phone": "13800001234"}}).errors
    found = clean(fields, {"agent": {"kind": "公民", "name": "沈清", "phone": "13800001234"}, "joint": "刘洋"})
    assert set(found.parts) == {"personal:agent", "personal:applicant"}
