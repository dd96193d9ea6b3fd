"""Fonts by role: an office's own go before the free ones, and what is missing is named with what to do."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from tests.unit.letters.papers import AT, DOWN

from fadu.letters import fonts
from fadu.letters.fonts import FREE, FontsMissing, families
from fadu.letters.pdf import render

PAPER = replace(DOWN, kind="notice")


def installed() -> list[tuple[str, Path]]:
    """Family and file of a font on this machine that has Latin letters alone."""
    found = typst.Fonts(include_embedded_fonts=False).fonts()
    return [
        (each.family, Path(each.path))
        for each in found
        if each.path and "CJK" not in each.family and "Math" not in each.family
    ]


def used(content: bytes) -> set[str]:
    names: set[str] = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return names


def test_every_role_has_a_free_font_on_this_machine() -> None:
    found = families(None)
    assert set(found.roles) == set(FREE)
    assert all(len(names) == 1 for names in found.roles.values())
    assert found.folders == ()


def test_an_offices_own_font_is_used_for_its_role_alone(tmp_path: Path) -> None:
    family, file = installed()[0]
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / file.name).symlink_to(file)
    found = families(tmp_path)
    assert found.roles == {**families(None).roles, "latin": (family,)}
    assert found.folders == (tmp_path / "latin",)
    own = "".join(family.split())
    assert any(name.replace("-", "").startswith(own) for name in used(render(PAPER, AT, tmp_path)))


def test_a_folder_that_holds_no_roles_or_no_fonts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"fangsong、kai.*FADU_FONTS"):
        render(PAPER, AT, tmp_path)
    (tmp_path / "fangsong").mkdir()
    with pytest.raises(FontsMissing, match=r"没有能用的字体"):
        render(PAPER, AT, tmp_path)


def test_a_missing_font_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FREE", {**FREE, "hei": ("No Such Font",)})
    with pytest.raises(FontsMissing, match=r"No Such Font.*apt-get install fonts-noto-cjk"):
        families(None)


def test_digits_are_in_the_latin_font_and_headings_in_the_sans_one() -> None:
    names: Any = used(render(PAPER, AT))
    assert any("Sans" in name for name in names)
    assert any(name.startswith("".join(families(None).roles["latin"][0].split())) for name in names)
