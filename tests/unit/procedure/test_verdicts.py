"""Every refusal says what was refused, why, by which article, and what to do now."""

from typing import Any

import pytest
from tests.unit.procedure.duties import READING, day, stand

from fadu.procedure.verdicts import rule_of, verdict, verdicts

FILED = ("2023-09-11", "登记申请")
TAKEN = ("2023-09-12", "开始查找")
ASKED = ("2023-09-13", "要求补充", {"supply_by": "2023-09-20"})
CONSULTED = ("2023-09-13", "征求权属人意见")
PROVIDED = ("2023-09-14", "提供", {"outcome": "whole"})

REFUSED: list[tuple[list[tuple[Any, ...]], str, str, dict[str, Any], str, str]] = [
    ([], "2023-09-11", "开始查找", {}, "案件尚未受理", "先“登记申请”"),
    ([FILED], "2023-09-11", "登记申请", {}, "案件已经受理", ""),
    ([FILED], "2023-09-10", "开始查找", {}, "早于上一行为的日期（2023年9月11日）", "更正记录"),
    ([FILED, TAKEN, PROVIDED], "2023-09-15", "提供", {}, "已于2023年9月14日以“已提供”办结", "补记"),
    ([FILED], "2023-09-11", "送核", {}, "只能在“查找中”环节进行，现在是“已登记”", "先“开始查找”"),
    ([FILED, TAKEN, ("2023-09-12", "送核")], "2023-09-12", "要求补充", {}, "现在是“核对中”", "先“退回核对”"),
    ([FILED, ASKED, ("2023-09-14", "补充")], "2023-09-14", "要求补充", {}, "依法只能进行一次", "继续办理"),
    ([FILED, TAKEN, CONSULTED], "2023-09-14", "提供", {}, "“征求权属人意见”尚未结束", "权属人提出意见、撤回征求权属人意见"),
    ([FILED, ASKED], "2023-09-20", "终止查阅", {}, "至2023年9月20日届满，尚未届满", "等到届满次日"),
    ([FILED, TAKEN], "2023-09-14", "权属人提出意见", {}, "没有进行中的“征求权属人意见”", "先“征求权属人意见”"),
    ([FILED, TAKEN, CONSULTED], "2023-09-14", "权属人逾期未提意见", {}, "期限尚未届满", "等待答复"),
    ([FILED, TAKEN, CONSULTED, CONSULTED], "2023-09-14", "权属人提出意见", {"opinion": "同意"}, "有 2 件同时进行", "owner/3、owner/4"),
    ([FILED, TAKEN, CONSULTED, ("2023-09-14", "权属人提出意见"), ("2023-09-14", "征求权属人意见")],
     "2023-09-15", "权属人提出意见", {"errand": "owner/3"}, "编号“owner/3”不是进行中的", "核对编号"),
    ([FILED, TAKEN], "2023-10-14", "延期提供", {}, "已于2023年10月13日届满", "尽快办结"),
    ([FILED, TAKEN], "2023-09-13", "延期提供", {"prolong.units": 11}, "最多还可延长 10", "1 至 10"),
    ([FILED, TAKEN], "2023-09-15", "要求补充", {}, "期限已于2023年9月14日届满", "逾期不得再“要求补充”"),
    ([FILED], "2023-09-13", "要求补充", {"supply_by": "2023-09-12"}, "（2023年9月12日）早于“要求补充”的日期", "当天或者以后"),
    ([FILED], "2023-09-12", "送达", {"letter": "没有的信"}, "没有名为“没有的信”的文书", "征询函、补充通知"),
    ([FILED], "2023-09-12", "送达", {"letter": "征询函"}, "“征询函”尚未制发", "先“征求权属人意见”"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "on", "act", "facts", "reason", "remedy"), REFUSED)
def test_a_refusal_has_reason_and_remedy(
    done: list[tuple[Any, ...]], on: str, act: str, facts: dict[str, Any], reason: str, remedy: str
) -> None:
    answer = verdict(READING, stand(*done), rule_of(READING, act), day(on), facts)
    assert not answer
    assert reason in str(answer.reason)
    assert remedy in str(answer.remedy)


def test_a_refusal_cites_the_article_of_the_act() -> None:
    answer = verdict(READING, stand(FILED), READING.act["check"], day("2023-09-12"))
    assert str(answer).startswith("“送核”只能在“查找中”环节进行，现在是“已登记”（《示例法》第八条）。")


def test_there_is_a_verdict_on_every_act_in_the_order_of_the_file() -> None:
    assert [v.act for v in verdicts(READING, stand(FILED), day("2023-09-11"))] == [a.id for a in READING.acts]


def test_the_day_after_the_term_the_judgement_is_possible() -> None:
    asked = stand(FILED, ASKED)
    assert verdict(READING, asked, READING.act["drop"], day("2023-09-21"))


def test_on_the_last_day_an_extension_is_still_possible() -> None:
    assert verdict(READING, stand(FILED, TAKEN), READING.act["prolong"], day("2023-10-13"), {"prolong.units": 10})


def test_an_unknown_act_is_refused_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="没有“飞走”这一行为。可用的行为：登记申请"):
        rule_of(READING, "飞走")
