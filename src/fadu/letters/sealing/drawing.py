"""The seal as a picture of lines: one PDF page of 42 mm, drawn once for each office."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import typst

from fadu.letters.fonts import families

TEMPLATE = Path(__file__).with_name("seal.typ")
SIDE = 42 / 25.4 * 72
"""Points; offices' seals have at most 45 mm (国发〔1999〕25号, 待核)."""


@lru_cache(maxsize=4)
def drawn(name: str, below: str, fonts: Path | None = None) -> bytes:
    """The seal of the office as a PDF page, `below` under its star.

    Raises:
        FontsMissing: the fonts are not installed.
    """
    found = families(fonts)
    roles = (*found.roles["biaosong"], *found.roles["rare"])
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(include_embedded_fonts=False, font_paths=[str(f) for f in found.folders]),
        format="pdf",
        sys_inputs={"seal": json.dumps({"name": name, "below": below, "fonts": roles})},
        pdf_standards=["a-2b"],
    )
    assert isinstance(made, bytes)
    return made
