"""What a closed case is made of, in the order of its record: letters as they left, sealed where sealed, and what was handed in."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fadu.cases import files
from fadu.cases.case_view import CaseView, EntryLine
from fadu.cases.filetypes import PDF, TYPES
from fadu.cases.models import Material
from fadu.later import Later
from fadu.law.period import day_of
from fadu.letters.sealing.keeping import LETTERS, SEALED, as_sealed

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Later("pypdf")

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Item:
    """One file: what it is called in the package, and what the index says of it. `first` is the page on which it begins in the whole file.

    `pages` is 1 for what has no pages, such as a picture.
    """

    path: str
    title: str
    number: str
    responsible: str
    day: date
    pages: int
    first: int
    content: bytes


def contents(view: CaseView, office: str) -> tuple[Item, ...]:
    """The files that the actor of the view may have, pages running through from 1. Raises FileLost: one of them is gone or damaged."""
    lines = {line.seq: line for line in view.entries}
    found: list[Item] = []
    first = 1
    for n, material in enumerate(sorted(_kept(view), key=lambda m: (m.entry.seq if m.entry else 0, m.pk)), 1):
        chosen = as_sealed(material)
        content = files.read(chosen.sha256)
        pages = _pages(content, chosen.media_type)
        line = lines[material.entry.seq] if material.entry else view.entries[0]
        made = material.kind in LETTERS
        found.append(
            Item(
                f"{'文书' if made else '材料'}/{n:03d}-{_named(material)}",
                material.title,
                view.number if made else "",
                office if made else _whose(view, line),
                day_of(line.at),
                pages,
                first,
                content,
            )
        )
        first += pages
    return tuple(found)


def _kept(view: CaseView) -> list[Material]:
    """Every file but the sealed ones, which stand in for their letters."""
    return [m for m in view.materials if m.kind != SEALED]


def _whose(view: CaseView, line: EntryLine) -> str:
    """Who is answerable for what came in: the party's word in the file, else the official who entered it."""
    field = view.declaration.field.get(line.role)
    return field.title if field else line.actor


def _named(material: Material) -> str:
    suffix = TYPES.get(material.media_type, ("",))[0]
    name = UNSAFE.sub("_", material.title)[:80]
    return name if name.endswith(suffix) else name + suffix


def _pages(content: bytes, media_type: str) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages) if media_type == PDF else 1
