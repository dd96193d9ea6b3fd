"""A case's entries as replay reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fadu.cases.models import Entry
from fadu.procedure.state import Event, moment


def records(case_id: int) -> Iterator[dict[str, Any]]:
    """The records of a case, parsed, in order."""
    for record in Entry.objects.filter(case_id=case_id).order_by("seq").values_list("record", flat=True):
        yield json.loads(bytes(record))


def event(record: dict[str, Any]) -> Event:
    """One record as an event."""
    return Event(record["seq"], record["act"], moment(record["happened_at"]), record["facts"], record["calendar"])


def events(case_id: int) -> list[Event]:
    """All events of a case, uncorrected, in order."""
    return [event(r) for r in records(case_id)]
