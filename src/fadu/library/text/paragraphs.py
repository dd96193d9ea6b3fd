"""The inside of an article: lines into paragraphs (款) and items (项)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fadu.library.text.characters import HAN, SENTENCE_END, Line, read_number
from fadu.library.text.values import Item, Paragraph, ParseWarning

_STYLES = {
    # （一）至（三）项所列人员…: cited, not opened.
    "（一）": re.compile(rf"^[（(]\s*([{HAN}]+)\s*[)）](?!\s*(?:[至、和及或]\s*[（(]|项[所规情]))\s*"),
    "一、": re.compile(rf"^([{HAN}]+)\s*、\s*"),
    "（1）": re.compile(r"^[（(]\s*([0-9０-９]{1,2})\s*[)）]\s*"),
    "1.": re.compile(r"^([0-9０-９]{1,2})\s*[.．、](?![0-9０-９])\s*"),
}
_INLINE_FIRST = re.compile(r"(?<=[：:；;。])\s*(?=[（(]一[)）])")
_INLINE_NEXT = re.compile(rf"(?<=[；;。，])\s*[（(]([{HAN}]{{1,3}})[)）]")
# A line this long that stops in mid-sentence was wrapped; a shorter one is a row of a list, a table or a formula.
_WRAPPED_FROM = 20
_MID_SENTENCE = re.compile(r"^[^＝=]*[\w，、]$")


@dataclass
class _Draft:
    """A 款 or 项 while its lines are being gathered."""

    number: int
    pieces: list[str]
    items: list["_Draft"] = field(default_factory=list)
    unmarked: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


def read_paragraphs(lines: Sequence[Line]) -> tuple[tuple[Paragraph, ...], tuple[ParseWarning, ...]]:
    """Split the lines of one article. A 款 ends with a sentence: a line that does not end one goes on in the next.

    Items belong to the 款 before them; text between two items belongs to the first of the two.
    """
    rows = [Line(line.number, 0, piece) for line in lines for piece in _split_inline(line.text)]
    style = _style(rows)
    warnings: list[ParseWarning] = []
    drafts: list[_Draft] = []
    marks = [_STYLES[style].match(row.text) if style else None for row in rows]
    next_numbers = _next_numbers(marks)
    for index, (row, mark) in enumerate(zip(rows, marks, strict=True)):
        if mark:
            _add_item(drafts, row, mark, warnings)
        elif not drafts or not _goes_on(drafts[-1], rows[index - 1].text, row.text, next_numbers[index]):
            drafts.append(_Draft(len(drafts) + 1, [row.text]))
    return tuple(_finish(draft) for draft in drafts), tuple(warnings)


def _style(rows: Sequence[Line]) -> str | None:
    """How the items are marked: like the first row that opens a list, even if its （一） is lost."""
    for row in rows:
        for style, mark in _STYLES.items():
            if _number(mark.match(row.text)) == 1:
                return style
    headless = any(_number(_STYLES["（一）"].match(row.text)) in (2, 3) for row in rows)
    return "（一）" if headless else None


def _split_inline(text: str) -> list[str]:
    """A line that runs its items together («…的：（一）…；（二）…») gives one line for each."""
    opening = _STYLES["（一）"].match(text)
    first = None if opening else _INLINE_FIRST.search(text)
    if not opening and not first:
        return [text]
    cuts = [first.end()] if first else []
    last = (_number(opening) or 0) if opening else 1
    for match in _INLINE_NEXT.finditer(text, cuts[0] if cuts else 0):
        if _number(match) == last + 1:
            cuts.append(match.end() - len(match[0].lstrip()))
            last += 1
    if first and len(cuts) < 2:
        return [text]
    return [text[start:end].strip() for start, end in pairwise([0, *cuts, len(text)])]


def _number(match: re.Match[str] | None) -> int | None:
    try:
        return read_number(match[1]) if match else None
    except ValueError:
        return None


def _add_item(drafts: list[_Draft], row: Line, mark: re.Match[str], warnings: list[ParseWarning]) -> None:
    number = _number(mark)
    if not drafts:
        drafts.append(_Draft(1, []))
    items = drafts[-1].items
    if not items and number and number > 1:
        _recover_unmarked(drafts[-1], number - 1)
    expected = items[-1].number + 1 if items else 1
    shown = mark[0].strip()
    if number is None or number < expected:
        warnings.append(ParseWarning(row.number, f"“{shown}”的序号不对，作为第 {expected} 项读取。"))
        number = expected
    elif number > expected:
        warnings.append(ParseWarning(row.number, f"“{shown}”之前缺第 {expected} 项。"))
    elif number > 1 and len(items) == number - 1 and items[0].unmarked:
        warnings.append(ParseWarning(row.number, f"“{shown}”之前的各项没有序号，按顺序读取。"))
        items[0].unmarked = False
    items.append(_Draft(number, [row.text[mark.end() :]]))


def _recover_unmarked(draft: _Draft, count: int) -> None:
    """Items that lost their marks: the `count` lines between «下列情形：» and the first mark."""
    lead, *rest = draft.text.split("\n")
    if lead.endswith(("：", ":")) and len(rest) == count:
        draft.pieces = [lead]
        draft.items += [_Draft(number, [text], unmarked=True) for number, text in enumerate(rest, 1)]


def _next_numbers(marks: Sequence[re.Match[str] | None]) -> list[int | None]:
    """For each row, the number of the first item at or after it."""
    numbers: list[int | None] = []
    following: int | None = None
    for mark in reversed(marks):
        following = _number(mark) if mark else following
        numbers.append(following)
    return numbers[::-1]


def _goes_on(draft: _Draft, before: str, row: str, next_number: int | None) -> bool:
    """Add `row` to the 款 or 项 that the row `before` belongs to; False if it opens a new 款."""
    last = draft.items[-1] if draft.items else draft
    between_items = bool(draft.items) and next_number == last.number + 1
    is_sub_item = any(mark.match(row) for mark in _STYLES.values())
    ended = before[-1] in SENTENCE_END or (bool(draft.items) and before[-1] in "；;")
    if ended and not between_items and not (is_sub_item and draft.items):
        return False
    wrapped = not ended and not is_sub_item and len(before) >= _WRAPPED_FROM and _MID_SENTENCE.search(before)
    last.pieces += ["" if wrapped else "\n", row]
    return True


def _finish(draft: _Draft) -> Paragraph:
    items = tuple(Item(item.number, item.text) for item in draft.items)
    return Paragraph(draft.number, draft.text, items)
