"""fadu restore F: bring a backup into an empty database and data folder, then check it like a stranger."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from django.conf import settings

from fadu.cases.models import Case, Entry
from fadu.cases.rebuild import rebuild
from fadu.cases.wholeness import faulty_keys, lost_files
from fadu.cli.archive import load_database, refuse_unless_empty, refuse_unless_sound, settle, unpack
from fadu.cli.main import Refused

SHOWN = 20


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="fadu backup 所写的备份文件")


def run(args: argparse.Namespace) -> int:
    if not args.file.exists():
        raise Refused(f"没有 {args.file} 这个文件。")
    refuse_unless_empty()
    with tempfile.TemporaryDirectory(dir=settings.FADU.data_dir) as folder:
        dump = unpack(args.file, Path(folder))
        refuse_unless_sound(dump)
        load_database(dump)
        settle(Path(folder))
    differences = list(rebuild(write=False))
    print(
        f"已恢复 {Case.objects.count()} 件案卷、{Entry.objects.count()} 条记录；{len(differences)} 件与记录不一致。"
    )
    beside = [*_told_files(), *((fault + "。",) if (fault := faulty_keys()) else ())]
    for line in beside:
        print(line)
    if beside:
        print("备份不完整。请用另一份备份恢复到空的数据目录；只有这一份时，先停用，查明缺了什么。")
    return 1 if differences or beside else 0


def _told_files() -> list[str]:
    lost = list(lost_files())
    shown = [f"文件不在或者已损坏：{each}" for each in lost[:SHOWN]]
    return [*shown, f"……共 {len(lost)} 份文件。"] if len(lost) > SHOWN else shown
