"""Open cases go from one to another, shown before, each with an entry of its own."""

from __future__ import annotations

import re

import pytest
from tests.integration.desk.conftest import MONDAY, REQUEST, Enter, text

from fadu.cases.acts import Done, open_case
from fadu.cases.models import Case, Entry
from fadu.policy import Actor
from fadu.post.models import Notice

pytestmark = pytest.mark.django_db
PAGE = "/desk/handover/"


def test_all_open_cases_go_in_one_step(enter: Enter, people: dict[str, Actor], case: Done) -> None:
    other = open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    client = enter("lifang")
    shown = text(client.get(f"{PAGE}?giver=lifang&taker=wangqiang"))
    assert case.number in shown
    assert "将移交 2 件" in shown
    key = re.search(r'name="key" value="([0-9a-f]{64})"', shown)
    assert key
    sent = {"giver": "lifang", "taker": "wangqiang", "key": key[1]}
    refused = client.post(PAGE, {**sent, "reason": " "})
    assert refused.status_code == 422
    assert Entry.objects.filter(act="fadu.assign").count() == 0
    for _ in range(2):
        client.post(PAGE, {**sent, "reason": "调岗"})
    assert set(Case.objects.values_list("uid", "handler", "unit")) == {
        (uid, "wangqiang", "secretariat") for uid in (case.uid, other.uid)
    }
    assert Entry.objects.filter(act="fadu.assign").count() == 2
    assert [(n.person.username, n.kind) for n in Notice.objects.all()] == [("wangqiang", "handover")]


def test_to_another_unit_the_case_goes_with_the_person(enter: Enter, case: Done) -> None:
    client = enter("wangqiang")
    shown = text(client.get(f"{PAGE}?giver=lifang&taker=zhaomin"))
    assert "领事处" in shown
    client.post(PAGE, {"giver": "lifang", "taker": "zhaomin", "reason": "转领事处"})
    moved = Case.objects.get(uid=case.uid)
    assert (moved.handler, moved.unit) == ("zhaomin", "consular")
    assert enter("zhaomin").get(f"/desk/cases/{case.uid}/").status_code == 200


def test_only_the_head_hands_over_for_others_and_only_to_who_handles_cases(enter: Enter, case: Done) -> None:
    assert case.number not in text(enter("zhaomin").get(f"{PAGE}?giver=lifang&taker=zhaomin"))
    taken = enter("zhaomin").post(PAGE, {"giver": "lifang", "taker": "zhaomin", "reason": "给我"})
    assert taken.status_code == 422
    page = enter("wangqiang").post(PAGE, {"giver": "lifang", "taker": "chenjing", "reason": "调岗"})
    assert page.status_code == 422
    assert "不能接收" in text(page)
    assert not Entry.objects.filter(act="fadu.assign").exists()
