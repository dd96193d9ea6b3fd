"""fadu calendar import F: load an edition of the working-day calendar; preview which open cases it re-dates; apply on a named decision."""

from __future__ import annotations

import argparse
from pathlib import Path

from fadu.cases.corrections import redate
from fadu.cases.redating import preview
from fadu.cases.texts import current_calendar, keep_calendar
from fadu.cli.main import Refused
from fadu.law.edition_files import load_editions
from fadu.law.editions import EditionError
from fadu.policy import Actor


def add(parser: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="what", required=True)
    sub = subs.add_parser("import", help="导入国务院办公厅关于节假日安排的通知（YAML 或 JSON 文件）")
    sub.add_argument("file", type=Path, help="通知的内容，写法见 docs/howto/load-a-calendar.md")
    sub.add_argument("--decided-by", metavar="姓名", help="决定换用的负责人；不写则只预览在办案卷的变化")
    sub.add_argument("--reason", default="", help="理由，如通知的文号")


def run(args: argparse.Namespace) -> int:
    try:
        editions = load_editions(args.file.read_text(encoding="utf-8"))
        calendar = current_calendar()
        for edition in editions:
            calendar = calendar.with_edition(edition)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"读不了 {args.file}：{error}") from None
    except EditionError as error:
        raise Refused(f"{args.file}：{error}") from None
    keep_calendar(calendar, current=True)
    years = "、".join(str(e.year) for e in editions)
    print(f"已导入 {years} 年的安排，现行日历 {calendar.id}，新案卷自此按它计算。")
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
    if not args.decided_by:
        print(f"以上 {len(cases)} 件在办案卷尚未改动。经负责人决定后，加 --decided-by 姓名 --reason 理由 再次运行。")
        return 0
    decider = Actor(args.decided_by, args.decided_by, "system")
    for uid in cases:
        redate(uid, calendar.id, by=decider, reason=args.reason or f"换用 {calendar.id}")
    print(f"已由 {args.decided_by} 决定，{len(cases)} 件案卷各记一条“换用日历”。")
    return 0
