"""The database itself refuses to change the record, whoever asks; what the law and `rebuild` need stays possible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from tests.integration.cases.cast import BOTH, GROUND, consulting, dump, examining, verified
from tests.support.record import lifted

from fadu.cases import append_only
from fadu.cases.append_only import RECORD, Kept
from fadu.cases.corrections import erase
from fadu.cases.health import conditions
from fadu.cases.models import CalendarText, Case, Entry, Part
from fadu.cases.rebuild import rebuild
from fadu.cases.sequencer import sequence, sign_head
from fadu.cases.texts import keep_calendar
from fadu.cli.main import main
from fadu.law.calendar import base_calendar

pytestmark = pytest.mark.django_db

MODELS = {m._meta.db_table: m for m in apps.get_app_config("cases").get_models()}
KEPT_COLUMNS = [(kept.table, column) for kept in RECORD for column in kept.columns]
EMPTYING = [("DELETE FROM {}", "删除")]
if connection.vendor == "postgresql":
    EMPTYING.append(("TRUNCATE {} CASCADE", "清空"))
REWRITABLE = {"cases_entry": {"act", "day", "recorded_at", "actor"}, "cases_calendartext": {"current"}}


@pytest.fixture
def record() -> str:
    """A case with a third party, in the log under a signed head, and a calendar beside the built-in one."""
    uid = consulting()
    keep_calendar(base_calendar(), current=False)
    sequence()
    assert sign_head() is not None
    return uid


def refused(statement: str, word: str, table: str) -> None:
    before = dump()
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal, transaction.atomic():
        cursor.execute(statement)
    assert f"案卷只能追加：{_kept(table).title}（{table}）不得{word}。" in str(refusal.value)
    assert dump() == before


def _kept(table: str) -> Kept:
    return next(kept for kept in RECORD if kept.table == table)


def _another(table: str, column: str) -> str:
    """An SQL value of the column's type that no row has."""
    field = next(f for f in MODELS[table]._meta.concrete_fields if f.column == column)
    if isinstance(field, models.DateTimeField):
        return "'2001-01-01 00:00:00'"
    if isinstance(field, models.BinaryField):
        return "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'"
    if isinstance(field, models.CharField | models.TextField):
        return "'x'"
    return "999"


@pytest.mark.parametrize(("table", "column"), KEPT_COLUMNS)
def test_what_is_the_record_cannot_be_updated(table: str, column: str, record: str) -> None:
    assert MODELS[table]._default_manager.exists()
    refused(f'UPDATE {table} SET "{column}" = {_another(table, column)}', "修改", table)


def test_nothing_set_can_be_made_empty(record: str) -> None:
    with lifted():
        Entry.objects.filter(seq=1).update(idem="once")
    refused("UPDATE cases_entry SET idem = NULL WHERE seq = 1", "修改", "cases_entry")
    refused("UPDATE cases_entry SET idem = 'twice' WHERE seq = 2", "修改", "cases_entry")


@pytest.mark.parametrize(("statement", "word"), EMPTYING)
@pytest.mark.parametrize("table", [kept.table for kept in RECORD])
def test_no_table_can_be_emptied(table: str, statement: str, word: str, record: str) -> None:
    assert MODELS[table]._default_manager.exists()
    if connection.vendor == "postgresql":
        # Else it is the foreign keys still to be checked that keep the table from being truncated.
        _run("SET CONSTRAINTS ALL IMMEDIATE")
    refused(statement.format(table), word, table)


def test_a_part_that_is_nobodys_own_cannot_be_deleted(record: str) -> None:
    assert Part.objects.exclude(name__startswith="personal:").exists()
    refused("DELETE FROM cases_part WHERE name NOT LIKE 'personal:_%'", "删除", "cases_part")


def test_a_conflict_does_not_overwrite(record: str) -> None:
    """Neither database lets an INSERT change what is there."""
    refused(
        "INSERT INTO cases_entry (case_id, seq, act, day, recorded_at, actor, record, hash) "
        "SELECT case_id, seq, act, day, recorded_at, actor, hash, hash FROM cases_entry WHERE seq = 1 "
        "ON CONFLICT (case_id, seq) DO UPDATE SET record = excluded.record",
        "修改",
        "cases_entry",
    )


def test_every_column_is_either_the_record_or_repeats_it() -> None:
    """A column added to one of these tables must be put on one side."""
    for kept in RECORD:
        columns = {f.column for f in MODELS[kept.table]._meta.concrete_fields}
        assert columns == {*kept.columns} | REWRITABLE.get(kept.table, set()), kept.table


# What stays possible ----------------------------------------------------------------------------------------------------


def test_an_erasure_deletes_what_is_personal(record: str) -> None:
    erase(record, parties=("applicant",), basis=GROUND, **BOTH)
    assert not Part.objects.filter(entry__case__uid=record, name="personal:applicant").exists()
    assert verified(record) == []
    assert list(rebuild()) == []


def test_rebuild_puts_right_what_repeats_the_record(record: str) -> None:
    before = dump()
    Entry.objects.filter(case__uid=record, seq=2).update(act="answer", day=date(2022, 1, 1), actor="zhaomin")
    Case.objects.filter(uid=record).update(stage="answered")
    assert [set(d.what) for d in rebuild()] == [{"case", "entries"}]
    assert list(rebuild()) == []
    entries = Entry.objects.filter(case__uid=record).values_list("act", "actor")
    assert ("answer", "zhaomin") not in entries
    assert len(dump()) == len(before)


def test_a_row_saved_as_it_was_is_no_change(record: str) -> None:
    entries = Entry.objects.filter(case__uid=record).order_by("seq")
    before = list(entries.values_list())
    Entry.objects.get(case__uid=record, seq=2).save()
    assert list(entries.values_list()) == before


def test_another_calendar_can_become_the_current_one(record: str) -> None:
    keep_calendar(base_calendar(), current=True)
    assert CalendarText.objects.get(current=True).id == base_calendar().id


# Guards taken away ------------------------------------------------------------------------------------------------------


def _one_dropped() -> str:
    on = " ON cases_entry" if connection.vendor == "postgresql" else ""
    _run(f"DROP TRIGGER cases_entry_no_update{on}")
    return "cases_entry_no_update"


def _one_emptied() -> str:
    """As somebody does who knows that one looks for its name."""
    _one_dropped()
    if connection.vendor == "postgresql":
        _run("CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        _run("CREATE TRIGGER cases_entry_no_update BEFORE UPDATE ON cases_entry EXECUTE FUNCTION quiet()")
    else:
        _run("CREATE TRIGGER cases_entry_no_update BEFORE UPDATE ON cases_entry BEGIN SELECT 1; END")
    return "cases_entry_no_update"


def _all_of_a_table() -> str:
    """What altering a table does on SQLite, which makes it anew."""
    for event in ("update", "delete") + (("truncate",) if connection.vendor == "postgresql" else ()):
        _run(f"DROP TRIGGER cases_leaf_no_{event}" + (" ON cases_leaf" if connection.vendor == "postgresql" else ""))
    return "cases_leaf_no_delete"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_guard_is_there() -> None:
    assert append_only.missing(connection) == ()
    assert next(c for c in conditions() if c.title == "案卷只能追加").ok


@pytest.mark.parametrize("take_away", [_one_dropped, _one_emptied, _all_of_a_table])
def test_a_guard_taken_away_is_told_and_put_back(
    take_away: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = take_away()
    told = next(c for c in conditions() if c.title == "案卷只能追加")
    assert not told.ok
    assert name in told.detail
    assert "fadu migrate" in told.detail
    assert main(["health"]) == 1
    assert main(["migrate", "--quiet"]) == 0
    assert name in capsys.readouterr().out.splitlines()[-1]
    assert append_only.missing(connection) == ()
    assert main(["migrate", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_tests_that_tamper_leave_the_guards_as_they_were() -> None:
    def tamper() -> Any:
        with lifted():
            assert append_only.missing(connection)
            raise LookupError

    examining()
    with pytest.raises(LookupError):
        tamper()
    assert append_only.missing(connection) == ()
