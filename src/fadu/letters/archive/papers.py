"""The papers of an archived case: its cover (案卷封面), the index of what is in it (卷内目录), the closing note (备考表), and the list of a year's
cases handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fadu.cases.case_view import CaseView
from fadu.letters.archive.contents import Item
from fadu.letters.archive.plain import printable
from fadu.letters.blocks import Attached, Document, Fields, Heading, Paragraph, Table
from fadu.procedure.builtin import CLERICAL, ERASE, RECTIFY, VOID
from fadu.procedure.keeping import Kept
from fadu.procedure.say import chinese

INDEX_COLUMNS = ("顺序号", "文号", "责任者", "题名", "日期", "页号")
FILE_COLUMNS = ("顺序号", "原件", "SHA-256")
LIST_COLUMNS = ("序号", "案卷编号", "事项", "题名", "立案日期", "办结日期", "保管期限", "保管至")
PAPER_COLUMNS = (*LIST_COLUMNS[:4], "起止日期", *LIST_COLUMNS[6:])
"""The columns of the list as a file and as a paper, which is narrow."""

SHOWN = 90
"""Characters of the heading on the cover, which is one page; the whole heading stands in the record."""


COPY = "本件是案卷的阅读副本，每页上方外侧是页号。原件与本件同在案卷包中，以原件为准，其SHA-256见卷内目录。"
"""What the reading copy says of itself."""


def cover(
    view: CaseView, kept: Kept, office: str, items: Sequence[Item], mark: str, *, copy: bool = False
) -> Document:
    """案卷封面: what the case was, from when to when, how much is in it and how long it is kept; of a `copy`, that it is one."""
    standing, declared = view.standing, view.declaration
    assert standing.opened is not None
    assert standing.closed is not None
    ends = kept.ends(standing.closed)
    outcome = declared.outcome[standing.outcome].title if standing.outcome else declared.stage_title(standing.stage)
    pairs = (
        ("事项", declared.title),
        ("题名", _short(printable(view.heading or declared.title))),
        ("案卷编号", view.number),
        ("起止日期", f"{chinese(standing.opened)}至{chinese(standing.closed)}"),
        ("处理结果", outcome),
        ("数量", f"{len(items)}件，{sum(item.pages for item in items)}页，记录{len(view.entries)}条"),
        ("保管期限", _kept(kept, ends)),
    )
    said = (Paragraph(COPY),) if copy else ()
    title = "案卷（阅读副本）" if copy else "案卷"
    return Document(kind="cover", issuers=(office,), title=title, blocks=(Fields(pairs), *said), mark=mark)


def index(view: CaseView, office: str, items: Sequence[Item], mark: str) -> Document:
    """卷内目录, with the pages of the whole file running through, and by which SHA-256 each original is known."""
    rows = tuple(
        (
            str(n),
            item.number or "—",
            item.responsible or "—",
            printable(item.title),
            item.day.isoformat(),
            pages(item),
        )
        for n, item in enumerate(items, 1)
    )
    files = tuple((str(n), printable(item.path), halved(item.sha256)) for n, item in enumerate(items, 1))
    table = Table(INDEX_COLUMNS, rows or (("—",) * len(INDEX_COLUMNS),), (10, 20, 18, 25, 15, 12))
    hashes = (Heading("原件及其SHA-256"), Table(FILE_COLUMNS, files, (10, 42, 48))) if files else ()
    return Document(
        kind="register",
        issuers=(office,),
        title="卷内目录",
        number=view.number,
        blocks=(table, *hashes),
        mark=mark,
    )


def closing_note(view: CaseView, office: str, items: Sequence[Item], mark: str) -> Document:
    """备考表, the last sheet of the file: what it holds and what was put right in it, and room for who made and who checked it to sign.

    Its items are those of case files on paper (DA/T 22, 待核).
    """
    done = [line.act for line in view.entries]
    counted = ((rule.title, done.count(rule.id)) for rule in (RECTIFY, VOID, CLERICAL, ERASE))
    mended = "、".join(f"{title}{count}条" for title, count in counted if count)
    held = f"本卷共{len(items)}件，{sum(item.pages for item in items)}页，记录{len(done)}条"
    pairs = (
        ("本卷情况说明", f"{held}，其中{mended}。" if mended else f"{held}，没有更正、作废、补记和删除。"),
        ("立卷人", ""),
        ("检查人", ""),
        ("立卷时间", ""),
    )
    return Document(
        kind="cover", issuers=(office,), title="备考表", number=view.number, blocks=(Fields(pairs),), mark=mark
    )


def handed_over(
    office: str, year: int, rows: Sequence[Sequence[str]], day: date, mark: str, data: Attached
) -> Document:
    """移交清单 of the cases closed in a year, with the list as a table that opens."""
    said = Paragraph(f"{year}年办结案卷共{len(rows)}件{'，逐件列明如下' if rows else ''}。")
    lines = (
        (n, number, duty, heading, f"{since} {until}", term, kept)
        for n, number, duty, heading, since, until, term, kept in rows
    )
    cells = tuple(tuple(_short(printable(each)).strip() or "—" for each in line) for line in lines)
    table = Table(PAPER_COLUMNS, cells, (8, 18, 13, 22, 15, 9, 15))
    return Document(
        kind="register",
        issuers=(office,),
        title=f"{year}年案卷移交清单",
        blocks=(said, *((table,) if rows else ()), Paragraph(f"本清单的数据另附于本文件之内（{data.name}）。")),
        date=chinese(day),
        mark=mark,
        data=(data,),
    )


def halved(sha256: str) -> str:
    """In two halves, each of which fits a line of its column."""
    return f"{sha256[:32]} {sha256[32:]}"


def pages(item: Item) -> str:
    """3-5, or 3."""
    last = item.first + item.pages - 1
    return str(item.first) if last == item.first else f"{item.first}-{last}"


def _kept(kept: Kept, ends: date | None) -> str:
    """10年（待核），至2036年12月31日; what is not settled says so."""
    if kept.years is None:
        return "待核"
    return str(kept.title) + ("" if kept.settled else "（待核）") + (f"，至{chinese(ends)}" if ends else "")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
