"""The limit for one act: the rows of two real acts, computed once, then written to other cases by prepared SQL and nothing else.

Every write is a transaction of its own with the durability of the product (SQLite: WAL, synchronous=FULL; PostgreSQL: synchronous_commit
on). PostgreSQL: SELECT of the case, then one statement. SQLite: BEGIN IMMEDIATE, the statements of `STATEMENTS`, COMMIT.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction

from fadu.cases import acts, planning, postgres, sqlite, store
from fadu.cases.moments import now
from fadu.cases.rows import Write

SELECT = f"SELECT {store.COLUMNS} FROM cases_case WHERE uid = %s"


def template(uid: str, act: str, before: str | None, data: dict[str, Any], by: Any, at: Any) -> Write:
    """The rows of a real act on a real case, which is then rolled back."""
    with transaction.atomic():
        if before:
            acts.perform(uid, before, by=by, at=at, source="desk")
        state = store.read(uid)
        assert state is not None
        rule = state.declaration.act[act]
        cleaned = acts._clean(state.declaration, rule, data)
        intent = planning.Intent(rule, at, by, "desk", rule.by[0], facts=cleaned.facts, parts=cleaned.parts)
        rows = planning.plan(state, intent, now())
        transaction.set_rollback(True)
    return rows


class RawPostgres:
    """Prepared statements on a psycopg connection of its own."""

    def __init__(self, templates: list[Write]) -> None:
        s = connection.settings_dict
        self.connection = psycopg.connect(
            host=s["HOST"],
            port=s["PORT"] or None,
            user=s["USER"],
            password=s["PASSWORD"],
            dbname=s["NAME"],
            autocommit=True,
        )
        self.pid = self.connection.info.backend_pid
        self.prepared = [_statement(w) for w in templates]

    def write(self, uid: str, which: int) -> None:
        cursor = psycopg.Cursor(self.connection)
        row = cursor.execute(SELECT, (uid,), prepare=True).fetchone()
        assert row is not None
        sql, params = self.prepared[which]
        case_id, version = row[0], row[9]
        params = list(params)
        # Only what makes the rows those of this case: what it says of itself, its id, its version, the entry's number.
        params[0:4] = row[5:9]
        params[10], params[13], params[14], params[15] = version + 1, case_id, version, version + 1
        assert cursor.execute(sql, params, prepare=True).fetchone()


def _statement(w: Write) -> tuple[str, list[Any]]:
    rows = postgres._rows(w)
    sql = postgres._statement(False, tuple(len(rows[kind]) for kind in postgres.KINDS), bool(w.tasks_out))
    params = postgres._case(w)
    params += [0, w.act, w.day, w.recorded_at, w.actor, w.record, w.hash, w.idem]
    if w.tasks_out:
        params.append(list(w.tasks_out))
    for kind in postgres.KINDS:
        for values in rows[kind]:
            params.extend(values)
    return sql, params


@dataclass
class _Prepared:
    case: list[Any]
    entry: list[Any]
    after: list[tuple[str, tuple[Any, ...], str]]


class RawSqlite:
    """Prepared statements on a sqlite3 connection of its own, with the product's settings."""

    pid = 0

    def __init__(self, templates: list[Write]) -> None:
        self.connection = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, timeout=20)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.prepared = [_prepared(w) for w in templates]

    def write(self, uid: str, which: int) -> None:
        run = self.connection.execute
        p = self.prepared[which]
        row = run(SELECT.replace("%s", "?"), (uid,)).fetchone()
        case_id, version = row[0], row[9]
        run("BEGIN IMMEDIATE")
        p.case[0:4] = row[5:9]
        p.case[10], p.case[13], p.case[14] = version + 1, case_id, version
        assert run(sqlite.CASE_UPDATE, p.case).rowcount == 1
        p.entry[0], p.entry[1] = case_id, version + 1
        entry_id = run(sqlite.ENTRY, p.entry).lastrowid
        run(sqlite.WAITING, (entry_id,))
        for sql, params, order in p.after:
            head = {"entry": (entry_id,), "case": (case_id,)}.get(order)
            run(sql, (*head, *params) if head else (params[0], entry_id, *params[1:]))
        run("COMMIT")


def _prepared(w: Write) -> _Prepared:
    day = sqlite._day
    s, a = w.after.standing, w.after
    case = [
        a.unit,
        a.handler,
        a.level,
        a.heading,
        s.stage,
        s.outcome or None,
        day(s.opened),
        day(s.closed),
        day(a.next_due),
    ]
    case += [day(a.sweep_on), 0, a.head, s.to_text(), 0, 0]
    recorded = sqlite._instant(w.recorded_at)
    entry = [0, 0, w.act, day(w.day), recorded, w.actor, w.record, w.hash, w.idem]
    after: list[tuple[str, tuple[Any, ...], str]] = []
    after += [(sqlite.PART, (p.name, p.salt, p.data), "entry") for p in w.parts]
    for r in w.runs:
        dates = (day(r.started), day(r.due), day(r.ended))
        after.append((sqlite.RUN, (r.key, r.clock, r.kind, *dates, r.moot, r.late, r.provisional), "case"))
    after += [(sqlite.TASK_OUT, (key,), "case") for key in w.tasks_out]
    after += [(sqlite.TASK_IN, (t.key, t.role, a.unit, day(t.due), day(t.since)), "case") for t in w.tasks_in]
    after += [(sqlite.MEASURE, m, "case") for m in w.measures]
    after += [(sqlite.OUTBOX, (o.kind, o.payload, recorded), "outbox") for o in w.outbox]
    return _Prepared(case, entry, after)
