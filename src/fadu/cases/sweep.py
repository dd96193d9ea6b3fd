"""Time at work: cases whose silence has come to mean something, found by index and entered as acts of time."""

from __future__ import annotations

import logging
from datetime import date

from django.db import DatabaseError

from fadu.cases.acts import lapse
from fadu.cases.models import Case
from fadu.cases.moments import today

log = logging.getLogger(__name__)


def sweep(limit: int = 500, day: date | None = None) -> int:
    """Enter what time did up to `day` (today); gives the number of entries made.

    A case that can't be read holds up nobody else: it is logged, and `fadu health` shows that it is still due.
    """
    at = min(day or today(), today())
    entered, last = 0, (date.min, 0)
    while entered < limit and (batch := _due(at, last, limit)):
        for id, uid, due in batch:
            try:
                entered += lapse(uid, at)
            except DatabaseError:
                raise
            except Exception:
                log.exception("案卷 %s 的时限届满不能入记录", uid)
            last = (due, id)
    return entered


def _due(at: date, after: tuple[date, int], limit: int) -> list[tuple[int, str, date]]:
    """Cases to sweep, the longest due first, from that place on."""
    due = Case.objects.filter(sweep_on__lte=at, sweep_on__gte=after[0]).order_by("sweep_on", "id")
    rows = due.exclude(sweep_on=after[0], id__lte=after[1]).values_list("id", "uid", "sweep_on")
    return [(id, uid, on) for id, uid, on in rows[:limit] if on is not None]
