"""fadu backup F: database, files and keys in one archive, consistent with each other, without stopping the office."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fadu.cli.archive import Archive, dump_database, write_archive
from fadu.cli.main import Refused


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="写到哪个文件（.tar）；含私钥，请妥善保管")


def run(args: argparse.Namespace) -> int:
    if args.file.exists():
        raise Refused(f"{args.file} 已经存在。换一个文件名；备份从不覆盖。")
    with tempfile.TemporaryDirectory(dir=args.file.resolve().parent) as folder:
        # The database first: files are content-addressed and never change, so what it names is there afterwards.
        dump = dump_database(Path(folder))
        made: Archive = write_archive(args.file, dump)
    print(f"已备份到 {args.file}：数据库 {made.database}，文件 {made.files} 个，共 {made.size / 1e6:.1f} MB。")
    return 0
