"""What another calendar edition would change: shown before anybody decides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fadu.cases.models import Case
from fadu.cases.texts import declaration
from fadu.law.calendar import Calendar
from fadu.law.period import day_of
from fadu.procedure.builtin import REDATE
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Standing


@dataclass(frozen=True)
class Change:
    """One clock of an open case whose last day would move, or become certain."""

    uid: str
    number: str
    clock: str
    before: date | None
    after: date | None
    provisional: bool


def preview(calendar: Calendar) -> Iterator[Change]:
    """Every clock of every open case that the calendar would re-date."""
    rows = Case.objects.filter(closed=None).order_by("id")
    for uid, number, sha, text in rows.values_list("uid", "number", "declaration", "standing").iterator():
        declared, standing = declaration(sha), Standing.from_text(text)
        if standing.calendar == calendar.id or standing.last is None:
            continue
        event = Event(standing.seq + 1, REDATE.id, standing.last, {"calendar": calendar.id}, calendar.id)
        after = advance(declared, standing, event, lambda _: calendar)
        for key, run in standing.runs.items():
            new = after.runs[key]
            if (run.due, run.provisional) != (new.due, new.provisional):
                yield Change(
                    uid,
                    number,
                    declared.clock[run.clock].title,
                    day_of(run.due) if run.due else None,
                    day_of(new.due) if new.due else None,
                    run.provisional,
                )
