"""What a correction leaves without ground: acts that stand in the record and that the corrected history would have refused."""

from __future__ import annotations

from collections.abc import Iterable

from fadu.procedure.builtin import BUILTIN
from fadu.procedure.declaration import Declaration
from fadu.procedure.standing import Calendars, advance
from fadu.procedure.state import Event, Standing
from fadu.procedure.verdicts import Verdict, verdict


def impermissible(
    declaration: Declaration, effective: Iterable[Event], calendars: Calendars
) -> tuple[tuple[int, Verdict], ...]:
    """The entries (number and verdict) that could not have been done as the history now reads. They are listed, never dropped."""
    found: list[tuple[int, Verdict]] = []
    standing = Standing()
    for event in effective:
        rule = declaration.act.get(event.act) or BUILTIN[event.act]
        if rule.kind != "builtin":
            answer = verdict(declaration, standing, rule, event.at, event.facts)
            if not answer:
                found.append((event.seq, answer))
        standing = advance(declaration, standing, event, calendars)
    return tuple(found)
