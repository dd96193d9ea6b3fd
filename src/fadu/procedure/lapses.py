"""What time does by itself: the acts that follow when a term runs out whose silence the statute gives a meaning to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fadu.law.period import day_of
from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Run, Standing

TimeAct = tuple[str, date, Mapping[str, Any]]


def time_acts(declaration: Declaration, standing: Standing, today: date) -> list[TimeAct]:
    """Acts (id, day, facts) that time has to do because their term ran out before `today`, earliest first.

    The day of the act is the last day of the term: with its end, silence means what the statute says. Doing one act may change
    what the others mean, so a caller does the first and asks again.
    """
    found = [
        _act(declaration, run, run.due)
        for run in standing.runs.values()
        if run.due is not None and run.overdue(today) and declaration.clock[run.clock].performs
    ]
    return sorted(found, key=lambda act: act[1])


def _act(declaration: Declaration, run: Run, due: Any) -> TimeAct:
    rule = declaration.find_act(declaration.clock[run.clock].performs)
    facts = {"errand": run.key.removesuffix(".term")} if rule.errand else {}
    return rule.id, day_of(due), facts
