"""fadu sample: act out the packs' sample work, under an origin of its own that figures of the office leave out."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from fadu.cases.models import Case
from fadu.cases.sample import act_out, course_files
from fadu.cli.main import Refused
from fadu.people.office import sync_office, sync_sample_people
from fadu.procedure.registry import installed

SINCE = date(2019, 1, 1)
"""The sample people hold their posts from this day on."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help="已有示例办件时，再写入一批")


def run(args: argparse.Namespace) -> int:
    if settings.FADU.mode != "demo":
        raise Refused("正式运行的机关不写入示例。演示请用另一个数据目录：FADU_MODE=demo FADU_DATA_DIR=…")
    if Case.objects.filter(origin="sample").exists() and not args.again:
        raise Refused("示例办件已经写入过。再写一批：fadu sample --again")
    people()
    print(f"写入了 {fill(print)} 件示例。")
    return 0


def people() -> None:
    """See to it that the office's units and sample people are there."""
    office = installed().office(settings.FADU.office)
    sync_office(office)
    sync_sample_people(office, password(), SINCE)


def fill(say: Callable[[str], None]) -> int:
    """Act out every course file; gives the number of cases."""
    return sum(act_out(path, say) for path in course_files())


def password() -> str:
    """The password that the sample people of this demo share: made once, kept beside the data, printed at every start."""
    kept = Path(settings.FADU.data_dir) / "sample-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"fadu-{secrets.token_hex(4)}\n", encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii").strip()
