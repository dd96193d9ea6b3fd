"""更正记录 and 作废: entries themselves, reasoned, agreed by a second person, and true to what a rebuild makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.integration.cases.cast import (
    BOTH,
    CHENJING,
    GROUND,
    LIFANG,
    MONDAY,
    WANGQIANG,
    ZHAOMIN,
    ZHOUMING,
    case,
    do,
    due,
    examining,
    opened,
    rows,
    verified,
    zhangming,
)

from fadu.cases import moments
from fadu.cases.corrections import REASON, erase, rectify, void
from fadu.cases.errors import ActError, Invalid, NoSuchCase, NotPermitted
from fadu.cases.keys import master
from fadu.cases.models import Case, Entry, Measure, Part, Subject, Task
from fadu.cases.planning import aad
from fadu.evidence import secrets
from fadu.evidence.canonical import parse
from fadu.people.office import sync_office, sync_sample_people
from fadu.policy import Actor
from fadu.procedure.registry import installed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_rebuilt_the_same")]


# 更正记录 -------------------------------------------------------------------------------------------------------------


def test_a_corrected_day_moves_the_term() -> None:
    uid = examining("传真")
    assert due(uid) == date(2023, 10, 13)
    done = rectify(uid, 2, at=date(2023, 9, 12), **BOTH)
    assert (done.seq, done.impermissible) == (4, ())
    assert due(uid) == date(2023, 10, 16)
    assert Case.objects.get(uid=uid).next_due == date(2023, 10, 16)


def test_acts_left_without_ground_are_listed_and_kept() -> None:
    uid = examining()
    done = rectify(uid, 2, at=date(2023, 9, 20), **BOTH)
    assert [seq for seq, _ in done.impermissible] == [3]
    assert "早于" in str(done.impermissible[0][1].reason)
    assert case(uid).standing.stage == "examining"


def test_corrected_facts_are_counted() -> None:
    uid = examining()
    rectify(uid, 1, facts={"form": "电子邮件"}, **BOTH)
    assert Measure.objects.get(case__uid=uid, name="form").text == "电子邮件"
    rectify(uid, 1, facts={"form": "当面领取"}, **BOTH)
    assert Measure.objects.get(case__uid=uid, name="form").text == "当面领取"


def test_corrected_content_names_the_case() -> None:
    uid = examining()
    rectify(uid, 1, parts={"internal": {"wanted": "2021年度公务接待费用"}}, **BOTH)
    assert Case.objects.get(uid=uid).heading == "2021年度公务接待费用"
    do(uid, "send_up", 13)
    void(uid, 4, **BOTH)
    assert Case.objects.get(uid=uid).heading == "2022年度公务接待费用支出明细"


def test_corrected_personal_data_lie_under_the_party_s_own_key() -> None:
    uid = examining()
    rectify(uid, 1, parts={"personal:applicant": {"applicant": {"name": "张铭", "phone": "1"}}}, **BOTH)
    part = Part.objects.get(entry__case__uid=uid, entry__seq=4, name="personal:applicant")
    wrapped = Subject.objects.get(case__uid=uid, party="applicant").wrapped_key
    key = secrets.unwrap(master(), bytes(wrapped or b""), f"{uid}:applicant")
    text = secrets.decrypt(key, bytes(part.data), aad(uid, 4, part.name)).decode()
    assert "张铭" in text
    assert verified(uid) == []


def test_the_reason_stands_beside_a_field_of_that_name() -> None:
    uid = examining()
    do(uid, "answer", 13, outcome="granted", reason="依申请公开")
    rectify(uid, 4, parts={"internal": {"reason": "依申请予以公开"}}, **BOTH)
    part = parse(bytes(Part.objects.get(entry__case__uid=uid, entry__seq=5).data))
    assert part == {"reason": "依申请予以公开", REASON: BOTH["reason"]}


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"form": "飞鸽"}},
        {"facts": {"stage": "answered"}},
        {"facts": {"case": {"number": "1"}}},
        {"parts": {"internal": {"wanted": "密级：机密"}}},
        {"parts": {"personal:applicant": {"applicant": {"name": "张铭"}}}},
        {"parts": {"public": {"of": 1}}},
    ],
)
def test_a_correction_is_judged_like_the_act(change: dict[str, Any]) -> None:
    uid = examining()
    before = rows()
    with pytest.raises(Invalid):
        rectify(uid, 1, **change, **BOTH)
    assert rows() == before


@pytest.mark.parametrize(
    "at",
    [moments.today() + timedelta(days=1), datetime.fromisoformat("2023-09-12T09:00")],
    ids=["future", "without zone"],
)
def test_a_corrected_moment_is_one_that_was(at: Any) -> None:
    uid = examining()
    with pytest.raises(ActError):
        rectify(uid, 2, at=at, **BOTH)
    assert Entry.objects.filter(case__uid=uid).count() == 3


def test_nothing_to_correct_is_refused() -> None:
    uid = examining()
    refused: list[Callable[[], Any]] = [
        lambda: rectify(uid, 2, **BOTH),
        lambda: rectify(uid, 9, at=date(2023, 9, 11), **BOTH),
        lambda: rectify(uid, 0, at=date(2023, 9, 11), **BOTH),
        lambda: rectify(uid, -1, at=date(2023, 9, 11), **BOTH),
        lambda: void(uid, 4, **BOTH),
        lambda: rectify(uid, 2, at=date(2023, 9, 11), **{**BOTH, "reason": "  "}),
    ]
    before = rows()
    for attempt in refused:
        with pytest.raises(ActError):
            attempt()
    with pytest.raises(NoSuchCase):
        void("nowhere", 1, **BOTH)
    assert rows() == before


def test_a_correction_is_not_corrected_but_voided() -> None:
    uid = examining()
    rectify(uid, 2, at=date(2023, 9, 12), **BOTH)
    with pytest.raises(ActError, match="作废"):
        rectify(uid, 4, at=date(2023, 9, 11), **BOTH)
    void(uid, 4, **BOTH)
    assert due(uid) == date(2023, 10, 13)
    with pytest.raises(ActError, match="已经作废"):
        rectify(uid, 4, facts={"form": "邮寄"}, **BOTH)


# 作废 -----------------------------------------------------------------------------------------------------------------


def test_a_voided_answer_opens_the_case_again() -> None:
    uid = examining()
    do(uid, "answer", 13, outcome="granted")
    assert Case.objects.get(uid=uid).closed == date(2023, 9, 13)
    void(uid, 4, **BOTH)
    reopened = Case.objects.get(uid=uid)
    assert (reopened.stage, reopened.closed, reopened.outcome) == ("examining", None, None)
    assert reopened.next_due == date(2023, 10, 13)
    assert Task.objects.filter(case=reopened).exists()
    assert do(uid, "answer", 14, outcome="partly", reason="其余涉及第三方商业秘密").standing.outcome == "partly"


def test_a_voided_void_has_no_effect() -> None:
    uid = examining()
    void(uid, 3, **BOTH)
    assert case(uid).standing.stage == "received"
    void(uid, 4, **BOTH)
    assert case(uid).standing.stage == "examining"
    with pytest.raises(ActError):
        void(uid, 4, **BOTH)


def test_a_voided_case_keeps_its_number_and_asks_for_nothing() -> None:
    uid = opened().uid
    void(uid, 1, **BOTH)
    voided = Case.objects.get(uid=uid)
    assert (voided.number, voided.stage) == ("示外办公开〔2023〕1号", "fadu.void")
    assert voided.closed is not None
    assert not Task.objects.filter(case=voided).exists()
    assert opened().number == "示外办公开〔2023〕2号"
    with pytest.raises(ActError):
        do(uid, "receive", 12)


def test_no_term_runs_in_a_voided_case() -> None:
    uid = examining()
    void(uid, 1, **BOTH)
    voided = Case.objects.get(uid=uid)
    assert (voided.stage, voided.next_due) == ("fadu.void", None)
    assert not any(run.running for run in case(uid).standing.runs.values())


def test_a_voided_assignment_gives_the_case_back() -> None:
    office = installed().office("waiban")
    sync_office(office)
    sync_sample_people(office, "a-sample-password-7", MONDAY)
    uid = examining()
    do(uid, "fadu.assign", 13, by=WANGQIANG, unit="legal", handler="zhouming")
    assert Case.objects.get(uid=uid).unit == "legal"
    head = Actor("sunning", "孙宁", "staff", frozenset({("unit_head", "legal")}), frozenset({"legal"}), 1)
    own = Actor("zhouming", "周明", "staff", frozenset({("handler", "legal")}), frozenset({"legal"}), 1)
    void(uid, 4, by=own, second=head, reason="误转")
    given_back = Case.objects.get(uid=uid)
    assert (given_back.unit, given_back.handler) == ("secretariat", "")
    assert set(Task.objects.filter(case=given_back).values_list("unit", flat=True)) == {"secretariat"}


# 两人 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "second"),
    [
        (WANGQIANG, WANGQIANG),
        (LIFANG, LIFANG),
        (LIFANG, None),
        (WANGQIANG, LIFANG),
        (LIFANG, ZHAOMIN),
        (ZHAOMIN, WANGQIANG),
        (CHENJING, WANGQIANG),
        (ZHOUMING, WANGQIANG),
    ],
    ids=lambda a: a.name if a else "无",
)
def test_one_proposes_another_agrees(by: Any, second: Any) -> None:
    uid = examining()
    before = rows()
    for attempt in (
        lambda: void(uid, 3, by=by, second=second, reason="误记"),
        lambda: rectify(uid, 2, at=date(2023, 9, 12), by=by, second=second, reason="误记"),
        lambda: erase(uid, parties=("applicant",), by=by, second=second, reason="申请", basis=GROUND),
    ):
        with pytest.raises(ActError):
            attempt()
    assert rows() == before


def test_a_party_corrects_nothing() -> None:
    uid = examining()
    with pytest.raises(NotPermitted):
        void(uid, 3, by=zhangming(uid), second=WANGQIANG, reason="误记")


def test_the_record_says_in_which_post_each_acted() -> None:
    uid = examining()
    void(uid, 3, **BOTH)
    actor = parse(bytes(Entry.objects.get(case__uid=uid, seq=4).record))["actor"]
    assert (actor["id"], actor["role"], actor["second"]["id"]) == ("lifang", "handler", "wangqiang")
