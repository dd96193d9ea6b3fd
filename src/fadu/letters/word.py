"""A document as docx: the working copy for Word and WPS. Every paragraph has a style that says what it is; `wordin` reads it back by these."""

from __future__ import annotations

import io
from collections.abc import Iterable
from math import gcd

import docx
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Line

from fadu.letters.blocks import Annex, Block, Check, Document, Fields, Heading, Items, Paragraph, Table
from fadu.letters.square import picture
from fadu.letters.wordstyles import HEADINGS, prepare

AREA = 8845
"""Width of the type area in twentieths of a point: 156 mm."""


def write(document: Document) -> bytes:
    """The docx file."""
    file = docx.Document()
    prepare(file)
    file.core_properties.title = document.title
    file.core_properties.category = document.kind
    file.core_properties.author = "；".join(document.issuers)
    file.core_properties.language = "zh-CN"
    file.core_properties.comments = ""
    _top(file, document)
    for block in document.blocks:
        _block(file, block)
    _bottom(file, document)
    for label, annex in document.annexed:
        _annex(file, label, annex)
    if document.imprint:
        _imprint(file, document)
    if document.check:
        _check(file, document.check)
    _feet(file, document.mark)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _add(file: File, style: str, text: str) -> Line | None:
    return file.add_paragraph(text, style=style) if text else None


def _top(file: File, document: Document) -> None:
    letter = document.kind == "letter"
    if not letter:
        _add(file, "紧急程度", document.urgency)
    if len(document.head) > 1:
        *offices, word = document.head
        for office in offices:
            _head(file, "发文机关标志", office)
        _head(file, "文件", word)
    for head in document.head if len(document.head) == 1 else ():
        _head(file, "发文机关标志", head)
    if document.kind == "cover":
        _add(file, "机关名称", document.issuers[0])
    if letter:
        _add(file, "紧急程度", document.urgency)
    last = _add(file, "发文字号", document.number)
    if letter and last is not None:
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if document.signer and document.kind == "document":
        last = _add(file, "签发人", f"签发人：{'　'.join(document.signers)}")
    if last is not None and document.head and not letter and document.kind != "order":
        _rule(last, "bottom", "D7000F", 10)
    if document.kind != "order":
        _add(file, "公文标题", document.title)
    _add(file, "主送机关", document.addressee)


def _head(file: File, style: str, text: str) -> None:
    """A name in one line: smaller where it is long."""
    for run in file.add_paragraph(text, style=style).runs:
        run.font.size = Pt(min(36, 440 // len(text)))


def _block(file: File, block: Block) -> None:
    match block:
        case Heading(text, level):
            _add(file, HEADINGS[level - 1], text)
        case Paragraph(text):
            _add(file, "公文正文", text)
        case Items():
            for line in block.lines:
                file.add_paragraph(line, style="公文列表")
        case Table(columns, rows, widths):
            grid = _grid(file, widths or (1,) * len(columns))
            grid.style = "Table Grid"
            _row(grid, columns, "表头")
            _repeat(grid)
            for row in rows:
                _row(grid, row, "表格文字")
            file.add_paragraph(style="间隔")
        case Fields(pairs):
            grid = _grid(file, (2, 5))
            for name, value in pairs:
                _row(grid, (name, value), "要素名称", "要素内容")
            file.add_paragraph(style="间隔")


def _bottom(file: File, document: Document) -> None:
    for n, line in enumerate(document.annex_note):
        noted = _add(file, "附件说明", line)
        if noted is not None:
            _hung(noted, n, len(document.annexes))
    if document.signature and document.kind == "order":
        _add(file, "签署", "\t".join((document.post, document.signer)))
    elif document.signature:
        for n, office in enumerate(document.issuers):
            signed = _add(file, "盖章署名" if document.sealed else "署名", office)
            if signed is not None and n == 0:
                signed.paragraph_format.space_before = Twips(1158)
    if document.signature:
        _add(file, "成文日期", document.date)
    _add(file, "附注", f"（{document.note}）" if document.note else "")


def _hung(noted: Line, n: int, of: int) -> None:
    """An annex's name hangs from its first character; further names stand under the first."""
    number = 0.75 if of > 1 else 0
    noted.paragraph_format.left_indent = Pt(15.75 * (5 + number))
    noted.paragraph_format.first_line_indent = Pt(-15.75 * (number + (0 if n else 3)))
    if n == 0:
        noted.paragraph_format.space_before = Twips(579)


def _annex(file: File, label: str, annex: Annex) -> None:
    marked = file.add_paragraph(label, style="附件标识")
    marked.paragraph_format.page_break_before = True
    _add(file, "附件标题", annex.title)
    for block in annex.blocks:
        _block(file, block)


def _imprint(file: File, document: Document) -> None:
    assert document.imprint is not None
    lines: list[Line] = []
    if document.imprint.copies:
        lines.append(file.add_paragraph(f"抄送：{document.imprint.copies}。", style="抄送"))
    if document.imprint.printer:
        issued = file.add_paragraph(f"{document.imprint.printer}\t{document.imprint.date}印发", style="印发机关")
        issued.paragraph_format.tab_stops.add_tab_stop(Twips(AREA - 300), WD_TAB_ALIGNMENT.RIGHT)
        lines.append(issued)
    if lines and document.kind != "letter":
        _rule(lines[0], "top", "000000", 8)
        _rule(lines[-1], "bottom", "000000", 8)


def _check(file: File, check: Check) -> None:
    drawn = file.add_paragraph(style="核验").add_run().add_picture(io.BytesIO(picture(check.link)), Mm(16), Mm(16))
    drawn._inline.docPr.set("descr", check.link)
    for line in check.lines:
        file.add_paragraph(line, style="核验")


def _feet(file: File, mark: str) -> None:
    section = file.sections[0]
    sides = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
    for footer, side in sides:
        line = footer.paragraphs[0]
        line.style, line.alignment = "页码", side
        line.add_run("— ")
        _field(line, "PAGE")
        line.add_run(" —")
        if mark:
            footer.add_paragraph(mark, style="样章标记")


def _grid(file: File, widths: Iterable[int]) -> Grid:
    shares = tuple(widths)
    shares = tuple(share // gcd(*shares) for share in shares)
    unit = AREA // sum(shares)
    grid = file.add_table(rows=0, cols=len(shares))
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Twips(unit * share)
    return grid


def _row(grid: Grid, texts: Iterable[str], *styles: str) -> None:
    cells = grid.add_row().cells
    for n, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.paragraphs[0].style = styles[min(n, len(styles) - 1)]
        cell.paragraphs[0].add_run(text)


def _repeat(grid: Grid) -> None:
    """The head of a table stands on every page."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(header)


def _rule(line: Line, side: str, colour: str, eighths: int) -> None:
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "8"), ("color", colour)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = line._p.get_or_add_pPr()
    before = properties.find(qn("w:pBdr"))
    if before is not None:
        before.append(rule)
        return
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def _field(line: Line, name: str) -> None:
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "end":
            text = OxmlElement("w:instrText")
            text.text = name
            line.add_run()._r.append(text)
        line.add_run()._r.append(mark)
