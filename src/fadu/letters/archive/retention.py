"""How long cases are kept, by duty; the list of a year's closed cases; and which of them have been kept long enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fadu.cases.reading import CaseLine, Filters, case_list
from fadu.figures.conditions import Between
from fadu.policy import Actor
from fadu.procedure.keeping import UNSETTLED, Kept
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.say import Say

PAGE = 500


@dataclass(frozen=True)
class Row:
    """A line of the retention table."""

    id: str
    title: str
    kept: Kept

    @property
    def term(self) -> Say:
        return self.kept.title


@dataclass(frozen=True)
class Closed:
    """A closed case, how long it is kept, and until when (None: no end, or none decided)."""

    line: CaseLine
    kept: Kept
    until: date | None

    def over(self, today: date) -> bool:
        """Whether its term is settled and has run out."""
        return self.kept.settled and self.until is not None and self.until < today


def kept_for(procedure: str) -> Kept:
    """The term of a duty as its file says today; unsettled for a duty that no pack declares any more."""
    try:
        return installed().procedure(procedure).kept
    except UnknownProcedure:
        return UNSETTLED


def table() -> tuple[Row, ...]:
    """The retention table of this installation."""
    return tuple(Row(p.id, p.title, p.kept) for p in installed().procedures)


def closed_in(actor: Actor, year: int, today: date, origins: tuple[str, ...]) -> Iterator[Closed]:
    """The cases closed in a year that the actor may see, oldest number first."""
    between = Between("closed", date(year, 1, 1), date(year, 12, 31))
    yield from sorted(_closed(actor, between, today, origins), key=lambda c: c.line.id)


def run_out(actor: Actor, today: date, origins: tuple[str, ...]) -> Iterator[Closed]:
    """The cases whose term has run out, that the actor may see."""
    between = Between("closed", date(1949, 10, 1), date(today.year - 1, 12, 31))
    yield from (each for each in _closed(actor, between, today, origins) if each.over(today))


def _closed(actor: Actor, condition: Between, today: date, origins: tuple[str, ...]) -> Iterator[Closed]:
    after = ""
    filters = Filters(state="closed", condition=condition, origins=origins)
    while True:
        page = case_list(actor, filters, today=today, after=after, limit=PAGE)
        for line in page.lines:
            kept = kept_for(line.procedure)
            yield Closed(line, kept, kept.ends(line.closed) if line.closed else None)
        if not (after := page.after):
            return
