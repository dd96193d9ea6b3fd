"""登记簿摘录: of the public register for a period, and of one case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fadu.cases.case_view import CaseView, EntryLine
from fadu.cases.register import Decided
from fadu.law.period import day_of
from fadu.letters.archive.plain import printable
from fadu.letters.blocks import Document, Fields, Paragraph, Table
from fadu.letters.registers.data import attached_record, attached_sheet, sheet
from fadu.procedure.say import chinese

COLUMNS = ("编号", "事项", "收到日期", "答复日期", "结果")
ENTRY_COLUMNS = ("序号", "日期", "行为", "记入", "状态", "存证")
STATES = {"": "有效", "corrected": "已更正", "voided": "已作废"}
REGISTER_FILE, CASE_FILE = "register.csv", "case.json"
SHOWN = 16
"""Digits of a SHA-256 that the table prints; the record has them all."""


def register_extract(
    office: str, rows: Sequence[Decided], since: date, until: date, day: date, mark: str
) -> Document:
    """What everybody may know of the requests decided in a period, in the order in which they were decided."""
    lines = tuple(
        (each.number, each.title, each.opened.isoformat(), each.closed.isoformat(), each.outcome) for each in rows
    )
    said = (
        f"{chinese(since)}至{chinese(until)}答复的政府信息公开申请共{len(rows)}件{'，逐件列明如下' if rows else ''}。"
    )
    table = (Table(COLUMNS, lines, (27, 21, 15, 15, 22)),) if rows else ()
    closing = f"申请人和申请的内容不在摘录之内。本摘录的数据另附于本文件之内（{REGISTER_FILE}）。"
    return Document(
        kind="register",
        issuers=(office,),
        title="政府信息公开申请登记簿摘录",
        blocks=(Paragraph(said), *table, Paragraph(closing)),
        date=chinese(day),
        mark=mark,
        data=(attached_sheet(REGISTER_FILE, "登记簿摘录的各行", sheet(COLUMNS, lines)),),
    )


def case_extract(view: CaseView, office: str, unit: str, day: date, mark: str) -> Document:
    """One case as the register has it: what it is, where it stands, and every entry with the beginning of its SHA-256. No person is named."""
    last = view.entries[-1]
    rows = tuple(
        (str(e.seq), day_of(e.at).isoformat(), e.title, _entered(view, e), STATES[e.state], e.hash.hex()[:SHOWN])
        for e in view.entries
    )
    said = f"登记簿记有本案记录{len(rows)}条，摘录至第{last.seq}条为止："
    closing = f"存证是该条记录SHA-256的前{SHOWN}位，全文和本摘录的数据另附于本文件之内（{CASE_FILE}）。"
    pairs = tuple((f"{name}：", value) for name, value in _pairs(view, unit))
    return Document(
        kind="register",
        issuers=(office,),
        title="案件登记簿摘录",
        number=view.number,
        blocks=(
            Fields(pairs),
            Paragraph(said),
            Table(ENTRY_COLUMNS, rows, (8, 15, 26, 16, 12, 23)),
            Paragraph(closing),
        ),
        date=chinese(day),
        mark=mark,
        data=(attached_record(CASE_FILE, "案件的登记和各条记录", _record(view, unit, day)),),
    )


def _pairs(view: CaseView, unit: str) -> tuple[tuple[str, str], ...]:
    standing, declared = view.standing, view.declaration
    found = [("事项", declared.title), ("题名", printable(view.heading or declared.title)), ("主办", unit)]
    if standing.opened:
        found.append(("登记", chinese(standing.opened)))
    found.append(("环节", declared.stage_title(standing.stage)))
    if standing.outcome:
        found.append(("结果", declared.outcome[standing.outcome].title))
    if standing.closed:
        found.append(("办结", chinese(standing.closed)))
    return tuple((name, value) for name, value in found if value)


def _entered(view: CaseView, line: EntryLine) -> str:
    field = view.declaration.field.get(line.role)
    return field.title if field else "本机关"


def _record(view: CaseView, unit: str, day: date) -> dict[str, object]:
    return {
        "format": "fadu-register-extract/1",
        "case": view.number,
        "extracted": day.isoformat(),
        "register": dict(_pairs(view, unit)),
        "entries": [
            {
                "seq": e.seq,
                "day": day_of(e.at).isoformat(),
                "act": e.act,
                "title": e.title,
                "by": _entered(view, e),
                "state": e.state or "valid",
                "sha256": e.hash.hex(),
                "leaf": e.leaf,
            }
            for e in view.entries
        ],
    }
