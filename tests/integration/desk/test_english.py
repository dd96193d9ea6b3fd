"""The desk in English: Chinese only in the words of the law, names, numbers and what people typed. In traditional Chinese: nothing
simplified but these."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.integration.desk.conftest import HANDED, REQUEST, Enter, do
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on

from fadu.cases.acts import Done
from fadu.library.importing import import_folder
from fadu.library.models import Law
from fadu.people.models import Person
from fadu.post.models import Notice
from fadu.post.telling import tell

pytestmark = pytest.mark.django_db
REASON = "日期录错"
NOTE = "申请人来电核实地址"
MISSING = "请写明年度"
TYPED = (str(REQUEST["wanted"]), "张明示例", "张*", REASON, NOTE, MISSING)
LAW = "中华人民共和国政府信息公开条例"
REGULATION = """# 中华人民共和国政府信息公开条例

（2019年4月3日中华人民共和国国务院令第711号修订）

第三十条　政府信息公开申请内容不明确的，行政机关应当给予指导和释明，并自收到申请之日起7个工作日内一次性告知申请人作出补正。
"""
ADDRESSES = (
    "",
    "cases/",
    "cases/?state=overdue",
    "new/disclosure/",
    "procedures/",
    "procedures/disclosure/",
    "laws/",
    "figures/2023/",
    "figures/2023/tables/disclosure_handled/",
    "figures/2023/disclosure.received/all/",
    "outbox/",
    "deputies/",
    "new/disclosure/sheet/",
    "notices/",
    "notices/ways/",
    "morning/",
    "archive/",
    "archive/2023/",
    "handover/",
    "handover/?giver=lifang&taker=wangqiang",
)


@pytest.fixture(params=LANGUAGES)
def reader(enter: Enter, case: Done, request: pytest.FixtureRequest) -> Client:
    """李芳's browser after she chose her language, with one request received."""
    client = enter("lifang")
    client.get(f"/preferences?language={request.param}&next=/desk/")
    assert do(client, case.uid, "receive").status_code == 302
    return client


def chosen(reader: Client) -> str:
    return reader.cookies["django_language"].value


def names() -> tuple[str, ...]:
    return (*TYPED, *Person.objects.values_list("name", flat=True))


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages(reader: Client, address: str, case: Done) -> None:
    person = Person.objects.get(username="lifang")
    for kind in Notice.Kind:
        tell(person, kind, f"test/{kind}", case=case.uid, soon=2, overdue=1)
    assert untranslated_on(reader.get(f"/desk/{address}"), *names()) == []


@pytest.mark.parametrize("who", ["zhouming", "zhaomin", "chenjing", "wangqiang"])
def test_each_post_has_its_desk(enter: Enter, reader: Client, who: str) -> None:
    client = enter(who)
    client.cookies["django_language"] = chosen(reader)
    for address in ("/desk/", "/desk/cases/", "/desk/outbox/"):
        assert untranslated_on(client.get(address), *names()) == []


def test_the_case_and_all_that_was_done(reader: Client, case: Done) -> None:
    do(reader, case.uid, "fadu.clerical", note=NOTE)
    do(reader, case.uid, "fadu.serve", letter="登记回执", **HANDED)
    do(reader, case.uid, "fadu.unserved", letter="登记回执", channel="邮寄送达", cause="邮件退回")
    do(reader, case.uid, "ask_correction", missing=MISSING, correct_by="2023-09-25")
    assert untranslated_on(reader.get(f"/desk/cases/{case.uid}/"), *names()) == []


@pytest.mark.parametrize(
    "act", ["take_up", "ask_correction", "answer", "extend", "withdraw", "fadu.serve", "fadu.unserved", "fadu.assign"]
)
def test_the_form_of_an_act(reader: Client, case: Done, act: str) -> None:
    page = reader.get(f"/desk/cases/{case.uid}/do/{act}/")
    assert page.status_code == 200
    assert untranslated_on(page, *names()) == []


def test_what_is_refused(reader: Client, case: Done) -> None:
    for act, values, status in (
        ("send_up", {}, 409),
        ("ask_correction", {"missing": "", "correct_by": ""}, 422),
        ("answer", {"outcome": "none"}, 422),
        ("fadu.serve", {"letter": "答复书", "channel": "公告送达", "place": "", "posted": "2023-09-01"}, 422),
        ("fadu.serve", {"letter": "答复书", "channel": "邮寄送达", "tracking": "XA1"}, 409),
        ("withdraw", {"at": "2023-09-12"}, 400),
    ):
        page = do(reader, case.uid, act, **values)
        assert page.status_code == status, act
        assert untranslated_on(page, *names()) == [], act


def test_a_sheet_that_came_back(reader: Client) -> None:
    template = reader.get("/desk/new/disclosure/template.xlsx").content
    for content in (b"", template, filled(template, "2023-09-12")):
        file = SimpleUploadedFile("sheet.xlsx", content)
        page = reader.post("/desk/new/disclosure/sheet/", {"sheet": file})
        assert page.status_code == 422
        assert untranslated_on(page, *names()) == []


def filled(template: bytes, *row: str) -> bytes:
    book, file = load_workbook(io.BytesIO(template)), io.BytesIO()
    for column, value in enumerate(row, 1):
        book.worksheets[0].cell(2, column, value)
    book.save(file)
    return file.getvalue()


def test_corrections(reader: Client, enter: Enter, case: Done) -> None:
    address = f"/desk/cases/{case.uid}/correct/"
    assert untranslated_on(reader.get(address), *names()) == []
    for values in (
        {"kind": ""},
        {"kind": "fadu.rectify", "reason": REASON},
        {"kind": "fadu.erase", "reason": REASON},
    ):
        page = reader.post(address, values)
        assert page.status_code == 422
        assert untranslated_on(page, *names()) == []
    proposed = reader.post(address, {"kind": "fadu.rectify", "of": "1", "day": "2023-09-08", "reason": REASON})
    head = enter("wangqiang")
    head.cookies["django_language"] = chosen(reader)
    for client, page in ((reader, proposed["Location"]), (head, proposed["Location"]), (head, "/desk/")):
        assert untranslated_on(client.get(page), *names()) == []
    assert head.post(proposed["Location"], {"answer": "agree"}).status_code == 302
    for page in (proposed["Location"], f"/desk/cases/{case.uid}/"):
        assert untranslated_on(reader.get(page), *names()) == []


def test_only_the_words_of_the_law_are_chinese(reader: Client, case: Done, tmp_path: Path) -> None:
    file = tmp_path / "行政法规" / "政府信息公开条例(2019-04-03).md"
    file.parent.mkdir()
    file.write_text(REGULATION, encoding="utf-8")
    import_folder(tmp_path)
    page = reader.get(f"/desk/cases/{case.uid}/do/ask_correction/")
    assert "给予指导和释明" in page.content.decode()
    assert untranslated_on(page, *names()) == []
    assert untranslated_on(reader.get("/desk/laws/"), *names()) == []
    law = reader.get(f"/desk/laws/{Law.objects.get().pk}/")
    assert "给予指导和释明" in law.content.decode()
    assert untranslated_on(law, LAW, *names()) == []
