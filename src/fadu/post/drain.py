"""Takes outbox rows and does what follows, at least once. Two workers never hold the same row: a claim is one conditional UPDATE."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from fadu.cases.models import Outbox
from fadu.cases.moments import now
from fadu.letters.errors import LetterError
from fadu.letters.making import make
from fadu.letters.told import Voided
from fadu.post.notice import notify

LEASE = timedelta(seconds=60)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a row rests after each failure; after the last it waits for a person."""
DEAD_ENDS = ("sandbox",)
"""Origins whose outbox leads nowhere."""


def drain(limit: int = 20) -> int:
    """Do up to `limit` rows that are due; gives how many were taken."""
    rows = claim(limit)
    for row in rows:
        _do(row)
    return len(rows)


def claim(limit: int) -> list[Outbox]:
    """Rows that are due and held by nobody, held by this worker for `LEASE` from now on. The oldest first."""
    at = now()
    free = Outbox.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=at), done_at__isnull=True, dead=False, not_before__lte=at
    ).order_by("not_before", "id")
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        ids = list(free.values_list("id", flat=True)[:limit])
        Outbox.objects.filter(id__in=ids).update(claimed_until=at + LEASE)
    return list(Outbox.objects.filter(id__in=ids).select_related("entry__case").order_by("id"))


def _do(row: Outbox) -> None:
    handler = HANDLERS.get(row.kind)
    try:
        if handler is None:
            _bury(row, f"不认识的种类“{row.kind}”，可能是更新版本写下的；升级后台后重试。")
            return
        if row.entry is None or row.entry.case.origin not in DEAD_ENDS:
            handler(row)
    except DatabaseError:
        raise  # the row stays claimed until its lease runs out: nothing is known to have failed
    except (LetterError, LookupError) as wrong:
        _bury(row, str(wrong))
    except Exception as failed:  # whatever it is must not stop the rows behind it
        _rest(row, f"{type(failed).__name__}: {failed}")
    else:
        Outbox.objects.filter(pk=row.pk).update(done_at=now(), claimed_until=None, error="")


def _rest(row: Outbox, why: str) -> None:
    """Try again later, or hand it to a person after the last time."""
    if row.attempts >= len(BACK_OFF):
        _bury(row, why)
        return
    later = now() + BACK_OFF[row.attempts]
    Outbox.objects.filter(pk=row.pk).update(
        attempts=row.attempts + 1, not_before=later, claimed_until=None, error=why
    )


def _bury(row: Outbox, why: str) -> None:
    Outbox.objects.filter(pk=row.pk).update(dead=True, claimed_until=None, attempts=row.attempts + 1, error=why)


def _letter(row: Outbox) -> None:
    """Make the letter, then say that there is something to see; of a voided entry there is nothing."""
    told = json.loads(row.payload)
    try:
        make(told["case"], told["seq"])
    except Voided:
        return
    notify(row)


HANDLERS: dict[str, Callable[[Outbox], None]] = {"letter": _letter, "moved": notify}
