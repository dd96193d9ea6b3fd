"""The record refuses change in the database itself: triggers on PostgreSQL and SQLite, whoever asks.

`RECORD` says what is kept. All else in these tables repeats the record, so `fadu rebuild` may write it anew. Nothing is checked on INSERT.
SQLite's INSERT OR REPLACE deletes past these triggers unless the connection says PRAGMA recursive_triggers=ON.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True)
class Kept:
    """A table of the record: its columns that never change, and which rows may be deleted (SQL on OLD; empty: none)."""

    table: str
    title: str
    columns: tuple[str, ...]
    remedy: str
    deletable: str = ""


CORRECT = "有误的，用“更正”或者“作废”另记一条。"
RESTORE = "记录受损的，从备份恢复。"

RECORD = (
    Kept("cases_entry", "案卷记录", ("id", "case_id", "seq", "record", "hash", "idem"), CORRECT),
    Kept(
        "cases_part",
        "案卷记录的内容",
        ("id", "entry_id", "name", "salt", "data"),
        CORRECT + "能删除的只有个人信息，用“依法删除”。",
        deletable="substr(OLD.name, 1, 9) = 'personal:'",
    ),
    Kept("cases_leaf", "记录序列", ("index", "entry_id"), RESTORE),
    Kept("cases_node", "记录序列的摘要", ("id", "level", "index", "hash"), RESTORE),
    Kept("cases_checkpoint", "签署的记录头", ("size", "note", "made_at"), RESTORE),
    Kept("cases_declarationtext", "事项声明", ("sha", "procedure", "text"), "事项有变的，另存一份新的声明。"),
    Kept("cases_calendartext", "工作日历", ("id", "text"), "日历有变的，用 fadu calendar import 导入新的。"),
)

# Integrity constraint violation: what a key or a CHECK would raise too.
BODY = " BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = '23000'; END "


def guard(connection: BaseDatabaseWrapper) -> None:
    """Create every guard, those that are there already too; at no moment is the record without them."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION fadu_append_only() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
            )
        for _, _, create in _guards(connection.vendor):
            cursor.execute(create)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard: for undoing the migration, and for tests. No command of the office does it."""
    with connection.cursor() as cursor:
        _drop(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS fadu_append_only()")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The names of guards that are not there, are switched off, or were replaced by something else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE pg_table_is_visible(c.oid) AND t.tgenabled IN ('O', 'A') AND p.proname = 'fadu_append_only' AND p.prosrc = %s",
                [BODY],
            )
            found = set(cursor.fetchall())
            return tuple(name for name, table, _ in _guards("postgresql") if (name, table) not in found)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        texts = dict(cursor.fetchall())
    return tuple(name for name, _, create in _guards("sqlite") if texts.get(name) != create)


def _drop(cursor: CursorWrapper, vendor: str) -> None:
    for name, table, _ in _guards(vendor):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if vendor == "postgresql" else ""))


def _guards(vendor: str) -> list[tuple[str, str, str]]:
    """Name, table and CREATE TRIGGER of every guard."""
    found = []
    for kept in RECORD:
        found.append(_guard(kept, vendor, "update", "修改", _changed(kept, vendor)))
        found.append(_guard(kept, vendor, "delete", "删除", f"NOT {kept.deletable}" if kept.deletable else ""))
        # SQLite has no TRUNCATE: its DELETE without WHERE meets the guard of every row.
        if vendor == "postgresql":
            found.append(_guard(kept, vendor, "truncate", "清空", ""))
    return found


def _changed(kept: Kept, vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in kept.columns)


def _guard(kept: Kept, vendor: str, event: str, word: str, when: str) -> tuple[str, str, str]:
    name = f"{kept.table}_no_{event}"
    message = f"案卷只能追加：{kept.title}（{kept.table}）不得{word}。{kept.remedy}"
    head = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {kept.table}"
    condition = f" WHEN ({when})" if when else ""
    if vendor == "postgresql":
        each = "STATEMENT" if event == "truncate" else "ROW"
        return name, kept.table, f"{head} FOR EACH {each}{condition} EXECUTE FUNCTION fadu_append_only('{message}')"
    return name, kept.table, f"{head}{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
