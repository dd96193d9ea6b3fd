"""What officials do at the desk, and what they are not shown."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.integration.desk.conftest import MONDAY, REQUEST, Enter

from fadu.cases.acts import Done, perform
from fadu.cases.models import Case, Entry, Outbox
from fadu.cases.moments import now
from fadu.desk.models import Proposal, Unmasking
from fadu.evidence.export import verify_export
from fadu.people.models import Deputy, Person
from fadu.policy import Actor

pytestmark = pytest.mark.django_db


def text(page: HttpResponse) -> str:
    content = page.getvalue() if page.streaming else page.content  # type: ignore[attr-defined]
    return html.unescape(content.decode())


def do(client: Client, uid: str, act: str, **values: str) -> HttpResponse:
    """Open the form of an act, fill it in, send it."""
    address = f"/desk/cases/{uid}/do/{act}/"
    page = text(client.get(address))
    hidden = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]*)"', page))
    return client.post(address, {**hidden, "at": MONDAY.isoformat(), **values})


PAGES = (
    "",
    "cases/",
    "procedures/",
    "procedures/disclosure/",
    "laws/",
    "figures/2023/",
    "outbox/",
    "deputies/",
    "new/disclosure/",
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_answer_and_ask_who_one_is(enter: Enter, client: Client, page: str) -> None:
    assert enter("lifang").get(f"/desk/{page}").status_code == 200
    stranger = client.get(f"/desk/{page}")
    assert stranger.status_code == 302
    assert "/accounts/login/" in stranger["Location"]


def test_a_request_on_paper_gets_number_and_code(enter: Enter) -> None:
    client = enter("lifang")
    page = text(client.get("/desk/new/disclosure/"))
    key = re.search(r'name="key" value="([0-9a-f]{64})"', page)
    assert key
    typed = {f"applicant.{k}": v for k, v in REQUEST["applicant"].items()}  # type: ignore[attr-defined]
    values = {**typed, **{k: v for k, v in REQUEST.items() if k != "applicant"}, "key": key[1], "at": "2023-09-11"}
    answer = text(client.post("/desk/new/disclosure/", values))
    assert "示外办公开〔2023〕1号" in answer
    assert re.search(r"<b>[0-9A-Z]{10}</b>", answer)
    again = text(client.post("/desk/new/disclosure/", values))
    assert "这次登记已经完成过" in again
    assert Case.objects.count() == 1


def test_what_was_typed_comes_back(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    assert do(client, case.uid, "receive").status_code == 302
    page = do(client, case.uid, "ask_correction", missing="请写明年度", correct_by="")
    assert page.status_code == 422
    assert "请写明年度" in text(page)
    refused = do(client, case.uid, "send_up")
    assert refused.status_code == 409
    assert "第四十五条" in text(refused)
    unknown = do(client, case.uid, "take_up", invented="x")
    assert unknown.status_code == 422
    assert Entry.objects.filter(case__uid=case.uid).count() == 2


def test_an_act_is_done_once_however_often_it_is_sent(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    address = f"/desk/cases/{case.uid}/do/receive/"
    page = text(client.get(address))
    hidden = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]*)"', page))
    for _ in range(2):
        assert client.post(address, {**hidden, "at": "2023-09-11"}).status_code == 302
    assert Entry.objects.filter(case__uid=case.uid).count() == 2


def test_what_happened_meanwhile_is_told(enter: Enter, people: dict[str, Actor], case: Done) -> None:
    client = enter("lifang")
    address = f"/desk/cases/{case.uid}/do/withdraw/"
    hidden = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]*)"', text(client.get(address))))
    perform(case.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")
    page = client.post(address, {**hidden, "at": "2023-09-11"})
    assert page.status_code == 409
    assert "确认收到" in text(page)


def test_another_unit_sees_nothing(enter: Enter, case: Done) -> None:
    other, uid = enter("zhaomin"), case.uid
    addresses = ("", "evidence/", "do/receive/", "correct/", "files/1/")
    for address in addresses:
        page = other.get(f"/desk/cases/{uid}/{address}")
        assert page.status_code == 404, address
        assert "公务接待" not in text(page)
    assert do(other, uid, "receive").status_code == 404
    for address in ("", "cases/", "cases/?text=接待", "figures/2023/disclosure.received/all/"):
        page = text(other.get(f"/desk/{address}"))
        assert "公务接待" not in page
        assert case.number not in page
    assert "另有 1 件您无权查看" in text(other.get("/desk/cases/"))
    assert "另有 1 件您无权查看" in text(other.get("/desk/figures/2023/disclosure.received/all/"))


def test_the_auditor_sees_the_case_and_nothing_personal(enter: Enter, case: Done) -> None:
    page = text(enter("chenjing").get(f"/desk/cases/{case.uid}/"))
    assert case.number in page
    assert "公务接待" in page
    for personal in ("张明示例", "13800001234", "E00000000"):
        assert personal not in page
    exported = text(enter("chenjing").get(f"/desk/cases/{case.uid}/evidence/"))
    assert "张明示例" not in exported


def test_sensitive_values_are_unmasked_for_a_reason_and_that_is_kept(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    address = f"/desk/cases/{case.uid}/"
    assert "E00000000" not in text(client.get(address))
    assert "E00000000" not in text(client.post(address, {"party": "applicant", "reason": ""}))
    assert "E00000000" in text(client.post(address, {"party": "applicant", "reason": "核对身份"}))
    kept = Unmasking.objects.get()
    assert (kept.person.username, kept.case, kept.party, kept.reason) == ("lifang", case.uid, "applicant", "核对身份")
    assert "E00000000" not in text(enter("chenjing").post(address, {"party": "applicant", "reason": "看看"}))


def test_reasons_for_what_cannot_be_done(enter: Enter, case: Done) -> None:
    page = text(enter("lifang").get(f"/desk/cases/{case.uid}/"))
    assert "“开始办理”只能在“已收到”环节进行，现在是“待确认”" in page
    head = text(enter("zhouming").get(f"/desk/cases/{case.uid}/"))
    assert "“确认收到”由承办人进行" in head


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
    assert head.post(address, {"answer": "agree"}).status_code == 200
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
    assert "张明示例" in text(enter("lifang").get(f"/desk/cases/{case.uid}/"))


def test_erasure_leaves_no_name(enter: Enter, case: Done) -> None:
    values = {"kind": "fadu.erase", "party": "applicant", "reason": "申请人要求"}
    address = enter("lifang").post(f"/desk/cases/{case.uid}/correct/", values)["Location"]
    assert enter("wangqiang").post(address, {"answer": "agree"}).status_code == 200
    assert "张明示例" not in text(enter("lifang").get(f"/desk/cases/{case.uid}/"))


def test_the_evidence_verifies(enter: Enter, case: Done) -> None:
    exported = text(enter("lifang").get(f"/desk/cases/{case.uid}/evidence/"))
    assert not verify_export(exported.encode()).faults


def test_only_those_answerable_try_failed_mail_again(enter: Enter, case: Done) -> None:
    row = Outbox.objects.create(kind="moved", payload="{}", not_before=now(), dead=True, error="没有接通", attempts=5)
    assert "没有接通" not in text(enter("lifang").get("/desk/outbox/"))
    assert enter("lifang").post("/desk/outbox/", {"id": str(row.pk)}).status_code == 403
    assert "没有接通" in text(enter("wangqiang").get("/desk/outbox/"))
    assert enter("wangqiang").post("/desk/outbox/", {"id": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert (row.dead, row.attempts, row.error) == (False, 0, "")


def test_a_deputy_acts_for_the_absent(enter: Enter, case: Done) -> None:
    deputy = Person.objects.get(username="zhaomin")
    values = {"person": str(deputy.pk), "since": "2023-09-11", "until": "2023-09-15", "reason": "出差"}
    assert enter("lifang").post("/desk/deputies/", {**values, "until": "2023-09-10"}).status_code == 422
    assert enter("lifang").post("/desk/deputies/", values).status_code == 302
    assert do(enter("zhaomin"), case.uid, "receive").status_code == 302
    assert "赵敏（代 lifang）" in text(enter("lifang").get(f"/desk/cases/{case.uid}/"))
    enter("lifang").post("/desk/deputies/", {"end": str(Deputy.objects.get().pk)})
    assert Deputy.objects.get().until == MONDAY


def test_figures_are_their_cases(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    told = json.loads(text(client.get("/desk/figures/2023/figures.json")))
    received = next(f for f in told["figures"] if f["id"] == "disclosure.received")
    assert received["value"] == 1
    assert case.number in text(client.get("/desk/figures/2023/disclosure.received/all/"))
    table = text(client.get("/desk/figures/2023/figures.csv"))
    assert table.startswith("\ufeffid,title,value")
    assert len(table.splitlines()) == len(told["figures"]) + 1
    assert client.get("/desk/figures/2023/none/all/").status_code == 404


def test_service_and_reassignment(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    assert do(client, case.uid, "fadu.clerical", note="申请人来电核实地址").status_code == 302
    assert do(client, case.uid, "fadu.serve", letter="登记回执", channel="当面送达").status_code == 302
    assert do(client, case.uid, "fadu.serve", letter="答复书", channel="当面送达").status_code == 409
    assert do(client, case.uid, "fadu.assign", unit="consular", handler="zhaomin").status_code == 302
    assert enter("zhaomin").get(f"/desk/cases/{case.uid}/").status_code == 200
