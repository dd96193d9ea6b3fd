"""The guarded write on SQLite: short prepared statements inside the transaction that `store` opened."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from fadu.cases.rows import Write

CASE_INSERT = """
INSERT INTO cases_case (uid, number, procedure, declaration, origin, unit, handler, level, heading, stage, outcome, opened, closed,
  next_due, sweep_on, version, head, standing, code)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
CASE_UPDATE = """
UPDATE cases_case SET unit = ?, handler = ?, level = ?, heading = ?, stage = ?, outcome = ?, opened = ?, closed = ?, next_due = ?,
  sweep_on = ?, version = ?, head = ?, standing = ? WHERE id = ? AND version = ?"""
ENTRY = """
INSERT INTO cases_entry (case_id, seq, act, day, recorded_at, actor, record, hash, idem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
WAITING = "INSERT INTO cases_waiting (entry_id) VALUES (?)"
PART = "INSERT INTO cases_part (entry_id, name, salt, data) VALUES (?, ?, ?, ?)"
SUBJECT = """
INSERT INTO cases_subject (case_id, party, wrapped_key) VALUES (?, ?, ?)
ON CONFLICT (case_id, party) DO UPDATE SET wrapped_key = excluded.wrapped_key RETURNING id"""
LOOKUP = "INSERT INTO cases_lookup (token, kind, subject_id) VALUES (?, ?, ?)"
RUN = """
INSERT INTO cases_run (case_id, key, clock, kind, started, due, ended, moot, late, provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id, key) DO UPDATE SET started = excluded.started, due = excluded.due, ended = excluded.ended,
  moot = excluded.moot, late = excluded.late, provisional = excluded.provisional"""
TASK_OUT = "DELETE FROM cases_task WHERE case_id = ? AND key = ?"
TASK_IN = """
INSERT INTO cases_task (case_id, key, role, unit, due, since) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id, key) DO UPDATE SET role = excluded.role, unit = excluded.unit, due = excluded.due, since = excluded.since"""
MEASURE = """
INSERT INTO cases_measure (case_id, name, text, number) VALUES (?, ?, ?, ?)
ON CONFLICT (case_id, name) DO UPDATE SET text = excluded.text, number = excluded.number"""
OUTBOX = """
INSERT INTO cases_outbox (kind, entry_id, payload, not_before, attempts, dead, error) VALUES (?, ?, ?, ?, 0, 0, '')"""
MATERIAL = """
INSERT INTO cases_material (case_id, entry_id, title, kind, sha256, size, media_type, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
CLEAR = tuple(f"DELETE FROM {table} WHERE case_id = ?" for table in ("cases_run", "cases_task", "cases_measure"))


def row(connection: sqlite3.Connection, sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """One row; placeholders are %s, as everywhere else."""
    found: tuple[Any, ...] | None = connection.execute(_qmark(sql), params).fetchone()
    return found


def write_alone(connection: sqlite3.Connection, w: Write) -> tuple[int, int] | None:
    """All rows of one act in a transaction of their own."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        written = write(connection, w)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return written


def write(connection: sqlite3.Connection, w: Write) -> tuple[int, int] | None:
    """All rows of one act, in the transaction that is open; None if the case is no longer at the version that was read."""
    run = connection.execute
    s, after = w.after.standing, w.after
    held = (after.unit, after.handler, after.level, after.heading)
    moved = (after.version, after.head, s.to_text())
    where = (s.stage, s.outcome or None, _day(s.opened), _day(s.closed), _day(after.next_due), _day(after.sweep_on))
    if w.before is None:
        declared = after.declaration
        case_id = run(
            CASE_INSERT,
            (after.uid, after.number, declared.id, declared.sha, after.origin, *held, *where, *moved, after.code),
        ).lastrowid
    else:
        case_id = w.before.id
        updated = run(
            CASE_UPDATE,
            (*held, *where, *moved, case_id, w.before.version),
        )
        if updated.rowcount != 1:
            return None
    assert case_id is not None
    recorded = _instant(w.recorded_at)
    entry_id = run(ENTRY, (case_id, s.seq, w.act, _day(w.day), recorded, w.actor, w.record, w.hash, w.idem)).lastrowid
    assert entry_id is not None
    run(WAITING, (entry_id,))
    for part in w.parts:
        run(PART, (entry_id, part.name, part.salt, part.data))
    if w.subjects:
        _subjects(connection, w, case_id)
    _projections(connection, w, case_id)
    for out in w.outbox:
        run(OUTBOX, (out.kind, entry_id, out.payload, recorded))
    for m in w.materials:
        run(MATERIAL, (case_id, entry_id, m.title, m.kind, m.sha256, m.size, m.media_type, recorded))
    return case_id, entry_id


def _subjects(connection: sqlite3.Connection, w: Write, case_id: int) -> None:
    run = connection.execute
    for subject in w.subjects:
        subject_id = run(SUBJECT, (case_id, subject.party, subject.wrapped_key)).fetchone()[0]
        for kind, token in subject.tokens:
            run(LOOKUP, (token, kind, subject_id))


def _projections(connection: sqlite3.Connection, w: Write, case_id: int) -> None:
    run = connection.execute
    if w.anew:
        for statement in CLEAR:
            run(statement, (case_id,))
    for r in w.runs:
        dates = (_day(r.started), _day(r.due), _day(r.ended))
        run(RUN, (case_id, r.key, r.clock, r.kind, *dates, r.moot, r.late, r.provisional))
    for key in w.tasks_out:
        run(TASK_OUT, (case_id, key))
    for t in w.tasks_in:
        run(TASK_IN, (case_id, t.key, t.role, w.after.unit, _day(t.due), _day(t.since)))
    for name, text, number in w.measures:
        run(MEASURE, (case_id, name, text, number))


@lru_cache(maxsize=64)
def _qmark(sql: str) -> str:
    return sql.replace("%s", "?")


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _instant(value: datetime) -> str:
    """As Django keeps instants on SQLite: UTC without offset."""
    return value.isoformat(" ", "microseconds")[:26]
