"""Service: each way asks what it needs, an attempt that failed starts nothing, and a public notice counts on one day."""

import datetime as dt
from typing import Any

import pytest
from tests.unit.procedure.duties import READING, day, stand
from tests.unit.procedure.outline.judging import accepts

from fadu.law.dated import NotInForce
from fadu.procedure.builtin import BUILTIN, RECTIFY, SERVE, UNSERVED, fields_of
from fadu.procedure.outline.form import clean, form
from fadu.procedure.outline.schema import schema
from fadu.procedure.service import CHANNELS, FIELDS, PARTY, noticed
from fadu.procedure.verdicts import verdict

FILED = ("2023-09-11", "登记申请")
TAKEN = ("2023-09-12", "开始查找")
CONSULTED = ("2023-09-13", "征求权属人意见")
FAILED = ("2023-09-14", "送达未成", {"letter": "征询函", "channel": "邮寄送达", "cause": "邮件退回"})
SERVED = ("2023-09-20", "送达", {"letter": "征询函", "channel": "当面送达"})
PROOF = {"sha256": "a" * 64, "name": "送达回证.pdf", "size": 10, "type": "application/pdf"}
VALUES: dict[str, Any] = {
    "tracking": "XA00000000011",
    "receiver": "示例",
    "relation": "本人",
    "refusal": "拒绝签字",
    "witnesses": "示例社区 某某",
    "place": "本机关网站",
    "posted": "2023-09-14",
    "agreed": "送达地址确认书",
    "proof": PROOF,
}
FIELDS_OF_SERVICE = form(READING, SERVE)
SCHEMA = schema(READING, SERVE)


def filled(way: str, *names: str) -> dict[str, Any]:
    return {"letter": "征询函", "channel": way, **{name: VALUES[name] for name in names}}


@pytest.mark.parametrize("way", CHANNELS, ids=lambda way: way.title)
def test_a_way_needs_what_it_names_and_takes_no_more(way: Any) -> None:
    whole = filled(way.title, *way.needs)
    assert not clean(FIELDS_OF_SERVICE, whole).errors
    assert not clean(FIELDS_OF_SERVICE, filled(way.title, *way.needs, *way.may)).errors
    assert accepts(SCHEMA, whole)
    for name in way.needs:
        lacking = {k: v for k, v in whole.items() if k != name}
        assert list(clean(FIELDS_OF_SERVICE, lacking).errors) == [name]
        assert not accepts(SCHEMA, lacking)
    for name in set(VALUES) - {*way.needs, *way.may}:
        more = {**whole, name: VALUES[name]}
        assert list(clean(FIELDS_OF_SERVICE, more).errors) == [name]
        assert not accepts(SCHEMA, more)


def test_people_lie_in_personal_parts_and_the_facts_name_nobody() -> None:
    for way in CHANNELS:
        found = clean(FIELDS_OF_SERVICE, filled(way.title, *way.needs, *way.may))
        personal = {name for name in (*way.needs, *way.may) if FIELDS[name].personal}
        assert set(found.parts.get(f"personal:{PARTY}", {})) == personal
        assert not personal & set(found.facts)


def test_one_field_can_be_corrected_alone() -> None:
    known = filled("邮寄送达")
    asked = [f for f in FIELDS_OF_SERVICE if f.id == "tracking"]
    assert clean(asked, {"tracking": "XA2"}, known).parts == {f"personal:{PARTY}": {"tracking": "XA2"}}


def test_only_the_service_that_succeeded_starts_the_clock() -> None:
    failed = stand(FILED, TAKEN, CONSULTED, FAILED)
    assert "owner/3.term" not in failed.runs
    assert failed.errands["owner/3"].served is None
    served = stand(FILED, TAKEN, CONSULTED, FAILED, SERVED)
    assert served.runs["owner/3.term"].start == day("2023-09-20")


def test_service_says_nothing_of_a_field_of_the_duty_with_the_same_name() -> None:
    filed = (*FILED, {"place": "阅览室"})
    served = ("2023-09-14", "送达", {"letter": "征询函", "place": "网上"})
    assert stand(filed, TAKEN, CONSULTED, served).measures == {"place": "阅览室"}


@pytest.mark.parametrize(("posted", "n", "article"), [("2021-12-31", 60, 92), ("2022-01-01", 30, 95)])
def test_a_notice_counts_after_its_days(posted: str, n: int, article: int) -> None:
    found = noticed(dt.date.fromisoformat(posted))
    assert (found.length.value, found.day - dt.date.fromisoformat(posted)) == (n, dt.timedelta(n))
    assert found.length.basis is not None
    assert found.length.basis.article == article


def test_a_notice_is_served_on_that_day_and_no_other() -> None:
    standing = stand(FILED, TAKEN, CONSULTED)
    facts = {"letter": "征询函", "channel": "公告送达", "posted": "2023-09-14"}
    assert verdict(READING, standing, SERVE, day("2023-10-14"), facts)
    for on in ("2023-09-14", "2023-10-13", "2023-10-15"):
        answer = verdict(READING, standing, SERVE, day(on), facts)
        assert not answer
        assert "经过30日，于2023年10月14日视为送达" in str(answer.reason)
        assert "第九十五条" in str(answer)
    early = verdict(READING, standing, SERVE, day("2023-10-14"), {**facts, "posted": "1990-01-01"})
    assert "没有公告送达" in str(early)
    with pytest.raises(NotInForce):
        noticed(dt.date(1990, 1, 1))


def test_no_letter_is_served_before_it_was_made() -> None:
    standing = stand(FILED, TAKEN, CONSULTED)
    made = standing.errands["owner/3"].started
    for named in ({}, {"errand": "owner/3"}):
        facts = {"letter": "征询函", "channel": "当面送达", **named}
        early = verdict(READING, standing, SERVE, made - dt.timedelta(1), facts)
        assert "制发，不能在此以前送达" in str(early)
        assert "更正记录" in str(early.remedy)
        assert verdict(READING, standing, SERVE, made, facts)
    posted = {"letter": "征询函", "channel": "公告送达", "posted": (made - dt.timedelta(1)).isoformat()}
    assert "不能在此以前送达" in str(verdict(READING, standing, SERVE, made + dt.timedelta(29), posted))


def test_an_attempt_names_a_letter_that_was_made() -> None:
    answer = verdict(READING, stand(FILED), UNSERVED, day("2023-09-12"), {"letter": "征询函", "cause": "邮件退回"})
    assert "尚未制发" in str(answer)


def test_fields_are_those_of_the_act() -> None:
    assert fields_of(READING, SERVE.id) is FIELDS
    assert fields_of(READING, "take") == READING.field
    assert {*FIELDS, *READING.field} == set(fields_of(READING, RECTIFY.id))
    assert not fields_of(READING, "fadu.void")
    assert UNSERVED.id in BUILTIN
