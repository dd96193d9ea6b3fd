"""A term that starts by one act or by another, as a choice says; a term that ends on its own day; fields that an outcome needs."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.procedure.duties import CALENDAR, LAW

from fadu.procedure import (
    OFFICE,
    SAME_DAY,
    Act,
    Choice,
    Clock,
    LongText,
    Outcome,
    Procedure,
    Stage,
    Text,
    since,
    when,
    working_days,
)
from fadu.procedure.declaration import Declaration
from fadu.procedure.mutations import mutants
from fadu.procedure.outline.form import clean, form
from fadu.procedure.outline.guide import guide
from fadu.procedure.outline.schema import schema
from fadu.procedure.proofs import proof
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Standing


class Mail(Procedure):
    """A letter counts from the day on which it is signed for; one that nobody signs for, from the day on which it is confirmed."""

    id = "mail"
    title = "来信"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "信"

    way = Choice("来信方式", "挂号", "平信", "电子", basis=LAW[1], measured=True)
    topic = Text("事由", basis=LAW[1])
    arrived = Stage("到达")
    known = Stage("确认")
    done = Stage("办结", final=True)
    arrive = Act("到达登记", to=arrived, by=OFFICE, basis=LAW[1])
    confirm = Act("与来信人确认", at=arrived, to=known, by=OFFICE, basis=LAW[2])
    why = LongText("理由", basis=LAW[3], required=False)
    answer = Act("回信", at=known, to=done, by=OFFICE, asks=(why,), basis=LAW[3])
    yes = Outcome("同意", of=answer, basis=LAW[3])
    whom = Text("应当找谁", basis=LAW[3])
    other = Outcome("不归本机关管", of=answer, asks=(why, whom), basis=LAW[3])
    term = Clock("回信期限", 5 * working_days, since=(when(arrive, way, "挂号"), confirm), until=answer, basis=LAW[3])
    today = Clock("当日确认", SAME_DAY, since=when(arrive, way, "平信", "电子"), until=confirm, basis=LAW[2])


D = Mail.declaration


def after(way: str, *acts: tuple[str, date]) -> Standing:
    standing = Standing()
    for n, (act, day) in enumerate(acts, 1):
        event = Event(n, act, day, {"way": way} if n == 1 else {}, CALENDAR.id)
        standing = advance(D, standing, event, lambda _: CALENDAR)
    return standing


MONDAY, TUESDAY, SATURDAY = date(2023, 9, 11), date(2023, 9, 12), date(2023, 9, 9)


@pytest.mark.parametrize(
    ("way", "due"), [("挂号", date(2023, 9, 18)), ("平信", date(2023, 9, 19)), ("电子", date(2023, 9, 19))]
)
def test_the_choice_says_by_which_act_the_term_starts(way: str, due: date) -> None:
    standing = after(way, ("arrive", MONDAY), ("confirm", TUESDAY))
    assert standing.runs["term"].due == due
    assert ("today" in standing.runs) == (way != "挂号")


@pytest.mark.parametrize(("day", "due"), [(MONDAY, MONDAY), (SATURDAY, MONDAY)])
def test_a_term_of_the_same_day_ends_on_the_first_working_day(day: date, due: date) -> None:
    run = after("平信", ("arrive", day)).runs["today"]
    assert run.due == due
    assert run.overdue(TUESDAY)
    told = proof(D, after("平信", ("arrive", day)), "today", CALENDAR)
    assert told.due == due
    assert any("当日届满" in line for line in told.zh())
    assert any("same day" in line for line in told.en())


def test_what_is_confirmed_too_late_is_late() -> None:
    assert after("平信", ("arrive", MONDAY), ("confirm", TUESDAY)).late == (2,)
    assert after("平信", ("arrive", MONDAY), ("confirm", MONDAY)).late == ()


def test_the_guide_says_what_a_start_depends_on() -> None:
    notes = [str(note) for term in guide(D).terms for note in term.notes]
    assert any("限于“来信方式”为：挂号" in note for note in notes)
    assert "起算当日届满；当日是休息日的，至下一个工作日" in notes


def test_conditions_are_mutated() -> None:
    names = [name for name, _ in mutants(D)]
    assert "回信期限：不论“来信方式”，一律自“到达登记”起算" in names
    assert "当日确认：“电子”不自“到达登记”起算" in names


def test_a_declaration_with_conditions_reads_back() -> None:
    assert Declaration.from_text(D.text) == D
    assert Declaration.from_text(D.text).clock["term"].when == D.clock["term"].when


def test_an_outcome_needs_the_fields_that_it_asks_for() -> None:
    fields = form(D, D.act["answer"])
    assert not clean(fields, {"outcome": "yes"}).errors
    missing = clean(fields, {"outcome": "other", "why": "不归我管"})
    assert set(missing.errors) == {"whom"}
    assert not clean(fields, {"outcome": "不归本机关管", "why": "不归我管", "whom": "邻机关"}).errors


def test_the_schema_says_what_an_outcome_needs() -> None:
    (rule,) = schema(D, D.act["answer"])["allOf"]
    assert rule["if"] == {"properties": {"outcome": {"const": "other"}}}
    assert rule["then"]["required"] == ["why", "whom"]
    assert "allOf" not in schema(D, D.act["confirm"])
