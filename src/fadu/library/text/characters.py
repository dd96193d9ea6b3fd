"""Lines of a law text, freed from invisible characters, and the marks that open a heading, an article, an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fadu.law.citation import parse_chinese_number
from fadu.law.numerals import NUMERAL

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
# They move a terminal's cursor, or turn the direction of reading: a text that says one thing must not look like another.
_TURNING = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = dict.fromkeys([0x0009, 0x000B, 0x000C, 0x0085, 0x00A0, 0x2002, 0x2003, 0x2009, 0x2028, 0x2029, 0x3000], " ")
_CLEAN = _INVISIBLE | _TURNING | _SPACES
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_COMMENT = re.compile(r"<!--.*?-->")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")

SENTENCE_END = "。！？”」）)"
"""Characters after which a paragraph may end."""

HAN = "零〇○一二三四五六七八九十百"
"""The Chinese digits of an item's number; inside a regular expression's brackets."""

# Scans print 笫 or 弟 for 第, and a dash for 一; only a mark may be read that generously.
NUMBER = rf"{NUMERAL}(?:[\s－—―-]*(?:{NUMERAL}|[－—―-](?=\s*[条章节编])))*"
ARTICLE = rf"[第笫弟]\s*(?P<number>{NUMBER})\s*条(?:\s*之\s*(?P<sub>{NUMERAL}+))?"
HEADING = re.compile(rf"^[第笫弟]\s*{NUMBER}\s*(?P<kind>分编|编|章|节)(?![条款项])(?P<title>.*)$")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number in the file (from 1), its depth (# is 1; text is 0) and its text."""

    number: int
    depth: int
    text: str


def narrow(text: str) -> str:
    """Full-width digits as ASCII ones."""
    return text.translate(_NARROW)


def clean_lines(text: str, first: int = 1) -> Iterator[Line]:
    """The lines of `text`, numbered from `first`, without comments, invisible characters and needless spaces.

    A line of which nothing is left is no line: it must not count as a paragraph (款).
    """
    for number, raw in enumerate(split_lines(text), first):
        line = " ".join(_COMMENT.sub("", raw).translate(_CLEAN).replace("**", "").split())
        marks = len(line) - len(line.lstrip("#"))
        line = line[marks:].strip()
        if line:
            yield Line(number, marks, line)


def split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def has_private_glyph(line: Line) -> bool:
    """Glyphs of a private font stand for something the file has lost, often a decimal point."""
    return bool(_PRIVATE_USE.search(line.text))


def read_number(text: str) -> int:
    """The number in a mark, read through spaces and dashes in it. Raises ValueError if there is none."""
    return parse_chinese_number(re.sub(r"[－—―-]", "一", re.sub(r"\s", "", text)))


def plain_title(text: str) -> str:
    """A heading with one space after its number and none in a word that was spaced out: 第一章 总则."""
    match = HEADING.match(text)
    rest = (match["title"] if match else text).split()
    title = "".join(rest) if all(len(word) == 1 for word in rest) else " ".join(rest)
    return f"{text[: match.start('title')].replace(' ', '')} {title}".strip() if match else title
