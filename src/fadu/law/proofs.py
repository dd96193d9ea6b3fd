"""Proofs: how a deadline comes about, day by day, in words that can be printed beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from fadu.law.calendar import Calendar, DayKind
from fadu.law.citation import Citation
from fadu.law.period import (
    DEFAULT_RULES,
    LAW_TIME,
    CountingRules,
    Deadline,
    Span,
    Term,
    Unit,
    day_of,
    deadline,
    moment_of,
)
from fadu.law.proof_steps import DayMark, Step, StepKind, Teller

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a term ends when it does.

    `steps` tell it in order. `days` holds every day from the start to the end once; while the end is open, to the
    last day before the span that holds it up.
    """

    term: Term
    start: date | datetime
    deadline: Deadline
    steps: tuple[Step, ...]
    days: tuple[DayMark, ...]

    def zh(self) -> list[str]:
        """The steps in Chinese, a line each."""
        return [step.zh for step in self.steps]

    def en(self) -> list[str]:
        """The steps in English, a line each; labels and reasons stay in the language in which they were given."""
        return [step.en for step in self.steps]


def proof(
    term: Term,
    start: date | datetime,
    calendar: Calendar,
    *,
    not_counting: Sequence[Span] = (),
    extension: Term | None = None,
    rules: CountingRules = DEFAULT_RULES,
    basis: Citation | None = None,
    start_label: str = "",
) -> Proof:
    """Prove what `deadline` says to the same arguments, and raise what it raises.

    `basis` is the article that gives the term, `start_label` says what started it, e.g. 收到申请.
    """
    due = deadline(term, start, calendar, not_counting=not_counting, extension=extension, rules=rules)
    local = moment_of(start) if due.unit is Unit.HOURS else day_of(start)
    marks = tuple(_Walk(local, due, calendar, not_counting, rules).marks())
    whole = term + extension if extension else term
    teller = Teller(term, whole, local, due, calendar, rules)
    steps = [teller.term_given(basis), teller.started(start_label, marks[0].count)]
    steps += _runs(teller, marks, extension)
    steps += _end(teller, marks, not_counting)
    return Proof(term, local, due, tuple(steps), marks)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the days of a term once and marks each."""

    start: date | datetime
    due: Deadline
    calendar: Calendar
    spans: Sequence[Span]
    rules: CountingRules

    def marks(self) -> Iterator[DayMark]:
        first = day_of(self.start)
        count, used = 0, timedelta()
        for n in range((self._end(first) - first).days + 1):
            day = first + n * _DAY
            reasons = tuple(dict.fromkeys(span.reason for span in self.spans if span.excludes(day)))
            if self.due.unit is Unit.HOURS:
                used += timedelta() if reasons else self._time_on(day)
                count = used // _HOUR
            mark = self._mark(day, reasons, count, first)
            count = mark.count
            yield mark

    def _end(self, first: date) -> date:
        if self.due.at is not None:
            return day_of(self.due.at)
        # Only an open span leaves the end open; the first of them holds it up.
        return max(first, min(span.start for span in self.spans if span.end is None))

    def _time_on(self, day: date) -> timedelta:
        begin = max(moment_of(self.start), datetime.combine(day, time(), LAW_TIME))
        end = datetime.combine(day + _DAY, time(), LAW_TIME)
        return (min(end, self.due.at) if isinstance(self.due.at, datetime) else end) - begin

    def _mark(self, day: date, reasons: tuple[str, ...], count: int, first: date) -> DayMark:
        if day == first:
            return self._start_mark(day, reasons, count)
        calendar_days = self.due.unit in (Unit.DAYS, Unit.MONTHS)
        if calendar_days and count == self.due.total:
            reason = self.calendar.reason(day)
            return DayMark(day, StepKind.MOVED, False, count, reason.short_zh(), reason.short_en())
        if reasons:
            return DayMark(day, StepKind.EXCLUDED, False, count, "、".join(reasons), ", ".join(reasons))
        if self.due.unit is Unit.WORKING_DAYS:
            return self._working_day_mark(day, count)
        return DayMark(day, StepKind.COUNTED, True, count + calendar_days, "计入", "counted")

    def _start_mark(self, day: date, reasons: tuple[str, ...], count: int) -> DayMark:
        if self.due.unit is Unit.HOURS:
            return DayMark(day, StepKind.START, not reasons, count, "起算", "start")
        works = self.due.unit is not Unit.WORKING_DAYS or self.calendar.is_working_day(day)
        counted = self.rules.first_day_counted and works and not reasons
        return DayMark(day, StepKind.START, counted, int(counted), "起算", "start")

    def _working_day_mark(self, day: date, count: int) -> DayMark:
        reason = self.calendar.reason(day)
        made_up = StepKind.MAKE_UP if reason.kind is DayKind.MAKE_UP else StepKind.COUNTED
        kind = made_up if reason.works else StepKind.REST
        return DayMark(day, kind, reason.works, count + reason.works, reason.short_zh(), reason.short_en())


def _runs(teller: Teller, marks: Sequence[DayMark], extension: Term | None) -> Iterator[Step]:
    """The days after the start, those with the same fate together; the extension where the term alone was used up."""
    due, term = teller.due, teller.term
    if extension and due.unit in (Unit.MONTHS, Unit.HOURS):
        yield teller.extended(extension, teller.first_day, 0)
        extension = None
    if due.unit is Unit.MONTHS:
        yield teller.corresponding()

    splits = extension is not None

    def fate(mark: DayMark) -> tuple[StepKind, str, bool]:
        reason = "" if mark.kind is StepKind.MOVED else mark.zh
        return mark.kind, reason, splits and mark.count > term.n

    before = marks[0].count
    for _, group in groupby(marks[1:], key=fate):
        run = tuple(group)
        if extension and before == term.n:
            yield teller.extended(extension, run[0].day - _DAY, before)
            extension = None
        yield teller.moved(run) if run[0].kind is StepKind.MOVED else teller.run(run, before)
        before = run[-1].count
    if extension:
        yield teller.extended(extension, marks[-1].day, before)


def _end(teller: Teller, marks: Sequence[DayMark], spans: Sequence[Span]) -> Iterator[Step]:
    if teller.due.at is None:
        lasting = [span for span in spans if span.end is None]
        reasons = dict.fromkeys(span.reason for span in lasting)
        yield teller.open("、".join(reasons), min(span.start for span in lasting))
    else:
        yield teller.result(teller.due.at)
    if teller.due.provisional:
        yield teller.provisional(marks[-1].day)
