from datetime import date, timedelta
from itertools import pairwise

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fadu.faces.strip import DayCell, summary, working_day_strip

MONDAY = date(2023, 9, 11)


def cells(*days: date, **same: object) -> list[DayCell]:
    return [DayCell(day, **same) for day in days]  # type: ignore[arg-type]


def test_no_days_draw_nothing() -> None:
    assert working_day_strip([]) == ""


def test_one_cell_for_each_day_and_a_gap_where_days_off_lie_between() -> None:
    friday, monday, tuesday = MONDAY + timedelta(4), MONDAY + timedelta(7), MONDAY + timedelta(8)
    html = working_day_strip(cells(friday, monday, tuesday))
    assert html.count("<i ") == 3
    assert html.count("gap") == 1


def test_a_make_up_saturday_stands_beside_its_friday() -> None:
    friday, saturday = date(2023, 10, 6), date(2023, 10, 7)
    assert "gap" not in working_day_strip(cells(friday, saturday))


def test_the_state_of_each_day_is_its_class() -> None:
    html = working_day_strip(
        [
            DayCell(MONDAY, stage=0),
            DayCell(MONDAY + timedelta(1), paused=True),
            DayCell(MONDAY + timedelta(2), stage=5, today=True),
            DayCell(MONDAY + timedelta(3), due=True),
            DayCell(MONDAY + timedelta(4), late=True),
        ]
    )
    for kinds in ("stage-0", "paused", "stage-1 today", "ahead due", "late"):
        assert f'class="{kinds}"' in html


def test_the_text_says_what_the_colours_show() -> None:
    days = [
        DayCell(MONDAY, stage=0),
        DayCell(MONDAY + timedelta(1), paused=True),
        DayCell(MONDAY + timedelta(2), due=True),
        DayCell(MONDAY + timedelta(3), late=True),
    ]
    assert summary(days) == "共 2 日，已用 1 日，不计算 1 日，2023年9月13日 到期，已逾期 1 日"
    assert "答复期限：共 2 日" in working_day_strip(days, "答复期限")


def test_the_text_speaks_english() -> None:
    with translation.override("en"):
        assert summary([DayCell(MONDAY, stage=0, due=True)]) == "1 of 1 days used, due 11 September 2023"


def test_notes_and_labels_are_escaped() -> None:
    html = working_day_strip([DayCell(MONDAY, note='"><b>')], label="<script>")
    assert "<script>" not in html
    assert "<b>" not in html


@given(st.lists(st.dates(date(2004, 1, 1), date(2026, 12, 31)), min_size=1, max_size=80, unique=True).map(sorted))
def test_gaps_are_exactly_the_breaks_between_days(days: list[date]) -> None:
    html = working_day_strip(cells(*days))
    breaks = sum(after - before > timedelta(days=1) for before, after in pairwise(days))
    assert html.count("<i ") == len(days)
    assert html.count(' gap"') == breaks
