"""`after=` another act: possible once for every time that the other called for it, and not before."""

from __future__ import annotations

import pytest
from tests.unit.procedure.duties import CALENDAR, LAW

from fadu.procedure import OFFICE, TIME, Act, Procedure, Stage, since
from fadu.procedure.checks import DeclarationError
from fadu.procedure.mutations import mutants
from fadu.procedure.outline.guide import guide
from fadu.procedure.standing import replay
from fadu.procedure.state import Event, moment
from fadu.procedure.verdicts import Verdict, verdict


class Hearing(Procedure):
    """A hearing at which questions are asked and answered."""

    id = "hearing"
    title = "听证"
    basis = LAW[30]
    in_force = since("2020-01-01")
    register = "听"

    open_ = Stage("进行中")
    shut = Stage("已结束", final=True)

    begin = Act("开始", to=open_, by=OFFICE, basis=LAW[30])
    ask = Act("提问", at=open_, by=OFFICE, basis=LAW[31])
    reply = Act("回答", at=open_, by=OFFICE, after=ask, basis=LAW[31])
    end = Act("结束", at=open_, to=shut, by=OFFICE, after=reply, basis=LAW[32])


DUTY = Hearing.declaration


def answer(act: str, *done: str) -> Verdict:
    """Whether the act is possible after these, a day each from 11 September 2023."""
    events = [Event(n, each, moment(f"2023-09-{10 + n}")) for n, each in enumerate(done, 1)]
    standing = replay(DUTY, events, lambda _: CALENDAR).standing
    return verdict(DUTY, standing, DUTY.act[act], moment("2023-09-29"))


@pytest.mark.parametrize(
    "done", [("begin", "ask"), ("begin", "ask", "reply", "ask"), ("begin", "ask", "ask", "reply")]
)
def test_what_was_called_for_is_possible(done: tuple[str, ...]) -> None:
    assert answer("reply", *done)


@pytest.mark.parametrize(
    ("done", "reason", "remedy"),
    [
        (("begin",), "没有“提问”，不需要“回答”", "按通常程序继续办理"),
        (("begin", "ask", "reply"), "“提问”之后已经“回答”", "再次“提问”以后才可以"),
        (("begin", "ask", "ask", "reply", "reply"), "“提问”之后已经“回答”", "再次“提问”以后才可以"),
    ],
)
def test_what_was_not_called_for_is_refused(done: tuple[str, ...], reason: str, remedy: str) -> None:
    refused = answer("reply", *done)
    assert not refused
    assert (str(refused.reason), str(refused.remedy)) == (reason, f"{remedy}。")
    assert refused.basis == DUTY.act["reply"].basis


def test_a_call_that_was_voided_calls_for_nothing() -> None:
    events = [Event(n, act, moment(f"2023-09-{10 + n}")) for n, act in enumerate(("begin", "ask"), 1)]
    voided = Event(3, "fadu.void", moment("2023-09-13"), {"of": 2})
    standing = replay(DUTY, [*events, voided], lambda _: CALENDAR).standing
    assert not verdict(DUTY, standing, DUTY.act["reply"], moment("2023-09-14"))


def test_an_act_that_is_called_for_still_moves_the_case_and_needs_no_judgement() -> None:
    assert DUTY.movers["open_"] == (DUTY.act["end"],)
    assert DUTY.judged == ()


def test_the_guide_says_so() -> None:
    notes = [str(note) for step in guide(DUTY).steps for note in step.notes]
    assert notes == ["经“提问”才可以，每次一回", "经“回答”才可以，每次一回"]


def test_a_mutant_does_not_wait_for_the_call() -> None:
    assert any("回答：不等“提问”" in str(mutant) for mutant in mutants(DUTY))


def test_time_does_nothing_because_it_was_called_for() -> None:
    with pytest.raises(DeclarationError, match="由时间发生，却没有时限"):

        class Wrong(Hearing):
            id = "wrong"
            lapse = Act("过期", at=Hearing.open_, by=TIME, after=Hearing.ask, basis=LAW[33])
