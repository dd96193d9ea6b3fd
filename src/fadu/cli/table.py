"""fadu table: a yearly table that the law prescribes, filled in; JSON or CSV for machines."""

from __future__ import annotations

import argparse
import csv
import json
import sys

from fadu.cases.book import CaseBook, one_moment
from fadu.cases.moments import today
from fadu.cli.figures import ORIGINS, origins_of, say_of_samples
from fadu.cli.main import Refused
from fadu.figures.sets import year_of
from fadu.figures.tables import UNKNOWN, CountedLine, columns, counted, unbalanced
from fadu.procedure.registry import installed
from fadu.procedure.tabling import Table


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="表", help="表的编号，如 disclosure_handled")
    parser.add_argument("year", type=int, metavar="年", help="如 2023")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--csv", action="store_true", help="以 CSV 输出")
    parser.add_argument(
        "--origin", action="append", choices=ORIGINS, help="计入哪些来源；不写则只计本机关的，可以多次"
    )


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.year <= 9998:
        raise Refused(f"“{args.year}”不是年份，应当如 2023。")
    tables = installed().tables
    if args.table not in tables:
        raise Refused(f"没有编号为“{args.table}”的表。现有：{'、'.join(tables) or '（没有）'}。")
    table = tables[args.table]
    origins = origins_of(args)
    with one_moment():
        found = counted(table, year_of(args.year, today()), CaseBook(), origins)
    if wrong := unbalanced(found):
        raise Refused(f"“{table.title}”不平衡（{'；'.join(wrong)}）：有案件的处理结果不在表中，或者记录被改动。")
    if args.json:
        print(json.dumps(_plain(table, args.year, found), ensure_ascii=False, indent=1))
    elif args.csv:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerows([[table.title, *columns(table)], *([each.title, *each.numbers] for each in found)])
    else:
        _print(table, found)
    say_of_samples(args)
    return 0


def _plain(table: Table, year: int, found: tuple[CountedLine, ...]) -> dict[str, object]:
    rows = [
        {"title": r.title, "level": r.level, "numbers": dict(zip(columns(table), r.numbers, strict=False))}
        for r in found
    ]
    return {
        "format": "fadu-table/1",
        "id": table.id,
        "title": table.title,
        "year": year,
        "as_of": today().isoformat(),
        "rows": rows,
    }


def _print(table: Table, found: tuple[CountedLine, ...]) -> None:
    """The table for people: the column of those without a value only where there are any."""
    shown = [
        at for at, c in enumerate(columns(table)) if c != UNKNOWN or any(r.numbers[at] for r in found if r.numbers)
    ]
    print(f"{table.title}（{'｜'.join(columns(table)[at] for at in shown)}）")
    for each in found:
        numbers = "".join(f"{each.numbers[at]:>7}" for at in shown) if each.numbers else " " * 7 * len(shown)
        print(f"{numbers}  {'　' * each.level}{each.title}")
