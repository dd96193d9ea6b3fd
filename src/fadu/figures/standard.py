"""Figures that every procedure has without a line of code: received, closed, open, due, on time, late, overdue, and each outcome.

Where there are outcomes, they and the ends without one (`ended`) together are what was closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from fadu.figures.measures import Count, Measured, Share
from fadu.figures.publishing import Sum
from fadu.figures.registry import FigureDef
from fadu.figures.sets import Cases, Period, cases
from fadu.procedure.declaration import ClockRule, Declaration
from fadu.procedure.say import Say, say

PIECES = "件"
CARRIED = "carried"
"""What was left of the year before: that year's `open`, which its page tells."""


def standard_figures(declared: Declaration) -> tuple[FigureDef, ...]:
    """The figures of one procedure; their ids begin with its own."""
    clock = main_clock(declared)
    found = [
        _count(declared, "received", "收到", "在本年登记的案件，以登记之日为准；作废的不计。", _received),
        _count(declared, "closed", "办结", "在本年办结的案件，不论结果。", _closed),
        _count(declared, "open", "年末未办结", "在本年最后一日及以前登记、至该日未办结的案件。", _open),
    ]
    if clock is not None:
        found += _timed(declared, clock)
    for outcome in declared.outcomes:
        by = partial(_outcome, outcome.id)
        found.append(
            _count(declared, f"outcome.{outcome.id}", outcome.title, "在本年办结、以此为处理结果的案件。", by)
        )
    for stage in declared.ends if declared.outcomes else ():
        title = say("无处理结果（{stage}）", stage=stage.title)
        rule = "在本年办结、没有处理结果而终止的案件。"
        found.append(_count(declared, f"ended.{stage.id}", title, rule, partial(_ended, stage.id)))
    return tuple(found)


def sums(ids: Iterable[str]) -> tuple[Sum[str], ...]:
    """What adds up among the standard figures of one procedure and `CARRIED`, by their ids within it."""
    ends = tuple(id for id in ids if id.startswith(("outcome.", "ended.")))
    flow = Sum(("received", CARRIED), ("closed", "open"))
    return (flow, Sum(ends, ("closed",))) if ends else (flow,)


def main_clock(declared: Declaration) -> ClockRule | None:
    """The office's first duty: the term by which a procedure is judged."""
    return next((c for c in declared.clocks if c.id in declared.duties), None)


def _timed(declared: Declaration, clock: ClockRule) -> list[FigureDef]:
    due = "“{clock}”在本年到期的案件；期间暂停的，以恢复后的届满日为准；期满之日未过的不计。"
    late = "“{clock}”在本年到期、期满以后才办，或者期满以后未办而结案的案件。"
    overdue = "至本年最后一日（本年未完的，至今日），“{clock}”已过而仍未办的案件。"
    share = "在本年到期的案件中，期限之内办的所占的比例；未办的计为逾期，期满之日未过的不计。"
    return [
        _count(declared, "due", "到期", due, partial(_due, clock.id), clock),
        FigureDef(
            f"{declared.id}.on_time",
            say("{procedure}：按期办理率", procedure=declared.title),
            "%",
            say(share, clock=clock.title),
            partial(_on_time, declared.id, clock.id),
        ),
        _count(declared, "late", "逾期后办", late, partial(_late, clock.id), clock),
        _count(declared, "overdue", "逾期未办", overdue, partial(_overdue, clock.id), clock),
    ]


def _count(
    declared: Declaration,
    id: str,
    title: str | Say,
    rule: str,
    narrow: Callable[[Cases, Period], Cases],
    clock: ClockRule | None = None,
) -> FigureDef:
    return FigureDef(
        f"{declared.id}.{id}",
        say("{procedure}：{what}", procedure=declared.title, what=title),
        PIECES,
        say(rule, clock=clock.title if clock else ""),
        partial(_counted, declared.id, narrow),
    )


def _counted(
    procedure: str, narrow: Callable[[Cases, Period], Cases], during: Period, origins: tuple[str, ...]
) -> Measured:
    return Count(narrow(cases(procedure, origins), during))


def _received(of: Cases, during: Period) -> Cases:
    return of.received(during)


def _closed(of: Cases, during: Period) -> Cases:
    return of.closed(during)


def _open(of: Cases, during: Period) -> Cases:
    return of.open(during.until)


def _outcome(id: str, of: Cases, during: Period) -> Cases:
    return of.closed(during).outcome(id)


def _ended(stage: str, of: Cases, during: Period) -> Cases:
    return of.closed(during).ended(stage)


def _due(clock: str, of: Cases, during: Period) -> Cases:
    return of.due(clock, during.past)


def _late(clock: str, of: Cases, during: Period) -> Cases:
    return of.due(clock, during.past).late(clock)


def _overdue(clock: str, of: Cases, during: Period) -> Cases:
    return of.overdue(clock, during)


def _on_time(procedure: str, clock: str, during: Period, origins: tuple[str, ...]) -> Measured:
    due = cases(procedure, origins).due(clock, during.past)
    return Share(due.within(clock), due)
