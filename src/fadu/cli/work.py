"""fadu work: the loop behind the office: terms, log, letters, notices."""

from __future__ import annotations

import argparse

from fadu.cases.amendments import refuse_silent_changes
from fadu.cases.wholeness import faulty_keys
from fadu.cli.main import Refused
from fadu.post.worker import loop, run_once
from fadu.procedure.registry import installed


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="把现有的事做完就退出")


def run(args: argparse.Namespace) -> int:
    refuse_silent_changes(installed())
    if fault := faulty_keys():
        raise Refused(f"{fault}。从备份恢复（fadu restore），或者检查 FADU_DATA_DIR。")
    if args.once:
        run_once()
        return 0
    loop()
    return 0
