"""The PDF says what the letter says, the same letter gives the same bytes, and what can't be set is an error that says why."""

from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from fadu.letters import pdf
from fadu.letters.errors import LetterError
from fadu.letters.pdf import FontsMissing, Letter, render

AT = datetime(2023, 10, 9, 1, 2, 3, 456789, tzinfo=UTC)
LETTER = Letter(
    office="示例市人民政府外事办公室",
    number="示外办公开〔2023〕31号-2",
    title="政府信息公开申请答复书",
    addressee="张明：",
    paragraphs=("您申请公开“2022年度公务接待费用支出明细”。现答复如下：", "本机关予以公开。"),
    date="2023年10月9日",
    mark="样章 测试",
)


def text(content: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_everything_is_printed_in_order() -> None:
    said = text(render(LETTER, AT))
    places = [said.index("".join(part.split())) for part in LETTER.text if part != LETTER.office]
    assert places == sorted(places)
    assert said.count(LETTER.office) == 2
    assert "—1—样章测试" in said


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert render(LETTER, AT) == render(LETTER, AT)
    assert render(LETTER, AT) != render(dataclasses.replace(LETTER, date="2023年10月10日"), AT)


def test_it_is_pdf_a_with_tags_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(render(LETTER, AT)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert "/OutputIntents" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (LETTER.title, LETTER.office)


@pytest.mark.parametrize(
    "typed", ['#read("/etc/passwd")', "$x$ *b* _i_ `c` <l> @r", "\\u{41} // /* */", "[ ] { } ~ --- ..."]
)
def test_what_was_typed_is_printed_and_never_run(typed: str) -> None:
    assert "".join(typed.split()) in text(render(dataclasses.replace(LETTER, paragraphs=(typed,)), AT))


def test_rare_names_are_printed() -> None:
    name = "昇喆垚堃镕赟玥祎旻婳璟珺䶮"
    assert name in text(render(dataclasses.replace(LETTER, addressee=f"{name}："), AT))


@pytest.mark.parametrize(("character", "code"), [("😀", "U+1F600"), ("ᠮ", "U+182E")])
def test_a_character_that_no_font_has_is_named(character: str, code: str) -> None:
    with pytest.raises(LetterError, match=r"“.”") as error:
        render(dataclasses.replace(LETTER, paragraphs=(f"前{character}后",)), AT)
    assert character in str(error.value)
    assert code in str(error.value)


def test_a_pdf_that_says_something_else_is_an_error_that_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    other = render(dataclasses.replace(LETTER, addressee="王强："), AT)

    class Wrong:
        def compile(self, **_: object) -> bytes:
            return other

    monkeypatch.setattr(pdf, "_compiler", Wrong)
    with pytest.raises(LetterError, match="与原文不符") as error:
        render(LETTER, AT)
    assert "张明" not in str(error.value)
    assert "王强" not in str(error.value)


def test_a_signature_never_stands_alone_on_its_page() -> None:
    for lines in range(6, 16):
        filled = dataclasses.replace(LETTER, paragraphs=("一行正文。",) * lines)
        last = PdfReader(io.BytesIO(render(filled, AT))).pages[-1].extract_text()
        assert "一行正文。" in last


def test_a_long_letter_goes_on_over_pages() -> None:
    content = render(dataclasses.replace(LETTER, paragraphs=("长" * 3000, "短。"), mark=""), AT)
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 3
    assert all(f"—{n}—" in "".join(page.extract_text().split()) for n, page in enumerate(pages, 1))


def test_missing_fonts_are_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FONTS", ("Noto Serif CJK SC", "No Such Font"))
    pdf._compiler.cache_clear()
    try:
        with pytest.raises(FontsMissing, match=r"No Such Font.*fonts-noto-cjk"):
            render(LETTER, AT)
    finally:
        monkeypatch.undo()
        pdf._compiler.cache_clear()
