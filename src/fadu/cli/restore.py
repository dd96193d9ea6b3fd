"""fadu restore F: bring a backup into an empty database and data folder, then check it like a stranger."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from django.conf import settings

from fadu.cases.models import Case, Entry
from fadu.cases.rebuild import rebuild
from fadu.cli.archive import load_database, refuse_unless_empty, settle, unpack
from fadu.cli.main import Refused


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="fadu backup 所写的备份文件")


def run(args: argparse.Namespace) -> int:
    if not args.file.exists():
        raise Refused(f"没有 {args.file} 这个文件。")
    refuse_unless_empty()
    with tempfile.TemporaryDirectory(dir=settings.FADU.data_dir) as folder:
        load_database(unpack(args.file, Path(folder)))
        settle(Path(folder))
    differences = list(rebuild(write=False))
    print(
        f"已恢复 {Case.objects.count()} 件案卷、{Entry.objects.count()} 条记录；{len(differences)} 件与记录不一致。"
    )
    return 1 if differences else 0
