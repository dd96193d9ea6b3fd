"""The service guide (办事指南): everything that a declaration says to those who come with a matter, as plain values.

Titles are legal terms and so msgids; sentences are `Say`. `guide_text` prints a guide, a face lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fadu.law.citation import Citation
from fadu.procedure.declaration import ActRule, ClockRule, Declaration, FieldRule, StageRule, TermVersion
from fadu.procedure.say import Say, say

Basis = tuple[Citation, ...]
Title = str | Say
"""A legal term, or a sentence of one: the service of a letter."""
Example = tuple[str, tuple[str, ...]]
"""A worked case: its title and its lines, in Chinese as its file has them."""


@dataclass(frozen=True)
class Asked:
    """One thing to fill in; `choices` are the values to choose from."""

    title: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    hint: str
    basis: Basis


@dataclass(frozen=True)
class Step:
    """One act: who does it (titles), at which stages, where it leads ("" where the case stays), the letter it sends."""

    act: str
    title: str
    who: tuple[str, ...]
    at: tuple[str, ...]
    to: str
    letter: str
    asks: tuple[str, ...]
    basis: Basis
    notes: tuple[Say, ...]


@dataclass(frozen=True)
class Longer:
    """An act that extends a term: by at most `limits` (by the day since which each holds), or to the day that it names."""

    title: str
    limits: tuple[TermVersion, ...]


@dataclass(frozen=True)
class TermLine:
    """One term: its lengths in law by the day since which each holds; none where an act names the last day.

    `kind` is duty (must be done), window (an act, if it is done at all) or errand (another's reply), `bound` who must keep it.
    `excluded` are the special steps (特殊环节) whose time is not counted in it.
    """

    clock: str
    title: str
    kind: str
    lengths: tuple[TermVersion, ...]
    bound: str
    since: tuple[Title, ...]
    until: tuple[Title, ...]
    excluded: tuple[str, ...]
    longer: tuple[Longer, ...]
    notes: tuple[Say, ...]
    basis: Basis


@dataclass(frozen=True)
class Result:
    """One outcome and its article."""

    title: str
    basis: Basis


@dataclass(frozen=True)
class Letter:
    """A letter, and the acts that send it."""

    title: str
    sent_by: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """The whole guide, each part in the order of the procedure's file."""

    id: str
    title: str
    english: str
    basis: Basis
    since: str
    until: str
    applicants: tuple[tuple[str, tuple[str, ...]], ...]
    fee: str
    asked: tuple[Asked, ...]
    stages: tuple[StageRule, ...]
    steps: tuple[Step, ...]
    terms: tuple[TermLine, ...]
    results: tuple[Result, ...]
    letters: tuple[Letter, ...]
    remedies: tuple[Say, ...]
    examples: tuple[Example, ...]


def guide(declaration: Declaration, examples: Iterable[Example] = ()) -> Guide:
    """The guide of a procedure. `examples` are (title, lines) of worked cases."""
    d = declaration
    return Guide(
        id=d.id,
        title=d.title,
        english=d.english,
        basis=_basis(d.basis),
        since=d.since,
        until=d.until,
        applicants=_applicants(d),
        fee=d.fee,
        asked=tuple(_asked(d.field[name]) for name in d.opening.asks),
        stages=d.stages,
        steps=tuple(_step(d, act) for act in d.acts),
        terms=tuple(_term(d, clock) for clock in d.clocks),
        results=tuple(Result(o.title, _basis(o.basis)) for o in d.outcomes),
        letters=_letters(d),
        remedies=tuple(_remedies(d)),
        examples=tuple(examples),
    )


def _basis(keys: Iterable[str]) -> Basis:
    return tuple(Citation.from_key(key) for key in keys)


def _applicants(d: Declaration) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who opens a case: parties with the kinds of person they can be; the office's roles where it does so by itself."""
    parties = [d.field[by] for by in d.opening.by if by in d.field]
    if parties:
        return tuple((party.title, party.choices) for party in parties)
    return tuple((d.role[by], ()) for by in d.opening.by)


def _asked(field: FieldRule) -> Asked:
    choices = () if field.kind == "party" else field.choices
    return Asked(field.title, field.kind, field.required, choices, field.hint, _basis(field.basis))


def _step(d: Declaration, act: ActRule) -> Step:
    return Step(
        act=act.id,
        title=act.title,
        who=tuple(d.role[by] for by in act.by),
        at=tuple(d.stage[s].title for s in act.at),
        to=d.stage[act.to].title if act.to else "",
        letter=act.letter,
        asks=() if act.opens else tuple(d.field[name].title for name in act.asks),
        basis=_basis(act.basis),
        notes=tuple(_step_notes(d, act)),
    )


def _step_notes(d: Declaration, act: ActRule) -> Iterator[Say]:
    """What the law asks of an act beside its stage."""
    if act.oral:
        yield say("书写确有困难的，可以口头提出")
    if act.once:
        yield say("只能进行一次")
    if act.awaits:
        yield say("须待“{errands}”结束", errands=[d.errand[e].title for e in act.awaits])
    if act.after in d.clock:
        yield say("“{clock}”届满之后才可以", clock=d.clock[act.after].title)
    elif act.after:
        yield say("经“{act}”才可以，每次一回", act=d.act[act.after].title)
    if act.kind in ("reply", "withdraw"):
        yield say("须在“{errand}”进行之中", errand=d.errand[act.errand].title)
    if act.kind == "lapse":
        yield say("“{clock}”届满时自行发生", clock=d.clock[act.clock].title)


def _term(d: Declaration, clock: ClockRule) -> TermLine:
    extensions = [a for a in d.acts if a.kind == "extension" and a.clock == clock.id]
    return TermLine(
        clock=clock.id,
        title=clock.title,
        kind=clock.kind,
        lengths=clock.term.versions,
        bound=d.role.get(clock.bound, clock.bound),
        since=tuple(_trigger(d, t) for t in clock.since),
        until=tuple(_trigger(d, t) for t in clock.until),
        excluded=tuple(d.errand[e].title for e in clock.not_counting),
        longer=tuple(_longer(clock, act) for act in extensions),
        notes=tuple(_term_notes(d, clock)),
        basis=_basis(clock.basis),
    )


def _longer(clock: ClockRule, act: ActRule) -> Longer:
    counted = clock.limit if f"{act.id}.units" in act.asks else None
    return Longer(act.title, counted.versions if counted else ())


def _term_notes(d: Declaration, clock: ClockRule) -> Iterator[Say]:
    """What the start depends on, how the term waits and starts anew, and what lateness means."""
    for each in clock.when:
        act, field = _trigger(d, each.trigger), d.field[each.field].title
        yield say("自“{act}”起算的，限于“{field}”为：{values}", act=act, field=field, values=list(each.values))
    if not clock.term.versions and not clock.term.given:
        yield say("起算当日届满；当日是休息日的，至下一个工作日")
    if clock.hold:
        yield say("“{acts}”之后停止计算", acts=[_trigger(d, t) for t in clock.hold])
    if clock.restart:
        yield say("“{acts}”之后重新计算", acts=[_trigger(d, t) for t in clock.restart])
    if clock.performs:
        yield say("届满而没有答复的：{act}", act=clock.performs)
    elif clock.late == "forbidden":
        yield say("逾期不得再办")
    elif clock.kind != "errand":
        yield say("逾期仍可办理，如实记为迟延")


def _trigger(d: Declaration, trigger: str) -> Title:
    if trigger in d.act:
        return d.act[trigger].title
    return say("“{letter}”送达", letter=trigger.removeprefix("served:"))


def _letters(d: Declaration) -> tuple[Letter, ...]:
    sent: dict[str, list[str]] = {}
    for act in d.acts:
        if act.letter:
            sent.setdefault(act.letter, []).append(act.title)
    return tuple(Letter(title, tuple(acts)) for title, acts in sent.items())


def _remedies(d: Declaration) -> Iterator[Say]:
    """Where remedies are told: in the letter that carries the decision."""
    for act in d.acts:
        if act.outcomes and act.letter:
            yield say("不服“{act}”的，救济途径和期限以“{letter}”所载为准", act=act.title, letter=act.letter)
