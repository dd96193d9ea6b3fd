"""A copy whose words are those of the letter and whose look is not: covered, crossed out, without its seal, changed outside the seal."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on
from tests.integration.portal.test_checking import OTHER, SAME, resaved, sealed, sent, upload

from fadu.cases import files
from fadu.cases.models import Material
from fadu.letters import likeness
from fadu.people.office import sync_office
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db
__all__ = ["sealed", "sent"]
WHITE, LINE = b"1 1 1 rg 120 340 60 40 re f", b"4 w 90 448 m 200 448 l S"


def painted(content: bytes, painting: bytes, page: int = 0) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    drawn = writer.pages[page].get_contents()
    assert drawn is not None
    drawn.set_data(drawn.get_data() + b"\nq " + painting + b" Q")
    writer.pages[page].replace_contents(drawn)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("painting", [WHITE, LINE, b"q 0 0 1 rg 100 100 200 20 re f Q"])
def test_what_is_painted_over_a_copy_is_told_though_its_words_are_the_letters(
    sent: Material, painting: bytes
) -> None:
    page = upload(painted(files.read(sent.sha256), painting))
    assert OTHER in page
    assert "第 1 页的样子不同" in page
    assert "文字和样子" not in page


def test_a_page_of_another_size_is_told_without_being_drawn(sent: Material) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(files.read(sent.sha256)))
    writer.pages[0].mediabox.upper_right = (10_000_000, 10_000_000)
    out = io.BytesIO()
    writer.write(out)
    assert "第 1 页的样子不同" in upload(out.getvalue())


def test_a_copy_that_only_was_saved_anew_looks_alike(sealed: Material, sent: Material) -> None:
    assert "文字和样子与登记的相同" in upload(resaved(files.read(sent.sha256)))
    assert "文字和样子与登记的相同" in upload(resaved(files.read(sealed.sha256)))


def test_a_copy_without_the_seal_of_the_letter_is_told(sealed: Material, sent: Material) -> None:
    assert "登记的文件有印章，这份没有" in upload(resaved(files.read(sent.sha256)))
    page = upload(files.read(sent.sha256))
    assert SAME in page
    assert "用印以前的文本" in page
    assert "用印以前的文本" not in upload(files.read(sealed.sha256))


def test_what_differs_outside_the_seal_is_told_as_that(sealed: Material, sent: Material) -> None:
    page = upload(files.read(sealed.sha256) + b"\n")
    assert OTHER in page
    assert "印章保护以外的部分" in page


def test_what_takes_too_long_to_draw_is_not_called_alike(sent: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "SECONDS", 0.001)
    page = upload(resaved(files.read(sent.sha256)))
    assert "样子没有能比较" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_are_in_the_language_of_the_reader(
    client: Client, sealed: Material, sent: Material, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_office(installed().office(configured.FADU.office))
    client.cookies["django_language"] = language
    plain, stamped = files.read(sent.sha256), files.read(sealed.sha256)
    for content in (plain, painted(plain, WHITE), resaved(plain), stamped + b"\n"):
        page = client.post("/check/", {"copy": SimpleUploadedFile("x", content)})
        assert untranslated_on(page, "示例市人民政府外事办公室（样章 测试）", "测试时间戳") == []
    monkeypatch.setattr(likeness, "SECONDS", 0.001)
    page = client.post("/check/", {"copy": SimpleUploadedFile("x", resaved(plain))})
    assert untranslated_on(page, "示例市人民政府外事办公室（样章 测试）", "测试时间戳") == []
