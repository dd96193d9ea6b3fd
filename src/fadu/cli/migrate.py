"""fadu migrate: make or upgrade the database, and the append-only guards of the record."""

from __future__ import annotations

import argparse

from django.core.management import call_command


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="不显示进度")


def run(args: argparse.Namespace) -> int:
    call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
    return 0
