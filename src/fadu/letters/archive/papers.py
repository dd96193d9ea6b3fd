"""The papers of an archived case: its cover (案卷封面), the index of what is in it (卷内目录), and the list of a year's cases handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fadu.cases.case_view import CaseView
from fadu.letters.archive.contents import Item
from fadu.letters.blocks import Document, Fields, Paragraph, Table
from fadu.procedure.keeping import Kept
from fadu.procedure.say import chinese

INDEX_COLUMNS = ("顺序号", "文号", "责任者", "题名", "日期", "页号")
LIST_COLUMNS = ("序号", "案卷编号", "事项", "题名", "立案日期", "办结日期", "保管期限", "保管至")


SHOWN = 90
"""Characters of the heading on the cover, which is one page; the whole heading stands in the record."""


def cover(view: CaseView, kept: Kept, office: str, items: Sequence[Item], mark: str) -> Document:
    """案卷封面: what the case was, from when to when, how much is in it and how long it is kept."""
    standing, declared = view.standing, view.declaration
    assert standing.opened is not None
    assert standing.closed is not None
    ends = kept.ends(standing.closed)
    outcome = declared.outcome[standing.outcome].title if standing.outcome else declared.stage_title(standing.stage)
    pairs = (
        ("事项", declared.title),
        ("题名", _short(view.heading or declared.title)),
        ("案卷编号", view.number),
        ("起止日期", f"{chinese(standing.opened)}至{chinese(standing.closed)}"),
        ("处理结果", outcome),
        ("数量", f"{len(items)}件，{sum(item.pages for item in items)}页，记录{len(view.entries)}条"),
        ("保管期限", _kept(kept, ends)),
    )
    return Document(kind="cover", issuers=(office,), title="案卷", blocks=(Fields(pairs),), mark=mark)


def index(view: CaseView, office: str, items: Sequence[Item], mark: str) -> Document:
    """卷内目录, with the pages of the whole file running through."""
    rows = tuple(
        (str(n), item.number or "—", item.responsible or "—", item.title, item.day.isoformat(), _range(item))
        for n, item in enumerate(items, 1)
    )
    table = Table(INDEX_COLUMNS, rows or (("—",) * len(INDEX_COLUMNS),), (7, 22, 18, 26, 15, 12))
    return Document(
        kind="register",
        issuers=(office,),
        title="卷内目录",
        number=view.number,
        blocks=(table,),
        mark=mark,
    )


def handed_over(office: str, year: int, rows: Sequence[Sequence[str]], day: date, mark: str) -> Document:
    """移交清单 of the cases closed in a year."""
    said = Paragraph(f"{year}年办结案卷共{len(rows)}件，逐件列明如下。")
    table = Table(
        LIST_COLUMNS, tuple(tuple(each or "—" for each in row) for row in rows), (6, 18, 14, 22, 11, 11, 8, 10)
    )
    return Document(
        kind="register",
        issuers=(office,),
        title=f"{year}年案卷移交清单",
        blocks=(said, table) if rows else (said,),
        date=chinese(day),
        mark=mark,
    )


def _range(item: Item) -> str:
    last = item.first + item.pages - 1
    return str(item.first) if last == item.first else f"{item.first}-{last}"


def _kept(kept: Kept, ends: date | None) -> str:
    """10年（待核），至2036年12月31日; what is not settled says so."""
    if kept.years is None:
        return "待核"
    return str(kept.title) + ("" if kept.settled else "（待核）") + (f"，至{chinese(ends)}" if ends else "")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
