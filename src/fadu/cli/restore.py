"""fadu restore F: bring a backup into an empty database and data folder, then check it like a stranger."""

from __future__ import annotations

import argparse
from pathlib import Path

from fadu.cases.models import Case, Entry
from fadu.cases.rebuild import rebuild
from fadu.cli.archive import load_database, read_archive
from fadu.cli.main import Refused


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    if not args.file.exists():
        raise Refused(f"没有 {args.file} 这个文件。")
    dump = read_archive(args.file)
    load_database(dump)
    dump.unlink()
    differences = list(rebuild(write=False))
    print(
        f"已恢复 {Case.objects.count()} 件案卷、{Entry.objects.count()} 条记录；{len(differences)} 件与记录不一致。"
    )
    return 1 if differences else 0
