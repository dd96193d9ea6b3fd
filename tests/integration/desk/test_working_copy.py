"""A version of a reply leaves as a page and as a working copy for Word, and comes back as text; what is no working copy is refused."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.integration.desk.conftest import Enter, text
from tests.integration.desk.test_answering import REFUSED, area, kept, uid, version, written

from fadu.letters.models import DraftVersion

__all__ = ["uid"]
pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_back(client: Client, uid: str, content: bytes) -> HttpResponse:
    sent = SimpleUploadedFile("工作稿.docx", content, DOCX)
    return client.post(f"/desk/cases/{uid}/answering/", {"do": "read", "text": "已写的文本", "copy": sent, **REFUSED})


@pytest.fixture
def copy(enter: Enter, uid: str) -> bytes:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    made = client.get(f"/desk/cases/{uid}/answering/versions/1/working-copy.docx")
    assert made.status_code == 200
    return made.content


def lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def test_a_working_copy_comes_back_as_it_left(enter: Enter, uid: str, copy: bytes) -> None:
    client = enter("lifang")
    kept_text = area(client.get(f"/desk/cases/{uid}/answering/"))
    page = read_back(client, uid, copy)
    assert page.status_code == 200
    assert lines(area(page)) == lines(kept_text)
    assert "还没有保存" in text(page)
    assert DraftVersion.objects.count() == 1, "nothing is kept until a person has looked at it"


def test_what_was_changed_in_word_is_in_the_text(enter: Enter, uid: str, copy: bytes) -> None:
    file = docx.Document(io.BytesIO(copy))
    changed = next(p for p in file.paragraphs if REFUSED["reason"] in p.text)
    changed.text = "经核实，" + changed.text
    out = io.BytesIO()
    file.save(out)
    assert f"经核实，{REFUSED['reason']}" in area(read_back(enter("lifang"), uid, out.getvalue()))


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [(b"not a file", 415, "不是 Word 工作稿"), (b"PK\x03\x04broken", 415, "不是 Word 工作稿")],
)
def test_what_is_no_working_copy_is_refused_and_nothing_typed_is_lost(
    enter: Enter, uid: str, copy: bytes, content: bytes, status: int, said: str
) -> None:
    page = read_back(enter("lifang"), uid, content)
    assert page.status_code == status
    assert said in text(page)
    assert area(page) == "已写的文本"


def test_a_working_copy_that_is_marked_secret_is_refused(enter: Enter, uid: str, copy: bytes) -> None:
    file = docx.Document(io.BytesIO(copy))
    file.paragraphs[0].insert_paragraph_before("机密★1年")
    out = io.BytesIO()
    file.save(out)
    page = read_back(enter("lifang"), uid, out.getvalue())
    assert page.status_code == 422
    assert "密级标志" in text(page)


def test_the_version_as_a_page_says_what_it_says(enter: Enter, uid: str, copy: bytes) -> None:
    page = text(enter("lifang").get(f"/desk/cases/{uid}/answering/versions/1/"))
    assert REFUSED["reason"] in page
    assert '<article class="document' in page


@pytest.mark.parametrize("place", ["versions/1/", "versions/1/working-copy.docx"])
def test_others_find_nothing(enter: Enter, uid: str, copy: bytes, place: str) -> None:
    assert version(uid).seq == 1
    assert enter("zhaomin").get(f"/desk/cases/{uid}/answering/{place}").status_code == 404
    assert enter("lifang").get(f"/desk/cases/{uid}/answering/{place.replace('1', '9')}").status_code == 404
