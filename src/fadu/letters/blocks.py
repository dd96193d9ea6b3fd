"""An official document as blocks (GB/T 9704-2012): what it says, in order, and never how it is set.

One model, three writers: `pdf`, `html`, `docx`. `Document.text` is what each of them prints, character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from fadu.letters.errors import LetterError

Kind = Literal["document", "letter", "order", "minutes", "notice", "report", "register", "evidence", "cover"]
"""文件 (down; up with `signer`; joint with several `issuers`), 信函, 命令(令), 纪要, 通知书·答复书·告知书, 报告, 登记簿摘录, 证据目录, 卷宗封面."""

HEADED = frozenset({"document", "letter", "order", "minutes", "notice"})
"""Kinds with the red head of the office."""


@dataclass(frozen=True)
class Heading:
    """一、 (level 1, 黑体), （一） (2, 楷体), 1. (3), （1） (4); the numeral is part of the text."""

    text: str
    level: Literal[1, 2, 3, 4] = 1

    @property
    def lines(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, indented by two characters."""

    text: str

    @property
    def lines(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True)
class Items:
    """A numbered list; the numbers (1. 2. …) are printed and count as text."""

    items: tuple[str, ...]

    @property
    def lines(self) -> Iterator[str]:
        for n, item in enumerate(self.items, 1):
            yield f"{n}.{item}"


@dataclass(frozen=True)
class Table:
    """Rows under one head that is repeated on every page. `widths` are shares of the type area; none: all the same."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        yield from self.columns
        for row in self.rows:
            yield from row


@dataclass(frozen=True)
class Fields:
    """Names and values in two columns: the face of a case file, who took part in a meeting."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> Iterator[str]:
        for name, value in self.pairs:
            yield from (name, value)


Block = Heading | Paragraph | Items | Table | Fields


@dataclass(frozen=True)
class Annex:
    """附件: named in the note below the body; with blocks, set on a new page as well."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Imprint:
    """版记: 抄送 without the word itself and without 。, who printed it and on which day; a 信函 has only 抄送."""

    copies: str = ""
    printer: str = ""
    date: str = ""

    @property
    def lines(self) -> Iterator[str]:
        if self.copies:
            yield f"抄送：{self.copies}。"
        if self.printer:
            yield from (self.printer, f"{self.date}印发")


@dataclass(frozen=True)
class Check:
    """Where a letter can be checked: the address of the page, with a slash at its end, and the code as it is printed."""

    address: str
    code: str

    @property
    def link(self) -> str:
        """What the square code holds."""
        return f"{self.address}{self.code.replace('-', '')}/"

    @property
    def lines(self) -> Iterator[str]:
        yield f"核验码：{self.code}"
        yield f"核验网址：{self.address}"


@dataclass(frozen=True)
class Attached:
    """Data behind what a document says, as a file inside the PDF (PDF/A-3): UTF-8 text such as CSV or JSON; `about` says what it holds."""

    name: str
    media_type: str
    about: str
    content: bytes


@dataclass(frozen=True)
class Document:
    """An official document, from top to bottom.

    `issuers`: offices, the lead office first. `number`: 发文字号. `signer`: 签发人 of a document to a higher office, those of several
    offices divided by 、, or who signs a 命令.
    `post`: the post of who signs a 命令. `sealed`: the signature leaves the place of a seal. `mark` stands at the foot of every page
    (样章 测试), empty for none. `check` is printed at the foot of the last page; `data` is not printed. Empty texts are not printed.
    """

    kind: Kind
    issuers: tuple[str, ...]
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    date: str = ""
    addressee: str = ""
    urgency: str = ""
    signer: str = ""
    post: str = ""
    annexes: tuple[Annex, ...] = ()
    note: str = ""
    imprint: Imprint | None = None
    sealed: bool = True
    mark: str = ""
    check: Check | None = None
    data: tuple[Attached, ...] = ()

    def __post_init__(self) -> None:
        _whole(self)
        for text in texts(self):
            _printable(text)

    @property
    def head(self) -> tuple[str, ...]:
        """发文机关标志: the names, and 文件 where the kind has it."""
        if self.kind not in HEADED:
            return ()
        if self.kind == "document":
            return (*self.issuers, "文件") if len(self.issuers) > 1 else (f"{self.issuers[0]}文件",)
        return (f"{self.issuers[0]}{HEADS.get(self.kind, '')}",)

    @property
    def signers(self) -> tuple[str, ...]:
        """签发人 of a document to a higher office, in the order of the offices."""
        return tuple(self.signer.split("、"))

    @property
    def signature(self) -> tuple[str, ...]:
        """署名 and 成文日期 as printed; none without a date."""
        if not self.date:
            return ()
        return (self.post, self.signer, self.date) if self.kind == "order" else (*self.issuers, self.date)

    @property
    def annex_note(self) -> tuple[str, ...]:
        """附件说明: one name alone, several with their numbers."""
        if len(self.annexes) == 1:
            return (f"附件：{self.annexes[0].title}",)
        return tuple(f"{'' if n > 1 else '附件：'}{n}.{a.title}" for n, a in enumerate(self.annexes, 1))

    @property
    def text(self) -> Iterator[str]:
        """Everything that is printed once, in the order in which it is read."""
        if self.kind != "letter":
            yield self.urgency
        yield from self.head
        if self.kind == "cover":
            yield self.issuers[0]
        if self.kind == "letter":
            yield self.urgency
        yield self.number
        if self.signer and self.kind == "document":
            yield from ("签发人：", *self.signers)
        if self.kind != "order":
            yield self.title
        yield self.addressee
        yield from (line for block in self.blocks for line in block.lines)
        yield from self.annex_note
        yield from self.signature
        yield f"（{self.note}）" if self.note else ""
        for n, annex in self.annexed:
            yield from (n, annex.title)
            yield from (line for block in annex.blocks for line in block.lines)
        if self.imprint:
            yield from self.imprint.lines
        if self.check:
            yield from self.check.lines

    @property
    def annexed(self) -> Iterator[tuple[str, Annex]]:
        """The annexes that are set here, each with what stands above it: 附件, or 附件1 where there are several."""
        for n, annex in enumerate(self.annexes, 1):
            if annex.blocks:
                yield (f"附件{n}" if len(self.annexes) > 1 else "附件", annex)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the body."""
        return tuple(line for block in self.blocks for line in block.lines)


HEADS = {"order": "令", "minutes": "纪要"}
"""What follows the name of the office in the head."""


def texts(value: Any) -> Iterator[str]:
    """Every text inside a value of this model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))


def bare(text: str) -> str:
    """A text without white space: what is compared."""
    return re.sub(r"\s", "", text)


def named(character: str) -> str:
    """“昇”（U+6607）; a character that can't be seen only by its number."""
    shown = f"“{character}”" if unicodedata.category(character)[0] not in "CZ" else ""
    return f"{shown}（U+{ord(character):04X}）"


def _printable(text: str) -> None:
    """Refuse what no paper shows: controls, marks of direction, private and unassigned code points. Line breaks are separate blocks."""
    for character in text:
        if unicodedata.category(character)[0] == "C" or character in "\u2028\u2029\ufeff":
            raise LetterError(
                f"文书中有不能印出的字符{named(character)}，没有排版。更正所填内容，删除或者换写这个字符。"
            )


def _whole(document: Document) -> None:
    """Raises LetterError for a document that lacks what its kind demands."""
    if not document.issuers or not all(document.issuers):
        raise LetterError("文书没有发文机关。")
    if not document.title:
        raise LetterError("文书没有标题。")
    if not any(document.paragraphs):
        raise LetterError("文书没有正文。")
    if len(document.issuers) > 1 and document.kind != "document":
        raise LetterError("联合行文只用于文件格式（GB/T 9704-2012 7.2.4）。")
    if document.date and document.kind in ("minutes", "cover"):
        raise LetterError("纪要和卷宗封面没有署名和成文日期（GB/T 9704-2012 10.3）。")
    for block in (*document.blocks, *(b for a in document.annexes for b in a.blocks)):
        if isinstance(block, Table) and any(len(row) != len(block.columns) for row in block.rows):
            raise LetterError("表格各行的格数与表头不同。")
    if len({each.name for each in document.data}) < len(document.data):
        raise LetterError("所附数据文件的名称重复。")
