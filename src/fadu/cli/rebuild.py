"""fadu rebuild: make every projection anew from the record, and say what differed."""

from __future__ import annotations

import argparse
import sys

from fadu.cases.rebuild import rebuild


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
    for difference in differences[:50]:
        print(f"{difference.number}：{'、'.join(difference.what)} 与记录不一致")
    print(
        f"核对 {seen} 件案卷，{len(differences)} 件与记录不一致。"
        + ("" if args.dry_run or not differences else "已按记录改正。")
    )
    return 1 if differences else 0
