"""Working days: the calendar of the State Council's notices, and what is known beyond the last of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property

from fadu.law.edition_files import dump_editions, load_editions
from fadu.law.editions import Edition, EditionError, base_editions, notice_title
from fadu.law.statutory import festivals, statutory_holidays
from fadu.law.wording import day_en, day_zh, holiday_en, weekday_en, weekday_zh

__all__ = [
    "Calendar",
    "DayKind",
    "DayReason",
    "Edition",
    "EditionError",
    "NoEdition",
    "base_calendar",
    "dump_editions",
    "load_editions",
]

# The editions of 2004–2026 as first shipped. Any other content shows its own digest in the calendar's id.
_SHIPPED_DIGEST = "79250208bea070bb7bd06c7c8fe9739b4fad9e695fd02276f9ab1bb1e666ed9d"


class NoEdition(LookupError, OverflowError):
    """A day that no edition covers and no statutory holiday table reaches: like one beyond what can be counted at all."""


class DayKind(StrEnum):
    WORKDAY = "workday"
    MAKE_UP = "make-up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why `day` is or is not a working day.

    `holiday` is the holiday's name (for a make-up day, the one it makes up for); `edition` the id of the edition
    that decides, empty beyond the last one, where the answer is `provisional` (暂定).
    """

    day: date
    kind: DayKind
    holiday: str
    edition: str
    provisional: bool

    @property
    def works(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def zh(self) -> str:
        """10月7日（周六）上班：国庆节调休."""
        verb, cause, _ = _ZH[self.kind]
        day = f"{day_zh(self.day, year=False)}（{weekday_zh(self.day)}）"
        return day + verb + "：" + cause.format(self.holiday) + "（暂定）" * self.provisional

    def en(self) -> str:
        """Saturday 7 October: make-up working day for National Day."""
        return f"{weekday_en(self.day)} {day_en(self.day, year=False)}: {self.short_en()}"

    def short_zh(self) -> str:
        """The reason without the day: 国庆节调休上班, 国庆节放假, 周末, 工作日."""
        return _ZH[self.kind][2].format(self.holiday) + "（暂定）" * self.provisional

    def short_en(self) -> str:
        """The reason without the day: National Day holiday, weekend."""
        return _EN[self.kind].format(holiday_en(self.holiday)) + " (provisional)" * self.provisional


_ZH = {
    DayKind.WORKDAY: ("上班", "工作日", "工作日"),
    DayKind.MAKE_UP: ("上班", "{}调休", "{}调休上班"),
    DayKind.WEEKEND: ("休息", "周末", "周末"),
    DayKind.HOLIDAY: ("放假", "{}", "{}放假"),
}
_EN = {
    DayKind.WORKDAY: "working day",
    DayKind.MAKE_UP: "make-up working day for {}",
    DayKind.WEEKEND: "weekend",
    DayKind.HOLIDAY: "{} holiday",
}


class Calendar:
    """The working days from the first edition's year to the end of the festival table (2060).

    Up to `last_day` the editions decide. Beyond it every answer is provisional (暂定): weekdays work, save the
    statutory holidays; make-up days are unknown. Every method raises NoEdition for a day outside the calendar.
    """

    def __init__(self, editions: Iterable[Edition]) -> None:
        """Raises EditionError if a year is missing or given twice, or if years end before the festivals begin."""
        self.editions = tuple(sorted(editions, key=lambda edition: edition.year))
        self._check_years()
        self.first_day = date(self.editions[0].year, 1, 1)
        self.last_day = date(self.editions[-1].year, 12, 31)
        self.horizon = date(max(festivals()), 12, 31)
        # The day before the first is counted from, never asked about.
        self._zero = self.first_day.toordinal() - 1
        self._named = self._read_editions()
        self._working_days, self._rank = self._count()

    def _check_years(self) -> None:
        years = [edition.year for edition in self.editions]
        if not years:
            raise EditionError("日历没有任何一年的安排", "至少导入一年的通知")
        missing = sorted(set(range(years[0], years[-1] + 1)) - set(years))
        if missing:
            raise EditionError(f"{years[0]} 至 {years[-1]} 年之间缺少 {missing[0]} 年的安排", "先导入这一年的通知")
        doubled = next((year for year in years if years.count(year) > 1), None)
        if doubled:
            raise EditionError(f"{doubled} 年有两份安排", "只留现行的一份")
        if years[-1] + 1 < min(festivals()):
            raise EditionError(
                f"安排只到 {years[-1]} 年，{min(festivals())} 年起才有节日表，中间有空缺",
                "导入中间各年的通知",
            )

    def _read_editions(self) -> dict[date, tuple[DayKind, str, str]]:
        named: dict[date, tuple[DayKind, str, str]] = {}
        for edition in self.editions:
            named.update({day: (DayKind.HOLIDAY, name, edition.id) for day, name in edition.days_off.items()})
            named.update({day: (DayKind.MAKE_UP, name, edition.id) for day, name in edition.make_up.items()})
        for year in range(self.last_day.year + 1, self.horizon.year + 1):
            for day, name in statutory_holidays(year).items():
                named[day] = (DayKind.HOLIDAY, name, "")
        return named

    def _count(self) -> tuple[list[date], list[int]]:
        """All working days, and for each day how many there are up to and including it."""
        working_days: list[date] = []
        rank = [0]
        for ordinal in range(self._zero + 1, self.horizon.toordinal() + 1):
            day = date.fromordinal(ordinal)
            kind = self._named[day][0] if day in self._named else None
            if kind is DayKind.MAKE_UP or (kind is None and day.weekday() < 5):
                working_days.append(day)
            rank.append(len(working_days))
        return working_days, rank

    def _index(self, day: date) -> int:
        """Position of `day` in the ranks; the day before the first has 0."""
        index = day.toordinal() - self._zero
        if 0 <= index < len(self._rank):
            return index
        raise self._outside(day)

    def _outside(self, day: date | None) -> NoEdition:
        if day is not None and day < self.first_day:
            return NoEdition(
                f"No edition covers {day}: this calendar begins on {self.first_day}. "
                f"Check the date, or load «{notice_title(day.year)}»."
            )
        return NoEdition(
            f"{day or 'The day asked for'} lies beyond {self.horizon}, the last day whose festivals are known. "
            f"Check the date and the term."
        )

    def is_working_day(self, day: date) -> bool:
        index = self._index(day)
        if not index:
            raise self._outside(day)
        return self._rank[index] != self._rank[index - 1]

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after` and up to `until`; negative if `until` is the earlier day."""
        return self._rank[self._index(until)] - self._rank[self._index(after)]

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`; before it for a negative `n`; `day` itself for 0."""
        if n > 0:
            position = self._rank[self._index(day)] + n - 1
        elif n < 0:
            position = self._rank[self._index(day - timedelta(days=1))] + n
        else:
            return day
        if 0 <= position < len(self._working_days):
            return self._working_days[position]
        raise self._outside(self.first_day - timedelta(days=1) if position < 0 else None)

    def next_working_day_on_or_after(self, day: date) -> date:
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def provisional(self, day: date) -> bool:
        """Whether `day` lies beyond the last edition, so that its answer may still change."""
        return day > self.last_day

    def reason(self, day: date) -> DayReason:
        """Why `day` is or is not a working day."""
        works = self.is_working_day(day)
        plain = DayKind.WORKDAY if works else DayKind.WEEKEND
        provisional = self.provisional(day)
        year = "" if provisional else self.editions[day.year - self.first_day.year].id
        kind, holiday, edition = self._named.get(day, (plain, "", year))
        return DayReason(day, kind, holiday, edition, provisional)

    def with_edition(self, edition: Edition) -> "Calendar":
        """This calendar with `edition` added, in place of the one of the same year.

        Raises EditionError on a gap, and if the notice of the year before or after has a day as the contrary.
        """
        others = [kept for kept in self.editions if kept.year != edition.year]
        for other in others:
            contrary = {*other.days_off} & {*edition.make_up} | {*other.make_up} & {*edition.days_off}
            if contrary:
                day = min(contrary)
                off, on = (other, edition) if day in other.days_off else (edition, other)
                raise EditionError(
                    f"{day} 在 {off.year} 年的安排中放假，在 {on.year} 年的安排中调休上班",
                    "对照两份通知，导入改正后的安排",
                    day=day,
                )
        return Calendar([*others, edition])

    @cached_property
    def id(self) -> str:
        """Names the calendar's content: 2004-2026 as shipped, else with 8 hex digits of its digest."""
        digest = _digest(self.editions)
        years = f"{self.first_day.year}-{self.last_day.year}"
        return years if digest == _SHIPPED_DIGEST else f"{years}-{digest[:8]}"

    def __repr__(self) -> str:
        return f"<Calendar {self.id}>"


def _digest(editions: tuple[Edition, ...]) -> str:
    lines = [
        f"{edition.year} {kind} {day} {name}\n"
        for edition in editions
        for kind, days in (("off", edition.days_off), ("on", edition.make_up))
        for day, name in days.items()
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@cache
def base_calendar() -> Calendar:
    """The calendar as shipped: the editions from 2004 to the last that `chinesecalendar` carries."""
    return Calendar(base_editions())
