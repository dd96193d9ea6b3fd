"""Documents with data: what lies inside is what may be downloaded, byte for byte; PDF/A-3a; and nobody gets more than the policy gives."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader
from tests.integration.cases.cast import do as act
from tests.integration.cases.cast import examining
from tests.integration.desk.conftest import HANDED, NOON, Enter, do, text
from tests.integration.desk.test_archive import PNG

from fadu.cases import files, moments
from fadu.cases.acts import Done
from fadu.cases.models import Case, Entry, Material
from fadu.desk.documents import extracts
from fadu.desk.models import Access
from fadu.letters.blocks import bare
from fadu.letters.making import make
from fadu.letters.told import told

pytestmark = pytest.mark.django_db
YEAR = "since=2023-01-01&until=2023-12-31"


@pytest.fixture
def later(_monday: None) -> Iterator[None]:
    """Friday, by when requests can have been answered."""
    with moments.at(NOON + timedelta(days=4)):
        yield


@pytest.fixture
def closed(enter: Enter, case: Done) -> Done:
    """A request withdrawn, its receipt served by hand with a proof."""
    client = enter("lifang")
    do(client, case.uid, "receive")
    proof = SimpleUploadedFile("回证.png", PNG, "image/png")
    do(client, case.uid, "fadu.serve", letter="登记回执", proof=proof, **HANDED)
    do(client, case.uid, "withdraw")
    for entry in Entry.objects.filter(case__uid=case.uid, act="receive"):
        make(told(case.uid, entry.seq))
    return case


def reader(response: HttpResponse) -> PdfReader:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def said(pdf: PdfReader) -> str:
    return bare("".join(page.extract_text() for page in pdf.pages))


def inside(pdf: PdfReader, name: str) -> bytes:
    """The one file inside, of a PDF that says it is PDF/A-3a and how file and page belong together."""
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    [file] = root["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Data"
    assert [file.get_object()["/UF"], *pdf.attachments] == [name, name]
    [content] = pdf.attachments[name]
    return bytes(content)


def test_the_list_of_a_year_carries_its_csv(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    pdf = reader(client.get("/desk/archive/2023/list.pdf"))
    assert inside(pdf, "handover.csv") == client.get("/desk/archive/2023/list.csv").content
    assert "2023年办结案卷共1件" in said(pdf)


def test_long_lists_are_set_and_no_row_is_torn(enter: Enter, closed: Done, later: None) -> None:
    Case.objects.filter(uid=closed.uid).update(heading="一份名称很长的文件，" * 20)
    for _ in range(12):
        act(examining(), "answer", 13, outcome="granted")
    pdf = reader(enter("lifang").get("/desk/archive/2023/list.pdf"))
    assert len(pdf.pages) > 1
    assert "2023年办结案卷共13件" in said(pdf)


def test_the_public_register_names_nobody_and_nothing_asked_for(enter: Enter, later: None) -> None:
    uid = examining()
    act(uid, "answer", 13, outcome="granted")
    pdf = reader(enter("zhaomin").get(f"/desk/documents/register.pdf?{YEAR}"))
    rows = list(csv.reader(io.StringIO(inside(pdf, "register.csv").decode("utf-8-sig"))))
    number = Case.objects.get(uid=uid).number
    assert rows[1][0] == number
    assert rows[1][4] == "予以公开"
    assert number in said(pdf)
    for hidden in ("张明", "公务接待"):
        assert hidden not in said(pdf)
        assert hidden not in str(rows)
    earlier = reader(enter("lifang").get("/desk/documents/register.pdf?since=2022-01-01&until=2022-12-31"))
    assert "共0件。" in said(earlier)
    assert number not in said(earlier)


@pytest.mark.parametrize("asked", ["", "since=2023-01-01", "since=2023-02-01&until=2023-01-01", "since=x&until=y"])
def test_a_period_that_is_none_is_refused_with_words(enter: Enter, asked: str) -> None:
    assert "没有生成登记簿摘录" in text(enter("lifang").get(f"/desk/documents/register.pdf?{asked}", follow=True))


def test_a_period_of_too_many_is_asked_for_in_pieces(
    enter: Enter, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracts, "MOST", 1)
    for _ in range(2):
        act(examining(), "answer", 13, outcome="granted")
    assert "超过 1 件" in text(enter("lifang").get(f"/desk/documents/register.pdf?{YEAR}", follow=True))


def test_one_case_as_the_register_has_it(enter: Enter, closed: Done) -> None:
    pdf = reader(enter("lifang").get(f"/desk/documents/{closed.uid}/extract.pdf"))
    record = json.loads(inside(pdf, "case.json"))
    entries = Entry.objects.filter(case__uid=closed.uid).order_by("seq")
    assert [e["sha256"] for e in record["entries"]] == [bytes(e.hash).hex() for e in entries]
    assert record["register"]["事项"] == "依申请公开政府信息"
    assert bytes(entries[0].hash).hex()[:16] in said(pdf)
    assert "张明" not in said(pdf) + json.dumps(record, ensure_ascii=False)
    assert enter("zhaomin").get(f"/desk/documents/{closed.uid}/extract.pdf").status_code == 404


def asked(client: Client, uid: str, do: str = "catalogue", leave: str = "", **more: str) -> HttpResponse:
    """Fill the form of the catalogue as it comes; `leave` out a file by its title."""
    address = f"/desk/documents/{uid}/exhibits/"
    page = text(client.get(address))
    left = {str(m.pk) for m in Material.objects.filter(title=leave)}
    ticked = [id for id in re.findall(r'name="file" value="(\d+)"', page) if id not in left]
    words = dict(re.findall(r'name="(proves-\d+)"[^>]*>([^<]*)<', page))
    return client.post(address, {"file": ticked, "do": do, **words, **more})


def test_the_catalogue_says_what_each_proves_its_pages_and_its_hash(enter: Enter, closed: Done) -> None:
    proof = Material.objects.get(case__uid=closed.uid, title="送达凭证")
    words = {f"proves-{proof.pk}": "受送达人于当日签收", "to": "示例市人民政府行政复议机构"}
    pdf = reader(asked(enter("lifang"), closed.uid, **words))
    record = json.loads(inside(pdf, "exhibits.json"))
    receipt, served = record["exhibits"]
    letter = files.read(receipt["sha256"])
    n = len(PdfReader(io.BytesIO(letter)).pages)
    assert receipt["pages"] == [1, n]
    assert served["pages"] == [n + 1, n + 1]
    assert receipt["proves"] == "本机关于2023年9月11日作出《登记回执》"
    assert served["proves"] == "受送达人于当日签收"
    assert served["sha256"] == proof.sha256 == hashlib.sha256(PNG).hexdigest()
    for printed in ("示例市人民政府行政复议机构：", "受送达人于当日签收", proof.sha256[:32], proof.sha256[32:]):
        assert printed in said(pdf)


def test_with_the_exhibits_behind_it_pages_are_as_the_catalogue_says(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    pdf = reader(asked(client, closed.uid, "volume", leave="登记回执"))
    assert pdf.page_labels[-1] == "1"
    assert [each.title for each in pdf.outline] == ["证据目录", "1. 送达凭证（1）"]  # type: ignore[union-attr]
    assert Access.objects.filter(case=closed.uid, what=Access.EVIDENCE).exists()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    proof = Material.objects.get(case__uid=closed.uid, title="送达凭证")
    none = client.post(f"/desk/documents/{closed.uid}/exhibits/", {"to": "某机关", f"proves-{proof.pk}": "某事"})
    assert none.status_code == 422
    for words in ("没有选择证据", "某机关", "某事"):
        assert words in text(none)
    empty = asked(client, closed.uid, **{f"proves-{proof.pk}": " "})
    assert empty.status_code == 422
    assert "“送达凭证”没有写证明内容" in text(empty)


def test_evidence_is_for_those_who_may_read_it_all(enter: Enter, closed: Done) -> None:
    address = f"/desk/documents/{closed.uid}/exhibits/"
    assert enter("chenjing").get(address).status_code == 403
    assert enter("zhaomin").get(address).status_code == 404
    assert enter("zhaomin").post(address, {"file": "1"}).status_code == 404


def test_the_yearly_table_carries_its_csv(enter: Enter, later: None) -> None:
    for outcome in ("granted", "granted"):
        act(examining(), "answer", 13, outcome=outcome)
    client = enter("lifang")
    pdf = reader(client.get("/desk/documents/tables/2023/disclosure_handled.pdf"))
    sheet = client.get("/desk/figures/2023/tables/disclosure_handled.csv").content
    assert inside(pdf, "table.csv") == sheet
    assert "2023年收到和处理政府信息公开申请情况" in said(pdf)
    assert client.get("/desk/documents/tables/2023/nothing.pdf").status_code == 404


def test_the_desk_offers_them_where_one_looks_for_them(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    page = text(client.get(f"/desk/cases/{closed.uid}/"))
    assert f"/desk/documents/{closed.uid}/extract.pdf" in page
    assert f"/desk/documents/{closed.uid}/exhibits/" in page
    assert f"/desk/archive/{closed.uid}.pdf" in page
    assert "/desk/documents/register.pdf" in text(client.get("/desk/archive/"))
