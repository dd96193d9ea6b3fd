"""Role × stage × act over the whole declaration, through `perform`: policy and law together against what the file itself says.

The expectation is computed here, from the declaration's lists and from how each case was brought to where it stands; nothing of the
policy's or the verdicts' code is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.integration.cases.cast import (
    CHENJING,
    LIFANG,
    MONDAY,
    POSTED,
    REQUEST,
    THIRD,
    WANGQIANG,
    ZHAOMIN,
    ZHOUMING,
    case,
    opened,
    zhangming,
)

from fadu.cases import acts
from fadu.cases.errors import Forbidden, NotPermitted
from fadu.policy import ANONYMOUS, SYSTEM, TIME_ACTOR, Actor
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import FormField, form
from fadu_common import Disclosure
from fadu_common.parts.fees import BY_REQUEST

pytestmark = pytest.mark.django_db
DUTY = Disclosure.declaration
AT = date(2023, 9, 26)
EVERYBODY = frozenset({"everybody"})


@dataclass(frozen=True)
class Place:
    """How a case was brought somewhere, and what has run out or is still open there `at` that day.

    Acts are (id, day counted from 1 September 2023, data, by).
    """

    stage: str
    course: tuple[tuple[str, int, dict[str, Any], Actor], ...]
    open: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()
    at: date = AT

    @property
    def done(self) -> frozenset[str]:
        return frozenset(act for act, *_ in self.course)

    def times(self, act: str) -> int:
        return sum(each == act for each, *_ in self.course)

    def called(self, act: ActRule) -> int:
        """How often what calls for the act was done, with the values that do."""
        said = act.called
        done = [data for each, _, data, _ in self.course if each == act.after]
        return sum(said is None or data.get(said.field) in said.values for data in done)


RECEIVED = (("receive", 11, {}, LIFANG),)
EXAMINING = (*RECEIVED, ("take_up", 12, {}, LIFANG))
CONSULTING = (
    *EXAMINING,
    ("consult", 13, THIRD, LIFANG),
    ("fadu.serve", 14, {"letter": "第三方意见征询书", **POSTED}, LIFANG),
)
ASKED = (*RECEIVED, ("ask_correction", 12, {"missing": "请写明年度", "correct_by": "2023-09-20"}, LIFANG))
AGAIN = (*RECEIVED, ("ask_correction", 12, {"missing": "请写明年度", "correct_by": "2023-10-20"}, LIFANG))
REASONS = (*RECEIVED, ("ask_reasons", 12, {}, LIFANG))
CHARGED = (
    *RECEIVED,
    ("charge", 12, {"fee_unit": BY_REQUEST, "quantity": 12}, LIFANG),
    ("fadu.serve", 12, {"letter": "收费通知书", **POSTED}, LIFANG),
)
LATE = date(2023, 10, 30)
REVIEWING = (*EXAMINING, ("send_up", 13, {}, LIFANG))
PLACES = {
    "submitted": Place("submitted", ()),
    "received": Place("received", RECEIVED),
    "received again": Place("received", (*AGAIN, ("correct", 13, {"corrected": "2022年"}, LIFANG))),
    "correcting": Place("correcting", AGAIN),
    "correcting, lapsed": Place("correcting", ASKED, lapsed=frozenset({"correction"})),
    "paying": Place("paying", CHARGED),
    "paying, lapsed": Place("paying", CHARGED, lapsed=frozenset({"payment"}), at=LATE),
    "unpaid": Place("unpaid", (*CHARGED, ("drop", 60, {}, LIFANG)), at=LATE),
    "merged": Place("merged", (*RECEIVED, ("merge", 12, {"into": "示外办公开〔2023〕2号"}, LIFANG))),
    "examining": Place("examining", EXAMINING),
    "examining, extended": Place("examining", (*EXAMINING, ("extend", 13, {"extend.units": 5}, WANGQIANG))),
    "consulting": Place("examining", CONSULTING, open=frozenset({"consult"})),
    "consulted": Place("examining", (*CONSULTING, ("consult.reply", 20, {"opinion": "同意公开"}, LIFANG))),
    "objected": Place("examining", (*CONSULTING, ("consult.reply", 20, {"opinion": "不同意公开"}, LIFANG))),
    "makers asked": Place(
        "examining",
        (*EXAMINING, ("consult_makers", 13, {"maker": "示例市商务局", "co_maker": "同级机关"}, LIFANG)),
        open=frozenset({"consult_makers"}),
    ),
    "organ asked": Place(
        "examining",
        (*EXAMINING, ("consult_organ", 13, {"organ": "示例市档案馆"}, LIFANG)),
        open=frozenset({"consult_organ"}),
    ),
    "reasons asked": Place("received", REASONS),
    "reasons given": Place("received", (*REASONS, ("give_reasons", 13, {"reasons": "用于研究"}, LIFANG))),
    "publication proposed": Place("examining", (*EXAMINING, ("propose", 13, {}, LIFANG))),
    "reviewing": Place("reviewing", REVIEWING),
    "signing": Place("signing", (*REVIEWING, ("approve", 14, {}, ZHOUMING))),
    "answered": Place("answered", (*EXAMINING, ("answer", 13, {"outcome": "granted"}, LIFANG))),
    "abandoned": Place("abandoned", (*ASKED, ("abandon", 21, {"excuse": "三次电话未接"}, LIFANG))),
    "withdrawn": Place("withdrawn", (("withdraw", 12, {}, LIFANG),)),
}


def actors(uid: str, other: str) -> Iterator[tuple[Actor, frozenset[str]]]:
    """Everybody at the door, and the words of `by=` that are theirs in this case."""
    yield LIFANG, frozenset({"handler"})
    yield WANGQIANG, frozenset({"unit_head", "disclosure_head"})
    yield ZHOUMING, frozenset({"legal_reviewer"})
    yield ZHAOMIN, frozenset()
    yield CHENJING, frozenset({"auditor"})
    yield zhangming(uid), frozenset({"applicant"})
    yield zhangming(other), frozenset()
    yield ANONYMOUS, frozenset()
    yield TIME_ACTOR, frozenset({"time"})
    yield SYSTEM, EVERYBODY


def who(act: ActRule, words: frozenset[str]) -> bool:
    return words is EVERYBODY or not words.isdisjoint(act.by)


def law(act: ActRule, place: Place) -> bool:
    """What the file says of the act at this place."""
    if DUTY.stage[place.stage].final or (act.at and place.stage not in act.at):
        return False
    if act.once and act.id in place.done:
        return False
    if place.open.intersection(act.awaits):
        return False
    if act.after in DUTY.clock and act.after not in place.lapsed:
        return False
    if act.after in DUTY.act and place.called(act) <= place.times(act.id):
        return False
    if act.kind in ("reply", "withdraw", "lapse") and act.errand not in place.open:
        return False
    if act.kind == "lapse":
        return False  # Nowhere here has the term of an open errand run out.
    # A clock can be extended from when it starts until it is held or ends.
    return act.kind != "extension" or place.stage in ("received", "examining", "reviewing", "signing")


SAMPLES: dict[str, Any] = {
    "text": "示例",
    "longtext": "示例内容",
    "day": "2023-12-29",
    "number": 1,
    "yesno": True,
    "case": "示外办公开〔2023〕2号",
    "document": {"sha256": "0" * 64, "name": "示例.pdf", "size": 1, "type": "application/pdf"},
}


def filled(act: ActRule) -> dict[str, Any]:
    values = {each.id: _sample(each) for each in form(DUTY, act) if each.required}
    return {**values, "outcome": "granted"} if act.outcomes else values


def _sample(each: FormField) -> Any:
    if each.kind == "party":
        return {"name": "示例建材有限公司", "phone": "021-00000000", "kind": each.options[0][0]}
    return each.options[0][0] if each.options else SAMPLES[each.kind]


@pytest.mark.parametrize("name", PLACES)
def test_only_what_the_file_permits_is_done(name: str) -> None:
    place = PLACES[name]
    uid, other = opened(MONDAY).uid, opened(MONDAY).uid
    for act, day, data, by in place.course:
        acts.perform(uid, act, by=by, at=date(2023, 9, 1) + timedelta(days=day - 1), data=data, source="desk")
    assert case(uid).standing.stage == place.stage
    wrong = []
    for rule in DUTY.acts:
        for actor, words in actors(uid, other):
            if rule.opens:
                continue
            expected = NotPermitted if not who(rule, words) else None if law(rule, place) else Forbidden
            found = _tried(uid, rule, actor, place.at)
            if found is not expected:
                wrong.append(f"{rule.title} by {actor.name}: {found} instead of {expected}")
    assert not wrong


def _tried(uid: str, rule: ActRule, actor: Actor, at: date) -> type[Exception] | None:
    """The kind of refusal, or None; either way the case is afterwards where it was."""
    sid = transaction.savepoint()
    try:
        acts.perform(uid, rule.id, by=actor, at=at, data=filled(rule), source="desk")
    except (NotPermitted, Forbidden) as refusal:
        return type(refusal)
    finally:
        transaction.savepoint_rollback(sid)
    return None


def test_every_stage_and_every_act_is_in_the_matrix() -> None:
    assert {p.stage for p in PLACES.values()} == set(DUTY.stage)
    possible = {rule.id for rule in DUTY.acts for place in PLACES.values() if not rule.opens and law(rule, place)}
    assert {r.id for r in DUTY.acts if not r.opens and r.kind != "lapse"} == possible


def test_who_may_open_a_case() -> None:
    for actor in (LIFANG, ANONYMOUS, SYSTEM):
        assert opened(by=actor).seq == 1
    for actor in (ZHAOMIN, CHENJING, ZHOUMING, TIME_ACTOR):
        with pytest.raises(NotPermitted):
            opened(by=actor, data=REQUEST)
