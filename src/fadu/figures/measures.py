"""What is counted of a set. A measure names every set behind the number it gives, so that the number opens down to its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from fadu.figures.conditions import CaseRow, Condition, holds
from fadu.figures.sets import Cases


class Book(Protocol):
    """Where cases are counted: in the database, or in memory."""

    def count(self, condition: Condition) -> int:
        """How many cases fulfil the condition."""
        ...

    def total(self, condition: Condition, field: str) -> int:
        """What the cases that fulfil the condition have in a measured field of numbers, together."""
        ...


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
    field: str

    @property
    def sets(self) -> Mapping[str, Cases]:
        return {"all": self.of}

    def counted(self, book: Book) -> Counted:
        value = book.total(self.of.condition, self.field)
        return Counted(value, (("all", self.of, book.count(self.of.condition)),))


@dataclass(frozen=True)
class Share:
    """How many of `of` are also in `part`, in percent to one decimal (half up); none if `of` is empty."""

    part: Cases
    of: Cases

    @property
    def sets(self) -> Mapping[str, Cases]:
        return {"part": self.part & self.of, "of": self.of}

    def counted(self, book: Book) -> Counted:
        sizes = {name: book.count(each.condition) for name, each in self.sets.items()}
        share = Decimal(sizes["part"] * 100) / sizes["of"] if sizes["of"] else None
        value = share.quantize(Decimal("0.1"), ROUND_HALF_UP) if share is not None else None
        return Counted(value, tuple((name, each, sizes[name]) for name, each in self.sets.items()))


Measured = Count | Sum | Share
