"""The guarded write on PostgreSQL: one statement, whose CTEs insert only if the UPDATE of the case matched its version.

The text depends only on how many rows of each kind there are, so a few dozen texts serve every act, and each is prepared once per
connection.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fadu.cases.rows import Write
from fadu.later import Later

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]
else:
    # Whoever has SQLite never needs it.
    psycopg = Later("psycopg")

CASE = [
    "unit",
    "handler",
    "level",
    "heading",
    "stage",
    "outcome",
    "opened",
    "closed",
    "next_due",
    "sweep_on",
    "version",
    "head",
    "standing",
]
FIXED = ["uid", "number", "procedure", "declaration", "origin", "code"]
ENTRY_TYPES = ["int", "text", "date", "timestamptz", "text", "bytea", "bytea", "text"]
TYPES = {
    "part": "text, bytea, bytea",
    "subject": "text, bytea",
    "lookup": "text, text, bytea",
    "run": "text, text, text, date, date, date, bool, bool, bool",
    "task": "text, text, text, date, date",
    "measure": "text, text, bigint",
    "outbox": "text, text, timestamptz",
    "material": "text, text, text, bigint, text, timestamptz",
}
SELECTS = {
    "part": "INSERT INTO cases_part (entry_id, name, salt, data) SELECT e.id, v.* FROM e, {values}",
    "subject": "INSERT INTO cases_subject (case_id, party, wrapped_key) SELECT c.id, v.* FROM c, {values} "
    "ON CONFLICT (case_id, party) DO UPDATE SET wrapped_key = excluded.wrapped_key RETURNING id, party",
    "lookup": "INSERT INTO cases_lookup (token, kind, subject_id) SELECT v.c, v.b, s.id FROM subject s JOIN {values} ON v.a = s.party",
    "run": "INSERT INTO cases_run (case_id, key, clock, kind, started, due, ended, moot, late, provisional) "
    "SELECT c.id, v.* FROM c, {values} ON CONFLICT (case_id, key) DO UPDATE SET started = excluded.started, due = excluded.due, "
    "ended = excluded.ended, moot = excluded.moot, late = excluded.late, provisional = excluded.provisional",
    "task": "INSERT INTO cases_task (case_id, key, role, unit, due, since) SELECT c.id, v.* FROM c, {values} "
    "ON CONFLICT (case_id, key) DO UPDATE SET role = excluded.role, unit = excluded.unit, due = excluded.due, since = excluded.since",
    "measure": "INSERT INTO cases_measure (case_id, name, text, number) SELECT c.id, v.* FROM c, {values} "
    "ON CONFLICT (case_id, name) DO UPDATE SET text = excluded.text, number = excluded.number",
    "outbox": "INSERT INTO cases_outbox (kind, entry_id, payload, not_before, attempts, dead, error) "
    "SELECT v.a, e.id, v.b, v.c, 0, false, '' FROM e, {values}",
    "material": "INSERT INTO cases_material (case_id, entry_id, title, kind, sha256, size, media_type, made_at) "
    "SELECT c.id, e.id, v.* FROM c, e, {values}",
}
KINDS = tuple(SELECTS)
CLEAR = tuple(f"DELETE FROM {table} WHERE case_id = %s" for table in ("cases_run", "cases_task", "cases_measure"))


def row(connection: Connection, sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """One row, by a prepared statement."""
    return psycopg.Cursor(connection).execute(sql, params, prepare=True).fetchone()


def write_alone(connection: Connection, w: Write) -> tuple[int, int] | None:
    """All rows of one act; one statement is one transaction, without round trips for BEGIN and COMMIT."""
    return write(connection, w)


def write(connection: Connection, w: Write) -> tuple[int, int] | None:
    """All rows of one act; None if the case is no longer at the version that was read."""
    rows = _rows(w)
    counts = tuple(len(rows[kind]) for kind in KINDS)
    sql = _statement(w.before is None, counts, bool(w.tasks_out))
    params: list[Any] = _case(w)
    params += [w.after.standing.seq, w.act, w.day, w.recorded_at, w.actor, w.record, w.hash, w.idem]
    if w.tasks_out:
        params.append(list(w.tasks_out))
    for kind in KINDS:
        for values in rows[kind]:
            params.extend(values)
    cursor = psycopg.Cursor(connection)
    if w.anew and w.before is not None:
        for statement in CLEAR:
            cursor.execute(statement, (w.before.id,))
    found = cursor.execute(sql, params, prepare=True).fetchone()
    return (found[0], found[1]) if found else None


def _case(w: Write) -> list[Any]:
    after, s = w.after, w.after.standing
    shared = [after.unit, after.handler, after.level, after.heading, s.stage, s.outcome or None, s.opened, s.closed]
    shared += [after.next_due, after.sweep_on, after.version, after.head, s.to_text()]
    if w.before is None:
        declared = after.declaration
        return [*shared, after.uid, after.number, declared.id, declared.sha, after.origin, after.code]
    return [*shared, w.before.id, w.before.version]


def _rows(w: Write) -> dict[str, list[tuple[Any, ...]]]:
    unit, at = w.after.unit, w.recorded_at
    return {
        "part": [(p.name, p.salt, p.data) for p in w.parts],
        "subject": [(s.party, s.wrapped_key) for s in w.subjects],
        "lookup": [(s.party, kind, token) for s in w.subjects for kind, token in s.tokens],
        "run": [(r.key, r.clock, r.kind, r.started, r.due, r.ended, r.moot, r.late, r.provisional) for r in w.runs],
        "task": [(t.key, t.role, unit, t.due, t.since) for t in w.tasks_in],
        "measure": list(w.measures),
        "outbox": [(o.kind, o.payload, at) for o in w.outbox],
        "material": [(m.title, m.kind, m.sha256, m.size, m.media_type, at) for m in w.materials],
    }


@lru_cache(maxsize=512)
def _statement(opens: bool, counts: tuple[int, ...], tasks_out: bool) -> str:
    if opens:
        columns = [*CASE, *FIXED]
        case = f"INSERT INTO cases_case ({', '.join(columns)}) VALUES ({_marks(len(columns))}) RETURNING id"
    else:
        sets = ", ".join(f"{c} = %s" for c in CASE)
        case = f"UPDATE cases_case SET {sets} WHERE id = %s AND version = %s RETURNING id"
    entry = ", ".join(f"%s::{t}" for t in ENTRY_TYPES)
    ctes = [
        f"c AS ({case})",
        "e AS (INSERT INTO cases_entry (case_id, seq, act, day, recorded_at, actor, record, hash, idem) "
        f"SELECT id, {entry} FROM c RETURNING id)",
        "w AS (INSERT INTO cases_waiting (entry_id) SELECT id FROM e)",
    ]
    if tasks_out:
        ctes.append("gone AS (DELETE FROM cases_task t USING c WHERE t.case_id = c.id AND t.key = ANY(%s))")
    for kind, n in zip(KINDS, counts, strict=True):
        if n:
            ctes.append(f"{kind} AS ({SELECTS[kind].format(values=_values(kind, n))})")
    return f"WITH {', '.join(ctes)} SELECT c.id, e.id FROM c, e"


def _values(kind: str, n: int) -> str:
    types = TYPES[kind].split(", ")
    first = "(" + ", ".join(f"%s::{t}" for t in types) + ")"
    rows = ", ".join([first, *[f"({_marks(len(types))})"] * (n - 1)])
    names = ", ".join("abcdefghijkl"[: len(types)])
    return f"(VALUES {rows}) AS v({names})"


def _marks(n: int) -> str:
    return ", ".join(["%s"] * n)
