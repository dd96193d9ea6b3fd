"""The figures of a year: values with their rules and sets, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fadu.cases import moments
from fadu.cases.book import CaseBook, one_moment
from fadu.figures.measures import Book, Counted
from fadu.figures.publishing import SMALL, left_out
from fadu.figures.registry import FigureDef, measure_of
from fadu.figures.sets import OWN, year_of
from fadu.figures.standard import CARRIED, standard_figures, sums
from fadu.figures.tables import CountedLine, columns, counted, unbalanced
from fadu.procedure.registry import Registry, installed
from fadu.procedure.say import Say
from fadu.procedure.tabling import Table

FLOW, ENDS = ("received", "closed", "open"), ("outcome.", "ended.")
"""The standard figures that add up: what came and what became of it, and in what ways it ended."""


class Unbalanced(Exception):
    """A yearly table whose numbers don't add up; the message says which column."""


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


def table_of(table: Table, year: int, origins: tuple[str, ...] = OWN) -> tuple[CountedLine, ...]:
    """A yearly table filled in, counted now and at one moment.

    Raises:
        Unbalanced: a case ended in a way that the table has no row for, or the record was changed.
    """
    with one_moment():
        found = counted(table, year_of(year, moments.today()), CaseBook(), origins)
    if wrong := unbalanced(found):
        raise Unbalanced("；".join(wrong))
    return found


def table_as_csv(table: Table, found: Sequence[CountedLine]) -> str:
    """The table as CSV: titles as the form prints them."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([table.title, *columns(table)])
    lines.writerows([each.title, *each.numbers] for each in found)
    return out.getvalue()


def published(values: Iterable[FigureValue], whole: Iterable[str] = ()) -> tuple[FigureValue | None, ...]:
    """What may be published: small numbers are left out (None), and so is whatever would let one compute them.

    Of the procedures `whole` everything is told: the law prescribes a yearly table of them, which says the same.
    """
    listed = list(values)
    hidden: set[str] = set()
    for procedure in {each.id.partition(".")[0] for each in listed}.difference(whole):
        hidden |= {f"{procedure}.{id}" for id in _hidden(_within(procedure, listed))}
    return tuple(None if each.id in hidden else each for each in listed)


def _within(procedure: str, values: Iterable[FigureValue]) -> dict[str, FigureValue]:
    """The figures of a procedure by their ids within it."""
    mine = [each for each in values if each.id.partition(".")[0] == procedure]
    return {each.id.removeprefix(f"{procedure}."): each for each in mine}


def _numbers(mine: Mapping[str, FigureValue]) -> dict[str, int]:
    """The numbers that add up with others, and what was carried over, which the year before tells."""
    found = {id: int(each.value or 0) for id, each in mine.items() if id in FLOW or id.startswith(ENDS)}
    found.setdefault("closed", sum(n for id, n in found.items() if id.startswith(ENDS)))
    if found.keys() >= set(FLOW):
        found[CARRIED] = max(0, found["closed"] + found["open"] - found["received"])
    return found


def _hidden(mine: Mapping[str, FigureValue]) -> set[str]:
    """Which figures of a procedure are not published."""
    numbers = _numbers(mine)
    also = {id for id, each in mine.items() if each.small} | {*_on_time_beside(mine)}
    adding = [each for each in sums(numbers) if numbers.keys() >= set(each.terms)]
    others = {id: 0 for id in also if id not in numbers}
    told = {CARRIED, "closed"} - mine.keys()
    return {*left_out({**numbers, **others}, adding, also=also, told=told, reluctantly=frozenset({"open"}))}


def _on_time_beside(mine: Mapping[str, FigureValue]) -> Iterable[str]:
    """Done in time, done late and not done are together what was due: one of them small, and the numbers of the others are not told."""
    share, late = mine.get("on_time"), mine.get("late")
    if share is None or late is None:
        return ()
    done, missed = share.counted.parts[0][2], int(late.value or 0)
    small = any(0 < n < SMALL for n in (done, missed, (share.whole or 0) - done - missed))
    return ("on_time", "late") if small else ()


def _plain(value: int | Decimal | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
