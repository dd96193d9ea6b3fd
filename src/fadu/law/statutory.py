"""Statutory holidays (全国年节及纪念日放假办法): what is known of a year before its State Council notice.

`festivals.csv` holds the lunar festivals and 清明; `script/make-festivals` writes it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from fadu.law.citation import Law
from fadu.law.dated import Pivot, dated

HOLIDAY_MEASURES = Law("全国年节及纪念日放假办法", english="Measures on National Festivals and Memorial Days")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of all citizens: `days` after `start`, a month-day (05-01) or a festival (a column of the table)."""

    name: str
    start: str
    days: tuple[int, ...] = (0,)


_UNCHANGED = (
    Holiday("清明节", "qingming"),
    Holiday("端午节", "dragon_boat"),
    Holiday("中秋节", "mid_autumn"),
    Holiday("国庆节", "10-01", (0, 1, 2)),
)
_ELEVEN_DAYS = (
    Holiday("新年", "01-01"),
    Holiday("春节", "spring_festival", (0, 1, 2)),
    Holiday("劳动节", "05-01"),
    *_UNCHANGED,
)
_THIRTEEN_DAYS = (
    Holiday("元旦", "01-01"),
    Holiday("春节", "spring_festival", (-1, 0, 1, 2)),
    Holiday("劳动节", "05-01", (0, 1)),
    *_UNCHANGED,
)
STATUTORY = dated(
    {"2013-12-11": _ELEVEN_DAYS, "2024-11-10": _THIRTEEN_DAYS}, basis=HOLIDAY_MEASURES[2], pivot=Pivot.ACT
)
"""The holidays of all citizens over time; the day itself chooses among them."""


@cache
def festivals() -> Mapping[int, Mapping[str, date]]:
    """By year, the day of each festival: spring_festival (正月初一), qingming, dragon_boat, mid_autumn."""
    with Path(__file__).with_name("festivals.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return {int(row.pop("year")): {name: date.fromisoformat(day) for name, day in row.items()} for row in rows}


@cache
def statutory_holidays(year: int) -> Mapping[date, str]:
    """The days that are holidays of all citizens in `year`, with their names; 国庆节、中秋节 where two fall together.

    A holiday on a Saturday or Sunday is made good on a working day (Article 6), but which day that is, only the
    yearly notice says; no such day is given here. Raises LookupError for a year that `festivals` does not hold.
    """
    found: dict[date, list[str]] = {}
    for version in STATUTORY.values:
        for holiday in version.value:
            for day in _days(holiday, year):
                if STATUTORY.on(day) == version:
                    found.setdefault(day, []).append(holiday.name)
    return {day: "、".join(sorted(names, reverse=True)) for day, names in sorted(found.items())}


def _days(holiday: Holiday, year: int) -> list[date]:
    festival = festivals()[year].get(holiday.start)
    start = festival or date.fromisoformat(f"{year}-{holiday.start}")
    return [start + timedelta(days=n) for n in holiday.days]
