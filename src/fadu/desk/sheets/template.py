"""The empty sheet to fill in: one column for each field, its choices as a list to pick from, its hint as a comment."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fadu.desk.sheets.columns import Column

READY = 500
"""Rows that have their formats and lists."""
NEEDED = PatternFill("solid", fgColor="FFF4E0")


def template(columns: Sequence[Column]) -> bytes:
    """The workbook. Cells are text, so that numbers keep their leading noughts and all their digits."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("登记")
    lists = book.create_sheet(_("选项"))
    lists.sheet_state = "hidden"
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, column.title)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        if column.required:
            head.fill = NEEDED
        if said := _comment(column):
            head.comment = Comment(said, "Fadu", width=280, height=90)
        sheet.column_dimensions[letter].width = 40 if column.kind == "longtext" else 18
        for row in range(2, READY + 2):
            sheet.cell(row, number).number_format = "@"
        if column.options:
            _list(sheet, lists, number, [words for _kept, words in column.options])
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _comment(column: Column) -> str:
    return " ".join(filter(None, (_("必填。") if column.required else "", column.hint)))


def _list(sheet: Worksheet, lists: Worksheet, number: int, words: Sequence[str]) -> None:
    """Offer the words in that column. They lie in a sheet of their own: a list within the rule holds 255 characters only."""
    letter = get_column_letter(number)
    for row, word in enumerate(words, 1):
        lists.cell(row, number, word)
    place = f"'{lists.title}'!${letter}$1:${letter}${len(words)}"
    rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=True)
    rule.add(f"{letter}2:{letter}{READY + 1}")
    sheet.add_data_validation(rule)
