"""Links between documents lead somewhere, and what how-tos name exists."""

from __future__ import annotations

import argparse
import dataclasses
import re
from importlib import import_module
from pathlib import Path

import pytest

from fadu.cli.main import COMMANDS
from fadu.conf.env import Env, variable
from fadu.evidence import verify

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SETTINGS = {variable(f) for f in dataclasses.fields(Env)}
SETTINGS |= {f"{variable(f)}_FILE" for f in dataclasses.fields(Env) if f.metadata["secret"]}


def options(command: str) -> set[str]:
    """Every option and sub-command of a command."""
    if command == "verify":
        parser = verify._parser()
    else:
        parser = argparse.ArgumentParser()
        import_module(f"fadu.cli.{command}").add(parser)
    found = {"--help"}
    parsers = [parser]
    while parsers:
        for action in parsers.pop()._actions:
            found.update(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):
                found.update(action.choices)
                parsers.extend(action.choices.values())
    return found


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_settings_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"\bFADU_[A-Z_]+\b", page.read_text(encoding="utf-8")))
    assert named <= SETTINGS


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.name != "reference"], ids=name)
def test_commands_that_are_shown_exist(page: Path) -> None:
    """Each line of a shell block that begins with fadu is a command, with options that it has."""
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in (line for block in blocks for line in block.splitlines()):
        match = re.match(r"(?:\$ )?(?:\S+=\S+ )*fadu (\w+)(.*)", line)
        if match:
            assert match[1] in COMMANDS, line
            assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", match[2])) <= options(match[1]), line
