"""Periods: how many days, working days, hours or months the law gives, how they are counted, and when they end.

Counting follows the Civil Code (民法典第二百零一条至第二百零三条) unless another law says otherwise (第二百零四条).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from fadu.law.calendar import Calendar
from fadu.law.citation import Citation, Law

CIVIL_CODE = Law("民法典", english="Civil Code")
CIVIL_PROCEDURE = Law("民事诉讼法", english="Civil Procedure Law")
FIRST_DAY_NOT_COUNTED = CIVIL_CODE[201].para(1)
HOURS_FROM_THE_MOMENT = CIVIL_CODE[201].para(2)
CORRESPONDING_DAY = CIVIL_CODE[202]
REST_DAY_MOVES_ON = CIVIL_CODE[203].para(1)
CLOSE_OF_BUSINESS = CIVIL_CODE[203].para(2)
MAILING_IN_TIME = CIVIL_PROCEDURE[85].para(4)

LAW_TIME = ZoneInfo("Asia/Shanghai")
"""The zone in which days begin and end."""

_DAY = timedelta(days=1)


class Unit(StrEnum):
    HOURS = "hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    MONTHS = "months"


_UNITS_ZH = {Unit.HOURS: "小时", Unit.WORKING_DAYS: "个工作日", Unit.DAYS: "日", Unit.MONTHS: "个月"}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time that the law gives, at least one unit: `20 * working_days`, `3 * months`."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"A term of {self.n} {self.unit} gives no time. Give at least one.")

    def __rmul__(self, times: int) -> "Term":
        return replace(self, n=times * self.n)

    def __add__(self, other: "Term") -> "Term":
        """This term extended by `other`. Raises ValueError if they differ in unit."""
        if other.unit is not self.unit:
            raise ValueError(f"A term in {self.unit} cannot be extended by {other.en()}. Extend it in {self.unit}.")
        return replace(self, n=self.n + other.n)

    def zh(self) -> str:
        """20个工作日, 3个月, 7日, 48小时."""
        return amount_zh(self.n, self.unit)

    def en(self) -> str:
        """20 working days, 1 month."""
        return amount_en(self.n, self.unit)


def amount_zh(n: int, unit: Unit) -> str:
    """20个工作日; also for 0, which is no term."""
    return f"{n}{_UNITS_ZH[unit]}"


def amount_en(n: int, unit: Unit) -> str:
    """20 working days; also for 0, which is no term."""
    return f"{n} {unit if n != 1 else unit.removesuffix('s')}"


hours = Term(1, Unit.HOURS)
working_days = Term(1, Unit.WORKING_DAYS)
days = Term(1, Unit.DAYS)
months = Term(1, Unit.MONTHS)


@dataclass(frozen=True, slots=True)
class CountingRules:
    """How a law counts; each rule stands beside the article that makes it.

    Not settings, because no law at hand differs: a term in months ends on the corresponding day, else on the month's
    last (`CORRESPONDING_DAY`), and hours run from the moment itself (`HOURS_FROM_THE_MOMENT`).
    """

    first_day_counted: bool = False
    first_day_basis: Citation = FIRST_DAY_NOT_COUNTED
    # Terms in days and months only: one in working days cannot end on a day of rest.
    rest_day_moves_on: bool = True
    rest_day_basis: Citation = REST_DAY_MOVES_ON
    # The hour at which the last day ends; None is midnight.
    close_of_business: time | None = None
    close_basis: Citation = CLOSE_OF_BUSINESS
    # Whether handing to the post before the end is enough; only some laws say so.
    mailing_in_time: bool = False
    mailing_basis: Citation = MAILING_IN_TIME


DEFAULT_RULES = CountingRules()


@dataclass(frozen=True, slots=True)
class Span:
    """Days that a term does not count: those after `start`, up to and including `end`; `end` None while it lasts.

    `reason` is said in proofs, e.g. 征求第三方意见. Raises ValueError if it ends before it starts.
    """

    start: date
    end: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"«{self.reason}» cannot end on {self.end}, before it starts on {self.start}.")

    def excludes(self, day: date) -> bool:
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a term ends: `at` is its last day, or for hours the moment; None while an open span holds it up.

    `counted` of `total` units are used up to the open span, or at the end; month terms count them in days.
    `provisional` (暂定) says that a day beyond the calendar's last edition decides the end.
    """

    at: date | datetime | None
    unit: Unit
    counted: int
    total: int
    provisional: bool = False


def deadline(
    term: Term,
    start: date | datetime,
    calendar: Calendar,
    *,
    not_counting: Sequence[Span] = (),
    extension: Term | None = None,
    rules: CountingRules = DEFAULT_RULES,
) -> Deadline:
    """When `term` ends that starts with `start`, a day, or for hours a moment with a time zone.

    The days of `not_counting` are left out, each once; a term that is used up before a span begins ends all the same.
    `extension` is added to the term before anything is counted. Raises ValueError for an extension in another unit or
    a start that does not fit the unit; NoEdition if the calendar does not reach.
    """
    whole = term + extension if extension else term
    if whole.unit is Unit.HOURS:
        return _in_hours(whole.n, start, union(not_counting))
    day = day_of(start)
    # The day after which counting begins.
    origin = day - _DAY if rules.first_day_counted else day
    if whole.unit is Unit.WORKING_DAYS:
        return _in_working_days(whole.n, origin, calendar, union(not_counting))
    return _in_days(whole, origin, calendar, union(not_counting), rules)


def day_of(moment: date | datetime) -> date:
    """The day on which `moment` lies in China. Raises ValueError for a moment without a time zone."""
    return moment_of(moment).date() if isinstance(moment, datetime) else moment


def moment_of(moment: date | datetime) -> datetime:
    """`moment` in China's time. Raises ValueError for a mere day, or a moment without a time zone."""
    if not isinstance(moment, datetime):
        raise ValueError(f"{moment} is a day, but hours run from a moment ({HOURS_FROM_THE_MOMENT}). Give the time.")
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Give it one, e.g. Asia/Shanghai.")
    return moment.astimezone(LAW_TIME)


def union(spans: Sequence[Span]) -> list[tuple[date, date | None]]:
    """The spans merged and in order, none touching another, empty ones dropped."""
    merged: list[tuple[date, date | None]] = []
    for span in sorted(spans, key=lambda span: span.start):
        if span.end == span.start:
            continue
        if not merged or ((last := merged[-1][1]) is not None and last < span.start):
            merged.append((span.start, span.end))
        elif last is not None and (span.end is None or last < span.end):
            merged[-1] = (merged[-1][0], span.end)
    return merged


def _in_working_days(n: int, origin: date, calendar: Calendar, spans: list[tuple[date, date | None]]) -> Deadline:
    due = calendar.add_working_days(origin, n)
    excluded = 0
    for start, end in spans:
        if due <= start:
            break
        begin = max(start, origin)
        if end is None:
            counted = calendar.working_days_between(origin, begin) - excluded
            return Deadline(None, Unit.WORKING_DAYS, counted, n, calendar.provisional(begin))
        if end > begin:
            excluded += calendar.working_days_between(begin, end)
            due = calendar.add_working_days(origin, n + excluded)
    return Deadline(due, Unit.WORKING_DAYS, n, n, due > calendar.last_day)


def _in_days(
    term: Term, origin: date, calendar: Calendar, spans: list[tuple[date, date | None]], rules: CountingRules
) -> Deadline:
    last = last_day_of(term, origin)
    total = (last - origin).days
    excluded = 0
    for start, end in spans:
        if last <= start:
            break
        begin = max(start, origin)
        if end is None:
            return Deadline(None, term.unit, (begin - origin).days - excluded, total)
        if end > begin:
            excluded += (end - begin).days
            last += end - begin
    at = calendar.next_working_day_on_or_after(last) if rules.rest_day_moves_on else last
    return Deadline(at, term.unit, total, total, rules.rest_day_moves_on and calendar.provisional(at))


def last_day_of(term: Term, origin: date) -> date:
    """The last day of a term in days or months that counts from the day after `origin`, nothing left out.

    For months it is the day that corresponds to `origin`, else the month's last (民法典第二百零二条).
    """
    if term.unit is Unit.DAYS:
        return origin + timedelta(days=term.n)
    year, month = divmod(origin.year * 12 + origin.month - 1 + term.n, 12)
    return date(year, month + 1, min(origin.day, monthrange(year, month + 1)[1]))


def _in_hours(n: int, start: date | datetime, spans: list[tuple[date, date | None]]) -> Deadline:
    begun = moment_of(start)
    due, excluded = begun + timedelta(hours=n), timedelta()
    for first, last in spans:
        begin = max(_midnight_after(first), begun)
        if due <= begin:
            break
        if last is None:
            return Deadline(None, Unit.HOURS, (begin - begun - excluded) // timedelta(hours=1), n)
        pause = max(_midnight_after(last) - begin, timedelta())
        due, excluded = due + pause, excluded + pause
    return Deadline(due, Unit.HOURS, n, n)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), LAW_TIME)


def remaining(
    due: Deadline, today: date | datetime, calendar: Calendar, *, not_counting: Sequence[Span] = ()
) -> int | None:
    """How many units are left after `today`, negative once late; month terms in days; None while the end is open.

    Days that are not counted are not left either. Hours are whole ones, rounded down.
    """
    if due.at is None:
        return None
    if isinstance(due.at, datetime):
        return (due.at - moment_of(today)) // timedelta(hours=1)
    day = day_of(today)
    spans = [(max(start, day), min(end or due.at, due.at)) for start, end in union(not_counting)]
    if due.unit is Unit.WORKING_DAYS:
        excluded = sum(calendar.working_days_between(start, end) for start, end in spans if start < end)
        return calendar.working_days_between(day, due.at) - excluded
    return (due.at - day).days - sum((end - start).days for start, end in spans if start < end)


def within(
    due: Deadline,
    moment: date | datetime,
    rules: CountingRules = DEFAULT_RULES,
    *,
    mailed: date | datetime | None = None,
) -> bool:
    """Whether an act at `moment` is in time; while the end is open, everything is.

    A day ends at midnight or at the close of business, if the rules set one. Where `mailing_in_time` holds, the time
    at which the act was `mailed` counts instead. Raises ValueError if a term in hours meets a mere day.
    """
    if due.at is None:
        return True
    acted = mailed if rules.mailing_in_time and mailed is not None else moment
    if isinstance(due.at, datetime):
        return moment_of(acted) <= due.at
    day = day_of(acted)
    if day == due.at and rules.close_of_business and isinstance(acted, datetime) and acted is not mailed:
        return moment_of(acted).time() <= rules.close_of_business
    return day <= due.at
