"""The working copy: out to docx and back again loses no text, and what others write into it is kept."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.letters.papers import DOWN, PAPERS

from fadu.letters import word, wordin
from fadu.letters.blocks import Annex, Document, Fields, Heading, Items, Paragraph, Table, bare
from fadu.letters.errors import LetterError

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
BLOCKS = st.one_of(
    st.builds(Paragraph, WORDS),
    st.builds(Heading, WORDS, st.sampled_from((1, 2, 3, 4))),
    st.builds(lambda items: Items(tuple(items)), st.lists(WORDS, min_size=1, max_size=4)),
    st.integers(1, 4).flatmap(
        lambda n: st.builds(
            lambda head, rows: Table(head, tuple(rows), tuple(range(1, n + 1)) if n > 1 else ()),
            st.tuples(*[WORDS] * n),
            st.lists(st.tuples(*[WORDS] * n), max_size=3),
        )
    ),
    st.builds(lambda pairs: Fields(tuple(pairs)), st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3)),
)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_kind_comes_back_as_it_went(name: str) -> None:
    assert wordin.read(word.write(PAPERS[name])) == PAPERS[name]


@settings(max_examples=15, deadline=None)
@given(blocks=st.lists(BLOCKS, min_size=1, max_size=5), title=WORDS, addressee=WORDS, note=WORDS, mark=WORDS)
def test_any_document_comes_back_as_it_went(
    blocks: list[Any], title: str, addressee: str, note: str, mark: str
) -> None:
    paper = replace(DOWN, blocks=tuple(blocks), title=title, addressee=addressee, note=note, mark=mark)
    assert wordin.read(word.write(paper)) == paper


def edited(change: Any) -> Document:
    file = docx.Document(io.BytesIO(word.write(DOWN)))
    change(file)
    out = io.BytesIO()
    file.save(out)
    return wordin.read(out.getvalue())


def test_what_is_written_without_our_styles_is_body_text() -> None:
    def change(file: Any) -> None:
        file.add_paragraph("添上的一段。")
        file.add_paragraph("添上的标题", style="Heading 2")
        file.add_paragraph("分行的\n一段\t话")

    found = edited(change).blocks
    assert found[: len(DOWN.blocks)] == DOWN.blocks
    assert found[len(DOWN.blocks) :] == (
        Paragraph("添上的一段。"),
        Heading("添上的标题", 2),
        Paragraph("分行的 一段 话"),
    )


def test_a_changed_word_is_read() -> None:
    def change(file: Any) -> None:
        next(line for line in file.paragraphs if line.text == "特此答复。").runs[0].text = "特此告知。"

    assert edited(change).blocks[-1] == Paragraph("特此告知。")


def test_a_file_of_another_hand_is_read_by_what_it_says() -> None:
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = "题目", "某机关"
    file.add_paragraph("正文。")
    out = io.BytesIO()
    file.save(out)
    found = wordin.read(out.getvalue())
    assert (found.kind, found.title, found.issuers, found.blocks) == (
        "report",
        "题目",
        ("某机关",),
        (Paragraph("正文。"),),
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(LetterError, match="不是能打开的 docx"):
        wordin.read(content)


def test_paragraphs_have_named_styles_with_the_fonts_of_offices() -> None:
    file = docx.Document(io.BytesIO(word.write(PAPERS["up"])))
    used = {line.style.name for line in file.paragraphs if line.style is not None and line.text}
    assert {"发文机关标志", "发文字号", "签发人", "公文标题", "主送机关", "一级标题", "公文正文", "成文日期"} <= used
    assert "Normal" not in used
    xml = file.styles["公文正文"].element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in xml
    assert 'w:line="579"' in xml
    section = file.sections[0]
    assert section.left_margin is not None
    assert section.top_margin is not None
    assert (round(section.left_margin.mm), round(section.top_margin.mm)) == (28, 37)


def test_the_xml_follows_the_order_that_the_format_demands() -> None:
    order = (
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "pBdr",
        "tabs",
        "overflowPunct",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
    )
    file = docx.Document(io.BytesIO(word.write(PAPERS["down"])))
    for properties in (*file.element.iter("{*}pPr"), *file.styles.element.iter("{*}pPr")):
        names = [re.sub(r"\{.*\}", "", child.tag) for child in properties]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names


def plain(file: Path) -> str:
    return "".join(node.text or "" for node in docx.Document(str(file)).element.body.iter("{*}t"))


def test_the_text_is_the_same_in_an_office_program(tmp_path: Path) -> None:
    """By LibreOffice where it is installed, else by the file's own XML: the text of its body, in order."""
    names = ("down", "letter", "report")
    files = [tmp_path / f"{name}.docx" for name in names]
    for name, file in zip(names, files, strict=True):
        file.write_bytes(word.write(PAPERS[name]))
    program = shutil.which("soffice")
    if program:
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
        ]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=240)
    for name, file in zip(names, files, strict=True):
        said = file.with_suffix(".txt").read_text(encoding="utf-8-sig") if program else plain(file)
        assert bare(said) == bare("".join(PAPERS[name].text))


def test_the_names_of_annexes_stand_under_each_other_and_hang_from_their_first_character() -> None:
    three = replace(PAPERS["notice"], annexes=tuple(Annex(f"第{n}件") for n in range(1, 4)))
    noted = [
        each for each in docx.Document(io.BytesIO(word.write(three))).paragraphs if each.style.name == "附件说明"
    ]
    begin = [each.paragraph_format.left_indent + each.paragraph_format.first_line_indent for each in noted]
    assert [each / Pt(15.75) for each in begin] == pytest.approx([2, 5, 5], abs=0.01)
    assert len({each.paragraph_format.left_indent for each in noted}) == 1


def test_the_number_of_a_letter_stands_at_the_right_edge() -> None:
    (number,) = [
        each
        for each in docx.Document(io.BytesIO(word.write(PAPERS["letter"]))).paragraphs
        if each.style.name == "发文字号"
    ]
    assert number.alignment == WD_ALIGN_PARAGRAPH.RIGHT
