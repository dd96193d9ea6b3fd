"""Taking a row of the outbox, so that no two workers do the same, and saying what became of it.

A claim is a lease: a worker that dies lets go of its row when the lease ends, and another takes it. Rows are done at least once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection

from fadu.cases.models import Outbox
from fadu.cases.moments import now

LEASE = timedelta(seconds=60)
DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long to wait after the first, second, … failure. The failure after the last is final."""
TRIES = len(DELAYS) + 1

_CLAIM = """
WITH next AS MATERIALIZED (
    SELECT id FROM cases_outbox
    WHERE done_at IS NULL AND NOT dead AND not_before <= %s AND (claimed_until IS NULL OR claimed_until <= %s)
    ORDER BY not_before, id LIMIT 1 {lock}
)
UPDATE cases_outbox SET claimed_until = %s, attempts = attempts + 1 FROM next WHERE cases_outbox.id = next.id
RETURNING cases_outbox.id, cases_outbox.kind, cases_outbox.payload, cases_outbox.attempts
"""


@dataclass(frozen=True)
class Job:
    """A row that is ours until the lease ends; `attempts` counts this one."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    until: datetime


def claim() -> Job | None:
    """Take the row that is due longest, None if none is."""
    at = now()
    until = at + LEASE
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    due, lease = (connection.ops.adapt_datetimefield_value(each) for each in (at, until))
    if isinstance(due, str) and "." not in due:
        # SQLite compares instants as text: a full second without its zeros would come before the same one with them.
        due += ".000000"
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(lock=lock), [due, due, lease])
        row = cursor.fetchone()
    return Job(row[0], row[1], orjson.loads(row[2]), row[3], until) if row else None


def done(job: Job) -> None:
    """It went out."""
    _settle(job, done_at=now(), error="")


def failed(job: Job, error: str) -> None:
    """It did not go out: try again later, or, if that was the last time, leave it to a person."""
    if job.attempts >= TRIES:
        dead(job, error)
    else:
        _settle(job, not_before=now() + DELAYS[job.attempts - 1], error=error)


def dead(job: Job, error: str) -> None:
    """Leave it to a person."""
    _settle(job, dead=True, error=error)


def _settle(job: Job, **became: Any) -> None:
    # Only while the lease is ours: whoever took the row over says what becomes of it.
    Outbox.objects.filter(pk=job.id, claimed_until=job.until).update(claimed_until=None, **became)
