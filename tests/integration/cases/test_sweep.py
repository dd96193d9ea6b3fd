"""Time acts where the law gives silence a meaning: found by index, entered once, on the right day."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from django.db import connection
from tests.integration.cases.cast import consulting, do, due, examining, opened

from fadu.cases.health import conditions
from fadu.cases.models import Case, Entry
from fadu.cases.moments import today
from fadu.cases.sweep import sweep
from fadu.law.period import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_rebuilt_the_same")]


def test_silence_is_entered_once_after_its_last_day() -> None:
    uid = consulting()
    last = due(uid, "consult/4.term")
    assert last == date(2023, 10, 11)
    assert sweep(day=date(2023, 10, 11)) == 0
    assert sweep(day=date(2023, 10, 12)) == 1
    assert sweep(day=date(2023, 10, 12)) == 0
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.act, entry.day, entry.actor) == ("consult.lapse", day_of(last), "time")
    assert Case.objects.get(uid=uid).sweep_on is None


def test_what_came_in_time_is_not_swept() -> None:
    uid = consulting()
    do(uid, "consult.reply", 20, opinion="同意公开")
    assert sweep() == 0


def test_time_does_not_judge() -> None:
    uid = examining()
    do(uid, "ask_correction", 13, missing="请写明年度", correct_by="2023-09-20")
    assert sweep() == 0
    assert Case.objects.get(uid=uid).stage == "correcting"


def test_a_closed_case_asks_nothing_of_time() -> None:
    uid = consulting()
    do(uid, "withdraw", 15)
    assert sweep() == 0


def test_the_future_is_not_swept() -> None:
    consulting()
    assert sweep(day=date(2023, 9, 15)) == 0
    Case.objects.update(sweep_on=today() + timedelta(days=3))
    assert sweep(day=today() + timedelta(days=30)) == 0
    Case.objects.update(sweep_on=date(2023, 10, 12))


def test_many_cases_are_swept_in_batches() -> None:
    for _ in range(5):
        consulting()
    opened()
    assert sweep(limit=2) == 2
    assert sweep(limit=2) == 2
    assert sweep() == 1


def test_the_sweep_goes_by_index() -> None:
    query = Case.objects.filter(sweep_on__lte=today()).order_by("sweep_on", "id")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "case_by_sweep" in query.explain()


@pytest.mark.django_db
def test_one_case_that_cannot_be_read_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = consulting(), consulting()
    kept = Case.objects.get(uid=broken).standing
    Case.objects.filter(uid=broken).update(standing="{}")
    with caplog.at_level(logging.ERROR):
        assert sweep(limit=1) == 1
    assert broken in caplog.text
    assert Entry.objects.filter(case__uid=sound, act="consult.lapse").exists()
    assert not next(c for c in conditions() if c.title == "时限届满").ok
    Case.objects.filter(uid=broken).update(standing=kept)
    assert sweep() == 1
