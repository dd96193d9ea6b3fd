"""fadu package: a closed case as one package that `fadu verify` accepts anywhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from fadu.cases.errors import ActError
from fadu.cases.models import Case
from fadu.cli.main import Refused
from fadu.letters.archive.packing import pack
from fadu.letters.errors import LetterError
from fadu.letters.fonts import FontsMissing
from fadu.policy import SYSTEM
from fadu.ports import FileLost


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="案卷编号")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件（.zip）")


def run(args: argparse.Namespace) -> int:
    uid = Case.objects.filter(number=args.number).values_list("uid", flat=True).first()
    if uid is None:
        raise Refused(f"没有编号为 {args.number} 的案卷。")
    try:
        made = pack(SYSTEM, uid)
    except ActError as error:
        raise Refused(f"{error.reason}。{error.remedy}") from None
    except (FileLost, LetterError, FontsMissing) as error:
        raise Refused(str(error)) from None
    args.output.write_bytes(made)
    print(f"案卷 {args.number} 写入 {args.output}（{len(made)} 字节）。用 fadu verify {args.output} 核验。")
    return 0
