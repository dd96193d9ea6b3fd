"""Sets of cases, in the words of a report: received in a year, due, answered in time, decided so.

A set is a frozen condition tree over one procedure. It counts nothing itself: `measures` say what is counted, a book counts it, and the
same tree lists the cases behind the number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from fadu.figures.conditions import (
    ALWAYS,
    All,
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
from fadu.procedure.duty import Procedure
from fadu.procedure.standing import VOIDED
from fadu.procedure.words import Field, Outcome, Stage, Word

OWN = ("real", "import")
"""The origins that count unless a set says otherwise: the office's own cases, also those taken over from the system before."""

MEANT = Any_((Is("moot", False), Is("late", True)))
"""A run that asked for something until its last day was over; one that became moot later was late all the same."""


@dataclass(frozen=True)
class Period:
    """Days from `since` to `until`, both included; those from `today` on have not gone by yet."""

    since: date
    until: date
    today: date

    @property
    def past(self) -> Period:
        """Its days that are over: what falls due today can still be done in time."""
        return replace(self, until=min(self.until, self.today - timedelta(days=1)))

    @property
    def between(self) -> tuple[date, date]:
        return self.since, self.until


def year_of(n: int, today: date) -> Period:
    """The calendar year, e.g. 2023, as it is known on a day."""
    return Period(date(n, 1, 1), date(n, 12, 31), today)


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

    def outcome(self, *outcomes: Outcome | str) -> Cases:
        """Decided in one of these ways."""
        return self.that(In("outcome", frozenset(map(id_of, outcomes))))

    def ended(self, stage: Stage | str) -> Cases:
        """Closed in this stage without an outcome: withdrawn, abandoned."""
        return self.that(both(Is("stage", id_of(stage)), Missing("outcome")))

    def where(self, field: Field | str, value: str | int | bool) -> Cases:
        """With this value in a measured field.

        Raises:
            ValueError: the field is not measured, so that nothing is kept to count.
        """
        return self.that(Measure(measured(field), value))

    def due(self, clock: Word | str, during: Period) -> Cases:
        """With a run of the clock that falls due in the period; not one that the case's end made moot before its last day was over."""
        return self._run(clock, Between("due", *during.between), MEANT)

    def within(self, clock: Word | str) -> Cases:
        """Done by the last day of the clock."""
        return self._run(clock, Not(Missing("ended")), Is("late", False))

    def late(self, clock: Word | str) -> Cases:
        """Not done by the last day: done after it, or the case closed without it after it."""
        return self._run(clock, Is("late", True))

    def overdue(self, clock: Word | str, by: Period) -> Cases:
        """Not done by the end of the period, although the last day is over, in the period or before it."""
        undone = Any_((Missing("ended"), Between("ended", by.until + timedelta(days=1))))
        return self._run(clock, Between("due", None, by.past.until), undone, MEANT)

    def __and__(self, other: Cases) -> Cases:
        """Those in both sets."""
        return self.that(other.condition)

    def __or__(self, other: Cases) -> Cases:
        """Those in one of the sets at least.

        Raises:
            ValueError: the sets count different origins, so that no one set of origins is theirs.
        """
        if self.origins != other.origins:
            raise ValueError("来源不同的两组案件不能合并；请先使两者计入相同的来源（origins）。")
        procedure = self.procedure if self.procedure == other.procedure else ""
        return Cases(procedure, self.origins, Any_((self.condition, other.condition)))

    def __sub__(self, other: Cases) -> Cases:
        """Those that are not in the other set."""
        return self.that(Not(other.condition))

    def _run(self, clock: Word | str, *conditions: Condition) -> Cases:
        """What is said of one clock in a row is said of one run: `due(c, year).late(c)` are runs due in the year and late."""
        named = Is("clock", id_of(clock))
        parts = self.narrowed.parts if isinstance(self.narrowed, All) else (self.narrowed,)
        known = next((p for p in parts if isinstance(p, Run) and _names(p, named)), Run(named))
        rest = (part for part in parts if part is not known)
        return replace(self, narrowed=both(*rest, Run(both(known.condition, *conditions))))


def _names(run: Run, named: Is) -> bool:
    return isinstance(run.condition, All) and run.condition.parts[0] == named


def cases(procedure: type[Procedure] | str = "", origins: tuple[str, ...] = OWN) -> Cases:
    """All cases of a procedure (its class or its id), the office's own unless other origins are asked for."""
    return Cases(procedure if isinstance(procedure, str) else procedure.id, origins)


def id_of(word: Word | str) -> str:
    """The id of a word of a procedure. A figure names words, so that a misspelt one does not count nothing in silence."""
    return word if isinstance(word, str) else word.name


def measured(field: Field | str) -> str:
    """The id of a measured field.

    Raises:
        ValueError: the field is not measured.
    """
    if isinstance(field, Field) and not field.measured:
        raise ValueError(f"“{field.title}”不是计数的字段，没有可数的数据。在事项声明中给它写上 measured=True。")
    return id_of(field)
