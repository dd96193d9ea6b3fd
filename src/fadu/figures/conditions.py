"""Conditions over case facts, as frozen trees: evaluated here in memory, compiled to SQL by `cases/book.py`.

A condition is true or false, never unknown: a missing fact satisfies nothing, and its negation everything. Figures build their sets
from conditions, and so does the policy its scopes, so that a number, a list and a permission are one kind of thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

CASE_FACTS = ("uid", "procedure", "unit", "origin", "stage", "outcome", "opened", "closed", "handler", "level")
RUN_FACTS = ("clock", "kind", "started", "due", "ended", "moot", "late", "provisional")
Value: TypeAlias = str | int | bool | date


@dataclass(frozen=True)
class Is:
    """The fact has this value."""

    fact: str
    value: Value


@dataclass(frozen=True)
class In:
    """The fact has one of these values; no values, no case."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True)
class Between:
    """The fact lies between two values, both included; None leaves that side open."""

    fact: str
    low: date | int | None = None
    high: date | int | None = None


@dataclass(frozen=True)
class Missing:
    """The fact is not known (yet)."""

    fact: str


@dataclass(frozen=True)
class After:
    """One fact of a run came later than another (both known)."""

    fact: str
    than: str


@dataclass(frozen=True)
class All:
    """Every part holds; no parts, always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Any_:  # noqa: N801 — the word beside All, and not typing.Any
    """At least one part holds; no parts, never."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True)
class Run:
    """The case has a run of a clock for which the condition on run facts holds.

    Raises:
        ValueError: the condition says something of the case, which is no fact of a run.
    """

    condition: Condition

    def __post_init__(self) -> None:
        if not _of_runs(self.condition):
            raise ValueError(f"时限的条件只能用时限的事实（{'、'.join(RUN_FACTS)}）；案件的条件请写在 Run 之外。")


@dataclass(frozen=True)
class Measure:
    """The measured field has this value."""

    name: str
    value: str | int | bool


@dataclass(frozen=True)
class UidIn:
    """The case is one of a fixed list, as a signed figure keeps it."""

    uids: tuple[str, ...]


Condition: TypeAlias = Is | In | Between | Missing | After | All | Any_ | Not | Run | Measure | UidIn
ALWAYS = All()
NEVER = Any_()


@dataclass(frozen=True)
class CaseRow:
    """A case as figures and scopes see it. `facts` has the CASE_FACTS, each run the RUN_FACTS, `measures` the measured fields."""

    facts: Mapping[str, Any]
    runs: tuple[Mapping[str, Any], ...] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)


Test: TypeAlias = Callable[[CaseRow], bool]


def holds(condition: Condition, row: CaseRow) -> bool:
    """Whether the condition holds for the case."""
    return tester(condition)(row)


@lru_cache(maxsize=4096)
def tester(condition: Condition) -> Test:
    """The condition as a function of a case, made once: the policy asks it before every act."""
    match condition:
        case All(parts):
            tests = tuple(map(tester, parts))
            return lambda row: all(test(row) for test in tests)
        case Any_(parts):
            tests = tuple(map(tester, parts))
            return lambda row: any(test(row) for test in tests)
        case Not(part):
            inner = tester(part)
            return lambda row: not inner(row)
        case Run(part):
            inner = tester(part)
            return lambda row: any(inner(CaseRow(run)) for run in row.runs)
        case Measure(name, value):
            return lambda row: bool(row.measures.get(name) == value)
        case UidIn(uids):
            return lambda row: row.facts["uid"] in uids
        case _:
            return _leaf(condition)


def _leaf(condition: Is | In | Between | Missing | After) -> Test:
    fact = condition.fact
    match condition:
        case Missing():
            return lambda row: row.facts.get(fact) is None
        case Is(_, value):
            return lambda row: bool(row.facts.get(fact) == value)
        case In(_, values):
            return lambda row: row.facts.get(fact) in values
        case Between(_, low, high):
            return lambda row: _between(row.facts.get(fact), low, high)
        case After(_, than):
            return lambda row: _after(row.facts.get(fact), row.facts.get(than))


def _between(known: Any, low: Any, high: Any) -> bool:
    return known is not None and (low is None or known >= low) and (high is None or known <= high)


def _after(known: Any, other: Any) -> bool:
    return known is not None and other is not None and bool(known > other)


def _of_runs(condition: Condition) -> bool:
    match condition:
        case All(parts) | Any_(parts):
            return all(map(_of_runs, parts))
        case Not(part):
            return _of_runs(part)
        case Run() | Measure() | UidIn():
            return False
        case After(fact, than):
            return fact in RUN_FACTS and than in RUN_FACTS
        case _:
            return condition.fact in RUN_FACTS


def both(*conditions: Condition) -> Condition:
    """All of them, flattened."""
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.parts if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))
