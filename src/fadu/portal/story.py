"""What a case says to the person who opened it: one sentence, then the stages, the term with its proof, and what was done.

It tells what the policy lets the party see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from fadu.cases.case_view import CaseView, EntryLine
from fadu.cases.moments import today
from fadu.cases.texts import calendar
from fadu.faces.rail import Passage, RailStop, detours
from fadu.faces.speech import long_day, proved, short_day
from fadu.faces.strip import DayCell
from fadu.law.period import day_of
from fadu.law.proof_steps import StepKind
from fadu.policy.others import answers_of_others, letters_to_others
from fadu.portal.services import main_duty
from fadu.procedure.builtin import ASSIGN, CLERICAL, RECTIFY, REDATE, SEAL, SERVE, UNSERVED
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.proofs import ClockProof, proof
from fadu.procedure.state import Run, Standing
from fadu.procedure.verdicts import verdict

INSIDE = frozenset({ASSIGN.id, CLERICAL.id, REDATE.id, SEAL.id})
"""Acts that concern the office alone."""
NOT_SHOWN = frozenset({StepKind.REST, StepKind.MOVED, StepKind.START})


@dataclass(frozen=True)
class Done:
    """One act: its title (a msgid), its day, whose it was, and whether it still counts; of a service, which letter and how."""

    title: str
    day: date
    who: str
    voided: bool
    about: str = ""


@dataclass(frozen=True)
class Term:
    """A term of the case: its title (a msgid), last day, proof line by line, and strip."""

    title: str
    due: date | None
    provisional: bool
    running: bool
    lines: tuple[str, ...]
    cells: tuple[DayCell, ...]


@dataclass(frozen=True)
class Asked:
    """An act that the party was asked for: what exactly, as (title, text or day), and the last day if its term has one."""

    act: ActRule
    told: tuple[tuple[str, str | date], ...]
    until: date | None


def sentence(view: CaseView, party: str) -> str:
    """Where the case stands, in one sentence."""
    declared, standing = view.declaration, view.standing
    stage = gettext(declared.stage_title(standing.stage))
    if standing.stage not in declared.stage:
        return _("这件申请的登记已经作废。")
    if standing.closed is not None:
        end = gettext(declared.outcome[standing.outcome].title) if standing.outcome else stage
        return _("已于%(day)s办结：%(end)s。") % {"day": long_day(standing.closed), "end": end}
    if mine := _asked_of(view, party):
        act, due = mine
        if due is None:
            return _("现在需要您“%(act)s”。") % {"act": gettext(act.title)}
        return _("现在需要您“%(act)s”，最迟%(day)s。") % {"act": gettext(act.title), "day": long_day(due)}
    return _office_sentence(declared, standing, stage)


def stops(view: CaseView) -> tuple[RailStop, ...]:
    """The stages in the order of the file; detours and ends not reached only if they came."""
    declared, standing = view.declaration, view.standing
    entered = dict(_entered(view))
    order = [s.id for s in declared.stages]
    here = order.index(standing.stage) if standing.stage in order else len(order)
    goal = next((s.id for s in declared.stages if s.final), "")
    aside = detours(declared)
    found = []
    for index, stage in enumerate(declared.stages):
        came = stage.id in entered
        hidden = (stage.final and (standing.closed or stage.id != goal)) or stage.id in aside
        if hidden and not came:
            continue
        if stage.id == standing.stage:
            passage = Passage.DONE if stage.final else Passage.NOW
        elif came:
            passage = Passage.DONE
        else:
            passage = Passage.SKIPPED if index < here else Passage.AHEAD
        found.append(RailStop(gettext(stage.title), passage, short_day(entered[stage.id]) if came else ""))
    return tuple(found)


def terms(view: CaseView, party: str) -> tuple[Term, ...]:
    """The terms of the case as such that run, and the office's own in any case; what presses the party comes first."""
    declared = view.declaration
    duties = [run for run in view.standing.runs.values() if declared.clock[run.clock].kind == "duty"]
    main = main_duty(declared)
    duties = [run for run in duties if run.running or (main and run.clock == main.id)]
    return tuple(_term(view, run) for run in sorted(duties, key=lambda r: declared.clock[r.clock].bound != party))


def done(view: CaseView, party: str) -> tuple[Done, ...]:
    """What was done, in order: no names, no content. Of others it is told that they answered, for the term runs on from then."""
    answers = answers_of_others(view.declaration, party)
    return tuple(
        Done(
            line.title,
            day_of(line.at),
            _who(line, party),
            line.state == "voided",
            _served(view.declaration, line, party),
        )
        for line in view.entries
        if line.act not in INSIDE and not (line.withheld and line.act not in answers)
    )


def asked(view: CaseView, party: str) -> tuple[Asked, ...]:
    """What the party may do now because it was asked to, in the words of the act that asked, as far as the party may read them."""
    found = ((act, _asking(view, act, party)) for act in open_to_party(view, party))
    return tuple(Asked(act, _told(view, line), _until(view, act, party)) for act, line in found if line)


def open_to_party(view: CaseView, party: str) -> tuple[ActRule, ...]:
    """The acts that the party may do now."""
    acts = [a for a in view.declaration.acts if party in a.by and not a.opens and a.kind == "act"]
    return tuple(a for a in acts if verdict(view.declaration, view.standing, a, today()))


def _office_sentence(declared: Declaration, standing: Standing, stage: str) -> str:
    clock = main_duty(declared)
    run = standing.runs.get(clock.id) if clock else None
    if clock is None or run is None:
        return _("现在的环节：%(stage)s。") % {"stage": stage}
    told = {"stage": stage, "clock": gettext(clock.title)}
    if run.due is None:
        return _("现在的环节：%(stage)s。“%(clock)s”暂停计算，届满日待定。") % told
    told["day"] = long_day(day_of(run.due))
    if run.overdue(today()):
        return _("现在的环节：%(stage)s。“%(clock)s”已于%(day)s届满，本机关逾期。") % told
    if run.provisional:
        return _("现在的环节：%(stage)s。“%(clock)s”至%(day)s届满（暂定）。") % told
    return _("现在的环节：%(stage)s。“%(clock)s”至%(day)s届满。") % told


def _asked_of(view: CaseView, party: str) -> tuple[ActRule, date | None] | None:
    """What a running term of the party waits for, and its last day."""
    for run in view.standing.runs.values():
        clock = view.declaration.clock[run.clock]
        acts = [
            view.declaration.act[a]
            for a in clock.until
            if a in view.declaration.act and party in view.declaration.act[a].by
        ]
        if run.running and clock.bound == party and acts:
            return acts[0], day_of(run.due) if run.due else None
    return None


def _asking(view: CaseView, act: ActRule, party: str) -> EntryLine | None:
    """The newest entry that asked for the act: of the act that calls for it, or that started the party's term for it."""
    calls = {act.after} if act.after in view.declaration.act else set()
    calls.update(call for run in _terms_for(view, act, party) for call in view.declaration.clock[run.clock].since)
    return next((line for line in reversed(view.entries) if line.act in calls and line.state != "voided"), None)


def _terms_for(view: CaseView, act: ActRule, party: str) -> tuple[Run, ...]:
    clock = view.declaration.clock
    runs = (run for run in view.standing.runs.values() if run.running and clock[run.clock].bound == party)
    return tuple(run for run in runs if act.id in clock[run.clock].until)


def _until(view: CaseView, act: ActRule, party: str) -> date | None:
    return min((day_of(run.due) for run in _terms_for(view, act, party) if run.due), default=None)


def _told(view: CaseView, asking: EntryLine) -> tuple[tuple[str, str | date], ...]:
    """What the act was given, as corrected; the last day of a running term is told apart."""
    known = {**asking.facts, **asking.fields}
    for line in view.entries:
        if line.act == RECTIFY.id and line.facts.get("of") == asking.seq and line.state != "voided":
            known |= line.fields
    terms = {clock.term.given for clock in view.declaration.clocks}
    asks = [f for f in view.declaration.act[asking.act].asks if known.get(f) and f not in terms]
    rules = (view.declaration.field[f] for f in asks)
    return tuple((r.title, date.fromisoformat(known[r.id]) if r.kind == "day" else known[r.id]) for r in rules)


def _entered(view: CaseView) -> Iterator[tuple[str, date]]:
    """Stages as the case entered them, with the day."""
    for line in view.entries:
        act = view.declaration.act.get(line.act)
        if act and act.to and line.state != "voided":
            yield act.to, day_of(line.at)


def _term(view: CaseView, run: Run) -> Term:
    found = proof(view.declaration, view.standing, run.key, calendar(view.standing.calendar), gettext)
    due = day_of(found.due) if found.due else None
    lines = tuple(map(proved, found.steps))
    cells = _cells(found, due, [day for _, day in _entered(view)], day_of(run.ended) if run.ended else None)
    title = view.declaration.clock[run.clock].title
    return Term(title, due, found.provisional, run.running, lines, cells)


def _cells(found: ClockProof, due: date | None, changes: Sequence[date], ended: date | None) -> tuple[DayCell, ...]:
    lived = min(ended or today(), today())
    cells = []
    for mark in found.days:
        if mark.kind in NOT_SHOWN:
            continue
        stage = sum(day <= mark.day for day in changes) if mark.day <= lived else None
        cells.append(
            DayCell(
                mark.day,
                stage=stage,
                paused=mark.kind is StepKind.EXCLUDED,
                today=mark.day == today() and ended is None,
                due=mark.day == due,
                note=proved(mark),
            )
        )
    return tuple(cells)


def _served(declared: Declaration, line: EntryLine, party: str) -> str:
    """《答复书》，邮寄送达: of letters to the party; letters to others are not its affair."""
    letter = line.facts.get("letter", "") if line.act in (SERVE.id, UNSERVED.id) else ""
    if not letter or letter in letters_to_others(declared, party):
        return ""
    said = [_("《%(letter)s》") % {"letter": gettext(letter)}]
    return _("，").join(said + [gettext(line.facts[k]) for k in ("channel", "cause") if k in line.facts])


def _who(line: EntryLine, party: str) -> str:
    if line.role == party:
        return _("您")
    return _("期限届满") if line.role == "time" else _("本机关")
