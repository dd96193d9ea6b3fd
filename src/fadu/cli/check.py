"""fadu check [--mutate]: what is wrong with the installed duties, with what lies beside them and with the record, if there is one.

With --mutate: which mutations worked cases miss.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from babel.messages.pofile import read_po
from django.db import connection

import fadu
from fadu.cli.main import Refused, set_up
from fadu.law.calendar import base_calendar
from fadu.procedure.checks import Problem
from fadu.procedure.crosschecks import Beside, cases_by_version, crosscheck
from fadu.procedure.mutations import trials
from fadu.procedure.registry import Registry, installed
from fadu.procedure.worked_files import CaseFileError

ENGINE = Path(fadu.__file__).parent


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mutate", action="store_true", help="逐一改动期限、单位、扣除、上限、行为人等，看哪件办例会因此不符"
    )


def run(args: argparse.Namespace) -> int:
    return report(installed(), on_record(installed()), mutate=args.mutate)


def report(registry: Registry, more: Iterable[Problem] = (), *, mutate: bool) -> int:
    """Print every problem of the registry and what `more` was found, and with `mutate` every mutant; gives the exit code."""
    problems = (*crosscheck(registry, beside(registry)), *more)
    for problem in problems:
        print(problem)
    named = "、".join(p.declaration.title for p in registry.procedures) or "没有安装任何事项"
    print(f"{named}：{f'{len(problems)} 处问题' if problems else '没有发现问题'}。")
    survived = _mutate(registry) if mutate else 0
    return 1 if problems or survived else 0


def on_record(registry: Registry) -> tuple[Problem, ...]:
    """Where the registry disagrees with the record. Without a record, or without a way to it, the files are still checked by themselves."""
    try:
        set_up()
        if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
            return ()  # asking would make one
        # A module with models, which can be imported only now.
        found: tuple[Problem, ...] = import_module("fadu.cases.amendments").silent_changes(registry)
    except Exception as error:  # whatever is amiss with settings or database, it is told, and is not the files' fault
        print(f"没有与已有案件核对：{' '.join(str(error).split())}", file=sys.stderr)
        return ()
    return found


def beside(registry: Registry) -> Beside:
    """The letters and English texts that lie in the folders of the engine and of the packs."""
    letters = {path.stem for pack in registry.packs for path in pack.folder.glob("letters/*.*")}
    english = {text for folder in (ENGINE, *(p.folder for p in registry.packs)) for text in _translated(folder)}
    return Beside(frozenset(letters), frozenset(english), base_calendar())


def _translated(folder: Path) -> Iterator[str]:
    path = folder / "locale/en/LC_MESSAGES/django.po"
    if not path.exists():
        return
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy:
            yield message.id


def _mutate(registry: Registry) -> int:
    """Print every mutant and the worked case that it breaks, those that break none last; gives their number."""
    tried, survived = 0, []
    try:
        for declared, cases in cases_by_version(registry):
            for trial in trials(declared, cases, base_calendar()):
                tried += 1
                if trial.survives:
                    survived.append(f"{declared.title} {trial.mutant}")
                else:
                    print(f"{declared.title} {trial.mutant} → {trial.broken}")
    except CaseFileError as error:
        raise Refused(f"办例读不懂，无从改动：{error}") from None
    for mutant in survived:
        print(f"没有办例发觉：{mutant}。补一件使它不符的办例。")
    print(f"改动 {tried} 处，{len(survived)} 处没有办例发觉。")
    return len(survived)
