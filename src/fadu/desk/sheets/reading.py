"""A sheet of requests as it came back: every row as the act takes it, and every fault with its place. The file itself is not kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from fadu.cases.moments import today
from fadu.desk.sheets.columns import AT, Column, by_title, columns
from fadu.later import Later
from fadu.procedure.outline.form import FormField, clean
from fadu.procedure.say import Say, say

if TYPE_CHECKING:
    import openpyxl
    from openpyxl import utils
else:
    openpyxl, utils = Later("openpyxl"), Later("openpyxl.utils")

MOST_ROWS, MOST_COLUMNS = 500, 60
MOST_BYTES, MOST_UNPACKED = 4 * 1024 * 1024, 64 * 1024 * 1024
EXACT = 10**15
"""From here on a spreadsheet rounds the last digits of a number."""


class Unreadable(Exception):
    """No sheet that could be read; the sentence says why and what to do."""

    def __init__(self, sentence: Say) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: row and column as the spreadsheet counts them, and the column's title."""

    row: int
    column: str
    title: str
    why: Say


@dataclass(frozen=True)
class Row:
    """One request: its row, the day of receipt, the data of the opening act."""

    number: int
    at: date
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The rows that are right, and the faults of those that are not."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def faulty(self) -> int:
        """How many rows are not right."""
        return len({fault.row for fault in self.faults if fault.row > 1})


@dataclass
class _Read:
    """One row while it is read; `at` places a fault of a field."""

    number: int
    at: Mapping[str, tuple[str, str]]
    day: date | None = None
    data: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether a fault of that column was found already."""
        return any((each.column, each.title) == self.at.get(key) for each in self.faults)

    def fault(self, key: str, why: Say) -> None:
        self.faults.append(Fault(self.number, *self.at.get(key, ("", "")), why))


def read(content: bytes, fields: tuple[FormField, ...]) -> Sheet:
    """Judge every row by `outline.form.clean`, as the form on the page is judged.

    Raises:
        Unreadable: no spreadsheet, or too large, or its first row has not the titles of the template.
    """
    lines = _lines(content)
    heads = _heads(next(lines, ()), fields)
    places = _places(heads, fields)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 2):
        if not any(value not in (None, "") for value in line):
            continue
        found = _row(_Read(number, places), line, heads, fields)
        faults += found.faults
        if not found.faults and found.day:
            rows.append(Row(number, found.day, found.data))
        if len(rows) + len({fault.row for fault in faults}) > MOST_ROWS:
            raise Unreadable(say("一次最多登记 {n} 行；请分成几个文件。", n=MOST_ROWS))
    if not rows and not faults:
        raise Unreadable(say("表格里没有要登记的行；从第 2 行起填写，一行一件。"))
    return Sheet(tuple(rows), tuple(faults))


def _lines(content: bytes) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet; formulas by their last result."""
    _harmless(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    except Exception:
        # The reader fails in many ways on what is no workbook; none of them is worth telling apart.
        raise _no_sheet() from None


def _harmless(content: bytes) -> None:
    """Refuse what is no zip, unpacks to very much, or declares entities of its own."""
    if len(content) > MOST_BYTES:
        raise Unreadable(say("文件超过 {n} MB；请分成几个文件。", n=MOST_BYTES // 1024 // 1024))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise _no_sheet()
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.read(part):
                    raise _no_sheet()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise _no_sheet() from None


def _no_sheet() -> Unreadable:
    return Unreadable(say("这不是可以读取的 xlsx 表格；请下载模板，填写后再上传。"))


def _heads(first: tuple[Any, ...], fields: tuple[FormField, ...]) -> dict[str, Column]:
    """The columns by their letters."""
    known = by_title(fields)
    found: dict[str, Column] = {}
    for number, value in enumerate(first, 1):
        title = " ".join(str(value or "").split())
        if not title:
            continue
        letter = utils.get_column_letter(number)
        if title not in known:
            raise Unreadable(say("第 1 行 {letter} 列的标题“{title}”不在模板里。", letter=letter, title=title[:40]))
        if known[title] in found.values():
            raise Unreadable(say("标题“{title}”出现了两次。", title=title))
        found[letter] = known[title]
    missing = [c.title for c in columns(fields) if c.required and c not in found.values()]
    if missing:
        raise Unreadable(say("第 1 行缺少标题：{titles}；请用模板填写。", titles=missing))
    return found


def _places(heads: Mapping[str, Column], fields: tuple[FormField, ...]) -> dict[str, tuple[str, str]]:
    """Where a fault of a field or of a column lies: its letter and title; of a party as such, all its columns and its own title."""
    found = {column.key: (letter, column.title) for letter, column in heads.items()}
    for each in fields:
        if letters := [
            letter for letter, column in heads.items() if column.field == each.id and column.key != each.id
        ]:
            found[each.id] = ("–".join(dict.fromkeys((letters[0], letters[-1]))), gettext(each.title))
    return found


def _row(row: _Read, line: tuple[Any, ...], heads: Mapping[str, Column], fields: tuple[FormField, ...]) -> _Read:
    for number, value in enumerate(line, 1):
        letter = utils.get_column_letter(number)
        if value in (None, ""):
            continue
        if letter not in heads:
            row.faults.append(Fault(row.number, letter, "", say("这一列没有标题，不能填写")))
            continue
        try:
            _put(row, heads[letter], _text(value))
        except ValueError:
            row.fault(heads[letter].key, say("数字位数过多，末几位已被表格改写；请把单元格设为文本后重填"))
    _received(row)
    told = {title for _, title in (row.at[c.field] for c in heads.values() if c.field in row.at and row.has(c.key))}
    for name, sentence in clean(fields, row.data).errors.items():
        if row.at.get(name, ("", ""))[1] not in told:
            row.fault(name, sentence)
    return row


def _put(row: _Read, column: Column, text: str) -> None:
    """Set the value in the data as the form's fields have it: a part of a party within the party."""
    text = next((kept for kept, words in column.options if text == words), text)
    if column.key == AT:
        row.data[AT] = text
    elif "." in column.key:
        party, _, part = column.key.partition(".")
        row.data.setdefault(party, {})[part] = text
        if column.options and text not in dict(column.options):
            row.fault(
                column.key,
                say("“{title}”只能选：{options}", title=column.title, options=[w for _, w in column.options]),
            )
    else:
        row.data[column.key] = text


def _received(row: _Read) -> None:
    text = row.data.pop(AT, "")
    try:
        row.day = date(*map(int, re.split("[-/.]", text)))
    except (ValueError, TypeError, OverflowError):
        row.fault(
            AT,
            say("“{text}”不是日期，应当如 2023-10-08", text=text[:20])
            if text
            else say("请填写收件日期，如 2023-10-08"),
        )
        return
    if row.day > today():
        row.fault(AT, say("收件日期还没有到"))


def _text(value: Any) -> str:
    """A cell's value as somebody would have typed it.

    Raises:
        ValueError: a number of more digits than the spreadsheet keeps.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, int | float):
        if abs(value) >= EXACT:
            raise ValueError
        return str(int(value)) if value == int(value) else str(value)
    return str(value).strip()
