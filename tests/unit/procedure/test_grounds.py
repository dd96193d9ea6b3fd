"""An outcome that needs an act before it; an act that must be about the version on which the case stands."""

from __future__ import annotations

import pytest
from tests.unit.procedure.duties import CALENDAR, LAW

from fadu.procedure import OFFICE, UNIT_HEAD, Act, Document, Draft, LongText, Outcome, Procedure, Stage, since
from fadu.procedure.declaration import Declaration
from fadu.procedure.mutations import mutants
from fadu.procedure.outline.form import clean, form
from fadu.procedure.outline.schema import schema
from fadu.procedure.standing import replay
from fadu.procedure.state import Event, Standing, moment
from fadu.procedure.verdicts import Verdict, rule_of, verdict

ONE, TWO = "1" * 64, "2" * 64


class Asking(Procedure):
    """A question that is answered by a letter."""

    id = "asking"
    title = "询问"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "询"

    working = Stage("办理中")
    checking = Stage("审核中")
    signing = Stage("待签发")
    closed = Stage("已答复", final=True)

    begin = Act("开始", to=working, by=OFFICE, basis=LAW[1])
    bars = LongText("清单", basis=LAW[2])
    black = Document("遮盖后的文件", basis=LAW[2], grounds=(LAW[14], LAW[15]), proof=bars)
    blacken = Act("遮盖", at=working, by=OFFICE, asks=(black, bars), basis=LAW[2])
    look = Act("检索", at=working, by=OFFICE, basis=LAW[3])
    text = Draft("文本", basis=LAW[4], required=False)
    send_up = Act("送审", at=working, to=checking, by=OFFICE, asks=(text,), basis=LAW[4])
    agree = Act("同意", at=checking, to=signing, by=UNIT_HEAD, asks=(text,), basis=LAW[4])
    send_back = Act("退回", at=(checking, signing), to=working, by=UNIT_HEAD, basis=LAW[4])
    answer = Act("答复", at=(working, signing), to=closed, by=OFFICE, asks=(text,), letter="答复书", basis=LAW[5])
    given = Outcome("提供", of=answer, basis=LAW[5])
    missing = Outcome("不存在", of=answer, basis=LAW[6], needs=look)


DUTY = Asking.declaration


def after(*done: tuple[str, dict[str, str]]) -> Standing:
    events = [Event(n, act, moment(f"2023-09-{10 + n}"), facts) for n, (act, facts) in enumerate(done, 1)]
    return replay(DUTY, events, lambda _: CALENDAR).standing


def asked(standing: Standing, act: str, **facts: str) -> Verdict:
    return verdict(DUTY, standing, rule_of(DUTY, act), moment("2023-09-28"), facts)


def test_an_outcome_waits_for_what_it_needs() -> None:
    refused = asked(after(("begin", {})), "answer", outcome="missing")
    assert not refused
    assert str(refused) == "没有“检索”，不能以“不存在”答复（《示例法》第六条、《示例法》第三条）。先“检索”。"
    assert asked(after(("begin", {})), "answer", outcome="given")
    assert asked(after(("begin", {}), ("look", {})), "answer", outcome="missing")


def test_whether_the_act_is_possible_at_all_does_not_hang_on_an_outcome() -> None:
    assert verdict(DUTY, after(("begin", {})), rule_of(DUTY, "answer"), moment("2023-09-28"))


def test_later_acts_are_about_the_version_that_was_sent_up() -> None:
    sent = after(("begin", {}), ("send_up", {"text": ONE}))
    assert asked(sent, "agree", text=ONE)
    for wrong in ({"text": TWO}, {"note": "x"}):
        refused = asked(sent, "agree", **wrong)
        assert not refused
        assert "送审的文本是 111111111111…" in str(refused)
    signed = after(("begin", {}), ("send_up", {"text": ONE}), ("agree", {"text": ONE}))
    assert asked(signed, "answer", outcome="given", text=ONE)
    assert not asked(signed, "answer", outcome="given", text=TWO)


def test_after_a_return_another_version_may_be_sent_up() -> None:
    back = after(("begin", {}), ("send_up", {"text": ONE}), ("send_back", {}))
    assert asked(back, "send_up", text=TWO)
    again = after(("begin", {}), ("send_up", {"text": ONE}), ("send_back", {}), ("send_up", {"text": TWO}))
    assert not asked(again, "agree", text=ONE)
    assert asked(again, "agree", text=TWO)


def test_what_was_sent_up_without_a_version_binds_to_none() -> None:
    assert asked(after(("begin", {}), ("send_up", {})), "agree", text=ONE)
    without = after(("begin", {}), ("send_up", {"text": ONE}), ("send_back", {}), ("send_up", {}))
    assert without.measures["text"] == ""
    assert asked(without, "agree", text=TWO)


def test_a_version_is_named_by_its_hash() -> None:
    fields = form(DUTY, rule_of(DUTY, "send_up"))
    assert clean(fields, {"text": ONE}).facts == {"text": ONE}
    for wrong in ("x", "1" * 63, "A" * 64, 5):
        assert "text" in clean(fields, {"text": wrong}).errors
    assert not clean(fields, {}).errors


def test_the_declaration_keeps_grounds_proof_and_needs() -> None:
    again = Declaration.from_text(DUTY.text)
    assert (again.field["black"].grounds, again.field["black"].proof) == (("示例法#14", "示例法#15"), "bars")
    assert again.outcome["missing"].needs == ("look",)
    assert again.field["text"].kind == "draft"
    assert schema(DUTY, rule_of(DUTY, "send_up"))["properties"]["text"]["pattern"] == "^[0-9a-f]{64}$"


def test_a_need_can_be_mutated() -> None:
    assert "不存在：不需要“检索”" in dict(mutants(DUTY))


@pytest.mark.parametrize("value", [ONE, TWO])
def test_replay_keeps_the_last_version(value: str) -> None:
    assert after(("begin", {}), ("send_up", {"text": value})).measures == {"text": value}
