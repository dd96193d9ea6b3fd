"""`fadu rebuild`: make every projection anew from the entries, and say what differed. On a sound database: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fadu.cases import history
from fadu.cases.models import Case, Entry, Measure, Run, Task
from fadu.cases.rows import CaseState, measure_rows, run_row
from fadu.cases.texts import calendar, declaration
from fadu.evidence.canonical import parse
from fadu.evidence.chain import entry_hash
from fadu.law.period import day_of
from fadu.procedure.standing import replay
from fadu.procedure.state import Standing, moment
from fadu.procedure.tasks import tasks


@dataclass(frozen=True)
class Difference:
    """One case whose projections were not what its entries say, and which of them; `damaged` if the entries themselves don't hold."""

    number: str
    what: tuple[str, ...]
    damaged: bool = False


class Damaged(Exception):
    """An entry that is not as it was written: nothing can be made of what follows it. Only a backup helps."""


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
        try:
            records = _sound(case)
            state = _state(case, records)
        except Damaged as damage:
            return Difference(case.number, (str(damage),), damaged=True)
        wanted = {**_projection(state), "entries": [_columns(r) for r in records]}
        found = _found(case)
        differ = tuple(name for name in wanted if wanted[name] != found[name])
        if differ and write:
            _put(case, wanted)
    return Difference(case.number, differ) if differ else None


def rebuilt(case: Case) -> CaseState:
    """The case as its entries say it stands.

    Raises:
        Damaged: an entry is missing or not as it was written.
    """
    return _state(case, _sound(case))


def _sound(case: Case) -> list[dict[str, Any]]:
    """The records of a case, if they are whole: every one there, hashed as it reads, naming the one before."""
    records: list[dict[str, Any]] = []
    prev = b""
    rows = Entry.objects.filter(case=case).order_by("seq").values_list("seq", "record", "hash")
    for n, (seq, record, hash) in enumerate(rows, 1):
        if seq != n:
            raise Damaged(f"缺第 {n} 条记录")
        if entry_hash(bytes(record)) != bytes(hash):
            raise Damaged(f"第 {n} 条记录与其摘要不符")
        found = parse(bytes(record))
        if (found["seq"], found["prev"]) != (n, prev.hex()):
            raise Damaged(f"第 {n} 条记录不接前一条")
        records.append(found)
        prev = bytes(hash)
    if not records:
        raise Damaged("没有一条记录")
    return records


def _state(case: Case, records: list[dict[str, Any]]) -> CaseState:
    try:
        declared = declaration(records[0]["declaration"])
        events = [history.event(r) for r in records]
        result = replay(declared, events, calendar)
        contents = history.contents(case.id, history.naming(result.effective))
    except (LookupError, ValueError) as missing:
        raise Damaged(str(missing)) from None
    unit, handler = history.assigned(result.effective, events[0])
    opening = records[0]["facts"]["case"]
    head = Entry.objects.filter(case=case).order_by("-seq").values_list("hash", flat=True)[0]
    return CaseState(
        case.id,
        records[0]["case"],
        opening["number"],
        declared,
        opening["origin"],
        unit,
        handler,
        case.level,
        history.heading_of(declared, result.effective, events[0], contents),
        result.standing.seq,
        bytes(head),
        result.standing,
    )


CASE = (
    "uid",
    "number",
    "procedure",
    "declaration_id",
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
)
RUN = ("key", "clock", "kind", "started", "due", "ended", "moot", "late", "provisional")
TASK = ("key", "role", "unit", "due", "since")
MEASURE = ("name", "text", "number")
ENTRY = ("seq", "act", "day", "recorded_at", "actor")


def _projection(state: CaseState) -> dict[str, Any]:
    """Everything that follows from the entries, in comparable form."""
    s = state.standing
    return {
        "case": (
            state.uid,
            state.number,
            state.declaration.id,
            state.declaration.sha,
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
            (
                tuple(getattr(row, name) for name in RUN)
                for row in (run_row(state.declaration, r) for r in s.runs.values())
            ),
        ),
        "tasks": sorted((t.key, t.role, state.unit, t.due, t.since) for t in tasks(state.declaration, s)),
        "measures": sorted(measure_rows(Standing(), s)),
    }


def _columns(record: dict[str, Any]) -> tuple[Any, ...]:
    """What an entry's own columns repeat of its record, so that lists need not open it."""
    at = datetime.fromisoformat(record["recorded_at"])
    return record["seq"], record["act"], day_of(moment(record["happened_at"])), at, record["actor"]["id"]


def _found(case: Case) -> dict[str, Any]:
    values = (getattr(case, name) for name in CASE)
    return {
        "case": tuple(bytes(v) if isinstance(v, memoryview) else v for v in values),
        "standing": case.standing,
        "runs": sorted(case.runs.values_list(*RUN)),
        "tasks": sorted(case.tasks.values_list(*TASK)),
        "measures": sorted(case.measures.values_list(*MEASURE)),
        "entries": list(case.entries.order_by("seq").values_list(*ENTRY)),
    }


def _put(case: Case, wanted: dict[str, Any]) -> None:
    for name, value in zip(CASE, wanted["case"], strict=True):
        setattr(case, name, value)
    case.standing = wanted["standing"]
    case.save()
    for related in (case.runs, case.tasks, case.measures):
        related.all().delete()
    Run.objects.bulk_create(Run(case=case, **dict(zip(RUN, row, strict=True))) for row in wanted["runs"])
    Task.objects.bulk_create(Task(case=case, **dict(zip(TASK, row, strict=True))) for row in wanted["tasks"])
    Measure.objects.bulk_create(Measure(case=case, **dict(zip(MEASURE, r, strict=True))) for r in wanted["measures"])
    for seq, act, day, at, actor in wanted["entries"]:
        case.entries.filter(seq=seq).update(act=act, day=day, recorded_at=at, actor=actor)
