"""分案: what a case that was divided from another takes over. The bequest stands in its opening entry, so that replay asks no other case.

The terms run on from the first case's receipt: dividing buys no time. What the first case was told once need not be told again; errands
stay with it, and a term that was waiting for one counts on from the day of the division.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Event, Run, Standing, plain_run, read_run

INHERITED = "inherited"
"""The fact of an opening entry that holds a bequest."""
MOST = 20
"""As many cases as can be divided from one at a time."""


def matters(text: str) -> tuple[str, ...]:
    """The matters that a divided field names: a line each, nothing twice."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def bequest(declaration: Declaration, standing: Standing, day: date) -> dict[str, Any]:
    """What the cases divided from this one on `day` take over, as plain values: stage, day of receipt, acts that its terms hang on, terms that run."""
    runs = [r for r in standing.runs.values() if r.running and not declaration.clock[r.clock].errand]
    hung_on = {t for clock in declaration.clocks for t in (*clock.since, *clock.restart)}
    kept = [a.id for a in declaration.acts if a.kind == "act" and (a.opens or a.once or a.id in hung_on)]
    return {
        "stage": standing.stage,
        "opened": standing.opened.isoformat() if standing.opened else None,
        "done": {act: list(standing.done[act]) for act in kept if act in standing.done},
        "runs": [plain_run(_free(run, day)) for run in runs],
    }


def inherit(event: Event, measures: Mapping[str, Any]) -> Standing:
    """The standing after the opening entry of a case that was divided from another."""
    left = event.facts[INHERITED]
    runs = map(read_run, left["runs"])
    return Standing(
        seq=event.seq,
        stage=left["stage"],
        opened=date.fromisoformat(left["opened"]),
        last=event.at,
        calendar=event.calendar,
        done={act: (times, at) for act, (times, at) in left["done"].items()},
        runs={run.key: run for run in runs},
        measures=measures,
    )


def _free(run: Run, day: date) -> Run:
    """The run without the errands that it waits for: they are the first case's."""
    return replace(run, pauses=tuple(p if p.end else replace(p, end=max(p.start, day)) for p in run.pauses))
