"""Sets of cases, in the words of a report: received in a year, due, answered in time, decided so.

A set is a frozen condition tree over one procedure. It counts nothing itself: `measures` say what is counted, a book counts it, and the
same tree lists the cases behind the number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from fadu.figures.conditions import (
    ALWAYS,
    Any_,
    Between,
    Condition,
    In,
    Is,
    Measure,
    Missing,
    Not,
    Run,
    both,
)
from fadu.procedure.standing import VOIDED

OWN = ("real",)
"""The origins that count unless a set says otherwise: the office's own cases."""


@dataclass(frozen=True)
class Period:
    """Days from `since` to `until`, both included."""

    since: date
    until: date

    @property
    def between(self) -> tuple[date, date]:
        return self.since, self.until


def year_of(n: int) -> Period:
    """The calendar year, e.g. 2023."""
    return Period(date(n, 1, 1), date(n, 12, 31))


@dataclass(frozen=True)
class Cases:
    """Cases of a procedure (all procedures if "") for which the condition holds. Voided cases are never among them."""

    procedure: str = ""
    origins: tuple[str, ...] = OWN
    narrowed: Condition = ALWAYS

    @property
    def condition(self) -> Condition:
        """The whole condition, as books and lists take it."""
        base: list[Condition] = [In("origin", frozenset(self.origins)), Not(Is("stage", VOIDED))]
        if self.procedure:
            base.append(Is("procedure", self.procedure))
        return both(*base, self.narrowed)

    def that(self, condition: Condition) -> Cases:
        """Those for which this too holds."""
        return replace(self, narrowed=both(self.narrowed, condition))

    def received(self, during: Period) -> Cases:
        """Opened in the period."""
        return self.that(Between("opened", *during.between))

    def closed(self, during: Period) -> Cases:
        """Closed in the period, whatever the outcome."""
        return self.that(Between("closed", *during.between))

    def open(self, at: date) -> Cases:
        """Received by the end of the day, and not closed by then."""
        after = Between("closed", at + timedelta(days=1))
        return self.that(both(Between("opened", None, at), Any_((Missing("closed"), after))))

    def outcome(self, *ids: str) -> Cases:
        """Decided in one of these ways."""
        return self.that(In("outcome", frozenset(ids)))

    def where(self, field: str, value: str | int | bool) -> Cases:
        """With this value in a measured field."""
        return self.that(Measure(field, value))

    def due(self, clock: str, during: Period) -> Cases:
        """With a run of the clock that falls due in the period, and still means something."""
        return self.that(_run(clock, Between("due", *during.between), Is("moot", False)))

    def within(self, clock: str) -> Cases:
        """Done by the last day of the clock."""
        return self.that(_run(clock, Not(Missing("ended")), Is("late", False)))

    def late(self, clock: str) -> Cases:
        """Done, but after the last day."""
        return self.that(_run(clock, Is("late", True)))

    def overdue(self, clock: str, at: date) -> Cases:
        """Not done although the last day had gone by at the end of the day `at`."""
        undone = Any_((Missing("ended"), Between("ended", at + timedelta(days=1))))
        return self.that(_run(clock, Between("due", None, at - timedelta(days=1)), undone, Is("moot", False)))

    def minus(self, other: Cases) -> Cases:
        """Those that are not in the other set."""
        return self.that(Not(other.narrowed))


def cases(procedure: str = "", origins: tuple[str, ...] = OWN) -> Cases:
    """All cases of a procedure (its id), the office's own unless other origins are asked for."""
    return Cases(procedure, origins)


def _run(clock: str, *conditions: Condition) -> Condition:
    return Run(both(Is("clock", clock), *conditions))
