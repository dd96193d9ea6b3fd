"""When terms end: the dates of the law's own examples, unit by unit."""

from datetime import UTC, date, datetime, time

import pytest

from fadu.law import (
    LAW_TIME,
    CountingRules,
    Deadline,
    NoEdition,
    Span,
    Term,
    Unit,
    base_calendar,
    days,
    deadline,
    hours,
    months,
    remaining,
    within,
    working_days,
)

CALENDAR = base_calendar()
CONSULTATION = Span(date(2023, 9, 13), date(2023, 9, 20), "征求第三方意见")


def due(term: Term, start: str, *spans: Span, **more: object) -> str:
    return str(deadline(term, date.fromisoformat(start), CALENDAR, not_counting=spans, **more).at)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LAW_TIME)


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        ("2023-01-16", "2023-02-16"),
        ("2023-04-20", "2023-05-19"),
        ("2023-09-11", "2023-10-13"),
        ("2023-09-22", "2023-10-26"),
        ("2024-02-05", "2024-03-08"),
    ],
)
def test_twenty_working_days(received: str, answer: str) -> None:
    assert due(20 * working_days, received) == answer


def test_consultation_is_not_counted() -> None:
    assert due(20 * working_days, "2023-09-11", CONSULTATION) == "2023-10-20"


def test_overlapping_spans_count_once() -> None:
    first = Span(date(2023, 9, 13), date(2023, 9, 18), "征求第三方意见")
    second = Span(date(2023, 9, 15), date(2023, 9, 20), "专家论证")
    inside = Span(date(2023, 9, 14), date(2023, 9, 19), "征求意见")
    assert due(20 * working_days, "2023-09-11", second, inside, first) == "2023-10-20"


def test_a_term_used_up_before_a_span_is_not_saved_by_it() -> None:
    late = Span(date(2023, 10, 13), date(2023, 10, 31), "征求第三方意见")
    assert due(20 * working_days, "2023-09-11", late) == "2023-10-13"
    one_day_earlier = Span(date(2023, 10, 12), date(2023, 10, 31), "征求第三方意见")
    assert due(20 * working_days, "2023-09-11", one_day_earlier) == "2023-11-01"


def test_a_span_that_began_before_the_start_counts_from_the_start() -> None:
    early = Span(date(2023, 9, 1), date(2023, 9, 13), "征求第三方意见")
    assert due(20 * working_days, "2023-09-11", early) == "2023-10-17"
    over = Span(date(2023, 9, 1), date(2023, 9, 11), "征求第三方意见")
    assert due(20 * working_days, "2023-09-11", over) == "2023-10-13"


def test_an_open_span_leaves_the_end_unknown() -> None:
    consulting = Span(date(2023, 9, 13), None, "征求第三方意见")
    known = deadline(20 * working_days, date(2023, 9, 11), CALENDAR, not_counting=[consulting])
    assert known == Deadline(None, Unit.WORKING_DAYS, counted=2, total=20)
    # An earlier span joins it.
    joined = deadline(
        20 * working_days,
        date(2023, 9, 11),
        CALENDAR,
        not_counting=[consulting, Span(date(2023, 9, 12), date(2023, 9, 14), "补正")],
    )
    assert joined.counted == 1
    too_late = Span(date(2023, 10, 13), None, "征求第三方意见")
    assert due(20 * working_days, "2023-09-11", too_late) == "2023-10-13"


def test_an_extension_is_added() -> None:
    assert due(20 * working_days, "2023-09-11", extension=20 * working_days) == due(40 * working_days, "2023-09-11")
    with pytest.raises(ValueError, match=r"cannot be extended by 5 days. Extend it in working days"):
        due(20 * working_days, "2023-09-11", extension=5 * days)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2023-05-08", 7, "2023-05-15"),
        ("2023-05-06", 7, "2023-05-15"),  # Saturday moves on to Monday
        ("2023-09-20", 10, "2023-10-07"),  # holiday moves on to the Saturday worked for it
        ("2024-02-22", 7, "2024-02-29"),
        ("2023-12-25", 7, "2024-01-02"),
    ],
)
def test_calendar_days_end_on_a_working_day(start: str, n: int, end: str) -> None:
    assert due(n * days, start) == end


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-10-15", 6, "2024-04-15"),
        ("2023-12-10", 1, "2024-01-10"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-03-01", 7, "2023-10-07"),  # 1 October moves on
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: str, n: int, end: str) -> None:
    assert due(n * months, start) == end


@pytest.mark.parametrize("term", [30 * days, 1 * months])
def test_excluded_days_push_days_and_months(term: Term) -> None:
    assert due(term, "2023-09-10", rules=CountingRules(rest_day_moves_on=False)) == "2023-10-10"
    assert due(term, "2023-09-10", CONSULTATION) == "2023-10-17"
    open_span = Span(date(2023, 9, 13), None, "征求第三方意见")
    known = deadline(term, date(2023, 9, 10), CALENDAR, not_counting=[open_span])
    assert (known.at, known.counted, known.total) == (None, 3, 30)


def test_hours_run_from_the_moment() -> None:
    assert deadline(48 * hours, at("2023-09-11T10:30"), CALENDAR).at == at("2023-09-13T10:30")
    assert deadline(48 * hours, datetime(2023, 9, 11, 2, 30, tzinfo=UTC), CALENDAR).at == at("2023-09-13T10:30")
    # The days from the 14th to the 20th are out, whole.
    assert deadline(48 * hours, at("2023-09-13T10:30"), CALENDAR, not_counting=[CONSULTATION]).at == at(
        "2023-09-22T10:30"
    )
    # A clock that starts within them runs from their end.
    assert deadline(2 * hours, at("2023-09-18T10:30"), CALENDAR, not_counting=[CONSULTATION]).at == at(
        "2023-09-21T02:00"
    )
    # Used up just as they begin.
    assert deadline(14 * hours, at("2023-09-13T10:00"), CALENDAR, not_counting=[CONSULTATION]).at == at(
        "2023-09-14T00:00"
    )
    # Used up before they begin.
    assert deadline(13 * hours, at("2023-09-13T10:30"), CALENDAR, not_counting=[CONSULTATION]).at == at(
        "2023-09-13T23:30"
    )
    waiting = deadline(
        48 * hours, at("2023-09-13T10:30"), CALENDAR, not_counting=[Span(date(2023, 9, 13), None, "等待")]
    )
    assert waiting == Deadline(None, Unit.HOURS, counted=13, total=48)


def test_hours_need_a_moment_with_a_zone() -> None:
    with pytest.raises(ValueError, match=r"hours run from a moment .*第二百零一条第二款.*Give the time"):
        deadline(48 * hours, date(2023, 9, 11), CALENDAR)
    with pytest.raises(ValueError, match="has no time zone"):
        deadline(48 * hours, datetime(2023, 9, 11, 8), CALENDAR)  # noqa: DTZ001 - the mistake under test


def test_a_moment_counts_on_its_day_in_china() -> None:
    late_utc = datetime(2023, 9, 10, 16, 30, tzinfo=UTC)
    assert deadline(20 * working_days, late_utc, CALENDAR).at == date(2023, 10, 13)


def test_a_law_may_count_the_first_day() -> None:
    rules = CountingRules(first_day_counted=True)
    assert due(1 * working_days, "2023-09-11", rules=rules) == "2023-09-11"
    assert due(5 * working_days, "2023-09-11", rules=rules) == "2023-09-15"
    assert due(5 * working_days, "2023-09-10", rules=rules) == "2023-09-15"
    assert due(7 * days, "2023-09-11", rules=rules) == "2023-09-18"
    assert due(1 * months, "2023-09-12", rules=rules) == "2023-10-11"


def test_a_law_may_let_a_term_end_on_a_day_of_rest() -> None:
    assert due(7 * days, "2023-05-06", rules=CountingRules(rest_day_moves_on=False)) == "2023-05-13"


def test_the_end_is_provisional_where_no_notice_decides_it() -> None:
    assert not deadline(9 * working_days, date(2026, 12, 18), CALENDAR).provisional
    for term in (20 * working_days, 20 * days, 1 * months):
        assert deadline(term, date(2026, 12, 18), CALENDAR).provisional
    assert not CALENDAR.provisional(date(2026, 12, 31))
    assert deadline(9 * working_days, date(2026, 12, 18), CALENDAR).at == date(2026, 12, 31)
    # Plain calendar days need no notice.
    plain = CountingRules(rest_day_moves_on=False)
    assert not deadline(20 * days, date(2026, 12, 18), CALENDAR, rules=plain).provisional
    assert not deadline(500 * hours, at("2026-12-18T10:00"), CALENDAR).provisional


def test_no_answer_outside_the_calendar() -> None:
    with pytest.raises(NoEdition, match="No edition covers 2003-05-01"):
        due(20 * working_days, "2003-05-01")
    with pytest.raises(NoEdition, match="beyond 2060-12-31"):
        due(20 * working_days, "2060-12-20")


def test_remaining_is_counted_in_the_terms_unit() -> None:
    in_working_days = deadline(20 * working_days, date(2023, 9, 11), CALENDAR)
    assert remaining(in_working_days, date(2023, 9, 11), CALENDAR) == 20
    assert remaining(in_working_days, date(2023, 10, 13), CALENDAR) == 0
    assert remaining(in_working_days, date(2023, 10, 17), CALENDAR) == -2
    suspended = deadline(20 * working_days, date(2023, 9, 11), CALENDAR, not_counting=[CONSULTATION])
    assert remaining(suspended, date(2023, 9, 13), CALENDAR, not_counting=[CONSULTATION]) == 18
    assert remaining(suspended, date(2023, 9, 18), CALENDAR, not_counting=[CONSULTATION]) == 18
    in_days = deadline(7 * days, date(2023, 5, 8), CALENDAR)
    assert remaining(in_days, date(2023, 5, 10), CALENDAR) == 5
    assert remaining(in_days, date(2023, 5, 18), CALENDAR) == -3
    in_hours = deadline(48 * hours, at("2023-09-11T10:30"), CALENDAR)
    assert remaining(in_hours, at("2023-09-13T09:45"), CALENDAR) == 0
    assert remaining(in_hours, at("2023-09-13T10:45"), CALENDAR) == -1
    unknown = Deadline(None, Unit.WORKING_DAYS, counted=2, total=20)
    assert remaining(unknown, date(2023, 9, 18), CALENDAR) is None


def test_the_last_day_lasts_until_midnight() -> None:
    last = deadline(20 * working_days, date(2023, 9, 11), CALENDAR)
    assert within(last, at("2023-10-13T23:59"))
    assert within(last, date(2023, 10, 13))
    assert not within(last, at("2023-10-14T00:00"))
    assert within(last, datetime(2023, 10, 13, 15, 59, tzinfo=UTC))
    assert not within(last, datetime(2023, 10, 13, 16, 0, tzinfo=UTC))


def test_the_last_day_may_end_with_business() -> None:
    last, rules = (
        deadline(20 * working_days, date(2023, 9, 11), CALENDAR),
        CountingRules(close_of_business=time(17, 30)),
    )
    assert within(last, at("2023-10-13T17:30"), rules)
    assert not within(last, at("2023-10-13T17:31"), rules)
    assert within(last, at("2023-10-12T20:00"), rules)
    assert within(last, date(2023, 10, 13), rules)


def test_mailing_in_time_where_the_law_says_so() -> None:
    last = deadline(15 * days, date(2023, 9, 11), CALENDAR)
    posted, arrived = date(2023, 9, 26), date(2023, 9, 28)
    assert not within(last, arrived, mailed=posted)
    assert within(last, arrived, CountingRules(mailing_in_time=True), mailed=posted)
    assert not within(last, arrived, CountingRules(mailing_in_time=True), mailed=arrived)


def test_hours_are_kept_to_the_minute() -> None:
    last = deadline(48 * hours, at("2023-09-11T10:30"), CALENDAR)
    assert within(last, at("2023-09-13T10:30"))
    assert not within(last, at("2023-09-13T10:31"))
    with pytest.raises(ValueError, match="Give the time"):
        within(last, date(2023, 9, 13))


def test_while_the_end_is_open_everything_is_in_time() -> None:
    assert within(Deadline(None, Unit.WORKING_DAYS, 2, 20), date(2030, 1, 1))


def test_terms_are_written_in_both_languages() -> None:
    assert [
        (term.zh(), term.en()) for term in (20 * working_days, 1 * working_days, 3 * months, 7 * days, 48 * hours)
    ] == [
        ("20个工作日", "20 working days"),
        ("1个工作日", "1 working day"),
        ("3个月", "3 months"),
        ("7日", "7 days"),
        ("48小时", "48 hours"),
    ]
    with pytest.raises(ValueError, match="gives no time"):
        0 * days


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="«征求意见» cannot end on 2023-09-12, before it starts on 2023-09-13"):
        Span(date(2023, 9, 13), date(2023, 9, 12), "征求意见")
