"""The tutorial is followed to the letter: its files are written, its commands run, their output compared."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fadu.cli import check, due, english, guide
from fadu.cli.main import main
from fadu.law.calendar import base_calendar
from fadu.procedure.crosschecks import cases_by_version
from fadu.procedure.mutations import trials
from fadu.procedure.registry import Pack, Registry, registry_of

TUTORIAL = Path(__file__).parents[3] / "docs/tutorial/a-new-duty.md"
TEXT = TUTORIAL.read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`\n]+)`\n\n```\w+\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
SESSIONS = [block.split("\n", 1) for kind, block in BLOCKS if kind == "console"]


@dataclass(frozen=True)
class Followed:
    """The pack as the tutorial makes it."""

    folder: Path
    registry: Registry


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    folder = tmp_path_factory.mktemp("tutorial")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        pack: Pack = __import__("fadu_example").pack
        yield Followed(folder, registry_of([pack]))
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n.partition(".")[0] == "fadu_example"]:
            del sys.modules[name]


@pytest.fixture(autouse=True)
def _installed(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (due, guide, check, english):
        monkeypatch.setattr(module, "installed", lambda: followed.registry)
    # The pack is new: no office has a record of it.
    monkeypatch.setattr(check, "on_record", lambda registry: ())
    english._catalogues.cache_clear()
    yield
    english._catalogues.cache_clear()


def test_every_block_is_a_file_a_session_or_the_installation() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert len(FILES) + len(SESSIONS) + kinds.count("sh") == len(BLOCKS)
    assert kinds.count("sh") == 1
    assert len(SESSIONS) >= 5


@pytest.mark.parametrize(("line", "output"), SESSIONS, ids=[line for line, _ in SESSIONS])
def test_a_session_goes_as_it_is_shown(line: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is whole, save for the guide, of which the beginning is shown; notes come first on a terminal."""
    words = shlex.split(line.removeprefix("$ "))
    assert words[0] == "fadu"
    main(words[1:])
    out, err = capsys.readouterr()
    said = f"{out}{err}"
    if words[1] == "guide":
        assert said.startswith(output)
    else:
        assert said == output


def test_the_duty_s_worked_cases_notice_every_change(followed: Followed) -> None:
    """What the tutorial says of `fadu check --mutate`."""
    ((declared, cases),) = cases_by_version(followed.registry)
    tried = list(trials(declared, cases, base_calendar()))
    assert len(tried) > 5
    assert [str(t.mutant) for t in tried if t.survives] == []


def test_the_entry_point_names_the_pack() -> None:
    assert 'fadu_example = "fadu_example:pack"' in FILES["pyproject.toml"]
