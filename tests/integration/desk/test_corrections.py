"""更正记录, 作废, 依法删除 at the desk: one proposes, another agrees, and what loses its ground is said."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.integration.desk.conftest import MONDAY, Enter, do, text

from fadu.cases.acts import Done, perform
from fadu.cases.models import Case, Entry
from fadu.desk.models import Proposal
from fadu.people.models import Appointment, Deputy, Person, Post, Unit
from fadu.policy import Actor

pytestmark = pytest.mark.django_db


def propose(client: Client, case: Done, **values: str) -> str:
    """Propose a correction; gives the address of the proposal."""
    answer = client.post(f"/desk/cases/{case.uid}/correct/", {"reason": "登记有误", **values})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_correction_takes_two(enter: Enter, case: Done) -> None:
    handler, head = enter("lifang"), enter("wangqiang")
    do(handler, case.uid, "receive")
    values = {"kind": "fadu.rectify", "of": "2", "day": "2023-09-10", "reason": "登记日期记错"}
    assert handler.post(f"/desk/cases/{case.uid}/correct/", {**values, "day": ""}).status_code == 422
    made = handler.post(f"/desk/cases/{case.uid}/correct/", {**values, "of": "1", "day": "2023-09-08"})
    address = made["Location"]
    assert Entry.objects.filter(case__uid=case.uid).count() == 2
    handler.post(address, {"answer": "agree"})
    assert Proposal.objects.get().state == "open"
    assert "登记日期记错" in text(head.get("/desk/"))
    assert head.post(address, {"answer": "agree"}).status_code == 302
    found = Proposal.objects.get()
    assert (found.state, found.entry, found.decider.username) == ("done", 3, "wangqiang")  # type: ignore[union-attr]
    assert Case.objects.get().opened.isoformat() == "2023-09-08"
    head.post(address, {"answer": "agree"})
    assert Entry.objects.filter(case__uid=case.uid).count() == 3
    assert "已更正" in text(handler.get(f"/desk/cases/{case.uid}/"))


def test_what_is_not_agreed_to_does_not_happen(enter: Enter, case: Done) -> None:
    values = {"kind": "fadu.erase", "party": "applicant", "reason": "申请人要求"}
    address = enter("lifang").post(f"/desk/cases/{case.uid}/correct/", values)["Location"]
    enter("wangqiang").post(address, {"answer": "refuse"})
    assert Proposal.objects.get().state == "refused"
    assert "张明示例" in text(
        enter("lifang").post(f"/desk/cases/{case.uid}/", {"party": "applicant", "reason": "核对"})
    )


def test_erasure_leaves_no_name(enter: Enter, case: Done) -> None:
    values = {"kind": "fadu.erase", "party": "applicant", "reason": "申请人要求"}
    address = enter("lifang").post(f"/desk/cases/{case.uid}/correct/", values)["Location"]
    assert enter("wangqiang").post(address, {"answer": "agree"}).status_code == 302
    page = text(enter("lifang").post(f"/desk/cases/{case.uid}/", {"party": "applicant", "reason": "核对"}))
    assert "张明示例" not in page
    assert "张*" not in page


def test_a_proposal_sent_twice_is_one(enter: Enter, case: Done) -> None:
    client, address = enter("lifang"), f"/desk/cases/{case.uid}/correct/"
    key = re.search(r'name="key" value="([0-9a-f]{64})"', text(client.get(address)))
    assert key
    values = {"key": key[1], "kind": "fadu.void", "of": "1", "reason": "重复登记"}
    assert client.post(address, values)["Location"] == client.post(address, values)["Location"]
    assert Proposal.objects.count() == 1


def test_only_the_head_of_the_unit_is_asked(enter: Enter, case: Done) -> None:
    propose(enter("lifang"), case, kind="fadu.void", of="1", reason="此理由不外传")
    other = Person.objects.get(username="zhaomin")
    post = Post.objects.create(unit=Unit.objects.get(key="consular"), role="unit_head", title="处室负责人")
    Appointment.objects.create(person=other, post=post, since=MONDAY)
    assert "此理由不外传" not in text(enter("zhaomin").get("/desk/"))
    assert enter("zhaomin").get(f"/desk/corrections/{Proposal.objects.get().pk}/").status_code == 404
    absent = Person.objects.get(username="wangqiang")
    Deputy.objects.create(absent=absent, person=other, since=MONDAY, until=MONDAY, reason="出差", set_by=absent)
    assert "此理由不外传" in text(enter("zhaomin").get("/desk/"))


def test_acts_left_without_ground_stay_in_sight(enter: Enter, people: dict[str, Actor], case: Done) -> None:
    for act in ("receive", "take_up"):
        perform(case.uid, act, by=people["lifang"], at=MONDAY, source="desk")
    address = propose(enter("lifang"), case, kind="fadu.void", of="2")
    page = f"/desk/cases/{case.uid}/"
    assert "失去依据" not in text(enter("lifang").get(page))
    enter("wangqiang").post(address, {"answer": "agree"})
    for place in (page, address):
        assert re.search("失去依据.*第 3 条 开始办理", text(enter("lifang").get(place)), re.DOTALL)
    assert "登记有误" in text(enter("lifang").get(page))


def test_a_correction_that_is_refused_leaves_the_proposal_open(enter: Enter, case: Done) -> None:
    handler, head = enter("lifang"), enter("wangqiang")
    do(handler, case.uid, "receive")
    first, second = (propose(handler, case, kind="fadu.void", of="2") for _ in range(2))
    head.post(first, {"answer": "agree"})
    refused = head.post(second, {"answer": "agree"})
    assert refused.status_code == 400
    assert "第 2 条记录已经作废" in text(refused)
    left = Proposal.objects.get(state="open")
    assert (left.decider, left.entry) == (None, None)
