"""The styles of a working copy in docx: named in the words of GB/T 9704-2012, in the fonts that offices have; import goes by these names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FANG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
RED = RGBColor(0xD7, 0x00, 0x0F)
PITCH = Pt(28.95)


@dataclass(frozen=True)
class Style:
    """A paragraph's looks. `size` in pt; `before` in lines of 28.95 pt; `first`, `left` and `right` in characters of 3号."""

    font: str = FANG
    size: float = 15.75
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    first: int = 0
    left: int = 0
    right: int = 0
    before: float = 0
    red: bool = False
    exact: bool = True


STYLES: Mapping[str, Style] = {
    "紧急程度": Style(HEI, align=LEFT),
    "发文机关标志": Style(SONG, 36, CENTRE, red=True, exact=False),
    "文件": Style(SONG, 36, CENTRE, red=True, exact=False),
    "机关名称": Style(align=CENTRE),
    "发文字号": Style(align=CENTRE, before=1),
    "签发人": Style(KAI, align=RIGHT, right=1),
    "公文标题": Style(SONG, 22, CENTRE, before=2, exact=False),
    "主送机关": Style(before=1, align=LEFT),
    "一级标题": Style(HEI, first=2),
    "二级标题": Style(KAI, first=2),
    "三级标题": Style(first=2),
    "四级标题": Style(first=2),
    "公文正文": Style(first=2),
    "公文列表": Style(first=2),
    "附件说明": Style(left=2, align=LEFT),
    "署名": Style(align=RIGHT, right=2),
    "盖章署名": Style(align=RIGHT, right=4),
    "签署": Style(KAI, align=RIGHT, right=4, before=2),
    "成文日期": Style(align=RIGHT, right=4),
    "附注": Style(first=2),
    "附件标识": Style(HEI, align=LEFT),
    "附件标题": Style(SONG, 22, CENTRE, before=1, exact=False),
    "表头": Style(HEI, 12, CENTRE, exact=False),
    "表格文字": Style(FANG, 12, LEFT, exact=False),
    "要素名称": Style(HEI, align=LEFT),
    "要素内容": Style(align=LEFT),
    "抄送": Style(size=14, left=1, right=1, align=LEFT),
    "印发机关": Style(size=14, left=1, right=1, align=LEFT),
    "核验": Style(size=9, align=LEFT, exact=False),
    "页码": Style("宋体", 14, exact=False),
    "样章标记": Style(size=10.5, align=CENTRE, exact=False),
    "间隔": Style(size=10.5, exact=False),
}
HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")


def prepare(file: File) -> None:
    """Paper, type area and styles."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(35 - 7 - 5)
    file.settings.odd_and_even_pages_header_footer = True
    normal = file.styles["Normal"]
    _font(normal, Style())
    # Without it one of the two common word processors loses punctuation at the end of a line.
    overflow = OxmlElement("w:overflowPunct")
    overflow.set(qn("w:val"), "1")
    normal.element.get_or_add_pPr().append(overflow)
    normal.paragraph_format.space_after = Pt(0)
    for name, looks in STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        _font(style, looks)
        _paragraph(style.paragraph_format, looks)
        if name in HEADINGS:
            _outline(style, HEADINGS.index(name) + 1)
    _outline(file.styles["公文标题"], 0)


def _font(style: Any, looks: Style) -> None:
    style.font.size = Pt(looks.size)
    style.font.name = "Times New Roman"
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RED if looks.red else RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), looks.font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _paragraph(form: Any, looks: Style) -> None:
    form.alignment = looks.align
    form.space_before = Pt(28.95 * looks.before)
    form.first_line_indent = Pt(15.75 * looks.first) if looks.first else None
    form.left_indent = Pt(15.75 * looks.left) if looks.left else None
    form.right_indent = Pt(15.75 * looks.right) if looks.right else None
    if looks.exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH


def _outline(style: Any, level: int) -> None:
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)
