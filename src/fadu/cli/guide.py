"""fadu guide P: the service guide of a procedure, with its worked cases. Neither settings nor database."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from fadu.cli.english import add_language, speech
from fadu.cli.main import Refused
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.guide import Example, guide
from fadu.procedure.outline.guide_text import guide_text
from fadu.procedure.registry import Registry, UnknownProcedure, installed
from fadu.procedure.worked_files import CaseFileError, cases_of


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", help="事项的编号，如 disclosure")
    parser.add_argument("--on", metavar="DAY", help="哪一天施行的规定（默认为最新的）")
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    registry = installed()
    try:
        declared = registry.declaration(args.procedure, on=_day(args.on))
        examples = tuple(worked(registry, declared))
    except (UnknownProcedure, CaseFileError) as error:
        raise Refused(str(error)) from None
    print("\n".join(guide_text(guide(declared, examples), speech(args.lang))))
    return 0


def worked(registry: Registry, declared: Declaration) -> Iterator[Example]:
    """The worked cases of this version, as the pack that brings it tells them.

    Raises:
        CaseFileError: what in the file can't be read.
    """
    versions = [p.declaration for p in registry.every_version if p.id == declared.id]
    for pack in registry.packs:
        if any(p.id == declared.id for p in pack.procedures):
            yield from ((c.title, c.lines) for c in cases_of(pack.folder, versions) if c.since == declared.since)


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise Refused(f"“{text}”不是日期，写成 2023-09-11") from None
