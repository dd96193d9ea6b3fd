"""The proof of a case's clock names the acts, errands and articles that made its end."""

import pytest
from tests.unit.procedure.duties import CALENDAR, READING, day, stand

from fadu.law import StepKind
from fadu.procedure.lapses import time_acts
from fadu.procedure.proofs import proof

FILED = ("2023-09-11", "登记申请")
TAKEN = ("2023-09-12", "开始查找")
ASKED = ("2023-09-13", "要求补充", {"supply_by": "2023-09-20"})
CONSULTED = ("2023-09-13", "征求权属人意见")


def test_the_proof_begins_with_the_act_and_ends_with_the_day() -> None:
    found = proof(READING, stand(FILED), "providing", CALENDAR)
    assert found.due == day("2023-10-13")
    assert found.zh()[0] == "期限：20个工作日（《示例法》第十二条）"
    assert found.zh()[1].startswith("2023年9月11日（周一）登记申请：当日不计入")
    assert found.zh()[-1] == "期限届满：2023年10月13日（周五）"
    assert sum(mark.counted for mark in found.days) == 20


def test_a_suspension_is_named_after_its_errand() -> None:
    standing = stand(FILED, TAKEN, CONSULTED, ("2023-09-20", "权属人提出意见"))
    (excluded,) = [s for s in proof(READING, standing, "providing", CALENDAR).steps if s.kind is StepKind.EXCLUDED]
    assert (
        excluded.zh == "9月14日至20日：征求权属人意见，不计入期限（其中5个工作日）" or "征求权属人意见" in excluded.zh
    )
    assert (excluded.first, excluded.last) == (day("2023-09-14"), day("2023-09-20"))


def test_while_the_errand_lasts_the_end_is_not_known() -> None:
    found = proof(READING, stand(FILED, TAKEN, CONSULTED), "providing", CALENDAR)
    assert found.due is None
    assert found.steps[-1].kind is StepKind.OPEN
    assert "征求权属人意见" in found.steps[-1].zh


def test_an_extension_cites_its_own_article() -> None:
    standing = stand(FILED, TAKEN, ("2023-09-13", "延期提供", {"prolong.units": 5}))
    (step,) = [s for s in proof(READING, standing, "providing", CALENDAR).steps if s.kind is StepKind.EXTENDED]
    assert step.zh.startswith("延期提供：延长5个工作日")
    assert step.zh.endswith("（《示例法》第十一条第二款）")


def test_a_clock_that_started_anew_begins_with_the_act_that_restarted_it() -> None:
    found = proof(READING, stand(FILED, ASKED, ("2023-09-18", "补充")), "providing", CALENDAR)
    assert found.zh()[1].startswith("2023年9月18日（周一）补充")


def test_a_clock_that_waits_says_for_what() -> None:
    found = proof(READING, stand(FILED, ASKED), "providing", CALENDAR)
    assert found.due is None
    assert found.zh()[-1] == "自2023年9月13日（周三）起等待“补充”，届时重新起算，届满日待定（《示例法》第十一条）"


def test_a_day_that_an_act_gave_says_who_gave_it() -> None:
    found = proof(READING, stand(FILED, ASKED), "supplying", CALENDAR)
    assert found.due == day("2023-09-20")
    assert "“要求补充”定明最后一日为2023年9月20日（周三）（《示例法》第四条）" in found.zh()
    assert not found.days


def test_an_errands_clock_begins_with_the_service() -> None:
    standing = stand(FILED, TAKEN, CONSULTED, ("2023-09-14", "送达", {"letter": "征询函"}))
    assert "送达“征询函”" in proof(READING, standing, "owner/3.term", CALENDAR).zh()[1]


def test_titles_are_told_in_the_readers_language() -> None:
    english = {"登记申请": "File request"}
    found = proof(READING, stand(FILED), "providing", CALENDAR, lambda title: english.get(title, title))
    assert found.en()[1].startswith("Monday 11 September 2023, File request")


def test_every_clock_of_a_case_has_a_proof_that_agrees_with_the_standing() -> None:
    standing = stand(FILED, TAKEN, CONSULTED, ("2023-09-14", "送达", {"letter": "征询函"}))
    for key, run in standing.runs.items():
        assert proof(READING, standing, key, CALENDAR).due == run.due


def test_a_clock_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        proof(READING, stand(FILED), "flying", CALENDAR)


def test_time_acts_only_after_the_last_day_and_earliest_first() -> None:
    serve = ("2023-09-14", "送达", {"letter": "征询函"})
    standing = stand(FILED, TAKEN, CONSULTED, serve, ("2023-09-15", "征求权属人意见"), ("2023-09-15", *serve[1:]))
    first, second = standing.runs["owner/3.term"].due, standing.runs["owner/5.term"].due
    assert (first, second) == (day("2023-10-11"), day("2023-10-12"))
    assert time_acts(READING, standing, day("2023-10-11")) == []
    assert time_acts(READING, standing, day("2023-10-12")) == [("owner.lapse", first, {"errand": "owner/3"})]
    assert [on for _, on, _ in time_acts(READING, standing, day("2024-01-01"))] == [first, second]
