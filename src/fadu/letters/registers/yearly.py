"""A yearly table that the law prescribes, as a paper with its CSV inside."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date

from fadu.cases.figures_report import table_as_csv
from fadu.figures.tables import CountedLine
from fadu.letters.blocks import Document, Paragraph, Table
from fadu.letters.registers.data import attached_sheet
from fadu.procedure.say import chinese
from fadu.procedure.tabling import Table as Asked

FILE = "table.csv"


def yearly_table(
    asked: Asked, found: Sequence[CountedLine], year: int, office: str, day: date, mark: str
) -> Document:
    """The table of a year, printed and as CSV."""
    text = table_as_csv(asked, found)
    head, *rows = csv.reader(text.splitlines())
    filled = tuple((*row, *("",) * (len(head) - len(row))) for row in rows)
    said = f"依{asked.basis.zh()}编制，统计截至{chinese(day)}。"
    return Document(
        kind="register",
        issuers=(office,),
        title=f"{year}年{asked.title}",
        blocks=(
            Paragraph(said),
            Table(("项目", *head[1:]), filled, (36, *(8,) * len(head[1:]))),
            Paragraph(f"本表的数据另附于本文件之内（{FILE}）。"),
        ),
        date=chinese(day),
        mark=mark,
        data=(attached_sheet(FILE, asked.title, b"\xef\xbb\xbf" + text.encode()),),
    )
