"""How wide a text is, near enough to lay it out: a Chinese character is one em, a Latin letter about half."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NARROW, CAPITAL, SLIM = 0.56, 0.7, 0.32
NO_LINE_START = frozenset("，。、；：？！）》」』”’")


@dataclass(frozen=True)
class Text:
    """A text set in lines at a font size; `width` is that of its longest line."""

    lines: tuple[str, ...]
    size: int
    width: float
    bold: bool = False


def set_text(text: str, size: int, width: float, *, bold: bool = False) -> Text:
    """Break a text into lines no wider than `width` if words permit it, of about equal length."""
    whole = measure(text, size)
    wanted = int(-(-whole // width))
    lines = _broken(text, size, width)
    if wanted > 1:  # lines of equal length look better than a full one and a scrap
        even = _broken(text, size, max(whole / len(lines) * 1.12, size))
        lines = even if len(even) <= len(lines) else lines
    return Text(lines, size, max(measure(line, size) for line in lines), bold)


def measure(text: str, size: int) -> float:
    """The width of one line."""
    return size * sum(_em(c) for c in text)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in " iljtf.,'’:;()[]|!":
        return SLIM
    return CAPITAL if character.isupper() or character in "mw" else NARROW


def _broken(text: str, size: int, width: float) -> tuple[str, ...]:
    lines, line = [], ""
    for word in _words(text):
        if line and measure(line + word.rstrip(), size) > width and word[0] not in NO_LINE_START:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip()
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _words(text: str) -> list[str]:
    """What can't be broken: a Chinese character, or a Latin word with the space behind it."""
    words: list[str] = []
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if (
            words
            and not wide
            and not words[-1].endswith(" ")
            and unicodedata.east_asian_width(words[-1][-1]) not in "WF"
        ):
            words[-1] += character
        else:
            words.append(character)
    return words
