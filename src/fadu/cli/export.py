"""fadu export: the evidence of cases as one file that `fadu verify` accepts anywhere."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from fadu.cases import sequencer
from fadu.cases.export import export
from fadu.cases.models import Case
from fadu.cli.main import Refused
from fadu.policy import SYSTEM


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", nargs="*", help="案卷编号；不写则导出全部")
    parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件")
    parser.add_argument("--with-personal", action="store_true", help="含个人信息（默认只含承诺值）")
    parser.add_argument(
        "--since", type=int, action="append", default=[], metavar="N", help="附上自规模 N 的一致性证明"
    )


def run(args: argparse.Namespace) -> int:
    cases = Case.objects.order_by("id")
    if args.number:
        cases = cases.filter(number__in=args.number)
        missing = set(args.number) - set(cases.values_list("number", flat=True))
        if missing:
            raise Refused(f"没有编号为 {'、'.join(sorted(missing))} 的案卷。")
    size = sequencer.log_size()
    if wrong := [n for n in args.since if not 0 < n <= size]:
        raise Refused(f"没有规模为 {wrong[0]} 的存证点：日志现有 {size} 条记录，--since 写 1 至 {size}。")
    data = export(cases.values_list("uid", flat=True), SYSTEM, personal=args.with_personal, since=args.since)
    args.output.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    entries = sum(len(c["entries"]) for c in data["cases"])
    print(
        f"导出 {len(data['cases'])} 件案卷、{entries} 条记录，写入 {args.output}。用 fadu verify {args.output} 核验。"
    )
    return 0
