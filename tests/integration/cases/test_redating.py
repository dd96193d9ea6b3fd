"""换用日历: shown before it is decided, one entry for each case, and nothing that is closed moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.integration.cases.cast import (
    BOTH,
    LIFANG,
    WANGQIANG,
    ZHAOMIN,
    case,
    do,
    due,
    examining,
    opened,
    rows,
    verified,
)

from fadu.cases import acts, moments
from fadu.cases.corrections import rectify, redate
from fadu.cases.errors import ActError
from fadu.cases.redating import preview
from fadu.cases.texts import keep_calendar
from fadu.law.calendar import Calendar, base_calendar
from fadu.law.edition_files import load_editions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_rebuilt_the_same")]


EDITION = """\
year: 2027
announced: 2026-11-05
days_off:
  元旦: [2027-01-01/2027-01-03]
  春节: [2027-02-05/2027-02-11]
make_up:
  春节: [2027-01-31]
"""


def _newer() -> Calendar:
    calendar = base_calendar()
    for edition in load_editions(EDITION):
        calendar = calendar.with_edition(edition)
    keep_calendar(calendar, current=True)
    return calendar


def test_a_newer_calendar_redates_what_runs_and_nothing_else() -> None:
    with moments.at(datetime(2027, 1, 20, tzinfo=UTC)):
        uid = opened(date(2027, 1, 8)).uid
        acts.perform(uid, "receive", by=LIFANG, at=date(2027, 1, 8), source="desk")
        closed = examining()
        do(closed, "answer", 13, outcome="granted")
        before, done = case(uid).standing.runs["reply"], case(closed).standing
        assert before.provisional
        newer = _newer()
        changes = list(preview(newer))
        assert {c.uid for c in changes} == {uid}
        made = redate(uid, newer.id, by=WANGQIANG, reason="国办通知")
        after = case(uid).standing
        assert (made.seq, after.calendar) == (3, newer.id)
        assert not after.runs["reply"].provisional
        shown = next(c for c in changes if c.clock == "答复期限")
        assert (shown.before, shown.after) == (before.due, after.runs["reply"].due)
        assert list(preview(newer)) == []
        assert case(closed).standing == done
        assert verified(uid) == []


def test_who_opens_after_the_import_is_counted_by_it() -> None:
    newer = _newer()
    assert case(opened().uid).standing.calendar == newer.id


def test_a_calendar_is_not_changed_without_need_or_leave() -> None:
    uid = examining()
    closed = examining()
    do(closed, "answer", 13, outcome="granted")
    newer = _newer()
    refused: list[Callable[[], Any]] = [
        lambda: redate(uid, "no-such-calendar", by=WANGQIANG, reason="通知"),
        lambda: redate(uid, case(uid).standing.calendar, by=WANGQIANG, reason="通知"),
        lambda: redate(closed, newer.id, by=WANGQIANG, reason="通知"),
        lambda: redate(uid, newer.id, by=LIFANG, reason="通知"),
        lambda: redate(uid, newer.id, by=ZHAOMIN, reason="通知"),
        lambda: redate(uid, newer.id, by=WANGQIANG, reason=""),
    ]
    before = rows()
    for attempt in refused:
        with pytest.raises(ActError):
            attempt()
    assert rows() == before


def test_a_correction_after_the_change_keeps_the_calendar() -> None:
    uid = examining("传真")
    newer = _newer()
    redate(uid, newer.id, by=WANGQIANG, reason="国办通知")
    rectify(uid, 2, at=date(2023, 9, 12), **BOTH)
    assert case(uid).standing.calendar == newer.id
    assert due(uid) == date(2023, 10, 16)
