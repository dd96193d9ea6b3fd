"""fadu figures: the figures of a year, each with its rule; JSON or CSV for machines."""

from __future__ import annotations

import argparse
import json
import sys

from django.conf import settings

from fadu.cases.figures_report import as_csv, as_json, figures_of
from fadu.cases.moments import today
from fadu.cli.main import Refused
from fadu.figures.sets import OWN
from fadu.procedure.registry import UnknownProcedure, installed

ORIGINS = ("real", "sample", "import", "sandbox")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=int, metavar="年", help="如 2023")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--csv", action="store_true", help="以 CSV 输出")
    parser.add_argument("--procedure", default="", metavar="事项", help="只要这一事项的数字")
    parser.add_argument(
        "--origin", action="append", choices=ORIGINS, help="计入哪些来源；不写则只计本机关的，可以多次"
    )


def origins_of(args: argparse.Namespace) -> tuple[str, ...]:
    """The origins asked for, else the office's own cases."""
    return tuple(args.origin or OWN)


def say_of_samples(args: argparse.Namespace) -> None:
    """A demonstration has no cases of its own: say how its sample ones are counted."""
    if not args.origin and settings.FADU.mode == "demo":
        print("这里是演示：示例办件不计入。要计入，加 --origin sample。", file=sys.stderr)


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.year <= 9998:
        raise Refused(f"“{args.year}”不是年份，应当如 2023。")
    if args.procedure:
        try:
            installed().procedure(args.procedure)
        except UnknownProcedure as unknown:
            raise Refused(str(unknown)) from None
    origins = origins_of(args)
    values = figures_of(args.year, origins=origins, procedure=args.procedure)
    if args.json:
        print(json.dumps(as_json(args.year, values, today(), origins), ensure_ascii=False, indent=1))
    elif args.csv:
        print(as_csv(values), end="")
    else:
        for each in values:
            number = "—" if each.value is None else str(each.value)
            print(f"{number:>8} {each.figure.unit}  {each.figure.title}（{each.figure.rule}）")
    say_of_samples(args)
    return 0
