"""The calendar against the notices as `chinesecalendar` keeps them, and beyond them."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.law import Calendar, DayKind, Edition, EditionError, NoEdition, base_calendar

CALENDAR = base_calendar()
covered = st.dates(CALENDAR.first_day, CALENDAR.last_day)
anywhere = st.dates(CALENDAR.first_day, date(2058, 12, 31))

NOTICE_2027 = Edition(
    "2027",
    "国务院办公厅关于2027年部分节假日安排的通知",
    2027,
    days_off={date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦", date(2027, 2, 9): "春节"},
    make_up={date(2026, 12, 27): "元旦", date(2027, 2, 14): "春节"},
)


def test_every_day_of_every_notice_agrees() -> None:
    day = CALENDAR.first_day
    while day <= CALENDAR.last_day:
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.reason(day).works == CALENDAR.is_working_day(day)
        day += timedelta(days=1)


def test_working_days_of_2023() -> None:
    assert CALENDAR.working_days_between(date(2022, 12, 31), date(2023, 12, 31)) == 249


def test_the_extended_spring_festival_of_2020() -> None:
    assert [CALENDAR.is_working_day(date(2020, 1, 31) + timedelta(days=n)) for n in range(4)] == [
        False,
        False,
        False,
        True,
    ]


@given(anywhere, st.integers(1, 300))
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    after = CALENDAR.add_working_days(day, n)
    assert CALENDAR.is_working_day(after)
    assert CALENDAR.working_days_between(day, after) == n
    assert CALENDAR.working_days_between(after, day) == -n


@given(st.dates(date(2006, 1, 1), date(2059, 1, 1)), st.integers(1, 300))
def test_days_before_a_day(day: date, n: int) -> None:
    before = CALENDAR.add_working_days(day, -n)
    assert CALENDAR.is_working_day(before)
    assert before < day
    assert CALENDAR.working_days_between(before, day - timedelta(days=1)) == n - 1


@given(anywhere)
def test_the_next_working_day(day: date) -> None:
    following = CALENDAR.next_working_day_on_or_after(day)
    assert CALENDAR.is_working_day(following)
    assert not any(CALENDAR.is_working_day(day + timedelta(days=n)) for n in range((following - day).days))
    assert CALENDAR.add_working_days(day, 0) == day


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (
            date(2023, 10, 7),
            "10月7日（周六）上班：国庆节调休",
            "Saturday 7 October: make-up working day for National Day",
        ),
        (date(2023, 10, 2), "10月2日（周一）放假：国庆节", "Monday 2 October: National Day holiday"),
        (date(2023, 9, 16), "9月16日（周六）休息：周末", "Saturday 16 September: weekend"),
        (date(2023, 10, 9), "10月9日（周一）上班：工作日", "Monday 9 October: working day"),
        (
            date(2027, 2, 8),
            "2月8日（周一）放假：春节（暂定）",
            "Monday 8 February: Spring Festival holiday (provisional)",
        ),
        (
            date(2015, 9, 3),
            "9月3日（周四）放假：中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
            "Thursday 3 September: 中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日 holiday",
        ),
    ],
)
def test_every_day_says_why(day: date, zh: str, en: str) -> None:
    assert CALENDAR.reason(day).zh() == zh
    assert CALENDAR.reason(day).en() == en


def test_a_reason_names_the_notice_that_decides() -> None:
    assert CALENDAR.reason(date(2023, 6, 1)).edition == "2023"
    # The notice for 2008 moved days of December 2007.
    assert CALENDAR.reason(date(2007, 12, 29)).edition == "2008"
    assert CALENDAR.reason(date(2007, 12, 29)).kind is DayKind.MAKE_UP
    assert CALENDAR.reason(date(2027, 6, 1)).edition == ""


@given(st.dates(CALENDAR.last_day + timedelta(days=1), CALENDAR.horizon))
def test_beyond_the_notices_weekdays_work_save_statutory_holidays(day: date) -> None:
    reason = CALENDAR.reason(day)
    assert reason.provisional
    assert CALENDAR.provisional(day)
    assert reason.kind is not DayKind.MAKE_UP
    assert reason.works == (day.weekday() < 5 and not reason.holiday)


@given(covered)
def test_up_to_the_last_notice_nothing_is_provisional(day: date) -> None:
    assert not CALENDAR.reason(day).provisional


def test_a_new_notice_replaces_what_was_provisional() -> None:
    calendar = CALENDAR.with_edition(NOTICE_2027)
    assert calendar.last_day == date(2027, 12, 31)
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.is_working_day(date(2026, 12, 27))
    assert calendar.reason(date(2026, 12, 27)).edition == "2027"
    assert not calendar.is_working_day(date(2027, 2, 9))
    # The notice decides alone: this one gives no holiday on 1 May's Monday, nor on 清明.
    assert calendar.is_working_day(date(2027, 4, 5))
    assert CALENDAR.is_working_day(date(2026, 12, 31))


def test_a_corrected_notice_replaces_the_one_of_its_year() -> None:
    corrected = Edition("2026-2", "更正", 2026, {date(2026, 1, 1): "元旦"}, {})
    calendar = CALENDAR.with_edition(corrected)
    assert len(calendar.editions) == len(CALENDAR.editions)
    assert calendar.is_working_day(date(2026, 10, 1))
    assert calendar.reason(date(2026, 1, 1)).edition == "2026-2"


def test_the_id_names_the_content() -> None:
    assert Calendar(edition for edition in CALENDAR.editions if edition.year <= 2026).id == "2004-2026"
    longer = CALENDAR.with_edition(NOTICE_2027)
    assert longer.id.startswith("2004-2027-")
    assert longer.id == Calendar(reversed(longer.editions)).id
    one_day_less = Edition(
        "2027", NOTICE_2027.title, 2027, dict(list(NOTICE_2027.days_off.items())[1:]), NOTICE_2027.make_up
    )
    assert CALENDAR.with_edition(one_day_less).id != longer.id


def test_a_shorter_calendar_uses_the_law_of_each_day() -> None:
    calendar = Calendar(edition for edition in CALENDAR.editions if edition.year <= 2022)
    assert calendar.reason(date(2024, 2, 12)).zh() == "2月12日（周一）放假：春节（暂定）"
    # 除夕 and 2 May are holidays only under the measures as amended in 2024.
    assert calendar.is_working_day(date(2024, 2, 9))
    assert calendar.is_working_day(date(2024, 5, 2))
    assert not calendar.is_working_day(date(2025, 1, 28))
    assert not calendar.is_working_day(date(2025, 5, 2))


def test_days_outside_the_calendar_are_refused_with_a_remedy() -> None:
    with pytest.raises(NoEdition, match=r"No edition covers 2003-05-01.*国务院办公厅关于2003年部分节假日安排的通知"):
        CALENDAR.is_working_day(date(2003, 5, 1))
    with pytest.raises(NoEdition, match="begins on 2004-01-01"):
        CALENDAR.is_working_day(date(2003, 12, 31))
    with pytest.raises(NoEdition, match="begins on 2004-01-01"):
        CALENDAR.add_working_days(date(2004, 1, 5), -5)
    with pytest.raises(NoEdition, match="beyond 2060-12-31"):
        CALENDAR.reason(date(2061, 1, 1))
    with pytest.raises(NoEdition, match="Check the date and the term"):
        CALENDAR.add_working_days(date(2060, 12, 1), 100)


def test_counting_may_begin_on_the_eve_of_the_first_day() -> None:
    assert CALENDAR.add_working_days(date(2003, 12, 31), 1) == date(2004, 1, 2)


def test_gaps_and_doubles_are_refused() -> None:
    in_2029 = Edition("2029", "通知", 2029, {date(2029, 1, 1): "元旦"}, {})
    with pytest.raises(EditionError, match="缺少 2027 年的安排"):
        CALENDAR.with_edition(in_2029)
    with pytest.raises(EditionError, match="2027 年有两份安排"):
        Calendar([NOTICE_2027, NOTICE_2027])
    with pytest.raises(EditionError, match="没有任何一年的安排"):
        Calendar([])
    with pytest.raises(EditionError, match="2014 年起才有节日表"):
        Calendar(edition for edition in CALENDAR.editions if edition.year < 2010)
