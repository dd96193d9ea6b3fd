"""Yearly tables that the law prescribes, as sets: every cell is a number of cases, and opens down to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fadu.figures.conditions import Any_, Condition, In, Missing, both
from fadu.figures.measures import Book, Breakdown
from fadu.figures.sets import OWN, Cases, Period, cases
from fadu.procedure.tabling import Counts, Row, Table

TOTAL, UNKNOWN = "总计", "未填"


@dataclass(frozen=True)
class Line:
    """A row with what it counts, by the table's columns; None for a heading."""

    level: int
    title: str
    counts: Counts | None
    measure: Breakdown | None


@dataclass(frozen=True)
class CountedLine:
    """A row with its numbers: one for every value of the choice, those without one, and all together; none for a heading."""

    level: int
    title: str
    counts: Counts | None
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.numbers[-1] if self.numbers else 0


def columns(table: Table) -> tuple[str, ...]:
    """Titles of the columns, in the order of the numbers of a line."""
    return (*table.by.choices, UNKNOWN, TOTAL)


def lines(table: Table, during: Period, origins: tuple[str, ...] = OWN) -> tuple[Line, ...]:
    """The rows of the table for a year."""
    return tuple(_line(table, level, row, during, origins) for level, row in table.lines)


def counted(table: Table, during: Period, book: Book, origins: tuple[str, ...] = OWN) -> tuple[CountedLine, ...]:
    """The table filled in."""
    return tuple(
        CountedLine(each.level, each.title, each.counts, _numbers(each.measure, book))
        for each in lines(table, during, origins)
    )


def unbalanced(table: Sequence[CountedLine]) -> tuple[str, ...]:
    """Columns' numbers that don't add up: received and carried over against closed and left, the ways to end against closed."""
    width = max((len(each.numbers) for each in table), default=0)
    sums = {kind: [0] * width for kind in (*Counts, None)}
    for each in table:
        for at, n in enumerate(each.numbers):
            sums[each.counts][at] += n
    found = []
    for at in range(width):
        came = sums[Counts.RECEIVED][at] + sums[Counts.CARRIED][at]
        closed, left = sums[Counts.CLOSED][at], sums[Counts.LEFT][at]
        if came != closed + left or sums[None][at] != closed:
            found.append(f"{at + 1}: {came} ≠ {closed} + {left}, {sums[None][at]}")
    return tuple(found)


def sets(line: Line) -> tuple[Cases, ...]:
    """The cases behind the numbers of a line, in the order of the columns; none for a heading."""
    if line.measure is None:
        return ()
    whole, *parts = line.measure.sets.values()
    return (*parts, whole)


def _line(table: Table, level: int, row: Row, during: Period, origins: tuple[str, ...]) -> Line:
    of = _set(row, cases(table.procedure, origins), during)
    return Line(level, row.title, row.counts, Breakdown(of, table.by) if of else None)


def _set(row: Row, of: Cases, during: Period) -> Cases | None:
    match row.counts:
        case Counts.RECEIVED:
            return of.received(during)
        case Counts.CARRIED:
            return of.open(during.since - timedelta(days=1))
        case Counts.CLOSED:
            return of.closed(during)
        case Counts.LEFT:
            return of.open(during.until)
    ways: list[Condition] = [In("outcome", frozenset(row.outcomes))] if row.outcomes else []
    if row.stages:
        ways.append(both(In("stage", frozenset(row.stages)), Missing("outcome")))
    return of.closed(during).that(Any_(tuple(ways))) if ways else None


def _numbers(measure: Breakdown | None, book: Book) -> tuple[int, ...]:
    if measure is None:
        return ()
    whole, *parts = [n for _, _, n in measure.counted(book).parts]
    return (*parts, whole)
