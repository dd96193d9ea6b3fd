"""What a law text is made of."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Who made the act; the values are the terms of 立法法, highest first."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    REGULATION = "行政法规"
    INTERPRETATION = "司法解释"
    RULE = "部门规章"
    LOCAL = "地方性法规"
    OTHER = "其他"


class Start(StrEnum):
    """How the day of entry into force is known."""

    CLAUSE = "clause"
    """The text says so: 本条例自…起施行."""
    HEADER = "header"
    """A line of the header says so: …施行."""
    FILENAME = "filename"
    """Not stated for this version; the day of its adoption (file name, else last header line) stands in."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ParseWarning:
    """Something in line `line` (from 1; 0 = the file) that could not be read as law; its text is kept."""

    line: int
    message: str


@dataclass(frozen=True)
class Event:
    """One line of the header: «2019年4月3日 中华人民共和国国务院令第711号修订»; `verb` is empty if cut off."""

    on: date | None
    body: str
    verb: str
    raw: str


@dataclass(frozen=True)
class Item:
    """One 项. `text` is without its number; sub-items (目) stay in it, one a line."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One 款. `text` is the part before its items."""

    number: int
    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Article:
    """One 条, or one «一、» of an act without 条.

    `mark` is the number as printed (第一百二十条之一; 一、), `heading` the path of 编, 章, 节 above it,
    `text` the whole text without the mark, one line for each 款 and 项.
    """

    number: int
    sub: int
    mark: str
    heading: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    text: str
    line: int


@dataclass(frozen=True)
class Chapter:
    """A heading with the (number, sub) of the articles right under it and its sub-headings."""

    title: str
    articles: tuple[tuple[int, int], ...]
    chapters: tuple["Chapter", ...]


@dataclass(frozen=True)
class Annex:
    title: str
    text: str


@dataclass(frozen=True)
class Repeal:
    """`title` (without 《》) ceases to be in force on `on`; None: when the repealing text enters into force."""

    title: str
    on: date | None


@dataclass(frozen=True)
class Body:
    """What follows the header: `preamble` is all text before the first article."""

    preamble: str = ""
    chapters: tuple[Chapter, ...] = ()
    articles: tuple[Article, ...] = ()
    annexes: tuple[Annex, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()


@dataclass(frozen=True)
class LawText:
    """One file, read. `part` names the piece of a law that is spread over files (民法典: 合同编)."""

    title: str
    part: str
    level: Level
    region: str
    header: tuple[Event, ...]
    version_date: date | None
    in_force_from: date | None
    in_force_how: Start
    repeals: tuple[Repeal, ...]
    body: Body
    raw: str
    warnings: tuple[ParseWarning, ...] = field(default=())


@dataclass(frozen=True)
class NotALaw:
    """The file holds no law; `reason` says why."""

    reason: str
