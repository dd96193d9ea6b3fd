"""What officials do at the desk, and what they are not shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.desk.conftest import HANDED, MONDAY, REQUEST, Enter, do, text

from fadu.cases.acts import Done, perform
from fadu.cases.models import Case, Entry, Measure, Outbox
from fadu.cases.moments import now
from fadu.desk import figures as desk_figures
from fadu.evidence.export import verify_export
from fadu.figures import Breakdown, Period, cases, figure
from fadu.library.importing import import_folder
from fadu.people.models import Deputy, Person
from fadu.policy import Actor
from fadu.procedure import Choice

pytestmark = pytest.mark.django_db


class Ways:
    """A choice whose values can't stand in an address as they are."""

    form = Choice("方式", "当面/邮寄", "/", "50%?#", "邮寄", measured=True)


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


def test_reasons_for_what_cannot_be_done(enter: Enter, case: Done) -> None:
    page = text(enter("lifang").get(f"/desk/cases/{case.uid}/"))
    assert "“开始办理”只能在“已收到”环节进行，现在是“待确认”" in page
    head = text(enter("zhouming").get(f"/desk/cases/{case.uid}/"))
    assert "“确认收到”由承办人进行" in head


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


@figure("按方式", unit="件")
def by_way(year: Period, origins: tuple[str, ...]) -> Breakdown:
    """在本年登记的，按方式分。"""
    return Breakdown(cases("disclosure", origins).received(year), Ways.form)


def test_the_cases_behind_any_part_of_a_figure_open(
    enter: Enter, case: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_figures, "definitions", lambda: (by_way,))
    client = enter("lifang")
    for choice in Ways.form.choices:
        Measure.objects.filter(name="form").update(text=choice)
        address = reverse("desk:behind", args=(2023, "by_way", choice))
        assert case.number in text(client.get(address)), address
    assert client.get("/desk/figures/2023/by_way/邮/").status_code == 404


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
    assert do(client, case.uid, "fadu.serve", letter="登记回执", **HANDED).status_code == 302
    assert do(client, case.uid, "fadu.serve", letter="答复书", **HANDED).status_code == 409
    assert do(client, case.uid, "fadu.assign", unit="consular", handler="zhaomin").status_code == 302
    assert enter("zhaomin").get(f"/desk/cases/{case.uid}/").status_code == 200


REGULATION = """# 中华人民共和国政府信息公开条例

（2007年4月5日中华人民共和国国务院令第492号公布　2019年4月3日中华人民共和国国务院令第711号修订）

第三十条　政府信息公开申请内容不明确的，行政机关应当给予指导和释明，并自收到申请之日起7个工作日内一次性告知申请人作出补正。

第五十六条　本条例自2019年5月15日起施行。
"""


def test_the_words_of_the_law_stand_beside_the_act(enter: Enter, case: Done, tmp_path: Path) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    address = f"/desk/cases/{case.uid}/do/ask_correction/"
    assert "给予指导和释明" not in text(client.get(address))
    file = tmp_path / "行政法规" / "政府信息公开条例(2019-04-03).md"
    file.parent.mkdir()
    file.write_text(REGULATION, encoding="utf-8")
    import_folder(tmp_path)
    page = text(client.get(address))
    assert "给予指导和释明" in page
    assert "自2019年5月15日起施行" not in page


@pytest.mark.parametrize("asked", ["9" * 5000, "²⁰²³", "-1", "0000", "x"])
def test_numbers_that_are_none_do_no_harm(enter: Enter, asked: str) -> None:
    client = enter("lifang")
    assert client.get("/desk/figures/", {"year": asked}).status_code == 302
    for field in ("after", "version"):
        assert client.get("/desk/cases/", {field: asked, "order": "due"}).status_code == 200
    assert client.post("/desk/deputies/", {"end": asked}).status_code == 302
    assert enter("wangqiang").post("/desk/outbox/", {"id": asked}).status_code == 302


def test_one_is_offered_to_register_what_one_may(enter: Enter) -> None:
    offered = re.compile(r'href="/desk/new/([a-z_]+)/"')
    assert offered.findall(text(enter("lifang").get("/desk/cases/"))) == [
        "disclosure",
        "record_correction",
        "publication_suggestion",
    ]
    assert offered.findall(text(enter("chenjing").get("/desk/cases/"))) == []
