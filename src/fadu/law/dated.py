"""Values that the law changes over time: each with the day it took effect and the article that says so."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Generic, TypeVar, cast

from fadu.law.citation import Citation

T = TypeVar("T")


class NotInForce(LookupError):
    """Asked for a value on a day before any was in force."""


class Pivot(StrEnum):
    """The day whose law applies: to the whole case, to one clock, or to the single act."""

    CASE_START = "case-start"
    CLOCK_START = "clock-start"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One value of law, in force from the day `since`, on the ground of `basis`."""

    since: date
    value: T
    basis: Citation | None = None


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """The values that one provision had over time, oldest first; `pivot` says which day chooses among them."""

    values: tuple[Value[T], ...]
    pivot: Pivot
    basis: Citation | None = None

    def __post_init__(self) -> None:
        days = [value.since for value in self.values]
        if not days:
            raise ValueError("A dated value needs at least one value with the day it took effect.")
        if any(earlier >= later for earlier, later in pairwise(days)):
            raise ValueError(f"Dated values go from oldest to newest, one a day; got {', '.join(map(str, days))}.")

    def on(self, day: date) -> Value[T]:
        """The value in force on `day`. Raises NotInForce before the first one."""
        index = bisect_right(self.values, day, key=lambda value: value.since)
        if not index:
            source = f" under {self.basis}" if self.basis else ""
            raise NotInForce(
                f"Nothing was in force{source} on {day}: the first value dates from {self.values[0].since}. "
                f"Add the value that applied before, or check the date."
            )
        return self.values[index - 1]


def dated(values: Mapping[str, T | tuple[T, Citation]], *, pivot: Pivot, basis: Citation | None = None) -> Dated[T]:
    """Dated values from ISO day to value: `{"1999-10-01": 10 * days, "2024-01-01": (10 * working_days, ARL[48])}`.

    A value without its own citation has that of `basis`. Raises ValueError for a bad day.
    """
    read = [_value(_day(day), entry, basis) for day, entry in values.items()]
    return Dated(tuple(sorted(read, key=lambda value: value.since)), pivot, basis)


def _value(since_day: date, entry: T | tuple[T, Citation], basis: Citation | None) -> Value[T]:
    if isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[1], Citation):
        return Value(since_day, entry[0], entry[1])
    return Value(since_day, cast(T, entry), basis)


@dataclass(frozen=True, slots=True)
class InForce:
    """The days on which something is law: from `since` to `until`, both included; no `until` means still."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"In force from {self.since} cannot end before, on {self.until}. Swap the two days.")

    @classmethod
    def between(cls, since: str, until: str) -> "InForce":
        """From the ISO day `since` to the ISO day `until`, its last day."""
        return cls(_day(since), _day(until))

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def since(day: str) -> InForce:
    """In force from the ISO day `day` on."""
    return InForce(_day(day))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"«{text}» is not a day. Write it as 2024-01-01.") from None
