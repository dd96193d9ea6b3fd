import re
from pathlib import Path

import pytest

from fadu.faces.icon import FOLDER, icon

TEMPLATES = Path(__file__).parents[3] / "src" / "fadu"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.svg")))
def test_every_file_is_an_icon_that_screen_readers_skip(name: str) -> None:
    svg = icon(name)
    assert svg.startswith('<svg class="ic"')
    assert 'aria-hidden="true"' in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_every_icon_that_a_template_names_exists() -> None:
    named = {
        name
        for page in TEMPLATES.glob("**/jinja2/**/*.html")
        for name in re.findall(r"""\bicon\(["']([^"']+)["']\)""", page.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= {path.stem for path in FOLDER.glob("*.svg")}


def test_an_unknown_icon_says_where_to_put_it() -> None:
    with pytest.raises(LookupError, match=r"add zebra\.svg from lucide to fadu/faces/icons"):
        icon("zebra")


def test_the_licence_of_the_icons_is_kept() -> None:
    assert "ISC" in (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
