"""Cells that hold text and nothing but text: what begins like a formula is never one (CWE-1236)."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell can hold."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")
HEAD = Font(bold=True)


def text(sheet: Any, value: str, *, head: bool = False) -> Cell:
    """A cell of text. One that could be taken for a formula is marked as quoted, so that it stays text when edited."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
    cell.data_type = "s"
    cell.number_format = "@"
    if value.startswith(FORMULA):
        cell.quotePrefix = True
    if head:
        cell.font = HEAD
    return cell
