"""Many files become one: each page as it is seen, numbered at the top outside, with bookmarks, nothing hidden, the same bytes every time."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from tests.unit.letters.papers import AT, DOWN, OFFICE, PAPERS

from fadu.cases.filetypes import DOCX, PDF, TEXT
from fadu.letters.archive.binding import Part, bound, length
from fadu.letters.archive.sheets import Setting, sheets
from fadu.letters.gate import pages
from fadu.letters.pdf import render
from fadu.letters.redaction.pages import picture

HOW = Setting(OFFICE, AT, "样章 测试")
DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def turned(degrees: int) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(render(PAPERS["cover"], AT)))
    writer.pages[0].rotate(degrees)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def above(pdf: bytes, page: int) -> list[tuple[str, float]]:
    """What stands above the type area of a page (from 0), and how far from its left edge in points."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [(word["text"], word["x0"]) for word in file.pages[page].extract_words() if word["bottom"] < 60]


def test_pages_are_numbered_from_the_first_that_counts_outside_at_the_top() -> None:
    letter = render(PAPERS["down"], AT)
    whole = bound(
        "案卷", OFFICE, [Part("封面", render(PAPERS["cover"], AT), numbered=False), Part("1. 答复书", letter)]
    )
    found = reader(whole)
    assert len(found.pages) == 1 + length(letter)
    assert found.page_labels[:3] == ["i", "1", "2"]
    assert [each.title for each in found.outline] == ["封面", "1. 答复书"]  # type: ignore[union-attr]
    assert above(whole, 0) == []
    [(first, right)], [(second, left)] = above(whole, 1), above(whole, 2)
    assert (first, second) == ("1", "2")
    assert right > 540
    assert left < 50
    assert (found.metadata.title, found.metadata.author) == ("案卷", OFFICE)  # type: ignore[union-attr]


def test_what_the_pages_say_is_kept_and_the_same_files_give_the_same_bytes() -> None:
    letter = render(DOWN, AT)
    once, again = (bound("案卷", OFFICE, [Part("答复", letter)]) for _ in range(2))
    assert once == again
    for before, after in zip(pages(letter), pages(once), strict=True):
        assert before.replace("\r\n", "").strip() in after.replace("\r\n", "")


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_looks_as_it_did(degrees: int) -> None:
    before = turned(degrees)
    after = bound("", "", [Part("", before, numbered=False)])
    old, new = picture(before, 1, 40), picture(after, 1, 40)
    assert (old.width, old.height) == (new.width, new.height)
    differing = sum(abs(a - b) > 40 for a, b in zip(old.pixels, new.pixels, strict=True))
    assert differing < len(old.pixels) / 1000


def test_scripts_links_and_attachments_stay_behind() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(render(DOWN, AT)))
    writer.add_attachment("hidden.txt", b"hidden")
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    made = io.BytesIO()
    writer.write(made)
    whole = bound("", "", [Part("", sheets(made.getvalue(), PDF, "题名", "材料/001", HOW))])
    assert not reader(whole).attachments
    root = reader(whole).trailer["/Root"]
    assert set(root) <= {"/Type", "/Pages", "/Outlines", "/PageLabels", "/Lang", "/PageMode", "/ViewerPreferences"}
    assert all("/Annots" not in page for page in reader(whole).pages)


def test_what_lies_over_a_page_becomes_part_of_it() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(render(PAPERS["cover"], AT)))
    seen = sheets(_stamped(writer, writer.pages[0]), PDF, "题名", "材料/001", HOW)
    dark = picture(bound("", "", [Part("", seen, numbered=False)]), 1, 40)
    at = (20 * dark.width + 20) * 3
    assert dark.pixels[at : at + 3] == b"\xff\x00\x00"


def _stamped(writer: PdfWriter, page: PageObject) -> bytes:
    """The file with a red square laid over the upper left corner of its page, as an annotation."""
    box = ArrayObject([FloatObject(n) for n in (0, 741, 100, 841)])
    drawn = DecodedStreamObject()
    drawn.set_data(b"1 0 0 rg 0 741 100 100 re f")
    drawn.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): box,
        }
    )
    stamp = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): box,
            NameObject("/F"): NumberObject(4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(drawn)}),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(stamp)])
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_texts_and_pictures_become_pages_and_nothing_of_a_text_is_lost() -> None:
    said = "情况说明\n一、😀与ᠮ，\u202e反\t名字䶮。\n"
    text = "".join(pages(sheets(said.encode(), TEXT, "说明😀.txt", "材料/002-说明😀.txt", HOW))).replace("\r\n", "")
    for words in ("情况说明", "〔U+1F600〕与〔U+182E〕，〔U+202E〕反", "名字䶮。", "原件见“材料/002"):
        assert words in text
    assert length(sheets(DOT, "image/png", "照片.png", "材料/003-照片.png", HOW)) == 1
    assert sheets(DOT, "image/png", "照片.png", "", HOW) == sheets(DOT, "image/png", "照片.png", "", HOW)


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png", "图片已损坏"),
        (b"%PDF-1.7 nothing", PDF, "文件已损坏，或者设有密码"),
        (b"PK\x03\x04 nothing", DOCX, "其中的文字读不出"),
        (b" \n ", TEXT, "其中没有能读出的文字"),
    ],
)
def test_of_what_can_not_be_shown_a_page_says_why_and_where_the_original_is(
    content: bytes, kind: str, why: str
) -> None:
    said = "".join(pages(sheets(content, kind, "甲", "材料/004-甲", HOW))).replace("\r\n", "")
    assert f"本件没有排成页面：{why}" in said
    assert "材料/004-甲" in said


def test_a_file_with_a_password_is_not_opened_and_one_that_only_forbids_editing_is_shown() -> None:
    for password, shown in (("geheim", False), ("", True)):
        writer = PdfWriter(clone_from=io.BytesIO(render(PAPERS["cover"], AT)))
        writer.encrypt(password, "owner")
        made = io.BytesIO()
        writer.write(made)
        seen = bound("", "", [Part("", sheets(made.getvalue(), PDF, "甲", "乙", HOW))])
        assert ("没有排成页面" in "".join(pages(seen))) is not shown


def test_fonts_that_are_missing_are_no_page(tmp_path: Path) -> None:
    (tmp_path / "fangsong").mkdir()
    with pytest.raises(Exception, match="字体"):
        sheets(b"x", TEXT, "甲", "乙", Setting(OFFICE, AT, "", tmp_path))
