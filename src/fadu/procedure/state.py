"""Where a case stands: plain values, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson
from msgspec import Struct, field

from fadu.law.period import Span, Term, Unit, day_of

Moment = date | datetime


def moment(text: str) -> Moment:
    """An ISO date or instant."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


class Event(Struct, frozen=True):
    """One entry as replay sees it: no personal data, no text, only facts. `at` is when it happened."""

    seq: int
    act: str
    at: Moment
    facts: Mapping[str, Any] = field(default_factory=dict)
    calendar: str = ""

    @property
    def day(self) -> date:
        return day_of(self.at)


class Pause(Struct, frozen=True):
    """The days (start, end] of one errand, which a clock doesn't count; `end` is None while it lasts."""

    start: date
    end: date | None
    errand: str


class Run(Struct, frozen=True):
    """One clock of one case, running or ended.

    `key` is the clock's id, or the errand's key and ".term". `n` and `unit` are the length in force at the pivot, `fixed` a day given
    instead; `held` since when it waits to be started anew; `ended` when the act came, `moot` if the case closed without it
    (`ended` then says when, if the last day of a duty was over by that time).
    `due` is None while it waits or an errand without end keeps the day from being known.
    """

    key: str
    clock: str
    start: Moment
    n: int = 0
    unit: str = "working days"
    basis: tuple[str, ...] = ()
    fixed: date | None = None
    extension: int = 0
    pauses: tuple[Pause, ...] = ()
    held: date | None = None
    ended: Moment | None = None
    moot: bool = False
    due: Moment | None = None
    provisional: bool = False

    @property
    def term(self) -> Term:
        return Term(self.n, Unit(self.unit))

    @property
    def longer(self) -> Term | None:
        """The extension, in the clock's own unit."""
        return Term(self.extension, Unit(self.unit)) if self.extension else None

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(Span(p.start, p.end, p.errand) for p in self.pauses)

    @property
    def running(self) -> bool:
        """Whether the clock still asks for something."""
        return self.ended is None and not self.moot

    @property
    def paused(self) -> bool:
        return self.running and any(p.end is None for p in self.pauses)

    @property
    def late(self) -> bool:
        """Whether the act, or the case's end without it, came after the last day. Never true of a clock that still runs: that depends on today."""
        return self.ended is not None and self.due is not None and day_of(self.ended) > day_of(self.due)

    def overdue(self, today: date) -> bool:
        """Whether the last day has gone by without the act."""
        return self.running and self.due is not None and day_of(self.due) < today


class ErrandState(Struct, frozen=True):
    """One errand: `key` is its id and the number of the entry that began it; `how` is reply, withdraw, lapse or closed."""

    key: str
    errand: str
    started: date
    served: date | None = None
    ended: date | None = None
    how: str = ""

    @property
    def open(self) -> bool:
        return self.ended is None


class Standing(Struct, frozen=True):
    """Where a case stands after `seq` entries. Everything here follows from the entries alone, nothing from today."""

    seq: int = 0
    stage: str = ""
    opened: date | None = None
    closed: date | None = None
    outcome: str = ""
    last: Moment | None = None
    calendar: str = ""
    done: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    errands: Mapping[str, ErrandState] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=dict)
    late: tuple[int, ...] = ()

    def times(self, act: str) -> int:
        """How often the act was done."""
        return self.done[act][0] if act in self.done else 0

    def open_errands(self, *ids: str) -> tuple[ErrandState, ...]:
        """Errands that have not ended, of the given kinds (all kinds if none is given)."""
        return tuple(e for e in self.errands.values() if e.open and (not ids or e.errand in ids))

    def to_text(self) -> str:
        """JSON for storage; equal standings give equal text."""
        return orjson.dumps(_plain(self), option=orjson.OPT_SORT_KEYS).decode()

    @staticmethod
    def from_text(text: str) -> Standing:
        raw = orjson.loads(text)
        return Standing(
            seq=raw["seq"],
            stage=raw["stage"],
            opened=_day(raw["opened"]),
            closed=_day(raw["closed"]),
            outcome=raw["outcome"],
            last=moment(raw["last"]) if raw["last"] else None,
            calendar=raw["calendar"],
            done={k: (v[0], v[1]) for k, v in raw["done"].items()},
            runs={k: read_run(v) for k, v in raw["runs"].items()},
            errands={k: _errand_state(v) for k, v in raw["errands"].items()},
            measures=raw["measures"],
            late=tuple(raw["late"]),
        )


def _plain(s: Standing) -> dict[str, Any]:
    return {
        "seq": s.seq,
        "stage": s.stage,
        "opened": _iso(s.opened),
        "closed": _iso(s.closed),
        "outcome": s.outcome,
        "last": _iso(s.last),
        "calendar": s.calendar,
        "done": s.done,
        "runs": {k: plain_run(r) for k, r in s.runs.items()},
        "errands": {
            k: [e.key, e.errand, _iso(e.started), _iso(e.served), _iso(e.ended), e.how] for k, e in s.errands.items()
        },
        "measures": s.measures,
        "late": s.late,
    }


def plain_run(r: Run) -> list[Any]:
    """A run as JSON values."""
    pauses = [[_iso(p.start), _iso(p.end), p.errand] for p in r.pauses]
    return [
        r.key,
        r.clock,
        _iso(r.start),
        r.n,
        r.unit,
        r.basis,
        _iso(r.fixed),
        r.extension,
        pauses,
        _iso(r.held),
        _iso(r.ended),
        r.moot,
        _iso(r.due),
        r.provisional,
    ]


def read_run(raw: list[Any]) -> Run:
    """A run from what `plain_run` made of it."""
    key, clock, start, n, unit, basis, fixed, extension, pauses, held, ended, moot, due, provisional = raw
    return Run(
        key,
        clock,
        moment(start),
        n,
        unit,
        tuple(basis),
        _day(fixed),
        extension,
        tuple(Pause(date.fromisoformat(a), _day(b), e) for a, b, e in pauses),
        _day(held),
        moment(ended) if ended else None,
        moot,
        moment(due) if due else None,
        provisional,
    )


def _errand_state(raw: list[Any]) -> ErrandState:
    key, errand, started, served, ended, how = raw
    return ErrandState(key, errand, date.fromisoformat(started), _day(served), _day(ended), how)


def _iso(value: Moment | None) -> str | None:
    return value.isoformat() if value else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
