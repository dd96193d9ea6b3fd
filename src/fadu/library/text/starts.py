"""Where the articles of a law text start.

Numbers decide, not looks: the articles are the longest rising chain of marks at line starts. What is missing in the
chain is then looked for inside the lines between (run-together lines, a space in a mark, no space after it). Marks
that fit nowhere are quotations or misprints: they stay text, and are reported.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from fadu.law.citation import chinese_number
from fadu.library.text.characters import ARTICLE, SENTENCE_END, Line, read_number
from fadu.library.text.values import ParseWarning

_AT_START = re.compile(rf"^{ARTICLE}(?P<apart>[\s:：]+|$)?")
_INSIDE = re.compile(rf"(?P<before>^|[。；：！？”」）)\s])\s*(?P<mark>{ARTICLE})(?P<apart>\s)?")
# 第四十三条规定的…: what follows the number shows that it is cited, not opened.
_CITED = re.compile(r"[第规所和、至或，。；）)之的及与中款项“”]")
_CITED_AT_START = re.compile(r"[第、，。；）)及与和至或款项“”]|规定|所称|所列")
_AMENDING = re.compile(r"修正案|关于修改|的修改决定")


FIRST = (1, 0)
"""第一条."""


@dataclass(frozen=True)
class StartMark:
    """An article starts in `lines[index]` at `offset`; its text begins at `end`."""

    index: int
    offset: int
    end: int
    number: int
    sub: int

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.sub


def article_mark(number: int, sub: int) -> str:
    """第一百二十条之一."""
    return f"第{chinese_number(number)}条" + (f"之{chinese_number(sub)}" if sub else "")


def find_starts(title: str, lines: Sequence[Line]) -> tuple[tuple[StartMark, ...], tuple[ParseWarning, ...]]:
    """The starts of the articles in order, and what is missing or out of order."""
    at_line_starts = _at_line_starts(lines)
    candidates = _before_restart(at_line_starts)
    amending = bool(_AMENDING.search(title))
    chain = _consecutive(candidates) if amending else _longest_chain(candidates)
    starts = tuple(_with_gaps_filled(chain, lines))
    return starts, (*_missing(starts, lines), *_left_over(at_line_starts, starts, lines))


def _at_line_starts(lines: Sequence[Line]) -> list[StartMark]:
    """The marks at line starts. A text without a space after 第一条 has none after the others either."""
    matches = [(index, match) for index, line in enumerate(lines) if (match := _AT_START.match(line.text))]
    apart = [(index, match) for index, match in matches if match["apart"] is not None]
    close = [(index, match) for index, match in matches if not _CITED_AT_START.match(match.string, match.end())]
    marks, others = ([mark for each in found if (mark := _start(*each, 0))] for found in (apart, close))
    return others if FIRST not in {mark.key for mark in marks} and FIRST in {mark.key for mark in others} else marks


def _start(index: int, match: re.Match[str], offset: int) -> StartMark | None:
    try:
        sub = read_number(match["sub"]) if match["sub"] else 0
        number = read_number(match["number"])
    except ValueError:
        return None
    return StartMark(index, offset, match.end(), number, sub) if number else None


def _before_restart(marks: list[StartMark]) -> list[StartMark]:
    """A second 第一条 opens another text (an annex, an act that is passed on), with its own numbers."""
    firsts = [position for position, mark in enumerate(marks) if mark.key == FIRST]
    return marks[: firsts[1]] if len(firsts) > 1 else marks


def _follows(before: tuple[int, int], key: tuple[int, int]) -> bool:
    return key in ((before[0] + 1, 0), (before[0], before[1] + 1))


def _consecutive(marks: list[StartMark]) -> list[StartMark]:
    """In an amending text only the next number opens an article: the others are quoted from the law it amends."""
    chain = marks[:1]
    for mark in marks[1:]:
        if _follows(chain[-1].key, mark.key):
            chain.append(mark)
    return chain


def _longest_chain(marks: list[StartMark]) -> list[StartMark]:
    tails: list[tuple[int, int]] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, mark in enumerate(marks):
        place = bisect_left(tails, mark.key)
        previous.append(tail_positions[place - 1] if place else -1)
        tails[place : place + 1] = [mark.key]
        tail_positions[place : place + 1] = [position]
    chain = []
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        chain.append(marks[position])
        position = previous[position]
    return chain[::-1]


def _with_gaps_filled(chain: list[StartMark], lines: Sequence[Line]) -> Iterator[StartMark]:
    nowhere = StartMark(len(lines), 0, 0, 0, 0)
    if not chain or chain[0].number > 1:
        yield from _inside(StartMark(0, 0, 0, 0, 0), chain[0] if chain else nowhere, lines)
    for mark, following in zip_longest(chain, chain[1:]):
        yield mark
        if following is None or not _follows(mark.key, following.key):
            yield from _inside(mark, following or nowhere, lines)


def _inside(after: StartMark, before: StartMark, lines: Sequence[Line]) -> Iterator[StartMark]:
    """The articles that start inside lines between two known starts, each the next number after the one before."""
    last = after.key
    for index in range(after.index, min(before.index, len(lines) - 1) + 1):
        line = lines[index]
        for match in _INSIDE.finditer(line.text, after.end if index == after.index else 0):
            mark = _start(index, match, match.start("mark"))
            if index == before.index and match.start("mark") >= before.offset:
                return
            if mark and _follows(last, mark.key) and _opens(line, match, last == (0, 0) or before.number == 0):
                last = mark.key
                yield mark


def _opens(line: Line, match: re.Match[str], unbounded: bool) -> bool:
    """Whether a mark inside a line opens an article. Without a space after it, only if its number is missing."""
    after_sentence = not match["before"].isspace() or _sentence_ended(line.text[: match.start("before")])
    if match["apart"]:
        return after_sentence or bool(line.depth)
    return after_sentence and not unbounded and not _CITED.match(line.text, match.end())


def _sentence_ended(text: str) -> bool:
    return text.rstrip()[-1:] in f"{SENTENCE_END}；："


def _missing(starts: Sequence[StartMark], lines: Sequence[Line]) -> Iterator[ParseWarning]:
    if starts and starts[0].number > 1:
        yield ParseWarning(lines[starts[0].index].number, f"条文从{article_mark(*starts[0].key)}开始。")
    for mark, following in pairwise(starts):
        if not _follows(mark.key, following.key):
            gap = f"{article_mark(*mark.key)}之后是{article_mark(*following.key)}"
            yield ParseWarning(lines[following.index].number, f"{gap}，中间的条文缺失或者并入了前一条。")


def _left_over(
    marks: Sequence[StartMark], starts: Sequence[StartMark], lines: Sequence[Line]
) -> Iterator[ParseWarning]:
    taken = {(start.index, start.offset) for start in starts}
    for mark in marks:
        if (mark.index, mark.offset) not in taken:
            message = f"{article_mark(*mark.key)}在此处不合次序，留作正文（引文或者误排）。"
            yield ParseWarning(lines[mark.index].number, message)
