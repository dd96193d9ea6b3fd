"""Replay: what follows when an act is done. Pure, and the only place where stages and clocks change.

`advance` takes a case one entry further; `replay` takes all entries, resolving 更正记录 and 作废 first. Neither asks whether the act
is permitted (that is `verdicts`): an entry that stands in the record has happened, and its effects follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from fadu.law.calendar import Calendar
from fadu.law.dated import Pivot
from fadu.law.period import day_of, deadline
from fadu.procedure.builtin import BUILTIN, RECTIFY, REDATE, SERVE, VOID
from fadu.procedure.declaration import ActRule, ClockRule, Declaration
from fadu.procedure.dividing import INHERITED, inherit
from fadu.procedure.state import ErrandState, Event, Moment, Pause, Run, Standing, moment

Calendars = Callable[[str], Calendar]
VOIDED = "fadu.void"
"""The stage of a case whose opening entry was voided: its number stays visible, figures leave it out."""
ENDS = ("reply", "withdraw", "lapse")
NO_FACTS: Mapping[str, Any] = {}


def advance(declaration: Declaration, before: Standing, event: Event, calendars: Calendars) -> Standing:
    """The standing after one more entry.

    Raises:
        KeyError: the declaration knows no such act.
    """
    rule = declaration.act.get(event.act) or BUILTIN[event.act]
    if before.stage == VOIDED:
        return replace(before, seq=event.seq)
    if rule.opens and INHERITED in event.facts:
        return inherit(event, _measures(declaration, before, rule, event.facts))
    calendar_id = event.calendar if rule is REDATE or not before.calendar else before.calendar
    voided = rule is VOID and event.facts.get("of") == 1
    stage = VOIDED if voided else rule.to or before.stage
    errands, errand = _errands(declaration, before, rule, event)
    runs = _Runs(declaration, before, event, calendars(calendar_id))
    runs.errand(rule, errand)
    for trigger in _triggers(rule, event):
        for clock in declaration.touched.get(trigger, ()):
            runs.touch(clock, trigger, errand)
    if rule.kind == "extension":
        runs.extend(rule)
    if rule is REDATE:
        runs.redate()
    closes = before.closed is None and (voided or declaration.final(stage))
    if closes:
        runs.close()
        errands = {k: replace(e, ended=event.day, how="closed") if e.open else e for k, e in errands.items()}
    moved = rule.kind != "builtin"
    count = before.times(rule.id) + 1
    return Standing(
        seq=event.seq,
        stage=stage,
        opened=before.opened or event.day,
        closed=event.day if closes else before.closed,
        outcome=event.facts.get("outcome", before.outcome),
        last=event.at if moved or rule is SERVE else before.last,
        calendar=calendar_id,
        done={**before.done, rule.id: (count, event.at.isoformat()), **_noted(declaration, before, event)},
        runs=runs.now,
        errands=errands,
        measures={**before.measures, **_measures(declaration, before, rule, event.facts)},
        late=(*before.late, event.seq) if runs.late else before.late,
    )


@dataclass(frozen=True)
class Replay:
    """The result of a replay: `effective` are the events as corrected, `impermissible` those that a correction left without ground."""

    standing: Standing
    effective: tuple[Event, ...]


def replay(declaration: Declaration, events: Iterable[Event], calendars: Calendars) -> Replay:
    """Replay a whole case under one declaration. Corrections apply to the entries they name, then everything follows in order."""
    effective = resolve(events)
    standing = Standing()
    for event in effective:
        standing = advance(declaration, standing, event, calendars)
    return Replay(standing, effective)


def resolve(events: Iterable[Event]) -> tuple[Event, ...]:
    """Apply 更正记录 and 作废. A voided entry keeps its place as a void (it moves nothing); a rectified one takes its new facts.

    A later correction of the same entry prevails, and a correction can itself be voided.
    """
    listed = list(events)
    voided: set[int] = set()
    changes: dict[int, list[Event]] = {}
    for event in reversed(listed):
        if event.seq in voided:
            continue
        if event.act == VOID.id:
            voided.add(int(event.facts["of"]))
        elif event.act == RECTIFY.id:
            changes.setdefault(int(event.facts["of"]), []).insert(0, event)
    return tuple(_corrected(e, e.seq in voided, changes.get(e.seq, ())) for e in listed)


def _corrected(event: Event, voided: bool, changes: Iterable[Event]) -> Event:
    if voided:
        return Event(event.seq, VOID.id, event.at, {"of": event.seq}, event.calendar)
    facts, at = dict(event.facts), event.at
    for change in changes:
        facts.update(change.facts.get("facts", {}))
        if "at" in change.facts:
            at = moment(change.facts["at"])
    return (
        event if at == event.at and facts == event.facts else Event(event.seq, event.act, at, facts, event.calendar)
    )


def _noted(declaration: Declaration, before: Standing, event: Event) -> dict[str, tuple[int, str]]:
    """How often the act was done with the values on which other acts depend."""
    found = [w.key for w in declaration.noted.get(event.act, ()) if event.facts.get(w.field) in w.values]
    return {key: (before.times(key) + 1, event.at.isoformat()) for key in found}


def _triggers(rule: ActRule, event: Event) -> tuple[str, ...]:
    return (f"served:{event.facts['letter']}",) if rule is SERVE else (rule.id,)


def _measures(declaration: Declaration, before: Standing, rule: ActRule, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the act says of measured fields, and which version of a text the case now rests on: none, if the act names none.

    Built-in acts say nothing of a duty's fields, though theirs may have the same names.
    """
    if rule.kind == "builtin":
        return {}
    known = declaration.field
    asked = [f for f in rule.asks if f in before.measures and known[f].kind == "draft"]
    said = {name: value for name, value in facts.items() if name in known and known[name].factual}
    kept = {name: value for name, value in said.items() if known[name].measured or known[name].kind == "draft"}
    return {**dict.fromkeys(asked, ""), **kept}


def pick_errand(before: Standing, rule: ActRule, facts: Mapping[str, Any]) -> ErrandState | None:
    """The errand that an act ends or a service reaches: the one it names, or the only one it can mean."""
    if "errand" in facts:
        return before.errands.get(str(facts["errand"]))
    candidates = before.open_errands(*((rule.errand,) if rule.errand else ()))
    return candidates[0] if len(candidates) == 1 else None


def _errands(
    declaration: Declaration, before: Standing, rule: ActRule, event: Event
) -> tuple[Mapping[str, ErrandState], ErrandState | None]:
    """The errands after the event, and the one that it concerns."""
    if rule.kind == "start":
        new = ErrandState(f"{rule.errand}/{event.seq}", rule.errand, event.day)
        return {**before.errands, new.key: new}, new
    if rule.kind in ENDS:
        found = pick_errand(before, rule, event.facts)
        if found is None:
            return before.errands, None
        ended = replace(found, ended=event.day, how=rule.kind)
        return {**before.errands, ended.key: ended}, ended
    if rule is SERVE:
        found = _served_errand(declaration, before, event)
        if found is None:
            return before.errands, None
        served = replace(found, served=event.day)
        return {**before.errands, served.key: served}, served
    return before.errands, None


def _served_errand(declaration: Declaration, before: Standing, event: Event) -> ErrandState | None:
    """The errand whose letter was served: the one named, else the oldest open one still without service."""
    if "errand" in event.facts:
        return before.errands.get(str(event.facts["errand"]))
    waiting = [
        e
        for e in before.open_errands()
        if e.served is None and declaration.errand[e.errand].letter == event.facts["letter"]
    ]
    return waiting[0] if waiting else None


class _Runs:
    """The clocks of one case while one event is applied to them."""

    def __init__(self, declaration: Declaration, before: Standing, event: Event, calendar: Calendar) -> None:
        self.declaration = declaration
        self.before = before
        self.event = event
        self.calendar = calendar
        self.now: dict[str, Run] = dict(before.runs)
        self.late = False

    def errand(self, rule: ActRule, errand: ErrandState | None) -> None:
        """Begin or end the pauses that the errand means for other clocks."""
        if errand is None or rule is SERVE:
            return
        for clock in self.declaration.clocks:
            if errand.errand in clock.not_counting and (run := self.now.get(clock.id)) and run.running:
                if rule.kind == "start":
                    pauses = (*run.pauses, Pause(self.event.day, None, errand.key))
                else:
                    pauses = tuple(
                        replace(p, end=max(p.start, self.event.day)) if p.errand == errand.key else p
                        for p in run.pauses
                    )
                self._put(replace(run, pauses=pauses))

    def touch(self, clock: ClockRule, trigger: str, errand: ErrandState | None) -> None:
        """Apply a trigger that the clock names: it ends, waits, starts anew or starts."""
        key = clock.id
        if clock.errand:
            if errand is None:
                return
            key = f"{errand.key}.term"
        run = self.now.get(key)
        if run is not None and run.running:
            if trigger in clock.until:
                ended = replace(run, ended=self.event.at, held=None, pauses=self._closed(run.pauses))
                if ended.due is None:
                    ended = self._dated(ended)
                self.now[key] = ended
                self.late = self.late or ended.late
                return
            if trigger in clock.hold:
                self.now[key] = replace(run, held=self.event.day, due=None)
                return
        if (trigger in clock.restart and run is not None and run.running) or (
            trigger in clock.since and (run is None or not run.running) and self._counts(clock, trigger)
        ):
            self._start(clock, key)

    def _counts(self, clock: ClockRule, trigger: str) -> bool:
        """Whether the trigger starts the clock in this case: some do only by what a measured field says."""
        known = {**self.before.measures, **(NO_FACTS if trigger.startswith("served:") else self.event.facts)}
        asked = [w for w in clock.when if w.trigger == trigger]
        return not asked or any(known.get(w.field) in w.values for w in asked)

    def extend(self, rule: ActRule) -> None:
        """Move the end of the clock that the extension names."""
        run = self.now.get(rule.clock)
        if run is None or not run.running:
            return
        units = self.event.facts.get(f"{rule.id}.units")
        if units is not None:
            self._put(replace(run, extension=run.extension + int(units)))
            return
        day = next((self.event.facts[f] for f in rule.asks if f in self.event.facts), None)
        if day is not None:
            self._put(replace(run, fixed=date.fromisoformat(str(day))))

    def redate(self) -> None:
        """Recompute every clock that still runs under the calendar now in use."""
        for run in list(self.now.values()):
            if run.running:
                self._put(run)

    def close(self) -> None:
        """The case is closed: clocks still running ask for nothing any more. A duty that had run out stays late, with the day of the close."""
        for key, run in self.now.items():
            if run.running:
                missed = self.declaration.clock[run.clock].kind == "duty" and run.overdue(day_of(self.event.at))
                ended = self.event.at if missed else None
                self.now[key] = replace(run, ended=ended, moot=True, held=None, pauses=self._closed(run.pauses))

    def _start(self, clock: ClockRule, key: str) -> None:
        start: Moment = self.event.at if self._by_the_hour(clock) else self.event.day
        if clock.term.given:
            fixed = self.event.facts.get(clock.term.given)
            run = Run(key, clock.id, start, fixed=date.fromisoformat(fixed) if fixed else None, basis=clock.basis)
        elif not clock.term.versions:
            that_day = self.calendar.next_working_day_on_or_after(self.event.day)
            run = Run(key, clock.id, start, fixed=that_day, basis=clock.basis)
        else:
            version = clock.term.on(self._pivot(clock))
            run = Run(key, clock.id, start, version.n, version.unit, version.basis)
        for errand in self.before.open_errands(*clock.not_counting) if clock.not_counting else ():
            run = replace(run, pauses=(*run.pauses, Pause(self.event.day, None, errand.key)))
        self._put(run)

    def _by_the_hour(self, clock: ClockRule) -> bool:
        return any(v.unit == "hours" for v in clock.term.versions)

    def _pivot(self, clock: ClockRule) -> date:
        return (self.before.opened or self.event.day) if clock.term.pivot == Pivot.CASE_START else self.event.day

    def _put(self, run: Run) -> None:
        self.now[run.key] = run if run.held else self._dated(run)

    def _dated(self, run: Run) -> Run:
        if run.fixed is not None:
            return replace(run, due=run.fixed, provisional=self.calendar.provisional(run.fixed))
        if not run.n:
            return run
        found = deadline(run.term, run.start, self.calendar, not_counting=run.spans, extension=run.longer)
        return replace(run, due=found.at, provisional=found.provisional)

    def _closed(self, pauses: tuple[Pause, ...]) -> tuple[Pause, ...]:
        day = day_of(self.event.at)
        return tuple(p if p.end else replace(p, end=max(p.start, day)) for p in pauses)
