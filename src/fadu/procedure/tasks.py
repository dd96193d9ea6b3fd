"""What a standing asks of people: the tasks that the law presses, and the days on which time itself acts. Pure, and never of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from fadu.law.period import day_of
from fadu.procedure.builtin import SERVE
from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Standing

NO_ACTS: Mapping[str, tuple[str, ...]] = {}


class Task(Struct, frozen=True):
    """Something that a role (or a party) is asked to do.

    `key` is unique in the case: the stage and role, the act, or "serve:<errand>". `acts` are the acts that do it, `due` the last day,
    `since` the first day on which it can be done at all (None: now).
    """

    key: str
    role: str
    acts: tuple[str, ...]
    due: date | None = None
    since: date | None = None


def tasks(declaration: Declaration, standing: Standing) -> tuple[Task, ...]:
    """Every open task, in the order of the file; none once the case is closed."""
    if standing.closed is not None or not standing.stage:
        return ()
    return (*_moves(declaration, standing), *_judgements(declaration, standing), *_services(declaration, standing))


def next_due(declaration: Declaration, standing: Standing) -> date | None:
    """The earliest last day of a duty of the office that still runs."""
    office = declaration.duties
    dues = [day_of(r.due) for r in standing.runs.values() if r.clock in office and r.due is not None and r.running]
    return min(dues) if dues else None


def sweep_on(declaration: Declaration, standing: Standing) -> date | None:
    """The first day on which time performs an act, because a term whose silence has a meaning ran out the day before."""
    silent = declaration.performing
    ends = [day_of(r.due) for r in standing.runs.values() if r.clock in silent and r.due is not None and r.running]
    return min(ends) + timedelta(days=1) if ends else None


def _moves(declaration: Declaration, standing: Standing) -> Iterator[Task]:
    """One task for every role that can move the case on from its stage."""
    office = next_due(declaration, standing)
    for role, acts in declaration.asked.get(standing.stage, NO_ACTS).items():
        key = f"{standing.stage}:{role}"
        if role not in declaration.field:
            yield Task(key, role, acts, office)
            continue
        # Officials are asked for every act that moves the case; a party only for what a term of its own waits for.
        terms = [r for r in standing.runs.values() if r.running and declaration.clock[r.clock].bound == role]
        asked = tuple(act for act in acts if any(act in declaration.clock[r.clock].until for r in terms))
        if asked:
            yield Task(key, role, asked, min((day_of(r.due) for r in terms if r.due), default=None))


def _judgements(declaration: Declaration, standing: Standing) -> Iterator[Task]:
    """Acts that a lapsed term permits and that need a person's judgement."""
    for act in declaration.judged:
        run = standing.runs.get(act.after)
        if run and run.running and run.due and standing.stage in act.at:
            yield Task(act.id, act.by[0], (act.id,), since=day_of(run.due) + timedelta(days=1))


def _services(declaration: Declaration, standing: Standing) -> Iterator[Task]:
    """Letters whose service a term waits for."""
    for errand in standing.open_errands():
        rule = declaration.errand[errand.errand]
        waits = rule.clock and f"served:{rule.letter}" in declaration.clock[rule.clock].since
        if waits and errand.served is None:
            yield Task(f"serve:{errand.key}", declaration.act[rule.start].by[0], (SERVE.id,))
