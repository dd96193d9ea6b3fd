"""Where words and numbers stand in a PDF, so that they can be blacked out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from fadu.letters.redaction.pages import opened, place
from fadu.letters.redaction.values import Box

_GAP = r"[ \-]?"
PATTERNS: dict[str, re.Pattern[str]] = {
    "id_number": re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dXx])"),
    "mobile": re.compile(rf"(?<!\d)1[3-9](?:{_GAP}\d){{9}}(?!\d)"),
    "telephone": re.compile(rf"(?<!\d)[(]?0\d{{2,3}}[)]?{_GAP}[2-8]\d{{6,7}}(?!\d)"),
    "email": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "card": re.compile(rf"(?<!\d)[3-6](?:{_GAP}\d){{15,18}}(?!\d)"),
    "passport": re.compile(r"(?<![A-Za-z0-9])[EGDSPH][A-Z]?\d{7,8}(?!\d)"),
}
"""What can be sought by its form: 身份证号、手机号、固定电话、电子邮箱、银行卡号、护照号."""
AROUND = 8
MARGIN = 0.0015


@dataclass(frozen=True)
class Hit:
    """Something found: the page (from 1), its place in the page's text, the words, what stands around, and the boxes that cover it."""

    page: int
    start: int
    text: str
    before: str
    after: str
    boxes: tuple[Box, ...]

    @property
    def key(self) -> str:
        """What tells this hit from every other of the same file."""
        return f"{self.page}.{self.start}.{len(self.text)}"


@dataclass(frozen=True)
class _Text:
    """A page's characters as they are compared: NFKC, one blank for a gap; `at` is the place of each in the page."""

    letters: str
    at: tuple[int, ...]

    def bare(self) -> _Text:
        """The same without blanks, for words that are broken over lines."""
        kept = [(c, i) for c, i in zip(self.letters, self.at, strict=True) if c != " "]
        return _Text("".join(c for c, _ in kept), tuple(i for _, i in kept))


def find(pdf: bytes, words: Sequence[str] = (), patterns: Sequence[str] = ()) -> tuple[Hit, ...]:
    """Every place of the words (white space and width of letters don't count) and of the named PATTERNS, in order, none twice.

    Raises RedactionError like `opened`, and KeyError for an unknown pattern.
    """
    sought = [re.compile(re.escape(word)) for each in words if (word := compact(each))]
    forms = [PATTERNS[name] for name in patterns]
    found: list[Hit] = []
    with opened(pdf) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            textpage = page.get_textpage()
            text = _text(textpage)
            spans = {*_spans(text.bare(), sought), *_spans(text, forms)}
            found += [_hit(number, page, textpage, text, span) for span in sorted(_apart(spans))]
    return tuple(hit for hit in found if hit.boxes)


def compact(text: str) -> str:
    """The letters of a text as they are compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stray(page: Any) -> bool:
    """Whether a page holds text that lies outside of what is shown."""
    textpage = page.get_textpage()
    for i in range(textpage.count_chars()):
        if _unicode(textpage, i).isspace():
            continue
        left, top, right, bottom = place(page, textpage.get_charbox(i))
        if right < 0 or bottom < 0 or left > 1 or top > 1:
            return True
    return False


def _text(textpage: Any) -> _Text:
    letters: list[str] = []
    at: list[int] = []
    for i in range(textpage.count_chars()):
        for c in unicodedata.normalize("NFKC", _unicode(textpage, i)):
            gap = c.isspace() or unicodedata.category(c) in ("Cc", "Cf")
            if gap and letters and letters[-1] == " ":
                continue
            letters.append(" " if gap else c)
            at.append(i)
    return _Text("".join(letters), tuple(at))


def _unicode(textpage: Any, index: int) -> str:
    code = raw.FPDFText_GetUnicode(textpage.raw, index)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " "


def _spans(text: _Text, forms: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """First and last place of every match."""
    for form in forms:
        for match in form.finditer(text.letters):
            yield text.at[match.start()], text.at[match.end() - 1]


def _apart(spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that no other span contains."""
    for first, last in spans:
        if not any(a <= first and last <= b and (a, b) != (first, last) for a, b in spans):
            yield first, last


def _hit(number: int, page: Any, textpage: Any, text: _Text, span: tuple[int, int]) -> Hit:
    first, last = text.at.index(span[0]), len(text.at) - 1 - text.at[::-1].index(span[1])
    letters = text.letters
    return Hit(
        page=number,
        start=span[0],
        text=letters[first : last + 1],
        before=letters[max(0, first - AROUND) : first],
        after=letters[last + 1 : last + 1 + AROUND],
        boxes=_boxes(page, textpage, text.at[first : last + 1]),
    )


def _boxes(page: Any, textpage: Any, places: Sequence[int]) -> tuple[Box, ...]:
    """Boxes over the characters, one for each line."""
    lines: list[list[float]] = []
    for i in dict.fromkeys(places):
        if _unicode(textpage, i).isspace():
            continue
        box = place(page, textpage.get_charbox(i, loose=True))
        if lines and _same_line(lines[-1], box):
            last = lines[-1]
            lines[-1] = [min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])]
        else:
            lines.append(list(box))
    return tuple(found for line in lines if (found := _grown(line)) is not None)


def _same_line(line: Sequence[float], box: Sequence[float]) -> bool:
    """Whether the box continues the line, across the page or down it."""
    for low, high in ((1, 3), (0, 2)):
        common = min(line[high], box[high]) - max(line[low], box[low])
        if common > 0.5 * min(line[high] - line[low], box[high] - box[low]):
            return True
    return False


def _grown(box: Sequence[float]) -> Box | None:
    """A little more than the letters take, within the page; None for what lies outside of it."""
    left, top = max(0.0, box[0] - MARGIN), max(0.0, box[1] - MARGIN)
    right, bottom = min(1.0, box[2] + MARGIN), min(1.0, box[3] + MARGIN)
    return Box(left, top, right, bottom) if left < right and top < bottom else None
