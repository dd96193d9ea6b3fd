"""What is counted of a set. A measure names every set behind the number it gives, so that the number opens down to its cases."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True)
class MemoryBook:
    """The in-memory book: what the conditions mean."""

    rows: Sequence[CaseRow]

    def count(self, condition: Condition) -> int:
        return sum(holds(condition, row) for row in self.rows)


@dataclass(frozen=True)
class Counted:
    """A number and what it rests on: (name of the part, its set, how many). `value` is None where there is nothing to divide by."""

    value: int | Decimal | None
    parts: tuple[tuple[str, Cases, int], ...]


@dataclass(frozen=True)
class Count:
    """How many cases there are in the set."""

    of: Cases

    def counted(self, book: Book) -> Counted:
        n = book.count(self.of.condition)
        return Counted(n, (("all", self.of, n),))


@dataclass(frozen=True)
class Share:
    """How many of `of` are also in `part`, in percent to one decimal (half up); none if `of` is empty."""

    part: Cases
    of: Cases

    def counted(self, book: Book) -> Counted:
        part, whole = book.count(self.part.condition), book.count(self.of.condition)
        share = Decimal(part * 100) / whole if whole else None
        value = share.quantize(Decimal("0.1"), ROUND_HALF_UP) if share is not None else None
        return Counted(value, (("part", self.part, part), ("of", self.of, whole)))


Measured = Count | Share
