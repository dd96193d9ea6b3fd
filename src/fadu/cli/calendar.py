"""fadu calendar import F: load an edition of the working-day calendar; preview which open cases it re-dates; apply on a named decision."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from fadu.cases.corrections import redate
from fadu.cases.redating import preview
from fadu.cases.texts import current_calendar, keep_calendar
from fadu.cli.main import FAULTS, Refused
from fadu.law.calendar import Calendar
from fadu.law.edition_files import load_editions
from fadu.law.editions import Edition, EditionError
from fadu.library.text.marking import is_classified
from fadu.people.models import Person
from fadu.policy import Actor

MOST = 256 * 1024
"""Bytes of a file with notices; a year needs less than one thousand."""


def add(parser: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="what", required=True)
    sub = subs.add_parser("import", help="导入国务院办公厅关于节假日安排的通知（YAML 或 JSON 文件）")
    sub.add_argument("file", type=Path, help="通知的内容，写法见 docs/howto/load-a-calendar.md")
    sub.add_argument("--decided-by", metavar="姓名", help="决定换用的负责人；不写则只预览在办案卷的变化")
    sub.add_argument("--reason", default="", help="理由，如通知的文号")


def run(args: argparse.Namespace) -> int:
    decider = _decider(args.decided_by)
    before = calendar = current_calendar()
    try:
        editions = load_editions(_text(args.file))
        for edition in editions:
            calendar = calendar.with_edition(edition)
    except EditionError as error:
        raise Refused(f"{args.file}：{error}") from None
    keep_calendar(calendar, current=True)
    years = "、".join(str(e.year) for e in editions)
    print(f"已导入 {years} 年的安排，现行日历 {calendar.id}，新案卷自此按它计算。")
    for edition in editions:
        if n := _moved(before, edition):
            print(f"  {edition.year} 年原已有安排，以此文件替换，{n} 天与原来不同。替换错了，再导入原来的通知。")
    changes = list(preview(calendar))
    for change in changes:
        print(
            f"  {change.number} {change.clock}：{change.before or '未定'} → {change.after or '未定'}"
            + ("（原为暂定）" if change.provisional else "")
        )
    if not changes:
        print("在办案卷的期限没有变化。")
        return 0
    cases = sorted({c.uid for c in changes})
    if decider is None:
        print(f"以上 {len(cases)} 件在办案卷尚未改动。经负责人决定后，加 --decided-by 姓名 --reason 理由 再次运行。")
        return 0
    for uid in cases:
        redate(uid, calendar.id, by=decider, reason=args.reason or f"换用 {calendar.id}")
    print(f"已由 {args.decided_by} 决定，{len(cases)} 件案卷各记一条“换用日历”。")
    return 0


def _text(file: Path) -> str:
    """The file's text; of a marked one nothing is kept, not even its title."""
    try:
        if file.stat().st_size > MOST:
            raise Refused(f"{file} 太大：节假日安排的通知不超过 {MOST // 1024} KB。")
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{file} 不是 UTF-8 文本。另存为 UTF-8 之后再导入。") from None
    except OSError as error:
        raise Refused(f"读不了 {file}：{FAULTS.get(error.errno or 0, error)}") from None
    # In YAML the marking may stand behind a key or in quotes.
    if is_classified(re.sub(r"[\"'\[\]{},:#-]", "\n", text)) or is_classified(text):
        raise Refused("文件带有密级标志，不能导入：转线下办理。没有保留任何内容。")
    return text


def _decider(name: str | None) -> Actor | None:
    """Who decided, as the entries will name them: somebody who is in this office."""
    if name is None:
        return None
    if not Person.objects.filter(name=name, is_active=True).exists():
        raise Refused(f"本机关没有名为“{name}”的在用人员。写决定换用的负责人的姓名。")
    return Actor(name, name, "system")


def _moved(before: Calendar, edition: Edition) -> int:
    """How many days of the year the file has otherwise than the edition that was in force."""
    old = next((each for each in before.editions if each.year == edition.year), None)
    if old is None:
        return 0
    return len({*old.days_off} ^ {*edition.days_off} | {*old.make_up} ^ {*edition.make_up})
