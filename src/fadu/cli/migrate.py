"""fadu migrate: make or upgrade the database, and the append-only guards of the record."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import connection

from fadu.cases import append_only, statistics
from fadu.cli.alone import alone


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="不显示进度")


def run(args: argparse.Namespace) -> int:
    with alone():
        call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
        statistics.look(connection)
    if gone := append_only.missing(connection):
        append_only.guard(connection)
        print(f"已补上缺少的 {len(gone)} 道防护：{'、'.join(gone)}。查明是谁去掉的，并用 fadu verify 核对案卷。")
    return 0
