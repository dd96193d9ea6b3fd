"""Worked cases: a test that a jurist can read, and an example in the guide.

A `WorkedCase` says what is done on which day and where the case then stands; `run` acts it out under a declaration and gives every
difference in plain Chinese. `worked_files` reads them from a pack's `cases/<procedure id>.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fadu.law.calendar import Calendar
from fadu.law.citation import Citation
from fadu.law.period import day_of
from fadu.procedure.builtin import BUILTIN
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.lapses import time_acts
from fadu.procedure.standing import ENDS, advance, pick_errand
from fadu.procedure.state import Event, Moment, Run, Standing
from fadu.procedure.verdicts import verdict

NOT_STARTED, UNKNOWN, WAITING = "未起算", "未定", "等待"
"""What stands for a day: the clock never started; an open errand keeps its end from being known; it waits to start anew."""
PERMITTED = "可以"


@dataclass(frozen=True)
class Doing:
    """An act, by its id, as its role key `role` does it ("": whoever may); `text` is how the file says it."""

    act: str
    text: str
    role: str = ""


@dataclass(frozen=True)
class Done:
    """An act of a worked case, when it is done, its facts by field id, and the how-manieth errand begun it ends (0: the only one)."""

    at: Moment
    what: Doing
    facts: Mapping[str, Any] = field(default_factory=dict)
    errand: int = 0

    @property
    def text(self) -> str:
        return f"{_told(self.at)} {self.what.text}"


@dataclass(frozen=True)
class WorkedCase:
    """What is done, and where the case stands on `today`.

    Words are ids of the declaration in force since `since`. `due` maps a clock to the last day of each of its runs, or to one of
    未起算, 未定, 等待. `refuse` is the provision by which the last act must be refused. What is overdue and which acts were late is
    always compared: a case that doesn't mention them says that there are none.
    """

    title: str
    place: str
    since: str
    acts: tuple[Done, ...]
    today: date
    stage: str = ""
    outcome: str = ""
    due: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()
    may: tuple[Doing, ...] = ()
    may_not: tuple[tuple[Doing, Citation], ...] = ()
    late: tuple[str, ...] = ()
    refuse: Citation | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What is done, an act a line, for guides."""
        return tuple(done.text for done in self.acts)


@dataclass(frozen=True)
class Difference:
    """Where a worked case and the declaration part: `what` should be `expected` and is `got`."""

    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.what}: 应为 {self.expected}, 得 {self.got}"


@dataclass(frozen=True)
class Result:
    """What running a worked case came to; it holds when nothing differs."""

    case: WorkedCase
    standing: Standing
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def receipt(declaration: Declaration) -> tuple[ActRule, ...]:
    """The acts done on the day of receipt: the opening one, and the one right after it from which the office's first term counts."""
    opening = declaration.opening
    duties = [c for c in declaration.clocks if c.kind == "duty" and c.bound not in declaration.field]
    always = [t for t in duties[0].since if t not in [w.trigger for w in duties[0].when]] if duties else []
    if opening.id in always or not always:
        return (opening,)
    starters = (declaration.act[t] for t in always if t in declaration.act)
    return (opening, *[a for a in starters if opening.to in a.at][:1])


def run(declaration: Declaration, case: WorkedCase, calendar: Calendar) -> Result:
    """Act the case out. Acts must be permitted at their place; time does its own between them.

    After an act that goes otherwise than it should, nothing more is compared: all else would follow from that.
    """
    stage = _Rehearsal(declaration, calendar)
    try:
        for done in case.acts[:-1] if case.refuse else case.acts:
            stage.do(done)
        if case.refuse:
            stage.must_refuse(case.acts[-1], case.refuse)
        stage.pass_time(case.today)
    except _Otherwise as otherwise:
        return Result(case, stage.standing, (otherwise.difference,))
    return Result(case, stage.standing, tuple(stage.compare(case)))


class _Otherwise(Exception):
    def __init__(self, what: str, expected: str, got: str) -> None:
        super().__init__(what)
        self.difference = Difference(what, expected, got)


@dataclass(frozen=True)
class _Refusal:
    reason: str
    basis: tuple[str, ...]


class _Rehearsal:
    """One case being acted out: its standing so far, and which entry was which act."""

    def __init__(self, declaration: Declaration, calendar: Calendar) -> None:
        self.declaration = declaration
        self.calendar = calendar
        self.standing = Standing()
        self.entered: list[str] = []

    def do(self, done: Done) -> None:
        """Do what the case says, after what time did before that day."""
        self.pass_time(day_of(done.at))
        facts = self._facts(done)
        if refusal := self._refusal(done.what, done.at, facts):
            raise _Otherwise(done.text, PERMITTED, refusal.reason)
        self._enter(done.what.act, done.at, facts)

    def must_refuse(self, done: Done, article: Citation) -> None:
        """The act is refused, by the article."""
        self.pass_time(day_of(done.at))
        self._expect_refusal(done.text, self._refusal(done.what, done.at, self._facts(done)), article)

    def pass_time(self, today: date) -> None:
        """Let time do what it must before `today`."""
        while pending := time_acts(self.declaration, self.standing, today):
            act, day, facts = pending[0]
            doing = Doing(act, self.declaration.act[act].title)
            if refusal := self._refusal(doing, day, facts):
                raise _Otherwise(f"{day} {doing.text}", "时限届满时发生", refusal.reason)
            self._enter(act, day, facts)
            if time_acts(self.declaration, self.standing, today)[:1] == pending[:1]:
                raise _Otherwise(f"{day} {doing.text}", "终止其时限", "时限仍在计算")

    def compare(self, case: WorkedCase) -> Iterator[Difference]:
        """Everything that the case says of its standing, against what it is."""
        declared, standing = self.declaration, self.standing
        if case.stage:
            yield from _differ("环节", declared.stage_title(case.stage), declared.stage_title(standing.stage))
        if case.outcome:
            got = declared.outcome[standing.outcome].title if standing.outcome else "没有"
            yield from _differ("处理结果", declared.outcome[case.outcome].title, got)
        for clock, expected in case.due.items():
            runs = [r for r in standing.runs.values() if r.clock == clock]
            got_days = [_due(r) for r in runs] or [NOT_STARTED]
            yield from _differ(declared.clock[clock].title, "、".join(expected), "、".join(got_days))
        yield from _differ("逾期", self._clocks(case.overdue), self._clocks(self._overdue(case.today)))
        late = [self.entered[seq - 1] for seq in standing.late]
        yield from _differ("迟延", self._acts(case.late), self._acts(late))
        for doing in case.may:
            if refusal := self._refusal(doing, case.today, {}):
                yield Difference(f"{case.today} {doing.text}", PERMITTED, refusal.reason)
        for doing, article in case.may_not:
            try:
                self._expect_refusal(f"{case.today} {doing.text}", self._refusal(doing, case.today, {}), article)
            except _Otherwise as otherwise:
                yield otherwise.difference

    def _expect_refusal(self, what: str, refusal: _Refusal | None, article: Citation) -> None:
        expected = f"依{article.local_zh()}不得进行"
        if refusal is None:
            raise _Otherwise(what, expected, PERMITTED)
        citations = [Citation.from_key(key) for key in refusal.basis]
        if not any(_covers(article, c) for c in citations):
            raise _Otherwise(what, expected, f"依{'、'.join(c.local_zh() or c.zh() for c in citations)}不得进行")

    def _refusal(self, doing: Doing, at: Moment, facts: Mapping[str, Any]) -> _Refusal | None:
        rule = self.declaration.act.get(doing.act) or BUILTIN[doing.act]
        if doing.role and doing.role not in rule.by:
            actors = "、".join(self.declaration.role.get(key, key) for key in rule.by)
            return _Refusal(f"“{rule.title}”由{actors}进行", rule.basis)
        answer = verdict(self.declaration, self.standing, rule, at, facts)
        if not answer:
            return _Refusal(str(answer), answer.basis)
        if rule.kind in ENDS and pick_errand(self.standing, rule, facts) is None:
            return _Refusal(f"“{rule.title}”须用 errand 指明是第几件", rule.basis)
        return None

    def _facts(self, done: Done) -> dict[str, Any]:
        """The facts of the act, with the errand by its key."""
        facts = dict(done.facts)
        if done.errand:
            keys = list(self.standing.errands)
            if done.errand > len(keys):
                raise _Otherwise(done.text, f"第 {done.errand} 件", f"只有 {len(keys)} 件")
            facts["errand"] = keys[done.errand - 1]
        return facts

    def _enter(self, act: str, at: Moment, facts: Mapping[str, Any]) -> None:
        event = Event(len(self.entered) + 1, act, at, facts, self.calendar.id)
        self.standing = advance(self.declaration, self.standing, event, lambda _: self.calendar)
        self.entered.append(act)

    def _overdue(self, today: date) -> list[str]:
        """Clocks that ran out: of duties and errands, for what need not be done at all can't be overdue."""
        runs = [r for r in self.standing.runs.values() if self.declaration.clock[r.clock].kind != "window"]
        return list(dict.fromkeys(r.clock for r in runs if r.overdue(today)))

    def _clocks(self, ids: Iterable[str]) -> str:
        return "、".join(self.declaration.clock[id].title for id in ids) or "没有"

    def _acts(self, ids: Sequence[str]) -> str:
        return "、".join(self.declaration.act[id].title for id in ids) or "没有"


def _differ(what: str, expected: str, got: str) -> Iterator[Difference]:
    if expected != got:
        yield Difference(what, expected, got)


def _due(run: Run) -> str:
    if run.held is not None:
        return WAITING
    return _told(run.due) if run.due is not None else UNKNOWN


def _told(at: Moment) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat()


def _covers(article: Citation, citation: Citation) -> bool:
    """Whether the citation lies in the article that the case names; 第三十三条 covers 第三十三条第二款."""
    asked = (article.article, article.sub, article.paragraph, article.item_no)
    given = (citation.article, citation.sub, citation.paragraph, citation.item_no)
    return article.law in ("", citation.law) and all(a in (0, g) for a, g in zip(asked, given, strict=True))
