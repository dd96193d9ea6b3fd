"""What holds for every term from 2004 to 2026, against a plain count day by day."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

import chinese_calendar
from hypothesis import assume, given
from hypothesis import strategies as st

from fadu.law import (
    LAW_TIME,
    CountingRules,
    Span,
    Term,
    Unit,
    base_calendar,
    days,
    deadline,
    hours,
    months,
    proof,
    working_days,
)
from fadu.law.proof_steps import StepKind

CALENDAR = base_calendar()
DAY = timedelta(days=1)

starts = st.dates(date(2004, 1, 1), date(2025, 12, 31))
lengths = st.integers(1, 60)


@st.composite
def spans_from(draw: st.DrawFn, start: date, *, closed: bool = False) -> list[Span]:
    """Up to four spans around the days after `start`; at most one is open."""
    found = []
    for n in range(draw(st.integers(0, 4))):
        begin = start + draw(st.integers(-10, 90)) * DAY
        length = draw(st.integers(0, 30))
        lasts = not closed and n == 0 and draw(st.integers(0, 4)) == 0
        found.append(Span(begin, None if lasts else begin + length * DAY, f"事由{n}"))
    return draw(st.permutations(found))


def excluded(day: date, spans: list[Span]) -> bool:
    return any(span.start < day and (span.end is None or day <= span.end) for span in spans)


def counted_one_by_one(term: Term, start: date, spans: list[Span]) -> date | None:
    """The last day of a term in days or working days, by walking; None if it never comes."""
    day, left = start, term.n
    while left:
        day += DAY
        if day > start + 400 * DAY:
            return None
        works = term.unit is Unit.DAYS or chinese_calendar.is_workday(day)
        left -= works and not excluded(day, spans)
    while term.unit is Unit.DAYS and not chinese_calendar.is_workday(day):
        day += DAY
    return day


@given(st.data(), starts, lengths, st.sampled_from([days, working_days]))
def test_the_end_is_what_walking_day_by_day_finds(data: st.DataObject, start: date, n: int, unit: Term) -> None:
    assume(start < date(2025, 6, 1))
    spans = data.draw(spans_from(start))
    assert deadline(n * unit, start, CALENDAR, not_counting=spans).at == counted_one_by_one(n * unit, start, spans)


@given(st.data(), starts, lengths)
def test_as_many_days_are_counted_as_the_term_has(data: st.DataObject, start: date, n: int) -> None:
    spans = data.draw(spans_from(start, closed=True))
    end = deadline(n * working_days, start, CALENDAR, not_counting=spans).at
    passed = [start + k * DAY for k in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working_day(day) and not excluded(day, spans) for day in passed) == n
    assert CALENDAR.is_working_day(end)
    assert not excluded(end, spans)


@given(
    st.data(), starts, lengths, st.integers(0, 10), st.integers(0, 10), st.sampled_from([days, working_days, months])
)
def test_later_starts_and_longer_terms_never_end_earlier(
    data: st.DataObject, start: date, n: int, later: int, longer: int, unit: Term
) -> None:
    spans = data.draw(spans_from(start, closed=True))
    end = deadline(n * unit, start, CALENDAR, not_counting=spans).at
    # A month from 28, 29, 30 and 31 January ends on the same day: of those, the earlier may have more days not counted.
    if unit != months or not spans:
        assert deadline(n * unit, start + later * DAY, CALENDAR, not_counting=spans).at >= end
    assert deadline((n + longer) * unit, start, CALENDAR, not_counting=spans).at >= end


@given(starts, st.integers(2, 60), st.integers(0, 59), st.integers(0, 30))
def test_a_span_inside_moves_the_end_by_its_working_days(start: date, n: int, after: int, length: int) -> None:
    plain = deadline(n * working_days, start, CALENDAR).at
    begin = CALENDAR.add_working_days(start, min(after, n - 1))
    span = Span(begin, begin + length * DAY, "征求第三方意见")
    k = CALENDAR.working_days_between(span.start, span.end)
    assert deadline(n * working_days, start, CALENDAR, not_counting=[span]).at == CALENDAR.add_working_days(plain, k)


@given(starts, lengths, lengths)
def test_an_extension_moves_the_end_by_its_length(start: date, n: int, more: int) -> None:
    plain = deadline(n * working_days, start, CALENDAR).at
    extended = deadline(n * working_days, start, CALENDAR, extension=more * working_days).at
    assert CALENDAR.working_days_between(plain, extended) == more


@given(starts, st.integers(1, 24))
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, n: int) -> None:
    end = deadline(n * months, start, CALENDAR, rules=CountingRules(rest_day_moves_on=False)).at
    assert (end.year - start.year) * 12 + end.month - start.month == n
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(starts, lengths, st.sampled_from([days, months]))
def test_days_and_months_end_on_the_first_working_day_from_their_last(start: date, n: int, unit: Term) -> None:
    last = deadline(n * unit, start, CALENDAR, rules=CountingRules(rest_day_moves_on=False)).at
    assert deadline(n * unit, start, CALENDAR).at == CALENDAR.next_working_day_on_or_after(last)


@given(st.data(), starts, st.times(), st.integers(1, 200))
def test_as_many_hours_pass_outside_the_spans_as_the_term_has(
    data: st.DataObject, day: date, clock: time, n: int
) -> None:
    start = datetime.combine(day, clock, LAW_TIME)
    spans = data.draw(spans_from(day, closed=True))
    end = deadline(n * hours, start, CALENDAR, not_counting=spans).at
    passed, moment = timedelta(), start
    while moment < end:
        midnight = datetime.combine(moment.date() + DAY, time(), LAW_TIME)
        passed += timedelta() if excluded(moment.date(), spans) else min(midnight, end) - moment
        moment = midnight
    assert passed == n * timedelta(hours=1)


terms = st.builds(lambda n, unit: n * unit, st.integers(1, 40), st.sampled_from([days, working_days, months, hours]))


@given(st.data(), starts, st.times(), terms, st.one_of(st.none(), st.integers(1, 20)), st.booleans())
def test_a_proof_proves_its_deadline(
    data: st.DataObject, day: date, clock: time, term: Term, more: int | None, first_counts: bool
) -> None:
    start = datetime.combine(day, clock, LAW_TIME) if term.unit is Unit.HOURS else day
    spans = data.draw(spans_from(day))
    extension = Term(more, term.unit) if more else None
    rules = CountingRules(first_day_counted=first_counts)
    same = {"not_counting": spans, "extension": extension, "rules": rules}
    expected = deadline(term, start, CALENDAR, **same)
    found = proof(term, start, CALENDAR, **same)

    assert found.deadline == expected
    shown = [mark.day for mark in found.days]
    assert shown == [day + k * DAY for k in range(len(shown))]
    if expected.at is not None:
        assert shown[-1] == (expected.at.date() if isinstance(expected.at, datetime) else expected.at)
    assert found.days[-1].count == expected.counted
    if term.unit is not Unit.HOURS:
        assert sum(mark.counted for mark in found.days) == expected.counted
    assert not any(mark.counted for mark in found.days if excluded(mark.day, spans))

    told = [StepKind.COUNTED, StepKind.MAKE_UP, StepKind.REST, StepKind.EXCLUDED, StepKind.MOVED]
    runs = [step for step in found.steps if step.kind in told]
    in_runs = [step.first + k * DAY for step in runs for k in range((step.last - step.first).days + 1)]
    assert in_runs == shown[1:]
    assert [step.kind for step in found.steps].count(StepKind.EXTENDED) == (extension is not None)
    assert (found.steps[-1].kind is StepKind.OPEN) == (expected.at is None) or expected.provisional
    assert len(found.zh()) == len(found.en()) == len(found.steps)
