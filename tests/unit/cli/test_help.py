"""`fadu … --help` says what every word is for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

import pytest

from fadu.cli.main import COMMANDS
from fadu.evidence import verify


def parser_of(name: str) -> argparse.ArgumentParser:
    if name == "verify":
        return verify._parser()
    parser = argparse.ArgumentParser(prog=f"fadu {name}")
    import_module(f"fadu.cli.{name}").add(parser)
    return parser


def unexplained(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from unexplained(sub)
        elif not (action.help or "").strip():
            yield f"{parser.prog} {action.dest}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_word_of_a_command_has_help(name: str) -> None:
    assert list(unexplained(parser_of(name))) == []
