"""The seal as it lies on the page, measured in the PDF: 42 mm, upright, on office name and date, of lines, in a file that stays what it was."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
import pytest
from pypdf import PdfReader
from tests.unit.letters.papers import OFFICE, PAPERS

from fadu.letters.blocks import bare
from fadu.letters.gate import compare, pages
from fadu.letters.sealing.drawing import drawn
from fadu.ports import Sealed, Spot

POINT = 25.4 / 72


def pdf_of(sealed: Sealed) -> bytes:
    assert sealed.pdf is not None
    return sealed.pdf


def test_it_is_42_mm_wide_and_lies_on_name_and_date(sealed: Sealed, spot: Spot) -> None:
    with pdfplumber.open(io.BytesIO(pdf_of(sealed))) as file:
        page = file.pages[spot.page - 1]
        seals = [
            a for p in file.pages for a in p.annots if a["data"].get("FT") is not None or "Seal" in str(a["data"])
        ]
        [seal] = [a for a in seals if a["width"] > 0]
        lines = {bare(row["text"]): row for row in page.extract_text_lines()}
        date, name = lines["2026年11月23日"], lines[OFFICE]
    assert seal["page_number"] == spot.page
    assert (seal["width"] * POINT, seal["height"] * POINT) == (pytest.approx(42, abs=0.1), pytest.approx(42, abs=0.1))
    middle = (seal["x0"] + seal["x1"]) / 2, (seal["top"] + seal["bottom"]) / 2
    assert middle[0] == pytest.approx((date["x0"] + date["x1"]) / 2, abs=2 / POINT * 0.5)
    # Both lie slightly below the centre of the seal, and both are pressed by it (GB/T 9704-2012 7.3.5.1).
    written = (name["top"] + date["bottom"]) / 2
    assert 0 < (written - middle[1]) * POINT < 6
    assert seal["top"] < name["top"] < date["bottom"] < seal["bottom"]


def test_red_ink_lies_there_and_text_under_it_can_be_read(sealed: Sealed, spot: Spot) -> None:
    file = pypdfium2.PdfDocument(pdf_of(sealed))
    file.init_forms()
    page = file[spot.page - 1]
    scale = 4
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    height = page.get_height()
    red = [
        (x / scale, height - y / scale)
        for y in range(picture.height)
        for x in range(picture.width)
        if (p := picture.getpixel((x, y)))[0] > 180 and p[1] < 80 and p[2] < 80  # type: ignore[index]
    ]
    black = sum(
        max(picture.getpixel((round(spot.x + dx) * scale, round(height - spot.y + dy) * scale))) < 60  # type: ignore[arg-type]
        for dx in range(-50, 50)
        for dy in range(-50, 50)
    )
    page.close()
    file.close()
    xs, ys = [x for x, _ in red], [y for _, y in red]
    assert (max(xs) - min(xs)) * POINT == pytest.approx(42, abs=0.5)
    assert (max(ys) - min(ys)) * POINT == pytest.approx(42, abs=0.5)
    assert (max(xs) + min(xs)) / 2 == pytest.approx(spot.x, abs=1)
    assert (max(ys) + min(ys)) / 2 == pytest.approx(spot.y, abs=1)
    assert black > 20


def test_the_text_is_what_it_was(sealed: Sealed, paper: bytes) -> None:
    assert pages(pdf_of(sealed)) == pages(paper)
    compare(pdf_of(sealed), PAPERS["notice"])
    assert pdf_of(sealed).startswith(paper)


def test_the_file_stays_an_archive_file(sealed: Sealed) -> None:
    reader = PdfReader(io.BytesIO(pdf_of(sealed)))
    said = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b'pdfaid:part="2"' in said
    assert b'pdfuaid:part="1"' in said
    assert reader.trailer["/Root"]["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 1
    fields = reader.get_fields() or {}
    assert fields["Seal"]["/TU"] == f"{OFFICE}（样章 测试）印章"
    widget = next(a for page in reader.pages for a in page.get("/Annots", []) if a.get_object().get("/T") == "Seal")
    assert widget.get_object()["/F"] & 4, "printed with the page"


def test_the_drawing_says_whose_it_is_and_that_it_is_a_specimen() -> None:
    pdf = drawn(OFFICE, "样章 测试")
    reader = PdfReader(io.BytesIO(pdf))
    assert "".join(reader.pages[0].extract_text().split()) == f"{OFFICE}样章测试"
    assert not reader.pages[0].images, "drawn with lines"


@pytest.mark.parametrize("name", ["办", "示例市", "示例市人民政府外国专家与港澳事务联合办公室"])
def test_names_of_any_length_fit(name: str) -> None:
    assert len(PdfReader(io.BytesIO(drawn(name, "样章 测试"))).pages) == 1
