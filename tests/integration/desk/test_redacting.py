"""登记遮盖 at the desk: what was blacked out is gone from the file that the case keeps, and the record says how it was proved."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader
from tests.integration.desk.conftest import MONDAY, Enter, text
from tests.unit.letters.test_redaction import NAME, PHONE, document, drawing

from fadu.cases import files
from fadu.cases.acts import Done, perform
from fadu.cases.case_view import case_view
from fadu.cases.models import Material
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
PDF = document(drawing(f"Guest: {NAME}, phone {PHONE}"), drawing("Fee 300"))
PAGE = "/desk/cases/{}/answering/redact/redact/"


@pytest.fixture
def uid(case: Done, people: dict[str, Actor]) -> str:
    perform(case.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")
    return case.uid


def opened(client: Client, uid: str, content: bytes = PDF, name: str = "名单.pdf") -> HttpResponse:
    return client.post(PAGE.format(uid), {"do": "open", "pdf": SimpleUploadedFile(name, content, "application/pdf")})


def token(answer: HttpResponse) -> str:
    assert answer.status_code == 302
    return answer["Location"].partition("?file=")[2]


def sent(client: Client, uid: str, file: str, **values: object) -> HttpResponse:
    return client.post(
        PAGE.format(uid), {"file": file, "words": NAME, "pattern": ["mobile"], "ground": "1", **values}
    )


def test_found_blacked_out_proved_and_entered(enter: Enter, uid: str, people: dict[str, Actor]) -> None:
    client = enter("lifang")
    file = token(opened(client, uid))
    page = text(sent(client, uid, file, do="find"))
    assert PHONE in page
    assert len(re.findall(r'<rect data-for="h', page)) == 2
    assert client.get(f"{PAGE.format(uid)}{file}/1.png").content.startswith(b"\x89PNG")
    assert client.get(f"{PAGE.format(uid)}{file}/3.png").status_code == 404
    assert sent(client, uid, file, do="make").status_code == 302
    made = Material.objects.get(case__uid=uid, title="遮盖后的文件")
    content = files.read(made.sha256)
    reader = PdfReader(io.BytesIO(content))
    assert [page.extract_text().strip() for page in reader.pages] == ["", "Fee 300"]
    for word in (NAME, PHONE):
        assert word.encode() not in content
    entry = case_view(people["lifang"], uid).entries[-1]
    assert entry.act == "redact"
    assert "第1页 2处：《中华人民共和国政府信息公开条例》第十五条" in entry.fields["bars"]
    assert made.sha256 in entry.fields["bars"]
    assert NAME not in entry.fields["bars"]


def test_ground_by_bar_ticks_taken_away_and_areas(enter: Enter, uid: str, people: dict[str, Actor]) -> None:
    client = enter("lifang")
    file = token(opened(client, uid))
    page = text(sent(client, uid, file, do="find"))
    keys = re.findall(r'name="shown" value="([^"]+)"', page)
    assert len(keys) == 2
    choice = {f"ground.{keys[0]}": "2", "shown": keys, "hit": [keys[0]], "area": ["2,100,100,500,200,0"]}
    assert sent(client, uid, file, do="make", **choice).status_code == 302
    bars = case_view(people["lifang"], uid).entries[-1].fields["bars"]
    assert "第1页 1处：《中华人民共和国政府信息公开条例》第十六条第一款" in bars
    assert "第2页 1处：《中华人民共和国政府信息公开条例》第十四条" in bars


def test_nothing_to_black_out_bad_areas_other_files(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    file = token(opened(client, uid))
    assert client.post(PAGE.format(uid), {"file": file, "do": "make"}).status_code == 422
    assert sent(client, uid, file, do="make", area="1,900,0,100,100,0").status_code == 400
    assert sent(client, uid, file, do="make", area="9,0,0,100,100,0").status_code == 422
    assert opened(client, uid, b"words", "a.txt").status_code == 400
    assert opened(client, uid, b"%PDF-1.4 broken").status_code == 422
    assert not Material.objects.filter(case__uid=uid).exists()


def test_a_file_opened_by_one_is_not_open_to_another(enter: Enter, uid: str) -> None:
    file = token(opened(enter("lifang"), uid))
    for username in ("wangqiang", "zhaomin"):
        other = enter(username)
        assert other.get(PAGE.format(uid), {"file": file}).status_code == 404
        assert other.get(f"{PAGE.format(uid)}{file}/1.png").status_code == 404


def test_the_plain_form_of_the_act_leads_here(enter: Enter, uid: str) -> None:
    answer = enter("lifang").get(f"/desk/cases/{uid}/do/redact/")
    assert answer.status_code == 302
    assert answer["Location"] == PAGE.format(uid)


def test_a_bar_without_a_ground_is_refused_and_a_word_that_is_nowhere_is_said(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    file = token(opened(client, uid))
    page = text(sent(client, uid, file, do="find", words=f"{NAME}\n不在其中", ground="99"))
    assert "没有找到：不在其中" in page
    refused = sent(client, uid, file, do="make", ground="99")
    assert refused.status_code == 400
    assert "有的遮盖处没有写明依据" in text(refused)
    assert (
        sent(client, uid, file, do="make", words="", pattern=[], ground="", area="2,100,100,500,200,99").status_code
        == 400
    )
    assert not Material.objects.filter(case__uid=uid).exists()
