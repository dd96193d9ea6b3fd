"""What a closed case is made of, in the order of its record: letters as they left, sealed where sealed, and what was handed in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fadu.cases import files
from fadu.cases.case_view import CaseView, EntryLine
from fadu.cases.filetypes import TYPES
from fadu.cases.models import Material
from fadu.law.period import day_of
from fadu.letters.archive.binding import length
from fadu.letters.archive.sheets import Setting, sheets
from fadu.letters.sealing.keeping import LETTERS, SEALED, as_sealed
from fadu.procedure.verdicts import rule_of

MADE, PARTY, OFFICE = "made", "party", "office"
"""A letter of the office; what a party handed in; what the office took to the file."""
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class File:
    """One file of a case: what it is called in the package, and what an index says of it.

    `id` is the material's, `sha256` that of the file as it left, `source` one of MADE, PARTY and OFFICE.
    """

    id: int
    path: str
    title: str
    number: str
    responsible: str
    day: date
    sha256: str
    media_type: str
    source: str


@dataclass(frozen=True)
class Item(File):
    """A file with its bytes. `sheets` is the same as pages (PDF), `pages` how many: a picture takes one, a text as many as it fills.

    `first` is the page on which it begins in the whole.
    """

    pages: int
    first: int
    content: bytes
    sheets: bytes


def listed(view: CaseView, office: str) -> tuple[File, ...]:
    """The files that the actor of the view may have, in the order of the record; letters as sealed where they were."""
    lines = {line.seq: line for line in view.entries}
    found = []
    for n, material in enumerate(sorted(_kept(view), key=lambda m: (m.entry.seq if m.entry else 0, m.pk)), 1):
        chosen = as_sealed(material)
        line = lines[material.entry.seq] if material.entry else view.entries[0]
        made = material.kind in LETTERS
        found.append(
            File(
                material.pk,
                f"{'文书' if made else '材料'}/{n:03d}-{_named(material)}",
                material.title,
                _number(view, line) if made else "",
                office if made else _whose(view, line),
                day_of(line.at),
                chosen.sha256,
                chosen.media_type,
                MADE if made else PARTY if line.role in view.declaration.field else OFFICE,
            )
        )
    return tuple(found)


def contents(view: CaseView, how: Setting, only: Collection[int] | None = None) -> tuple[Item, ...]:
    """The files with their pages, which run through from 1; `only` some of them, by id.

    Raises:
        FileLost: one of them is gone or damaged. FontsMissing: texts can't become pages.
    """
    found: list[Item] = []
    first = 1
    for file in listed(view, how.office):
        if only is not None and file.id not in only:
            continue
        content = files.read(file.sha256)
        drawn = sheets(content, file.media_type, file.title, file.path, how)
        found.append(Item(**vars(file), pages=length(drawn), first=first, content=content, sheets=drawn))
        first += found[-1].pages
    return tuple(found)


def _number(view: CaseView, line: EntryLine) -> str:
    """The number of a letter: of its case, and which letter of the case it is."""
    nth = sum(bool(rule_of(view.declaration, each.act).letter) for each in view.entries if each.seq <= line.seq)
    return f"{view.number}-{nth}"


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
