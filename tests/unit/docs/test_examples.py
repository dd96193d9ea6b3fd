"""The examples in the how-tos are right: the calendar loads, the worked case holds where its duty is installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fadu.law.calendar import base_calendar
from fadu.law.edition_files import load_editions
from fadu.procedure.registry import installed
from fadu.procedure.worked import run
from fadu.procedure.worked_files import read_cases

HOWTO = Path(__file__).parents[3] / "docs/howto"


def example(page: str) -> str:
    """The first YAML block of a page."""
    found = re.search(r"```yaml\n(.*?)```", (HOWTO / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_edition_loads() -> None:
    (edition,) = load_editions(example("load-a-calendar.md"))
    assert base_calendar().with_edition(edition).last_day.year == edition.year


@pytest.mark.parametrize("procedure", [p for p in installed().procedures if p.id == "disclosure"], ids=lambda p: p.id)
def test_the_example_case_holds(procedure: type) -> None:
    declared = installed().declaration("disclosure")
    for case in read_cases(example("write-worked-cases.md"), "docs", [declared]):
        assert [str(d) for d in run(declared, case, base_calendar()).differences] == []
