"""The guarded single write: one act's rows, in one transaction, if the case is still at the version that was read.

PostgreSQL gets one statement (CTEs), SQLite a few short ones inside BEGIN IMMEDIATE. Both go through Django's own connection, so an
enclosing transaction encloses them too, and neither goes through the ORM: it would cost several times the write itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from fadu.cases import postgres, sqlite
from fadu.cases.models import Entry
from fadu.cases.rows import CaseState, Write
from fadu.cases.texts import declaration
from fadu.procedure.state import Standing

UID_MAX = 40
COLUMNS = "id, uid, number, declaration, origin, unit, handler, level, heading, version, head, standing, code"

_READ = f"SELECT {COLUMNS} FROM cases_case WHERE uid = %s"


class Stale(Exception):
    """The case moved on between reading and writing; nothing was written."""


def read(uid: str) -> CaseState | None:
    """The case as it stands, without a lock."""
    if len(uid) > UID_MAX or "\0" in uid:  # Comes from an address; PostgreSQL would refuse the question itself.
        return None
    found = row(_READ, (uid,))
    return _state(found) if found else None


def by_idem(idem: str) -> tuple[str, int] | None:
    """The case (uid) and entry (seq) that this idempotency key already made."""
    found = row(
        "SELECT c.uid, e.seq FROM cases_entry e JOIN cases_case c ON c.id = e.case_id WHERE e.idem = %s", (idem,)
    )
    return (found[0], found[1]) if found else None


def subject_key(case_id: int, party: str) -> bytes | None:
    """The wrapped key of a party to the case; None if the case holds nothing of that party (or no longer)."""
    found = row("SELECT wrapped_key FROM cases_subject WHERE case_id = %s AND party = %s", (case_id, party))
    return bytes(found[0]) if found and found[0] is not None else None


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What identifies an entry."""

    seq: int
    hash: bytes
    recorded_at: datetime


def entry(case_id: int, seq: int) -> EntryHead:
    """An entry that is known to exist."""
    found = Entry.objects.values_list("seq", "hash", "recorded_at").get(case_id=case_id, seq=seq)
    return EntryHead(found[0], bytes(found[1]), found[2])


def acts_since(case_id: int, version: int) -> list[str]:
    """Ids of the acts entered after that version, in order."""
    return list(Entry.objects.filter(case_id=case_id, seq__gt=version).order_by("seq").values_list("act", flat=True))


def write(rows: Write) -> tuple[int, int]:
    """Write one act; gives the ids of case and entry.

    Raises:
        Stale: the case is no longer at `rows.before.version`.
        django.db.IntegrityError: the idempotency key was used before.
    """
    database = _database()
    backend = _backend(database)
    with database.wrap_database_errors:
        if database.in_atomic_block:
            written = backend.write(database.connection, rows)
        elif rows.anew:
            with transaction.atomic():
                written = backend.write(database.connection, rows)
        else:
            written = backend.write_alone(database.connection, rows)
    if written is None:
        raise Stale
    return written


def draw_number(series: str) -> int:
    """The next number of a series. Holds the series until the transaction ends, so it is called last."""
    assert _database().in_atomic_block, "a number is drawn in the transaction that registers the case"
    found = row(
        "INSERT INTO cases_counter (series, last) VALUES (%s, 1) "
        "ON CONFLICT (series) DO UPDATE SET last = cases_counter.last + 1 RETURNING last",
        (series,),
    )
    assert found is not None
    return int(found[0])


def row(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """One row by a prepared statement on Django's own connection."""
    database = _database()
    with database.wrap_database_errors:
        found: tuple[Any, ...] | None = _backend(database).row(database.connection, sql, params)
    return found


def _database() -> BaseDatabaseWrapper:
    """Django's connection, looked up once: going through its proxy for every attribute costs more than a write."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    return database


def _backend(database: BaseDatabaseWrapper) -> Any:
    return postgres if database.vendor == "postgresql" else sqlite


def _state(row: tuple[Any, ...]) -> CaseState:
    return CaseState(
        id=row[0],
        uid=row[1],
        number=row[2],
        declaration=declaration(row[3]),
        origin=row[4],
        unit=row[5],
        handler=row[6],
        level=row[7],
        heading=row[8],
        version=row[9],
        head=bytes(row[10]),
        standing=Standing.from_text(row[11]),
        code=bytes(row[12]) if row[12] is not None else None,
    )
