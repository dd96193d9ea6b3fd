"""fadu rebuild: make every projection anew from the record, and say what differed."""

from __future__ import annotations

import argparse
import sys

from fadu.cases.rebuild import rebuild
from fadu.letters.codes import repair


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只报告，不改写")


def run(args: argparse.Namespace) -> int:
    seen = 0

    def progress(n: int) -> None:
        nonlocal seen
        seen = n
        if sys.stderr.isatty():
            print(f"\r{n} 件", end="", file=sys.stderr, flush=True)

    differences = list(rebuild(progress, write=not args.dry_run))
    damaged = [d for d in differences if d.damaged]
    for each in [*damaged, *(d for d in differences if not d.damaged)][:50]:
        print(f"{each.number}：{'、'.join(each.what)}" + ("" if each.damaged else " 与记录不一致"))
    differ = len(differences) - len(damaged)
    print(f"核对 {seen} 件案卷，{differ} 件与记录不一致。" + ("" if args.dry_run or not differ else "已按记录改正。"))
    codes = repair(write=not args.dry_run)
    if codes:
        print(f"{codes} 份文书的核验码缺失或者与记录不一致。" + ("" if args.dry_run else "已按记录改正。"))
    if damaged:
        print(f"{len(damaged)} 件的记录本身已损坏，没有改动。请从备份恢复（fadu restore）。")
    return 1 if differences or codes else 0
