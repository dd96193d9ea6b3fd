"""What a letter carries to be checked by: the square code, the code in words, and data as files inside."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
import segno
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader
from tests.unit.letters.measure import FINE, black, ink, picture, red, rows
from tests.unit.letters.papers import AT, DOWN, PAPERS

from fadu.letters import html, word
from fadu.letters.blocks import Attached, Check, Paragraph
from fadu.letters.errors import LetterError
from fadu.letters.pdf import render
from fadu.letters.square import BORDER, MASK, square

CHECK = Check("https://wb.example.cn/check/", "7K2M-Q0XW-94TB")
LINK = "https://wb.example.cn/check/7K2MQ0XW94TB/"
CSV = Attached("figures.csv", "text/csv", "报告中的数字", "年,件\r\n2026,31\r\n".encode())
SHORT = (Paragraph("正文。"),)


def modules(image: Image.Image, left: float, top: float, side: float) -> tuple[tuple[int, ...], ...]:
    """The modules of a square code read from a picture: 1 where it is dark, its border included."""
    count = len(segno.make(LINK, error="m", mask=MASK).matrix) + 2 * BORDER
    middles = [(n + 0.5) * side / count for n in range(count)]
    read = image.convert("L")
    return tuple(
        tuple(int(read.getpixel((round((left + x) * FINE), round((top + y) * FINE))) < 128) for x in middles)  # type: ignore[operator]
        for y in middles
    )


def wanted() -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row)) for row in segno.make(LINK, error="m", mask=MASK).matrix_iter(border=BORDER))


@pytest.mark.parametrize("name", ["down", "joint", "notice", "order", "minutes", "report", "register", "cover"])
def test_the_square_code_stands_below_the_type_area_of_the_last_page_at_its_left_edge(name: str) -> None:
    content = render(PAPERS[name], AT)
    pages = rows(content)
    image = picture(content, len(pages))
    assert modules(image, 28, 274.5, 16) == wanted()
    said = [line for line in pages[-1] if line.text.startswith("核验")]
    assert [line.text for line in said] == [f"核验码：{CHECK.code}", f"核验网址：{CHECK.address}"]
    assert all(line.left > 28 + 16 and line.base < 297 - 5 for line in said)
    assert not any(line.text.startswith("核验") for page in pages[:-1] for line in page)


def test_on_the_first_page_of_a_letter_to_another_office_it_stands_above_the_lower_rule() -> None:
    content = render(replace(PAPERS["letter"], imprint=None, note="", blocks=SHORT), AT)
    assert len(rows(content)) == 1
    image = picture(content, 1)
    assert modules(image, 28, 262, 12.5) == wanted()
    assert ink(image, red, top=262.5).top > 275
    assert ink(image, black, top=262.5, bottom=276, right=100).bottom < 275.2


def test_it_does_not_touch_the_page_number_nor_the_imprint() -> None:
    for name in ("notice", "down"):
        content = render(PAPERS[name], AT)
        last = rows(content)[-1]
        numbers = [line for line in last if 262 < line.base < 273]
        assert all(line.base + 1 < 274.5 for line in numbers)
        assert ink(picture(content, len(rows(content))), black, top=274.5, right=28 + 16).left >= 28


def test_a_letter_without_it_is_laid_out_alike() -> None:
    with_it, without = render(PAPERS["report"], AT), render(replace(PAPERS["report"], check=None), AT)
    first, second = rows(with_it), rows(without)
    for page, other in zip(first, second, strict=True):
        placed = [(line.text, line.base, line.left, line.right) for line in page if not line.text.startswith("核验")]
        assert placed == [(line.text, line.base, line.left, line.right) for line in other]


@pytest.mark.parametrize("blocks", [22, 21, 20, 19, 18])
def test_a_page_that_is_full_stays_the_last(blocks: int) -> None:
    full = replace(DOWN, kind="report", addressee="", note="", date="", number="", blocks=SHORT * (blocks + 22))
    assert len(rows(render(full, AT))) == len(rows(render(replace(full, check=None), AT)))


def nodes(content: bytes) -> Iterator[Any]:
    waiting = [PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif hasattr(node, "get"):
            yield node
            waiting.extend([node["/K"]] if "/K" in node else [])


def test_who_does_not_see_it_hears_where_it_leads() -> None:
    figures = [node for node in nodes(render(PAPERS["notice"], AT)) if node.get("/S") == "/Figure"]
    assert [node["/Alt"] for node in figures] == [LINK]


def test_the_page_on_the_screen_has_it_as_a_link() -> None:
    page = str(html.render(PAPERS["notice"]))
    assert f'<a href="{LINK}" aria-label="{LINK}">{square(LINK)}</a>' in page
    assert f"核验码：{CHECK.code}" in page
    assert "style=" not in page


def test_the_working_copy_has_it_as_a_picture_with_its_address() -> None:
    file = docx.Document(io.BytesIO(word.write(PAPERS["notice"])))
    assert [node.get("descr") for node in file.element.body.iter(qn("wp:docPr"))] == [LINK]
    drawn = next(part for part in file.part.package.iter_parts() if part.partname.endswith(".png"))
    assert Image.open(io.BytesIO(drawn.blob)).size[0] % (len(wanted())) == 0


def test_data_are_files_inside_a_pdf_a_3() -> None:
    content = render(replace(PAPERS["report"], data=(CSV,)), AT)
    reader = PdfReader(io.BytesIO(content))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.attachments["figures.csv"] == [CSV.content]
    (file,) = [each.get_object() for each in reader.trailer["/Root"]["/AF"]]
    assert (file["/AFRelationship"], file["/Desc"]) == ("/Data", CSV.about)
    assert content == render(replace(PAPERS["report"], data=(CSV,)), AT)


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(LetterError, match="名称重复"):
        replace(DOWN, data=(CSV, CSV))


@pytest.mark.parametrize("standard", ["a-2a"])
def test_data_are_not_silently_left_out_of_a_form_that_holds_none(standard: str) -> None:
    with pytest.raises(LetterError):
        render(replace(PAPERS["report"], data=(CSV,)), AT, standards=(standard,))


def test_the_data_are_what_was_given() -> None:
    reader = PdfReader(io.BytesIO(render(replace(PAPERS["report"], data=(CSV,)), AT)))
    assert hashlib.sha256(reader.attachments["figures.csv"][0]).digest() == hashlib.sha256(CSV.content).digest()
