"""Mutations: small wrongs done to a declaration. Worked cases are worth their name when each of them breaks a case.

`mutants` changes one thing at a time: a term by ±1 or its unit, a suspension, an extension's cap, an actor, a restriction, an act that
a clock hangs on. `trials` says of each which worked case it breaks; those that break none are `survivors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fadu.law.calendar import Calendar
from fadu.law.period import Term, Unit
from fadu.procedure.declaration import ActRule, ClockRule, Declaration, TermRule
from fadu.procedure.words import OFFICE, TIME
from fadu.procedure.worked import WorkedCase, run

Mutant = tuple[str, Declaration]
OTHER_UNIT = {
    Unit.WORKING_DAYS: Unit.DAYS,
    Unit.DAYS: Unit.WORKING_DAYS,
    Unit.MONTHS: Unit.DAYS,
    Unit.HOURS: Unit.WORKING_DAYS,
}


@dataclass(frozen=True)
class Trial:
    """One mutant, and the title of the first worked case that it breaks; "" if it survives."""

    mutant: str
    broken: str

    @property
    def survives(self) -> bool:
        return not self.broken


def mutants(declaration: Declaration) -> Iterator[Mutant]:
    """Every mutant, with what was done to it."""
    for clock in declaration.clocks:
        for name, changed in _clock_mutants(declaration, clock):
            clocks = tuple(changed if c.id == clock.id else c for c in declaration.clocks)
            yield f"{clock.title}：{name}", replace(declaration, clocks=clocks)
    for act in declaration.acts:
        for name, altered in _act_mutants(declaration, act):
            acts = tuple(altered if a.id == act.id else a for a in declaration.acts)
            yield f"{act.title}：{name}", replace(declaration, acts=acts)
    for outcome in declaration.outcomes:
        for need, rest in _each_dropped(outcome.needs):
            outcomes = tuple(replace(o, needs=rest) if o is outcome else o for o in declaration.outcomes)
            yield f"{outcome.title}：不需要“{declaration.act[need].title}”", replace(declaration, outcomes=outcomes)


def trials(declaration: Declaration, cases: Sequence[WorkedCase], calendar: Calendar) -> Iterator[Trial]:
    """Try every mutant on the cases, which must hold for the declaration itself."""
    for name, mutant in mutants(declaration):
        broken = (case.title for case in cases if not run(mutant, case, calendar).holds)
        yield Trial(name, next(broken, ""))


def survivors(declaration: Declaration, cases: Sequence[WorkedCase], calendar: Calendar) -> tuple[str, ...]:
    """The mutants that no worked case notices."""
    return tuple(t.mutant for t in trials(declaration, cases, calendar) if t.survives)


def _clock_mutants(declaration: Declaration, clock: ClockRule) -> Iterator[tuple[str, ClockRule]]:
    for name, term in _term_mutants(clock.term):
        yield f"期限{name}", replace(clock, term=term)
    for name, limit in _cap_mutants(clock.limit):
        yield f"延长的上限{name}", replace(clock, limit=limit)
    for errand, rest in _each_dropped(clock.not_counting):
        yield f"不扣除“{declaration.errand[errand].title}”的时间", replace(clock, not_counting=rest)
    for trigger, rest in _each_dropped(clock.since):
        yield f"不自“{_trigger(declaration, trigger)}”起算", replace(clock, since=rest)
    for each in clock.when:
        kept = tuple(w for w in clock.when if w is not each)
        start = f"自“{_trigger(declaration, each.trigger)}”起算"
        yield f"不论“{declaration.field[each.field].title}”，一律{start}", replace(clock, when=kept)
        for value, others in _each_dropped(each.values):
            yield f"“{value}”不{start}", replace(clock, when=(*kept, replace(each, values=others)))
    for trigger, rest in _each_dropped(clock.until):
        yield f"“{_trigger(declaration, trigger)}”不终止计算", replace(clock, until=rest)
    for trigger, rest in _each_dropped(clock.restart):
        yield f"“{_trigger(declaration, trigger)}”不重新起算", replace(clock, restart=rest)
    for trigger, rest in _each_dropped(clock.hold):
        yield f"“{_trigger(declaration, trigger)}”不停止计算", replace(clock, hold=rest)
    if clock.performs:
        yield f"届满不发生“{clock.performs}”", replace(clock, performs="", late="recorded")


def _act_mutants(declaration: Declaration, act: ActRule) -> Iterator[tuple[str, ActRule]]:
    yield from _actor_mutants(declaration, act)
    for stage, rest in _each_dropped(act.at) if len(act.at) > 1 else ():
        yield f"在“{declaration.stage[stage].title}”不能进行", replace(act, at=rest)
    if act.to and act.at:
        yield "不改变环节", replace(act, to="")
    if act.once:
        yield "不限一次", replace(act, once=False)
    if act.after and TIME.key not in act.by:  # time comes only when the term has run out
        clock = declaration.clock.get(act.after)
        awaited = f"“{clock.title}”届满" if clock else f"“{declaration.act[act.after].title}”"
        yield f"不等{awaited}", replace(act, after="", called=None)
    if act.called:
        values = "、".join(act.called.values)
        yield f"不论是否“{values}”，“{declaration.act[act.after].title}”之后就可以", replace(act, called=None)
    for errand, rest in _each_dropped(act.awaits):
        yield f"不等“{declaration.errand[errand].title}”结束", replace(act, awaits=rest)
    if act.late == "forbidden":
        yield "逾期仍可进行", replace(act, late="recorded")
    elif f"{act.id}.term" in declaration.clock and not act.errand:
        yield "逾期不得进行", replace(act, late="forbidden")


def _actor_mutants(declaration: Declaration, act: ActRule) -> Iterator[tuple[str, ActRule]]:
    """Each actor replaced by one who may not; and what is kept from the handler, opened to the handler."""
    if TIME.key in act.by:
        return
    titles = declaration.role
    other = next((key for key in titles if key not in (*act.by, TIME.key)), "nobody")
    for actor, rest in _each_dropped(act.by):
        yield f"{titles[actor]}换成{titles.get(other, '旁人')}", replace(act, by=(*rest, other))
    if OFFICE.key in titles and OFFICE.key not in act.by:
        yield f"{titles[OFFICE.key]}也可以进行", replace(act, by=(*act.by, OFFICE.key))


def _term_mutants(term: TermRule) -> Iterator[tuple[str, TermRule]]:
    for at, version in enumerate(term.versions):
        changed = [(n, version.unit) for n in (version.n - 1, version.n + 1) if n > 0]
        # One day that ends on a day of rest ends on the next working day: as one working day does.
        if (version.n, Unit(version.unit)) not in ((1, Unit.DAYS), (1, Unit.WORKING_DAYS)):
            changed.append((version.n, OTHER_UNIT[Unit(version.unit)].value))
        for n, unit in changed:
            versions = (*term.versions[:at], replace(version, n=n, unit=unit), *term.versions[at + 1 :])
            yield f"{version.term.zh()}改为{Term(n, Unit(unit)).zh()}", replace(term, versions=versions)


def _cap_mutants(limit: TermRule | None) -> Iterator[tuple[str, TermRule]]:
    """An extension's cap by ±1; its unit is the clock's own, which is tried there."""
    for at, version in enumerate(limit.versions if limit else ()):
        assert limit is not None
        for n in (version.n - 1, version.n + 1):
            versions = (*limit.versions[:at], replace(version, n=n), *limit.versions[at + 1 :])
            yield f"{version.n}改为{n}", replace(limit, versions=versions)


def _each_dropped(values: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    return [(value, tuple(v for v in values if v != value)) for value in values]


def _trigger(declaration: Declaration, trigger: str) -> str:
    if trigger.startswith("served:"):
        return f"送达{trigger.removeprefix('served:')}"
    return declaration.act[trigger].title
