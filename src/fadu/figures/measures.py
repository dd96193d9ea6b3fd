"""What is counted of a set. A measure names every set behind the number it gives, so that the number opens down to its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fadu.figures.conditions import CaseRow, Condition, holds
from fadu.figures.sets import Cases, measured
from fadu.ports import CaseBook
from fadu.procedure.words import Choice, Field

Book = CaseBook[Condition]
"""Where cases are counted: in the database, or in memory."""


@dataclass(frozen=True)
class MemoryBook:
    """The in-memory book: what the conditions mean."""

    rows: Sequence[CaseRow]

    def count(self, condition: Condition) -> int:
        return sum(holds(condition, row) for row in self.rows)

    def total(self, condition: Condition, field: str) -> int:
        numbers = (row.measures.get(field) for row in self.rows if holds(condition, row))
        return sum(n for n in numbers if isinstance(n, int))


@dataclass(frozen=True)
class Counted:
    """A number and what it rests on: (name of the part, its set, how many). `value` is None where there is nothing to divide by."""

    value: int | Decimal | None
    parts: tuple[tuple[str, Cases, int], ...]


@dataclass(frozen=True)
class Count:
    """How many cases there are in the set."""

    of: Cases

    @property
    def sets(self) -> Mapping[str, Cases]:
        """The sets behind the number, by the name of the part."""
        return {"all": self.of}

    def counted(self, book: Book) -> Counted:
        n = book.count(self.of.condition)
        return Counted(n, (("all", self.of, n),))


@dataclass(frozen=True)
class Sum:
    """What the cases of the set have in a measured field of numbers, together: people, pages, yuan."""

    of: Cases
    field: Field | str

    @property
    def sets(self) -> Mapping[str, Cases]:
        return {"all": self.of}

    def counted(self, book: Book) -> Counted:
        value = book.total(self.of.condition, measured(self.field))
        return Counted(value, (("all", self.of, book.count(self.of.condition)),))


@dataclass(frozen=True)
class Share:
    """How many of `of` are also in `part`, in percent (see `percent`); none if `of` is empty."""

    part: Cases
    of: Cases

    @property
    def sets(self) -> Mapping[str, Cases]:
        return {"part": self.part & self.of, "of": self.of}

    def counted(self, book: Book) -> Counted:
        sizes = {name: book.count(each.condition) for name, each in self.sets.items()}
        value = percent(sizes["part"], sizes["of"])
        return Counted(value, tuple((name, each, sizes[name]) for name, each in self.sets.items()))


@dataclass(frozen=True)
class Breakdown:
    """How many cases the set has, and how many of them for each value of a choice; "missing" are those without one."""

    of: Cases
    by: Choice

    @property
    def sets(self) -> Mapping[str, Cases]:
        each = {value: self.of.where(self.by, value) for value in self.by.choices}
        rest = self.of
        for known in each.values():
            rest = rest - known
        return {"all": self.of, **each, "missing": rest}

    def counted(self, book: Book) -> Counted:
        parts = tuple((name, each, book.count(each.condition)) for name, each in self.sets.items())
        return Counted(parts[0][2], parts)


Measured = Count | Sum | Share | Breakdown


def percent(part: int, whole: int) -> Decimal | None:
    """A share in percent to one decimal, half up; only all is 100.0 and only none is 0.0. None of an empty whole."""
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    if 0 < part < whole:
        tenths = min(max(tenths, 1), 999)
    return Decimal(tenths).scaleb(-1)
