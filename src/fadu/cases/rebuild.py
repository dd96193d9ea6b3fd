"""`fadu rebuild`: make every projection anew from the entries, and say what differed. On a sound database: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fadu.cases import history
from fadu.cases.models import Case, Entry, Measure, Part, Run, Task
from fadu.cases.planning import heading
from fadu.cases.rows import CaseState, measure_rows, run_row
from fadu.cases.texts import calendar, declaration
from fadu.evidence.canonical import parse
from fadu.procedure.builtin import ASSIGN
from fadu.procedure.standing import replay
from fadu.procedure.state import Standing
from fadu.procedure.tasks import tasks


@dataclass(frozen=True)
class Difference:
    """One case whose projections were not what its entries say, and which of them."""

    number: str
    what: tuple[str, ...]


def rebuild(
    progress: Callable[[int], None] = lambda n: None, *, write: bool = True, batch: int = 500
) -> Iterator[Difference]:
    """Go through every case; yield what differed. With `write`, put it right."""
    last, n = 0, 0
    while ids := list(Case.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:batch]):
        for case_id in ids:
            if found := _case(case_id, write):
                yield found
        last, n = ids[-1], n + len(ids)
        progress(n)


def _case(case_id: int, write: bool) -> Difference | None:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        state = rebuilt(case)
        wanted = _projection(state)
        found = _found(case)
        differ = tuple(name for name in wanted if wanted[name] != found[name])
        if differ and write:
            _put(case, state, wanted)
    return Difference(case.number, differ) if differ else None


def rebuilt(case: Case) -> CaseState:
    """The case as its entries say it stands."""
    records = list(history.records(case.id))
    declared = declaration(case.declaration_id)
    result = replay(declared, [history.event(r) for r in records], calendar)
    opening = records[0]["facts"]["case"]
    unit, handler = opening["unit"], ""
    for event in result.effective:
        if event.act == ASSIGN.id:
            unit, handler = event.facts.get("unit", unit), event.facts.get("handler", "")
    head = Entry.objects.filter(case=case).order_by("-seq").values_list("hash", flat=True)[0]
    return CaseState(
        case.id,
        case.uid,
        opening["number"],
        declared,
        opening["origin"],
        unit,
        handler,
        case.level,
        _heading(case, records[0]["facts"]),
        result.standing.seq,
        bytes(head),
        result.standing,
    )


def _heading(case: Case, facts: dict[str, Any]) -> str:
    parts = Part.objects.filter(entry__case=case, entry__seq=1, name__in=("public", "internal"))
    values = {name: parse(bytes(data)) for name, data in parts.values_list("name", "data")}
    return heading(declaration(case.declaration_id), values, facts)


def _projection(state: CaseState) -> dict[str, Any]:
    """Everything that follows from the entries, in comparable form."""
    s = state.standing
    return {
        "case": (
            state.number,
            state.origin,
            state.unit,
            state.handler,
            state.heading,
            s.stage,
            s.outcome or None,
            s.opened,
            s.closed,
            state.next_due,
            state.sweep_on,
            state.version,
            state.head,
        ),
        "standing": s.to_text(),
        "runs": sorted(
            (r.key, r.clock, r.kind, r.started, r.due, r.ended, r.moot, r.late, r.provisional)
            for r in (run_row(state.declaration, run) for run in s.runs.values())
        ),
        "tasks": sorted((t.key, t.role, state.unit, t.due, t.since) for t in tasks(state.declaration, s)),
        "measures": sorted(measure_rows(Standing(), s)),
    }


def _found(case: Case) -> dict[str, Any]:
    runs = case.runs.values_list("key", "clock", "kind", "started", "due", "ended", "moot", "late", "provisional")
    return {
        "case": (
            case.number,
            case.origin,
            case.unit,
            case.handler,
            case.heading,
            case.stage,
            case.outcome,
            case.opened,
            case.closed,
            case.next_due,
            case.sweep_on,
            case.version,
            bytes(case.head),
        ),
        "standing": case.standing,
        "runs": sorted(runs),
        "tasks": sorted(case.tasks.values_list("key", "role", "unit", "due", "since")),
        "measures": sorted(case.measures.values_list("name", "text", "number")),
    }


def _put(case: Case, state: CaseState, wanted: dict[str, Any]) -> None:
    names = [
        "number",
        "origin",
        "unit",
        "handler",
        "heading",
        "stage",
        "outcome",
        "opened",
        "closed",
        "next_due",
        "sweep_on",
        "version",
        "head",
    ]
    for name, value in zip(names, wanted["case"], strict=True):
        setattr(case, name, value)
    case.standing = wanted["standing"]
    case.save()
    for related in (case.runs, case.tasks, case.measures):
        related.all().delete()
    fields = ["key", "clock", "kind", "started", "due", "ended", "moot", "late", "provisional"]
    Run.objects.bulk_create(Run(case=case, **dict(zip(fields, row, strict=True))) for row in wanted["runs"])
    fields = ["key", "role", "unit", "due", "since"]
    Task.objects.bulk_create(Task(case=case, **dict(zip(fields, row, strict=True))) for row in wanted["tasks"])
    fields = ["name", "text", "number"]
    Measure.objects.bulk_create(Measure(case=case, **dict(zip(fields, r, strict=True))) for r in wanted["measures"])
