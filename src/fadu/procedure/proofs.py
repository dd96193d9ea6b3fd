"""The proof of a case's clock: `fadu.law.proofs` told with what the declaration and the record know.

The record says what started the clock, which errands stopped it, by which act its end was moved; the declaration gives the titles and
articles. A day that an act fixed, and a clock that waits, have no day-by-day proof: their steps say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from fadu.law import proofs as law
from fadu.law.calendar import Calendar
from fadu.law.citation import Citation
from fadu.law.period import Span, day_of
from fadu.law.proof_steps import DayMark, Step, StepKind, cited_en, cited_zh
from fadu.law.wording import full_en, full_zh
from fadu.procedure.builtin import SERVE
from fadu.procedure.declaration import ActRule, ClockRule, Declaration
from fadu.procedure.state import Moment, Run, Standing

Translate = Callable[[str], str]


@dataclass(frozen=True)
class ClockProof:
    """Why a clock of a case ends when it does.

    `steps` tell it in order, `days` hold each day of a term that is counted (none for a fixed day). `due` is None while it is not
    known; `provisional` (暂定) says that a holiday notice may still move it.
    """

    clock: str
    title: str
    basis: tuple[Citation, ...]
    due: Moment | None
    provisional: bool
    steps: tuple[Step, ...]
    days: tuple[DayMark, ...] = ()

    def zh(self) -> list[str]:
        """The steps in Chinese, a line each."""
        return [step.zh for step in self.steps]

    def en(self) -> list[str]:
        """The steps in English, a line each; titles are as `translate` gave them."""
        return [step.en for step in self.steps]


def proof(
    declaration: Declaration, standing: Standing, key: str, calendar: Calendar, translate: Translate = str
) -> ClockProof:
    """The proof of the clock with this run key. `translate` puts the titles of acts and errands into the reader's language.

    Raises:
        KeyError: the case has no such clock.
    """
    run = standing.runs[key]
    clock = declaration.clock[run.clock]
    tell = _Teller(declaration, standing, run, clock, translate)
    days: tuple[DayMark, ...] = ()
    steps: tuple[Step, ...]
    if run.held is not None or (run.fixed is None and not run.n):
        steps = (tell.started(), tell.waits())
    elif run.fixed is not None:
        steps = (tell.started(), *tell.fixed(run.fixed))
    else:
        steps, days = tell.counted(calendar)
    basis = tuple(Citation.from_key(k) for k in run.basis or clock.basis)
    return ClockProof(clock.id, translate(clock.title), basis, run.due, run.provisional, steps, days)


# The same days are told again whenever a case is looked at.
_counted = lru_cache(maxsize=512)(law.proof)


@dataclass(frozen=True)
class _Teller:
    declaration: Declaration
    standing: Standing
    run: Run
    clock: ClockRule
    translate: Translate

    def counted(self, calendar: Calendar) -> tuple[tuple[Step, ...], tuple[DayMark, ...]]:
        run, basis = self.run, self.run.basis
        found = _counted(
            run.term,
            run.start,
            calendar,
            not_counting=tuple(Span(s.start, s.end, self._errand(s.reason)) for s in run.spans),
            extension=run.longer,
            basis=Citation.from_key(basis[0]) if basis else None,
            start_label=self._start(),
        )
        return tuple(self._extended(step) for step in found.steps), found.days

    def started(self) -> Step:
        day, label = day_of(self.run.start), self._start()
        zh, en = f"{full_zh(day)}{label}：起算", f"{full_en(day)}, {label}: the term starts"
        return Step(StepKind.START, day, day, 0, zh, en)

    def fixed(self, day: date) -> Iterator[Step]:
        """The day that an act gave, and who gave it."""
        act = self._giver()
        if act is None and not self.clock.term.given:
            yield from self._that_day(day)
            return
        basis = _first(act.basis) if act else None
        title = self.translate(act.title) if act else ""
        zh = f"“{title}”定明最后一日为{full_zh(day)}{cited_zh(basis)}"
        en = f"“{title}” names {full_en(day)} as the last day{cited_en(basis)}"
        yield Step(StepKind.TERM, day, day, 0, zh, en, basis)
        yield Step(StepKind.RESULT, day, day, 0, f"期限届满：{full_zh(day)}", f"The term ends: {full_en(day)}")

    def _that_day(self, day: date) -> Iterator[Step]:
        """A term that ends on the day on which it starts."""
        basis = _first(self.clock.basis)
        zh = f"当日届满；当日是休息日的，至下一个工作日{cited_zh(basis)}"
        en = f"The term ends on the same day, or on the next working day if that is a day of rest{cited_en(basis)}"
        yield Step(StepKind.TERM, day, day, 0, zh, en, basis)
        yield Step(StepKind.RESULT, day, day, 0, f"期限届满：{full_zh(day)}", f"The term ends: {full_en(day)}")

    def waits(self) -> Step:
        """The clock has no end yet: it waits to be started anew."""
        day = self.run.held or day_of(self.run.start)
        basis = _first(self.clock.basis)
        acts = [self._trigger(t) for t in self.clock.restart]
        zh = f"自{full_zh(day)}起等待“{'、'.join(acts)}”，届时重新起算，届满日待定{cited_zh(basis)}"
        en = (
            f"From {full_en(day)}: waits for “{', '.join(acts)}”, from which it counts anew; "
            f"the end is not yet known{cited_en(basis)}"
        )
        return Step(StepKind.OPEN, day, day, 0, zh, en, basis)

    def _extended(self, step: Step) -> Step:
        """An extension step with the act and article that extended."""
        extensions = [a for a in self.declaration.acts if a.kind == "extension" and a.clock == self.clock.id]
        act = next((a for a in extensions if self.standing.times(a.id)), None)
        if step.kind is not StepKind.EXTENDED or act is None:
            return step
        basis, title = _first(act.basis), self.translate(act.title)
        zh, en = f"{title}：{step.zh}{cited_zh(basis)}", f"{title}: {step.en}{cited_en(basis)}"
        return replace(step, zh=zh, en=en, basis=basis)

    def _giver(self) -> ActRule | None:
        """The act that fixed the day: a later extension to a day, else the act that started the clock."""
        given = self.clock.term.given
        for act in self.declaration.acts:
            moves = act.kind == "extension" and act.clock == self.clock.id and f"{act.id}.units" not in act.asks
            if moves and self.standing.times(act.id):
                return act
        return next((a for a in self.declaration.acts if given in a.asks and self.standing.times(a.id)), None)

    def _start(self) -> str:
        """What started the clock: of the acts that can, the one last done by the day on which it started."""
        day = day_of(self.run.start).isoformat()
        triggers = (*self.clock.restart, *self.clock.since)
        done = [t for t in triggers if self._done_on(t)[:10] == day]
        return self._trigger(done[0] if done else triggers[0])

    def _done_on(self, trigger: str) -> str:
        act = SERVE.id if trigger.startswith("served:") else trigger
        return self.standing.done[act][1] if act in self.standing.done else ""

    def _trigger(self, trigger: str) -> str:
        if trigger.startswith("served:"):
            return f"{self.translate(SERVE.title)}“{self.translate(trigger.removeprefix('served:'))}”"
        return self.translate(self.declaration.act[trigger].title)

    def _errand(self, key: str) -> str:
        return self.translate(self.declaration.errand[key.partition("/")[0]].title)


def _first(keys: tuple[str, ...]) -> Citation | None:
    return Citation.from_key(keys[0]) if keys else None
