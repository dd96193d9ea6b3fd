"""The PDF says what the document says, the same document gives the same bytes, and what can't be set is an error that says why."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.unit.letters.papers import AT, DOWN, OFFICE, PAPERS, ROWS

from fadu.letters import pdf
from fadu.letters.blocks import Document, Paragraph, Table, bare
from fadu.letters.errors import LetterError
from fadu.letters.gate import compare, pages
from fadu.letters.pdf import render

LETTER = replace(DOWN, kind="notice")


def text(content: bytes) -> str:
    return bare("".join(pages(content)))


def saying(*paragraphs: str) -> Document:
    return replace(LETTER, blocks=tuple(Paragraph(each) for each in paragraphs))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_kind_is_set_and_says_everything_in_order(name: str) -> None:
    said = re.sub("(—[0-9]+—)?样章测试", "", text(render(PAPERS[name], AT)))
    head = bare("".join(ROWS.columns))
    first = said.find(head) + len(head)
    said, at = said[:first] + said[first:].replace(head, ""), 0
    for part in PAPERS[name].text:
        at = said.index(bare(part), at) + len(bare(part))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_an_independent_reader_finds_the_same_characters(name: str) -> None:
    content = render(PAPERS[name], AT)
    other = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    assert sorted(other) == sorted(text(content))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(LETTER, AT) == render(LETTER, AT)
    assert render(LETTER, AT) != render(replace(LETTER, date="2023年10月10日"), AT)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_it_is_pdf_a_and_pdf_ua_with_tags_title_and_language(name: str) -> None:
    reader = PdfReader(io.BytesIO(render(PAPERS[name], AT)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (PAPERS[name].title, OFFICE)


def test_headings_tables_and_their_heads_are_tagged() -> None:
    root = PdfReader(io.BytesIO(render(PAPERS["down"], AT))).trailer["/Root"]
    found: set[str] = set()
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif hasattr(node, "get"):
            found.add(str(node.get("/S", "")))
            waiting.extend([node["/K"]] if "/K" in node else [])
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD"} <= found


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        "$x$ *b* _i_ `c` <l> @r",
        "\\u{41} // /* */ \\",
        "[ ] { } ~ --- ...",
        "<b>&amp;</b> #",
        "{{ 7 * 7 }} {% raw %}",
        "= 标题 + 列表 - 列表 / 术语: 解释",
    ],
)
def test_what_was_typed_is_printed_and_never_run(typed: str) -> None:
    assert bare(typed) in text(render(saying(typed), AT))


def test_rare_names_are_printed() -> None:
    name = "昇䶮㛃喆垚堃镕赟玥祎旻婳璟珺"
    assert name in text(render(replace(LETTER, addressee=f"{name}："), AT))


@pytest.mark.parametrize(("character", "code"), [("😀", "U+1F600"), ("ᠮ", "U+182E"), ("ག", "U+0F42")])
def test_a_character_that_no_font_has_is_named(character: str, code: str) -> None:
    with pytest.raises(LetterError) as error:
        render(saying(f"前{character}后"), AT)
    assert character in str(error.value)
    assert code in str(error.value)


@pytest.mark.parametrize("typed", ["שלום עולם", "مرحبا بالعالم", "abc שלום 123 abc"])
def test_what_runs_from_right_to_left_is_printed_or_refused_by_name(typed: str) -> None:
    def outcome() -> str:
        try:
            return text(render(saying(f"前{typed}后"), AT))
        except LetterError as error:
            return str(error)

    found = outcome()
    assert f"前{bare(typed)}后" in found or any(f"U+{ord(character):04X}" in found for character in typed)


def test_a_paragraph_of_ten_thousand_characters_and_a_word_that_fills_lines() -> None:
    long, word = "天地玄黄宇宙洪荒日月盈昃" * 834, "x" * 500
    said = text(render(saying(long, word, "短。"), AT))
    marked = [f"—{n}—样章测试" for n in range(1, 20)]
    for foot in marked:
        said = said.replace(foot, "")
    assert long in said
    assert word in said


def test_a_table_may_hold_anything_and_repeats_its_head() -> None:
    table = Table(("甲", "乙"), (("#x", "<" * 300), ("", "长" * 2000), *(("行", "行"),) * 60))
    content = render(replace(LETTER, blocks=(table,)), AT)
    assert sum("甲" in page and "乙" in page for page in pages(content)) > 2


def test_a_pdf_that_says_something_else_is_an_error_that_names_the_character_and_quotes_nothing() -> None:
    other = render(replace(LETTER, addressee="王强："), AT)
    with pytest.raises(LetterError, match=r"与原文不符：原文是“张”（U\+5F20），排出的是“王”（U\+738B）") as error:
        compare(other, replace(LETTER, addressee="张明："))
    assert "张明" not in str(error.value)
    assert "王强" not in str(error.value)


def test_a_pdf_that_ends_too_early_or_lacks_a_page_number_is_an_error() -> None:
    full = replace(LETTER, check=None)
    content = render(replace(full, note=""), AT)
    with pytest.raises(LetterError, match="原文是“（”（U\\+FF08），排出的是没有字"):
        compare(content, full)
    with pytest.raises(LetterError, match="原文是没有字，排出的是“（”"):
        compare(render(full, AT), replace(full, note=""))
    with pytest.raises(LetterError, match="第1页没有页码"):
        compare(content, replace(full, mark="别的标记"))


def test_a_signature_never_stands_alone_on_its_page() -> None:
    for lines in range(6, 16):
        last = list(pages(render(saying(*("一行正文。",) * lines), AT)))[-1]
        assert "一行正文。" in last


@pytest.mark.parametrize("standard", ["a-1b", "a-3a"])
def test_other_archival_forms_of_the_same_document(standard: str) -> None:
    metadata = PdfReader(io.BytesIO(render(LETTER, AT, standards=(standard,)))).trailer["/Root"]["/Metadata"]
    assert f"<pdfaid:part>{standard[2]}</pdfaid:part>" in metadata.get_data().decode()


def test_what_the_typesetter_says_about_a_missing_character_is_read_whatever_its_quotes() -> None:
    said = pdf._explained('PDF/A-2a error: the text `"\\u{1f600}\\"甲"` could not be displayed with font')
    assert '“😀”（U+1F600）、“"”（U+0022）、“甲”（U+7532）' in said
    assert "不能排版：别的" in pdf._explained("别的")
