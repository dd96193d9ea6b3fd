"""Time at work: cases whose silence has come to mean something, found by index and entered as acts of time."""

from __future__ import annotations

from datetime import date

from fadu.cases.acts import lapse
from fadu.cases.models import Case
from fadu.cases.moments import today


def sweep(limit: int = 500, day: date | None = None) -> int:
    """Enter what time did up to `day` (today); gives the number of entries made."""
    at = day or today()
    uids = list(
        Case.objects.filter(sweep_on__lte=at).order_by("sweep_on", "id").values_list("uid", flat=True)[:limit]
    )
    return sum(lapse(uid, at) for uid in uids)
