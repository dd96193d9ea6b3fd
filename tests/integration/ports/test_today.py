"""One suite for whatever says what time it is: the machine's own time, and a time that stands still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from fadu.cases import moments
from fadu.cases.moments import RUNNING, Stopped
from fadu.ports import Today

LATE = datetime(2023, 9, 11, 23, 59, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize("clock", [RUNNING, Stopped(LATE)], ids=["running", "stopped"])
def test_an_instant_is_in_utc_and_never_goes_back(clock: Today) -> None:
    first, second = clock.now(), clock.now()
    assert first.tzinfo is second.tzinfo is UTC
    assert first <= second


def test_the_day_is_the_office_s() -> None:
    with moments.at(LATE):
        assert moments.today() == date(2023, 9, 11)
    with moments.at(LATE + timedelta(minutes=1)):
        assert moments.now() == datetime(2023, 9, 11, 16, tzinfo=UTC)
        assert moments.today() == date(2023, 9, 12)


def test_afterwards_it_is_again_what_it_was() -> None:
    before = datetime.now(UTC)
    with moments.at(LATE), moments.at(LATE + timedelta(days=1)):
        assert moments.now() == LATE + timedelta(days=1)
    assert before <= moments.now() <= datetime.now(UTC)
