"""A working copy read back: docx → blocks by the names of the styles. What has no style of ours is body text; nothing that is written is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import gcd
from typing import Any, cast, get_args
from zipfile import BadZipFile

import docx
from docx.document import Document as File
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as Grid

from fadu.letters.blocks import (
    HEADS,
    Annex,
    Block,
    Check,
    Document,
    Fields,
    Heading,
    Imprint,
    Items,
    Kind,
    Paragraph,
    Table,
)
from fadu.letters.errors import LetterError
from fadu.letters.wordstyles import HEADINGS


@dataclass
class _Read:
    """What has been read so far: texts by style, blocks of the body and of each annex."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[tuple[str, str, list[Block]]] = field(default_factory=lambda: [("", "", [])])

    @property
    def blocks(self) -> list[Block]:
        return self.parts[-1][2]

    def one(self, style: str) -> str:
        return "".join(self.texts.get(style, []))


def read(content: bytes) -> Document:
    """The document that a docx file holds.

    Raises:
        LetterError: it is no docx file, or what it holds is not a document (see `Document`).
    """
    try:
        file = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise LetterError("这不是能打开的 docx 文件。另存为 .docx 后重试。") from error
    found = _Read()
    for item in file.iter_inner_content():
        if isinstance(item, Grid):
            found.blocks.append(_grid(item))
        else:
            _line(found, item.style.name if item.style is not None else "", item.text)
    return _document(file, found)


TOP = ("紧急程度", "发文机关标志", "文件", "机关名称", "发文字号", "签发人", "公文标题", "主送机关")
BOTTOM = ("附件说明", "署名", "盖章署名", "签署", "成文日期", "附注", "抄送", "印发机关", "核验")


def _line(found: _Read, style: str, raw: str) -> None:
    text = raw.replace("\n", " ")
    if not text.strip():
        return
    if style in TOP or style in BOTTOM:
        found.texts.setdefault(style, []).append(text)
    elif style == "附件标识":
        found.parts.append((text, "", []))
    elif style == "附件标题" and len(found.parts) > 1:
        label, title, blocks = found.parts[-1]
        found.parts[-1] = (label, title + text, blocks)
    elif style == "公文列表":
        _item(found.blocks, text)
    else:
        found.blocks.append(_paragraph(style, text.replace("\t", " ")))


def _paragraph(style: str, text: str) -> Block:
    foreign = re.fullmatch(r"(?:Heading|标题) ([1-4])", style)
    if style in HEADINGS:
        return Heading(text, cast(Any, HEADINGS.index(style) + 1))
    return Heading(text, cast(Any, int(foreign[1]))) if foreign else Paragraph(text)


def _item(blocks: list[Block], text: str) -> None:
    """A numbered line goes on with the list above it, unless it is the first of a new one."""
    numbered = re.match(r"(\d+)\.", text)
    item = text[numbered.end() :] if numbered else text
    if blocks and isinstance(blocks[-1], Items) and not (numbered and numbered[1] == "1"):
        blocks[-1] = Items((*blocks[-1].items, item))
    else:
        blocks.append(Items((item,)))


def _grid(grid: Grid) -> Block:
    rows = [tuple(_cell(cell.text) for cell in row.cells) for row in grid.rows]
    styles = {line.style.name for cell in grid.columns[0].cells for line in cell.paragraphs if line.style is not None}
    if styles == {"要素名称"} and len(grid.columns) == 2:
        return Fields(tuple((name, value) for name, value in rows))
    widths = tuple(int(column.width or 0) for column in grid.columns)
    shares = tuple(width // (gcd(*widths) or 1) for width in widths)
    return Table(rows[0], tuple(rows[1:]), () if len(set(shares)) == 1 else shares)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _document(file: File, found: _Read) -> Document:
    kind = file.core_properties.category
    if kind not in get_args(Kind):
        kind = "document" if "发文机关标志" in found.texts else "report"
    signed = found.texts.get("盖章署名") or found.texts.get("署名") or []
    post, _, signer = found.one("签署").partition("\t")
    return Document(
        kind=cast(Kind, kind),
        issuers=_issuers(found, kind) or tuple(signed) or tuple(file.core_properties.author.split("；")),
        title=found.one("公文标题") or file.core_properties.title,
        blocks=tuple(found.parts[0][2]),
        number=found.one("发文字号"),
        date=found.one("成文日期"),
        addressee=found.one("主送机关"),
        urgency=found.one("紧急程度"),
        signer=signer or found.one("签发人").removeprefix("签发人：").replace("　", "、"),
        post=post,
        annexes=tuple(_annexes(found)),
        note=found.one("附注").removeprefix("（").removesuffix("）"),
        imprint=_imprint(found),
        sealed="署名" not in found.texts,
        mark=_mark(file),
        check=_check(found),
    )


def _issuers(found: _Read, kind: str) -> tuple[str, ...]:
    heads = found.texts.get("发文机关标志") or found.texts.get("机关名称") or []
    suffix = HEADS.get(kind, "文件" if kind == "document" and "文件" not in found.texts else "")
    return tuple(head.removesuffix(suffix) if suffix else head for head in heads)


def _annexes(found: _Read) -> Iterator[Annex]:
    noted = found.texts.get("附件说明", [])
    titles = [line.removeprefix("附件：") for line in noted]
    if len(titles) > 1:
        titles = [re.sub(r"^\d+\.", "", title) for title in titles]
    annexes = [Annex(title) for title in titles]
    for label, title, blocks in found.parts[1:]:
        n = int("".join(re.findall(r"\d+", label)) or 1) - 1
        annexes.extend(Annex(title) for _ in range(n + 1 - len(annexes)))
        annexes[n] = replace(annexes[n], blocks=tuple(blocks))
    return iter(annexes)


def _imprint(found: _Read) -> Imprint | None:
    copies = found.one("抄送").removeprefix("抄送：").removesuffix("。")
    printer, _, day = found.one("印发机关").partition("\t")
    return Imprint(copies, printer, day.removesuffix("印发")) if copies or printer else None


def _check(found: _Read) -> Check | None:
    code, _, address = found.one("核验").removeprefix("核验码：").partition("核验网址：")
    return Check(address, code) if address else None


def _mark(file: File) -> str:
    lines = file.sections[0].footer.paragraphs
    return "".join(line.text for line in lines if line.style is not None and line.style.name == "样章标记")
