"""What one act writes, as plain values: computed before the transaction, written by `store`."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from fadu.law.period import day_of
from fadu.policy import CaseFacts
from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Run, Standing
from fadu.procedure.tasks import Task, next_due, sweep_on, tasks


class CaseState(Struct, frozen=True):
    """A case as the hot path holds it. `id` is None before it is written."""

    id: int | None
    uid: str
    number: str
    declaration: Declaration
    origin: str
    unit: str
    handler: str
    level: int
    heading: str
    version: int
    head: bytes
    standing: Standing
    code: bytes | None = None

    @property
    def facts(self) -> CaseFacts:
        """The case as the policy sees it."""
        return CaseFacts(
            self.uid,
            self.declaration.id,
            self.unit,
            self.origin,
            self.standing.stage,
            self.handler,
            self.level,
        )

    @property
    def next_due(self) -> date | None:
        return next_due(self.declaration, self.standing)

    @property
    def sweep_on(self) -> date | None:
        return sweep_on(self.declaration, self.standing)

    def at(self, standing: Standing, head: bytes) -> CaseState:
        """The case one entry further."""
        # Not `replace`: this is on the path of every act, and replace() costs as much as the rest of the plan.
        return CaseState(
            self.id,
            self.uid,
            self.number,
            self.declaration,
            self.origin,
            self.unit,
            self.handler,
            self.level,
            self.heading,
            standing.seq,
            head,
            standing,
            self.code,
        )


class PartRow(Struct, frozen=True):
    """A part as kept: `data` is encrypted if the part is personal."""

    name: str
    salt: bytes
    data: bytes


class RunRow(Struct, frozen=True):
    """A clock as figures see it."""

    key: str
    clock: str
    kind: str
    started: date
    due: date | None
    ended: date | None
    moot: bool
    late: bool
    provisional: bool


class SubjectRow(Struct, frozen=True):
    """A subject, new or known: its wrapped key, and the tokens by which it can be looked up, as (kind, token)."""

    party: str
    wrapped_key: bytes
    tokens: tuple[tuple[str, bytes], ...] = ()


class MaterialRow(Struct, frozen=True):
    """A file that came with the act."""

    title: str
    kind: str
    sha256: str
    size: int
    media_type: str


class OutboxRow(Struct, frozen=True):
    """What is to follow: `payload` is JSON."""

    kind: str
    payload: str


class Write(Struct, frozen=True):
    """Everything that one act writes. `anew` says that the projections are to be replaced, not amended (after a correction)."""

    before: CaseState | None
    after: CaseState
    act: str
    day: date
    recorded_at: datetime
    actor: str
    record: bytes
    hash: bytes
    idem: str | None = None
    parts: tuple[PartRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()
    runs: tuple[RunRow, ...] = ()
    tasks_in: tuple[Task, ...] = ()
    tasks_out: tuple[str, ...] = ()
    measures: tuple[tuple[str, str | None, int | None], ...] = ()
    outbox: tuple[OutboxRow, ...] = ()
    materials: tuple[MaterialRow, ...] = ()
    anew: bool = False


def run_row(declaration: Declaration, run: Run) -> RunRow:
    """A run's row."""
    return RunRow(
        run.key,
        run.clock,
        declaration.clock[run.clock].kind,
        day_of(run.start),
        day_of(run.due) if run.due else None,
        day_of(run.ended) if run.ended else None,
        run.moot,
        run.late,
        run.provisional,
    )


def run_rows(declaration: Declaration, before: Standing, after: Standing) -> tuple[RunRow, ...]:
    """Rows of the runs that an act changed."""
    old = before.runs
    return tuple(run_row(declaration, run) for key, run in after.runs.items() if old.get(key) is not run)


def task_changes(
    declaration: Declaration, before: Standing, after: Standing
) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """Tasks to put (new or changed) and keys of tasks to take away."""
    old = {t.key: t for t in tasks(declaration, before)}
    new = {t.key: t for t in tasks(declaration, after)}
    put = tuple(t for key, t in new.items() if old.get(key) != t)
    return put, tuple(key for key in old if key not in new)


def measure_rows(before: Standing, after: Standing) -> tuple[tuple[str, str | None, int | None], ...]:
    """Rows of the measured fields that an act changed: text, or number (a box is 0 or 1)."""
    changed = {k: v for k, v in after.measures.items() if before.measures.get(k) != v}
    return tuple(
        (name, None, int(value)) if isinstance(value, int) else (name, str(value), None)
        for name, value in changed.items()
    )
