"""What is refused: by the form, by the law, by the policy; and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.integration.cases.cast import (
    CHENJING,
    LIFANG,
    MONDAY,
    REQUEST,
    WANGQIANG,
    ZHAOMIN,
    ZHOUMING,
    do,
    examining,
    opened,
    rows,
    zhangming,
)

from fadu.cases import acts, moments
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, Forbidden, Invalid, NoSuchCase, NotPermitted
from fadu.cases.models import Entry
from fadu.people.office import sync_office
from fadu.policy import ANONYMOUS, TIME_ACTOR, Actor, CaseFacts, may_act
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db


TOMORROW = moments.today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("act", "at", "data", "kind"),
    [
        ("receive", date(2023, 9, 10), {}, Forbidden),
        ("receive", moments.today() + timedelta(days=1), {}, ActError),
        ("answer", MONDAY, {"outcome": "granted"}, Forbidden),
        ("fly", MONDAY, {}, ActError),
        ("", MONDAY, {}, ActError),
        ("receive", MONDAY, {"stage": "answered"}, Invalid),
        ("receive", MONDAY, {"": "x"}, Invalid),
        ("consult.lapse", MONDAY, {}, ActError),
    ],
)
def test_what_is_refused_leaves_no_trace(act: str, at: Any, data: Mapping[str, Any], kind: type[ActError]) -> None:
    uid = opened().uid
    before = rows()
    with pytest.raises(kind) as refusal:
        acts.perform(uid, act, by=LIFANG, at=at, data=data, source="desk")
    assert str(refusal.value.reason)
    assert str(refusal.value.remedy)
    assert rows() == before


@pytest.mark.parametrize(
    "change",
    [
        {"form": "飞鸽"},
        {"form": ["邮寄"]},
        {"form": {"邮寄": 1}},
        {"kind": 3},
        {"wanted": ""},
        {"wanted": None},
        {"wanted": 7},
        {"wanted": ["x"]},
        {"wanted": "字" * 20_001},
        {"wanted": "甲\x00乙"},
        {"wanted": "甲\ud800乙"},
        {"wanted": "机密★10年 关于某事的文件"},
        {"wanted": "申请公开“机密★10年”的文件"},
        {"wanted": "密级：秘密"},
        {"wanted": "绝密"},
        {"applicant": "张明"},
        {"applicant": {}},
        {"applicant": {"name": "张明"}},
        {"applicant": {"name": "张明", "phone": 13800001234}},
        {"applicant": {"name": "张明", "phone": "1", "rank": "x"}},
        {"applicant": {"name": "机密★20年", "phone": "1"}},
        {"applicant": {"name": "张明", "email": "a@b"}},
        {"unknown": "x"},
        {"case": {"number": "1"}},
        {"outcome": "granted"},
    ],
    ids=lambda change: repr(change)[:40],
)
def test_what_is_filled_in_wrongly_opens_nothing(change: dict[str, Any]) -> None:
    before = rows()
    with pytest.raises(Invalid) as refusal:
        opened(data={**REQUEST, **change})
    assert list(refusal.value.errors) == list(change)
    assert rows() == before


@pytest.mark.parametrize("data", [None, [], "wanted", 7])
def test_what_is_no_form_at_all_is_refused(data: Any) -> None:
    before = rows()
    with pytest.raises((ActError, TypeError, AttributeError)):
        opened(data=data)
    assert rows() == before


@pytest.mark.parametrize("word", ["fadu.rectify", "fadu.void", "fadu.erase", "fadu.redate"])
def test_words_for_mistakes_are_no_ordinary_acts(word: str) -> None:
    uid = examining()
    with pytest.raises(ActError):
        acts.perform(uid, word, by=WANGQIANG, at=date(2023, 9, 13), source="desk")


@pytest.mark.parametrize("data", [{"unit": "nowhere"}, {"handler": "nobody"}, {}])
def test_a_case_is_not_assigned_to_nowhere(data: dict[str, str]) -> None:
    sync_office(installed().office("waiban"))
    uid = examining()
    with pytest.raises(ActError):
        acts.perform(uid, "fadu.assign", by=WANGQIANG, at=date(2023, 9, 13), data=data, source="desk")


def test_an_instant_of_another_zone_is_kept_as_the_office_s_own_or_refused() -> None:
    uid = opened().uid
    before = rows()
    try:
        acts.perform(uid, "receive", by=LIFANG, at=datetime(2023, 9, 11, 2, tzinfo=UTC), source="desk")
    except ActError:
        assert rows() == before
    else:
        assert b'"happened_at":"2023-09-11T10:00:00+08:00"' in bytes(Entry.objects.get(seq=2).record)


def test_no_case_and_a_case_one_may_not_know_look_alike() -> None:
    with pytest.raises(NoSuchCase):
        do("no-such-case", "receive", 11)


# Who ------------------------------------------------------------------------------------------------------------------


def test_only_those_concerned_may_act() -> None:
    uid, other = opened().uid, opened().uid
    strangers = [ZHAOMIN, CHENJING, ZHOUMING, ANONYMOUS, zhangming(uid), zhangming(other), TIME_ACTOR]
    for actor in strangers:
        before = rows()
        with pytest.raises(NotPermitted):
            do(uid, "receive", 11, by=actor)
        assert rows() == before
    do(uid, "receive", 11)


def test_a_party_does_its_own_acts_in_its_own_case_alone() -> None:
    uid, other = opened().uid, opened().uid
    with pytest.raises(NotPermitted):
        do(uid, "withdraw", 12, by=zhangming(other))
    with pytest.raises(NotPermitted):
        do(uid, "withdraw", 12, by=replace(zhangming(uid), party="third_party"))
    assert do(uid, "withdraw", 12, by=zhangming(uid)).standing.stage == "withdrawn"


def test_a_deputy_signs_with_both_names() -> None:
    uid = opened().uid
    deputy = Actor("sunning", "孙宁", "staff", frozenset(), frozenset(), 1, stands_for=(("lifang", LIFANG.roles),))
    do(uid, "receive", 11, by=deputy)
    record = bytes(Entry.objects.get(seq=2).record).decode()
    assert '"for":"lifang"' in record
    assert '"id":"sunning"' in record


def test_anonymous_opens_and_does_nothing_else() -> None:
    uid = opened(by=ANONYMOUS).uid
    with pytest.raises(NotPermitted):
        do(uid, "withdraw", 12, by=ANONYMOUS)


def test_a_clearance_too_low_sees_nothing() -> None:
    uid = opened().uid
    with pytest.raises(NotPermitted):
        do(uid, "receive", 11, by=replace(LIFANG, clearance=0))


@pytest.mark.parametrize(
    ("by", "opens"),
    [
        (("applicant", "handler"), True),
        (("handler",), False),
        (("disclosure_head",), False),
        (("time",), False),
    ],
)
def test_the_public_opens_only_what_a_party_may_open(by: tuple[str, ...], opens: bool) -> None:
    declared = installed().declaration("disclosure")
    facts = CaseFacts("new", "disclosure", "secretariat")
    rule = replace(declared.opening, by=by)
    assert bool(may_act(ANONYMOUS, facts, rule, duties(), dict(declared.role))) is opens
