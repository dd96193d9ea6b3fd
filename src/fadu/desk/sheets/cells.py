"""Cells that hold text and nothing but text: what begins like a formula is never one (CWE-1236)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fadu.later import Later

if TYPE_CHECKING:
    import openpyxl
    from openpyxl import styles
else:
    openpyxl, styles = Later("openpyxl"), Later("openpyxl.styles")

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell can hold."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


def text(sheet: Any, value: str, *, head: bool = False) -> openpyxl.cell.Cell:
    """A cell of text. One that could be taken for a formula is marked as quoted, so that it stays text when edited."""
    cell = openpyxl.cell.WriteOnlyCell(sheet, openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
    cell.data_type = "s"
    cell.number_format = "@"
    if value.startswith(FORMULA):
        cell.quotePrefix = True
    if head:
        cell.font = styles.Font(bold=True)
    return cell
