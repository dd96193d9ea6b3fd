"""Where the seal of a document goes, measured in its PDF (GB/T 9704-2012 7.3.5.1): upright, centred on name and date, both slightly below its centre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fadu.letters.blocks import Document, bare
from fadu.letters.errors import LetterError
from fadu.letters.pdfium import reading

BELOW = 8.0
"""How far, in points, the middle of name and date lies below the centre of the seal."""


@dataclass(frozen=True)
class Place:
    """The centre of a seal: page from 1, `x` from the left and `y` from the foot of the page in points (1/72 inch)."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def seal_places(pdf: bytes, document: Document) -> tuple[Place, ...]:
    """One place for each office that signs, in their order.

    Raises:
        LetterError: the document leaves no place for a seal, or its signature is not found in the PDF.
    """
    if not document.sealed or not document.signature or document.kind == "order":
        raise LetterError("文书没有用印的位置：命令由负责人签署，不署名、不用印的文书不能用印。")
    wanted = [bare(line) for line in document.signature]
    for number, characters in reversed(tuple(_pages(pdf))):
        text = "".join(character for character, _ in characters)
        start = text.rfind("".join(wanted))
        if start >= 0:
            return tuple(_placed(number, [box for _, box in characters[start:]], wanted))
    raise LetterError("在排出的文书中没有找到署名和成文日期，不能用印。重新排版后再试。")


def _placed(page: int, boxes: list[_Box], wanted: list[str]) -> Iterator[Place]:
    spans, start = [], 0
    for line in wanted:
        spans.append(_around(boxes[start : start + len(line)]))
        start += len(line)
    *names, day = spans
    for name in names:
        middle = (name.middle[1] + day.middle[1]) / 2 if len(names) == 1 else name.middle[1]
        yield Place(page, name.middle[0] if len(names) > 1 else day.middle[0], middle + BELOW)


def _around(boxes: list[_Box]) -> _Box:
    return _Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _pages(pdf: bytes) -> list[tuple[int, list[tuple[str, _Box]]]]:
    """Every visible character of each page with its box."""
    pages: list[tuple[int, list[tuple[str, _Box]]]] = []
    with reading(pdf) as file:
        for number, page in enumerate(file, 1):
            text = page.get_textpage()
            found = []
            for n in range(text.count_chars()):
                character = text.get_text_range(n, 1)
                if bare(character):
                    found.append((character, _Box(*text.get_charbox(n, loose=True))))
            pages.append((number, found))
            text.close()
            page.close()
    return pages
