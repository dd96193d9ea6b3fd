"""fadu laws import DIR: read a folder of law texts into the library."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fadu.library.commands import laws_import


def add(parser: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="what", required=True)
    sub = subs.add_parser("import", help="导入一个文件夹中的法律文本（Markdown）")
    sub.add_argument("folder", type=_folder, help="存放法律文本的文件夹，其下各级文件夹一并读入")


def _folder(text: str) -> Path:
    """The folder that was named; an empty name is none, and above all not the folder one happens to be in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("没有写明文件夹")
    return Path(text)


def run(args: argparse.Namespace) -> int:
    return laws_import(args.folder, sys.stdout)
