"""The figures of a year: values with their rules and sets, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fadu.cases import moments
from fadu.cases.book import CaseBook, one_moment
from fadu.figures.measures import Book, Counted
from fadu.figures.registry import FigureDef, measure_of
from fadu.figures.sets import OWN, year_of
from fadu.figures.standard import standard_figures
from fadu.procedure.registry import Registry, installed
from fadu.procedure.say import Say

SMALL = 5
"""Numbers below this, and what would give them away, are not published."""


@dataclass(frozen=True)
class FigureValue:
    """A figure of a year, counted on the day `as_of`."""

    figure: FigureDef
    counted: Counted
    as_of: date

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def value(self) -> int | Decimal | None:
        return self.counted.value

    @property
    def whole(self) -> int | None:
        """The denominator of a share."""
        return next((n for name, _, n in self.counted.parts if name == "of"), None)

    @property
    def small(self) -> bool:
        """Whether the number, or a part that it lets one compute, is too small to publish."""
        sizes = [n for _, _, n in self.counted.parts]
        if len(sizes) == 2:
            sizes.append(sizes[1] - sizes[0])
        return any(0 < n < SMALL for n in sizes)


def definitions(registry: Registry | None = None, procedure: str = "") -> tuple[FigureDef, ...]:
    """Every figure that the installed packs have, in the order of their procedures; those that packs declare at the end."""
    found = registry or installed()
    standard = [f for p in found.procedures if procedure in ("", p.id) for f in _standard(found, p.id)]
    own = [f for pack in found.packs for f in pack.figures] if not procedure else []
    return (*standard, *own)


def _standard(registry: Registry, procedure: str) -> Iterable[FigureDef]:
    """The standard figures of a procedure as its newest version has them, then what an older one alone knew: outcomes since abolished."""
    figures: dict[str, FigureDef] = {}
    for version in reversed([p.declaration for p in registry.every_version if p.id == procedure]):
        for each in standard_figures(version):
            figures.setdefault(each.id, each)
    return figures.values()


def figures_of(
    year: int,
    *,
    origins: tuple[str, ...] = OWN,
    procedure: str = "",
    book: Book | None = None,
    today: date | None = None,
) -> tuple[FigureValue, ...]:
    """Every figure of the year, counted now and at one moment; `today` is the day as of which terms are over."""
    day = today or moments.today()
    during = year_of(year, day)
    with one_moment() if book is None else nullcontext():
        return tuple(
            FigureValue(each, measure_of(each, during, origins).counted(book or CaseBook()), day)
            for each in definitions(procedure=procedure)
        )


def as_json(
    year: int, values: Iterable[FigureValue], as_of: date, origins: tuple[str, ...], words: Callable[[Say], str] = str
) -> dict[str, Any]:
    """The figures as JSON: every number with its unit, its rule and what it rests on."""
    return {
        "format": "fadu-figures/1",
        "year": year,
        "as_of": as_of.isoformat(),
        "origins": list(origins),
        "figures": [
            {
                "id": each.id,
                "title": words(each.figure.title),
                "value": _plain(each.value),
                "unit": each.figure.unit,
                "rule": words(each.figure.rule),
                "parts": {name: n for name, _, n in each.counted.parts},
            }
            for each in values
        ],
    }


def as_csv(values: Iterable[FigureValue], words: Callable[[Say], str] = str) -> str:
    """The figures as CSV with a heading: id, title, value, unit, numerator, denominator, rule, as_of (ISO day)."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "title", "value", "unit", "numerator", "denominator", "rule", "as_of"])
    for each in values:
        sizes = [n for _, _, n in each.counted.parts]
        value = "" if each.value is None else str(each.value)
        below = "" if each.whole is None else each.whole
        title, rule = words(each.figure.title), words(each.figure.rule)
        table.writerow([each.id, title, value, each.figure.unit, sizes[0], below, rule, each.as_of.isoformat()])
    return out.getvalue()


def published(values: Iterable[FigureValue]) -> tuple[FigureValue | None, ...]:
    """What may be published: small numbers are left out (None), and so is the next smallest outcome where one alone would follow."""
    listed = list(values)
    hidden = {each.id for each in listed if each.small}
    outcomes = [each for each in listed if ".outcome." in each.id]
    for procedure in {each.id.split(".")[0] for each in outcomes}:
        mine = [each for each in outcomes if each.id.split(".")[0] == procedure]
        if sum(each.id in hidden for each in mine) == 1:
            others = [each for each in mine if each.id not in hidden and each.value]
            hidden |= {min(others, key=lambda each: each.value or 0).id} if others else set()
    return tuple(None if each.id in hidden else each for each in listed)


def _plain(value: int | Decimal | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
