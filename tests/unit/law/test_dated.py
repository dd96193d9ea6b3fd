from datetime import date

import pytest

from fadu.law import Dated, InForce, Law, NotInForce, Pivot, Term, Value, dated, days, since, working_days

REVIEW = Law("行政复议法")
ANSWER = dated(
    {"2024-01-01": (10 * working_days, REVIEW[48]), "1999-10-01": 10 * days},
    basis=REVIEW[23],
    pivot=Pivot.CLOCK_START,
)


def test_the_value_in_force_on_the_day_applies() -> None:
    assert ANSWER.on(date(2023, 12, 31)) == Value(date(1999, 10, 1), 10 * days, REVIEW[23])
    assert ANSWER.on(date(2024, 1, 1)) == Value(date(2024, 1, 1), 10 * working_days, REVIEW[48])
    assert ANSWER.on(date(2099, 1, 1)).value == 10 * working_days


def test_before_the_first_value_nothing_was_in_force() -> None:
    with pytest.raises(
        NotInForce, match=r"《行政复议法》第二十三条 on 1999-09-30: the first value dates from 1999-10-01"
    ):
        ANSWER.on(date(1999, 9, 30))


def test_values_are_kept_oldest_first() -> None:
    assert [value.since.year for value in ANSWER.values] == [1999, 2024]


def test_a_dated_value_needs_values_in_order() -> None:
    with pytest.raises(ValueError, match="at least one"):
        dated({}, pivot=Pivot.ACT)
    value: Value[Term] = Value(date(2024, 1, 1), 1 * days)
    with pytest.raises(ValueError, match="oldest to newest"):
        Dated((value, value), Pivot.ACT)


def test_days_are_checked() -> None:
    with pytest.raises(ValueError, match=r"«2024-13-01» is not a day. Write it as"):
        dated({"2024-13-01": 1}, pivot=Pivot.ACT)
    with pytest.raises(ValueError, match="is not a day"):
        since("1 May 2019")


def test_in_force() -> None:
    open_ended, bounded = since("2019-05-15"), InForce.between("2018-01-01", "2023-12-31")
    assert [open_ended.covers(date(2019, 5, day)) for day in (14, 15, 16)] == [False, True, True]
    assert bounded.covers(date(2018, 1, 1))
    assert bounded.covers(date(2023, 12, 31))
    assert not bounded.covers(date(2024, 1, 1))
    with pytest.raises(ValueError, match="Swap the two days"):
        InForce.between("2024-01-01", "2023-01-01")
