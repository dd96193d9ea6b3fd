"""Yearly tables that the law prescribes: their rows, as the form prints them, and what ends in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from fadu.law.citation import Citation
from fadu.procedure.duty import Procedure
from fadu.procedure.words import Choice, Outcome, Stage


class Counts(StrEnum):
    """What a row counts that is not a way to end: cases received, carried over from the year before, closed, left to the next."""

    RECEIVED = "received"
    CARRIED = "carried"
    CLOSED = "closed"
    LEFT = "left"


@dataclass(frozen=True, init=False)
class Row:
    """A row, its title verbatim: what it counts, or the outcomes and final stages (reached without outcome) that end in it,

    or the rows below it, whose heading it then is.
    """

    title: str
    of: tuple[Outcome | Stage | Row | Counts, ...]

    def __init__(self, title: str, *of: Outcome | Stage | Row | Counts) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "of", of)

    @property
    def counts(self) -> Counts | None:
        return next((each for each in self.of if isinstance(each, Counts)), None)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Ids of the outcomes that end here."""
        return tuple(each.name for each in self.of if isinstance(each, Outcome))

    @property
    def stages(self) -> tuple[str, ...]:
        """Ids of the final stages that end here."""
        return tuple(each.name for each in self.of if isinstance(each, Stage))

    def below(self, level: int = 0) -> Iterator[tuple[int, Row]]:
        """This row and those below it, in the order of the form, each with how deep it stands."""
        yield level, self
        for each in self.of:
            if isinstance(each, Row):
                yield from each.below(level + 1)


@dataclass(frozen=True, eq=False)
class Table:
    """A table of the cases of a procedure in a year; its columns are the values of the measured choice `by`, and all together.

    Every outcome, and every final stage that is reached without one, of every version of the procedure stands in exactly one row, so
    that received and carried over are always closed and left (`fadu.E110`).
    """

    id: str
    title: str
    procedure: type[Procedure]
    by: Choice
    basis: Citation
    rows: tuple[Row, ...]

    @cached_property
    def lines(self) -> tuple[tuple[int, Row], ...]:
        """Every row, in the order of the form, with how deep it stands."""
        return tuple(line for row in self.rows for line in row.below())
