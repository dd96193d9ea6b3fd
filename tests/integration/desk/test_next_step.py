"""Which act the case page presses: the one that the law presses, never one that ends a case undecided."""

from __future__ import annotations

import re

import pytest
from tests.integration.desk.conftest import MONDAY, Enter, text

from fadu.cases.acts import Done, perform
from fadu.policy import Actor

pytestmark = pytest.mark.django_db

THIRD = {"third_party": {"kind": "法人或者其他组织", "name": "示例商贸有限公司", "address": "示例市某路1号"}}
BUTTON = re.compile(r'<a class="ds-button" href="[^"]*/do/([^/"]+)/">')


def pressed(enter: Enter, uid: str) -> list[str]:
    return BUTTON.findall(text(enter("lifang").get(f"/desk/cases/{uid}/")))


def test_one_act_is_pressed_at_each_step(enter: Enter, case: Done, people: dict[str, Actor]) -> None:
    assert pressed(enter, case.uid) == ["receive"]
    perform(case.uid, "receive", by=people["lifang"], at=MONDAY, data={}, source="desk")
    assert pressed(enter, case.uid) == ["take_up"]
    perform(case.uid, "take_up", by=people["lifang"], at=MONDAY, data={}, source="desk")
    assert pressed(enter, case.uid) == ["send_up"]


def test_while_others_are_asked_nothing_is_pressed(enter: Enter, case: Done, people: dict[str, Actor]) -> None:
    for act, data in (("receive", {}), ("take_up", {}), ("consult", THIRD)):
        perform(case.uid, act, by=people["lifang"], at=MONDAY, data=data, source="desk")
    assert pressed(enter, case.uid) == []
