"""What is read from the bytes of a PDF is what the reader of all PDFs finds, or nothing is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject
from tests.unit.letters.papers import AT, DOWN, PAPERS

from fadu.letters.blocks import Document, Paragraph, bare
from fadu.letters.errors import LetterError
from fadu.letters.gate import compare, pages
from fadu.letters.pdf import ARCHIVE, as_json, setter
from fadu.letters.setting import UnsetError
from fadu.letters.textlayer import Unknown, read

LETTER = replace(DOWN, kind="notice")
SOME = (
    "abcfil ffl fj To.",
    "()[]\\<>/%{}#&\"'`~-–—…",
    "éñßøæŁż",
    "e\u0301o\u0308\u0323",
    "αΩдЖ",
    "あアパ々〆",
    "文书昇䶮㛃𠮷𠀀",
)
SOME += ("０Ａ，。！（）《》“”", "ﬁﬂ㎡℃①Ⅳ㈠½²", "שלום مرحبا", "\u00a0\u2009\u3000 ", "-a-b")


def made(document: Document) -> bytes:
    """As it is set, before anybody compares."""
    return setter(None).set(as_json(document), AT.replace(microsecond=0).isoformat(), ARCHIVE)


def saying(*paragraphs: str) -> Document:
    return replace(LETTER, blocks=tuple(map(Paragraph, paragraphs)))


def drawn(content: bytes) -> list[str]:
    return [bare(page) for page in read(content)]


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_kind_is_read_and_alike(name: str) -> None:
    content = made(PAPERS[name])
    assert drawn(content) == [bare(page) for page in pages(content)]


def test_as_many_glyphs_as_need_every_escape() -> None:
    content = made(saying("".join(chr(n) for n in range(0x4E00, 0x4E00 + 1200))))
    assert drawn(content) == [bare(page) for page in pages(content)]


@given(st.text(st.sampled_from("".join(SOME)), min_size=1, max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_is_read_alike_or_not_at_all(typed: str) -> None:
    try:
        content = made(saying(f"前{typed}后"))
        found = drawn(content)
    except (UnsetError, Unknown):
        return
    assert found == [bare(page) for page in pages(content)]


@pytest.mark.parametrize("typed", ["e\u0301", "葛\U000e0100"])
def test_characters_whose_place_is_a_matter_of_opinion_are_left_to_the_other_reader(typed: str) -> None:
    content = made(saying(f"前{typed}后"))
    with pytest.raises(Unknown):
        read(content)


@pytest.mark.parametrize("word", ["a-b", "é-e\u0301"])
def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen_to_both_readers(word: str) -> None:
    letter = saying(word * 200)
    content = made(letter)
    assert "".join(pages(content)).count("-") >= 200
    compare(content, letter)


def changed(content: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def _said(writer: PdfWriter, old: bytes, new: bytes) -> None:
    page = writer.pages[0]
    data = page["/Contents"].get_object().get_data()
    assert old in data
    stream = DecodedStreamObject()
    stream.set_data(data.replace(old, new, 1))
    page[NameObject("/Contents")] = writer._add_object(stream)


def _form(writer: PdfWriter) -> None:
    _said(writer, b"EMC", b"EMC /x0 Do")


def _actual(writer: PdfWriter) -> None:
    _said(writer, b"/Span<</MCID 0>>BDC", b"/Span<</MCID 0/ActualText(x)>>BDC")


def _invisible(writer: PdfWriter) -> None:
    _said(writer, b"0 Tr", b"3 Tr")


@pytest.mark.parametrize(
    "without_end",
    [
        rb"BT\n0 Tr/f0 9 Tf 1 0 0 1 0 0 Tm[" + rb"(\000a)" * 200,
        rb"BT\n0 Tr/f0 9 Tf 1 0 0 1 0 0 Tm[(" + b"(a)" * 200,
        rb"BT\n0 Tr/f0 9 Tf 1 0 0 1 0 0 Tm[(" + b"(" * 200,
        b"/P <</BBox [" + b"1.5 " * 200,
        b"/P <</Alt " + b"(a)" * 200,
        b"1.5 " * 200 + b"x",
    ],
)
def test_what_never_ends_is_not_tried_in_every_way(without_end: bytes) -> None:
    content = changed(made(LETTER), lambda writer: _said(writer, b"EMC", b"EMC " + without_end))
    with pytest.raises(Unknown):
        read(content)


def _annotated(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="另有说明", rect=(50, 50, 200, 80)))


def _several(writer: PdfWriter) -> None:
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject([page["/Contents"], page["/Contents"]])


def _unnamed(writer: PdfWriter) -> None:
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()["/ToUnicode"]


def _unshaped(writer: PdfWriter) -> None:
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        kept: DictionaryObject = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
        for name in ("/FontFile2", "/FontFile3"):
            kept.pop(name, None)


@pytest.mark.parametrize("change", [_form, _actual, _invisible, _annotated, _several, _unnamed, _unshaped])
def test_what_the_typesetter_does_not_write_is_not_read(change: Callable[[PdfWriter], None]) -> None:
    content = made(LETTER)
    assert drawn(changed(content, lambda _: None)) == drawn(content)
    with pytest.raises(Unknown):
        read(changed(content, change))


def test_what_a_font_says_of_a_glyph_is_what_counts() -> None:
    def other(writer: PdfWriter) -> None:
        for font in writer.pages[0]["/Resources"]["/Font"].values():
            said = font.get_object()["/ToUnicode"].get_object()
            said.set_data(said.get_data().replace(b"<738B>", b"<5F20>"))

    content = changed(made(replace(LETTER, addressee="王明：")), other)
    assert "张明：" in drawn(content)[0]
    assert drawn(content) == [bare(page) for page in pages(content)]
    with pytest.raises(LetterError, match="原文是“王”（U\\+738B），排出的是“张”"):
        compare(content, replace(LETTER, addressee="王明："))


def test_a_later_addition_is_not_overlooked() -> None:
    content = made(LETTER)
    with pytest.raises(Unknown):
        read(content + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Prev 9>>\nstartxref\n%d\n%%%%EOF" % len(content))


@given(st.integers(0, 1 << 30), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_a_byte_that_is_not_as_it_was_never_makes_a_text_that_the_other_reader_does_not_find(
    at: int, byte: int
) -> None:
    content, good = whole()
    broken = bytearray(content)
    broken[at % len(content)] = byte
    with suppress(Unknown):
        found = drawn(bytes(broken))
        # Another number of a page is another file, which says something else.
        assert found == good or found == [bare(page) for page in pages(bytes(broken))]


@cache
def whole() -> tuple[bytes, list[str]]:
    content = made(LETTER)
    return content, drawn(content)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"startxref\n0\n%%EOF", b"xref\n0 1\n" + b" " * 20 + b"startxref\n0\n%%EOF"]
)
def test_what_is_no_file_is_unknown(content: bytes) -> None:
    with pytest.raises(Unknown):
        read(content)


def test_pypdf_agrees() -> None:
    content, found = whole()
    other = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    assert sorted(other) == sorted("".join(found))
