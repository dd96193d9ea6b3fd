"""What the case page says of a case: stages, terms with their proof, what this person may do now, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext

from fadu.cases import history
from fadu.cases.case_view import CaseView
from fadu.cases.duties import duties
from fadu.cases.kinship import Kin, kin
from fadu.cases.moments import today
from fadu.cases.texts import calendar
from fadu.desk import errands
from fadu.desk.serving import Failed, failed
from fadu.desk.tasks import working_days_left
from fadu.faces.language import language
from fadu.faces.rail import Passage, RailStop
from fadu.faces.speech import cite, proved, short_day, speak
from fadu.faces.strip import DayCell
from fadu.law.period import day_of
from fadu.law.proof_steps import StepKind
from fadu.policy import Actor, may_act
from fadu.procedure.audit import impermissible
from fadu.procedure.builtin import ASSIGN, CLERICAL, SERVE, UNSERVED
from fadu.procedure.declaration import ActRule
from fadu.procedure.proofs import ClockProof, proof
from fadu.procedure.standing import resolve
from fadu.procedure.state import Run
from fadu.procedure.verdicts import verdict

ALSO = (SERVE, UNSERVED, CLERICAL, ASSIGN)
"""Acts of every case that have a form of their own; corrections go another way."""
NOT_SHOWN = frozenset({StepKind.REST, StepKind.MOVED, StepKind.START})


@dataclass(frozen=True)
class Possible:
    """An act that this person may do now. `moves` says that it takes the case on, `pressed` that it is what the law presses most."""

    rule: ActRule
    basis: str
    moves: bool
    pressed: bool = False


@dataclass(frozen=True)
class Impossible:
    """An act that can't be done now, why, by which articles, and what to do instead."""

    rule: ActRule
    reason: str
    basis: str
    remedy: str


@dataclass(frozen=True)
class Lost:
    """An act that a correction left without ground: its entry, and why it could not have been done."""

    seq: int
    title: str
    reason: str
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One clock as shown. `left` are working days (negative: gone by); `lines` are the proof. `of` says whose, of a term that others have."""

    title: str
    run: Run
    due: date | None
    left: int | None
    lines: tuple[str, ...]
    cells: tuple[DayCell, ...]
    basis: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True)
class DeskFacts:
    """Everything that the page shows beside the case itself."""

    stops: tuple[RailStop, ...]
    terms: tuple[Term, ...]
    past: tuple[Term, ...]
    possible: tuple[Possible, ...]
    groups: tuple[tuple[str, tuple[Possible, ...]], ...]
    also: tuple[Possible, ...]
    impossible: tuple[Impossible, ...]
    drafts: bool
    unserved: tuple[Failed, ...] = ()
    kin: tuple[Kin, ...] = ()
    errands: tuple[errands.Asked, ...] = ()

    @property
    def asked_parties(self) -> frozenset[str]:
        """Parties that are shown with what was asked of them, one by one."""
        return frozenset(each.field for each in self.errands if each.field)


def of(view: CaseView, actor: Actor) -> DeskFacts:
    """The facts for this person."""
    may, may_not = _acts(view, actor)
    terms = [
        _term(view, run) for run in view.standing.runs.values() if view.declaration.clock[run.clock].kind != "window"
    ]
    possible = _pressed(view, [p for p in may if p.rule.kind != "builtin"])
    return DeskFacts(
        tuple(stops(view)),
        tuple(t for t in terms if t.run.running),
        tuple(t for t in terms if not t.run.running),
        possible,
        tuple(_grouped(view, possible)),
        tuple(p for p in may if p.rule.kind == "builtin"),
        tuple(may_not),
        any(field.kind == "draft" for field in view.declaration.fields),
        failed(view),
        kin(view.declaration, view.entries),
        errands.errands(view),
    )


def _pressed(view: CaseView, may: Sequence[Possible]) -> tuple[Possible, ...]:
    """The same, one of them pressed: what takes the case furthest on its way, else what ends the term that runs out first."""
    declared, standing = view.declaration, view.standing
    order = {stage.id: n for n, stage in enumerate(declared.stages)}
    here = order.get(standing.stage, 0)
    onwards = [p for p in may if p.moves and not declared.final(p.rule.to) and order[p.rule.to] > here]
    onwards.sort(key=lambda p: -order[p.rule.to])
    runs = [r for r in standing.runs.values() if r.running and r.clock in declared.duties]
    runs.sort(key=lambda r: day_of(r.due).isoformat() if r.due else "9")
    # What a party may do as well (withdraw), and joining the case to another, are nobody's next step.
    own = [p for p in may if p.moves and not p.rule.joins and not declared.field.keys() & set(p.rule.by)]
    ends = [p for r in runs for p in own if p.rule.id in declared.clock[r.clock].until]
    first = next(iter((*onwards, *ends)), None)
    return tuple(replace(p, pressed=p is first) for p in may)


def _grouped(view: CaseView, may: Sequence[Possible]) -> Iterator[tuple[str, tuple[Possible, ...]]]:
    """What takes the case on, the pressed act first; what adds to it; what ends it without a decision."""
    ends = [p for p in may if p.moves and view.declaration.final(p.rule.to) and not p.rule.outcomes and not p.pressed]
    moving = sorted((p for p in may if p.moves and p not in ends), key=lambda p: not p.pressed)
    groups = ((gettext("办理"), moving), (gettext("补充"), [p for p in may if not p.moves]), (gettext("结束"), ends))
    return ((title, tuple(acts)) for title, acts in groups if acts)


def lost(view: CaseView) -> tuple[Lost, ...]:
    """The acts that corrections of this case left without ground; the record keeps them, people have to deal with them."""
    if not any(line.state for line in view.entries):
        return ()
    found = impermissible(view.declaration, resolve(history.events(view.id)), calendar)
    titles = {line.seq: line.title for line in view.entries}
    return tuple(Lost(seq, titles[seq], speak(v.reason), tuple(map(cite, v.basis))) for seq, v in found)


def stops(view: CaseView) -> Iterator[RailStop]:
    """The stages of the file, those passed with their day; ends that were not reached don't crowd the rail."""
    declared, standing = view.declaration, view.standing
    entered = _entered(view)
    order = [stage.id for stage in declared.stages]
    here = order.index(standing.stage) if standing.stage in order else len(order)
    goal = next((stage.id for stage in declared.stages if stage.final), "")
    for index, stage in enumerate(declared.stages):
        came = stage.id in entered
        if stage.final and not came and (standing.closed or stage.id != goal):
            continue
        if stage.id == standing.stage:
            passage = Passage.DONE if stage.final else Passage.NOW
        elif came:
            passage = Passage.DONE
        else:
            passage = Passage.SKIPPED if index < here else Passage.AHEAD
        yield RailStop(gettext(stage.title), passage, short_day(entered[stage.id]) if came else "")


def _entered(view: CaseView) -> dict[str, date]:
    found: dict[str, date] = {}
    for line in view.entries:
        act = view.declaration.act.get(line.act)
        if act and act.to and line.state != "voided":
            found[act.to] = day_of(line.at)
    return found


def _acts(view: CaseView, actor: Actor) -> tuple[list[Possible], list[Impossible]]:
    may: list[Possible] = []
    may_not: list[Impossible] = []
    titles, known, day = dict(view.declaration.role), duties(), today()
    for rule in (*view.declaration.acts, *ALSO):
        if rule.opens or rule.kind == "lapse":
            continue
        law = verdict(view.declaration, view.standing, rule, day)
        allowed = may_act(actor, view.facts, rule, known, titles)
        if law and allowed:
            may.append(Possible(rule, _cited(language(), rule.basis), bool(rule.to)))
        elif not law:
            basis = _cited(language(), law.basis)
            may_not.append(Impossible(rule, speak(law.reason), basis, speak(law.remedy)))
        else:
            may_not.append(Impossible(rule, speak(allowed.reason), "", speak(allowed.remedy)))
    return may, may_not


@lru_cache(maxsize=4096)
def _cited(tongue: str, basis: tuple[str, ...]) -> str:
    """The articles in a row; the language is the one that is spoken now."""
    return gettext("、").join(map(cite, basis))


def _term(view: CaseView, run: Run) -> Term:
    clock = view.declaration.clock[run.clock]
    found = proof(view.declaration, view.standing, run.key, calendar(view.standing.calendar), gettext)
    due = day_of(run.due) if run.due else None
    lines = tuple(map(proved, found.steps))
    left = working_days_left(due) if due and run.running else None
    whose = errands.named(view, run.key.removesuffix(".term")) if clock.errand else ""
    return Term(
        clock.title, run, due, left, lines, _cells(view, run, found, due), tuple(map(cite, clock.basis)), whose
    )


def _cells(view: CaseView, run: Run, found: ClockProof, due: date | None) -> tuple[DayCell, ...]:
    changes = list(_entered(view).values())
    here = today()
    lived = min(day_of(run.ended) if run.ended else here, here)
    cells = []
    for mark in found.days:
        if mark.kind in NOT_SHOWN:
            continue
        stage = sum(day <= mark.day for day in changes) if mark.day <= lived else None
        now = mark.day == here and run.running
        paused = mark.kind is StepKind.EXCLUDED
        cells.append(DayCell(mark.day, stage=stage, paused=paused, today=now, due=mark.day == due, note=proved(mark)))
    return tuple(cells)
