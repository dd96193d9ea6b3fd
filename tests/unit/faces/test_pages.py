"""What every template of every face must keep to: no inline style or script, no address outside, valid syntax."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

FADU = Path(__file__).parents[3] / "src" / "fadu"
PAGES = sorted(FADU.glob("**/jinja2/**/*.html"))
SHEETS = sorted(FADU.glob("**/static/**/*.css"))
NAMES = [str(page.relative_to(FADU)) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_keeps_the_content_security_policy(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", source), "write a class into a style sheet instead of a style attribute"
    assert not re.search(r"<style\b", source), "write a style sheet under static/ instead of <style>"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), (
        "write a script under static/ instead of an on… attribute"
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)", source), "write a script under static/ instead of an inline one"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_loads_nothing_from_outside(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", source)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_can_be_parsed(page: Path) -> None:
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    env.parse(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.name for sheet in SHEETS])
def test_a_style_sheet_loads_nothing_from_outside(sheet: Path) -> None:
    source = sheet.read_text(encoding="utf-8")
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", source)
    assert "@import" not in source
