"""A procedure as data: what replay, faces and figures read.

A `Declaration` is compiled from a procedure's words once, stored as canonical JSON under its SHA-256, and named by every entry made
under it. A case is always replayed against the declaration that its entries name, never against today's file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from fadu.evidence.canonical import canonical, parse
from fadu.law.period import Term, Unit


@dataclass(frozen=True)
class StageRule:
    """A stage: `id` is the word's name in the file, `title` the office's word for it."""

    id: str
    title: str
    final: bool = False


@dataclass(frozen=True)
class TermVersion:
    """The length of a term from `since` (ISO date) on, and the article that says so (citation keys)."""

    since: str
    n: int
    unit: str
    basis: tuple[str, ...] = ()

    @cached_property
    def term(self) -> Term:
        return Term(self.n, Unit(self.unit))


@dataclass(frozen=True)
class TermRule:
    """A term: dated lengths and their pivot, or the day that an act was given in `given`, or neither: the very day."""

    versions: tuple[TermVersion, ...] = ()
    pivot: str = "clock-start"
    given: str = ""

    def on(self, day: date) -> TermVersion:
        """The length in force on `day`; the earliest one for days before it (the checks see to it that none is)."""
        iso = day.isoformat()
        return next((v for v in reversed(self.versions) if v.since <= iso), self.versions[0])


@dataclass(frozen=True)
class WhenRule:
    """An act (or trigger) that counts only if `field` has one of `values` by then: it starts a clock, or calls for another act."""

    trigger: str
    field: str
    values: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key under which a standing counts how often that was done."""
        return f"{self.trigger}:{self.field}={'|'.join(self.values)}"


@dataclass(frozen=True)
class ActRule:
    """An act. `kind`: act, start, reply, withdraw, lapse (of an errand), extension, or builtin.

    `by` holds role keys and party field ids, `at` stage ids (empty: the opening act, or any stage for built-in acts),
    `after` the clock that must have run out or the act that calls for this one.
    """

    id: str
    title: str
    kind: str = "act"
    by: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    to: str = ""
    basis: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    once: bool = False
    letter: str = ""
    awaits: tuple[str, ...] = ()
    after: str = ""
    errand: str = ""
    clock: str = ""
    late: str = "recorded"
    does: str = ""
    oral: bool = False
    opens: bool = False
    divides: str = ""
    joins: str = ""
    called: WhenRule | None = None


@dataclass(frozen=True)
class ErrandRule:
    """An errand and the ids of the acts that begin and end it; `clock` is its own term, if it has one."""

    id: str
    title: str
    party: str
    start: str
    reply: str
    withdraw: str
    lapse: str = ""
    clock: str = ""
    letter: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClockRule:
    """A term of law. `kind`: duty (must be done), window (if done at all, by then), errand (one for every errand).

    Triggers are act ids, or "served:<letter>" for the day of service. `limit` is the greatest extension.
    """

    id: str
    title: str
    kind: str
    term: TermRule
    since: tuple[str, ...]
    until: tuple[str, ...]
    restart: tuple[str, ...] = ()
    hold: tuple[str, ...] = ()
    not_counting: tuple[str, ...] = ()
    errand: str = ""
    bound: str = "handler"
    late: str = "recorded"
    performs: str = ""
    limit: TermRule | None = None
    basis: tuple[str, ...] = ()
    when: tuple[WhenRule, ...] = ()


@dataclass(frozen=True)
class OutcomeRule:
    """One way to decide the case, its article, the acts that it needs to have been done before, the fields that it must fill in."""

    id: str
    title: str
    basis: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldRule:
    """A field: `kind` is text, longtext, day, number, yesno, choice, document, draft or party.

    A document with `grounds` (citation keys) is one with parts blacked out on these grounds, listed in the field `proof`.
    `parts` is what is asked of a party, where that is not everything.
    """

    id: str
    title: str
    kind: str
    choices: tuple[str, ...] = ()
    required: bool = True
    privacy: str = "internal"
    measured: bool = False
    replayed: bool = False
    online: str = ""
    hint: str = ""
    basis: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    proof: str = ""
    parts: tuple[str, ...] = ()

    @property
    def personal(self) -> bool:
        return self.privacy in ("personal", "sensitive")

    @property
    def factual(self) -> bool:
        """Whether its value is among the entry's facts: replay or figures read it."""
        return self.measured or self.replayed or self.kind == "draft"


@dataclass(frozen=True)
class FixRule:
    """A reviewed change: `was` is the SHA-256 of the declaration that it replaces, `on` the day of the review (ISO)."""

    was: str
    why: str
    reviewed: str
    on: str


@dataclass(frozen=True, eq=False)
class Declaration:
    """Everything that a procedure file says, in the order in which it says it. Equal texts are equal declarations."""

    id: str
    title: str
    english: str
    register: str
    basis: tuple[str, ...]
    since: str
    until: str
    heading: str
    unit: str
    fee: str
    roles: tuple[tuple[str, str], ...]
    stages: tuple[StageRule, ...]
    fields: tuple[FieldRule, ...]
    acts: tuple[ActRule, ...]
    errands: tuple[ErrandRule, ...]
    clocks: tuple[ClockRule, ...]
    outcomes: tuple[OutcomeRule, ...]
    fixes: tuple[FixRule, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Declaration) and self.sha == other.sha

    def __hash__(self) -> int:
        return hash(self.sha)

    @cached_property
    def stage(self) -> Mapping[str, StageRule]:
        return {s.id: s for s in self.stages}

    @cached_property
    def act(self) -> Mapping[str, ActRule]:
        return {a.id: a for a in self.acts}

    @cached_property
    def field(self) -> Mapping[str, FieldRule]:
        return {f.id: f for f in self.fields}

    @cached_property
    def errand(self) -> Mapping[str, ErrandRule]:
        return {e.id: e for e in self.errands}

    @cached_property
    def clock(self) -> Mapping[str, ClockRule]:
        return {c.id: c for c in self.clocks}

    @cached_property
    def outcome(self) -> Mapping[str, OutcomeRule]:
        return {o.id: o for o in self.outcomes}

    @cached_property
    def role(self) -> Mapping[str, str]:
        """Titles of the roles and parties that act."""
        return dict(self.roles)

    @cached_property
    def opening(self) -> ActRule:
        """The act that opens a case."""
        return next(a for a in self.acts if a.opens)

    @cached_property
    def touched(self) -> Mapping[str, tuple[ClockRule, ...]]:
        """Clocks by the trigger that starts, restarts, holds or ends them."""
        found: dict[str, list[ClockRule]] = {}
        for clock in self.clocks:
            for trigger in dict.fromkeys((*clock.until, *clock.hold, *clock.restart, *clock.since)):
                found.setdefault(trigger, []).append(clock)
        return {trigger: tuple(clocks) for trigger, clocks in found.items()}

    @cached_property
    def movers(self) -> Mapping[str, tuple[ActRule, ...]]:
        """Acts that move a case on, by the stage from which they do, in the order of the file."""
        moving = [a for a in self.acts if a.kind == "act" and a.to and a.after not in self.clock]
        return {s.id: tuple(a for a in moving if s.id in a.at) for s in self.stages}

    @cached_property
    def asked(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The `movers` of each stage, as ids, by the role or party that is asked for them.

        A party is asked for what it does first; the rest is shared among as few roles of the office as can do it all, by who can most.
        """
        return {stage: _shared(acts, self.field) for stage, acts in self.movers.items()}

    @cached_property
    def noted(self) -> Mapping[str, tuple[WhenRule, ...]]:
        """By act, the values of it on which other acts depend."""
        called = [a.called for a in self.acts if a.called]
        return {w.trigger: tuple(c for c in called if c.trigger == w.trigger) for w in called}

    @cached_property
    def duties(self) -> frozenset[str]:
        """Clocks of duties that bind the office."""
        return frozenset(c.id for c in self.clocks if c.kind == "duty" and c.bound not in self.field)

    @cached_property
    def performing(self) -> frozenset[str]:
        """Clocks whose end has a meaning that time itself gives effect to."""
        return frozenset(c.id for c in self.clocks if c.performs)

    @cached_property
    def ends(self) -> tuple[StageRule, ...]:
        """Final stages that a case can reach without an outcome."""
        bare = {act.to for act in self.acts if not act.outcomes}
        return tuple(s for s in self.stages if s.final and s.id in bare)

    @cached_property
    def judged(self) -> tuple[ActRule, ...]:
        """Acts that a lapsed term permits and that a person has to judge."""
        return tuple(a for a in self.acts if a.after in self.clock and "time" not in a.by)

    def final(self, stage: str) -> bool:
        """Whether a case in this stage is closed."""
        return stage in self.stage and self.stage[stage].final

    def stage_title(self, stage: str) -> str:
        """The stage's title; 作废 for a case whose opening entry was voided."""
        return self.stage[stage].title if stage in self.stage else "作废"

    def find_act(self, words: str) -> ActRule:
        """The act with this id or title.

        Raises:
            KeyError: the message lists the acts there are.
        """
        for act in self.acts:
            if words in (act.id, act.title):
                return act
        titles = "、".join(a.title for a in self.acts)
        raise KeyError(f"“{self.title}”没有“{words}”这一行为。可用的行为：{titles}。")

    def plain(self) -> dict[str, Any]:
        """All of it as lists, dictionaries and plain values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @cached_property
    def text(self) -> str:
        """Canonical JSON; `sha` is its digest."""
        return canonical(self.plain()).decode()

    @cached_property
    def sha(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @staticmethod
    def from_text(text: str) -> Declaration:
        """Read canonical JSON back. Fields that a newer engine added take their defaults; text and hash stay those that entries name."""
        result = _build(Declaration, parse(text.encode()))
        assert isinstance(result, Declaration)
        vars(result)["text"] = text
        return result


def _shared(acts: tuple[ActRule, ...], parties: Mapping[str, FieldRule]) -> dict[str, tuple[str, ...]]:
    shares = {act.by[0]: tuple(a.id for a in acts if a.by[0] == act.by[0]) for act in acts if act.by[0] in parties}
    left = [act for act in acts if act.by[0] not in parties]
    while left:
        roles = dict.fromkeys(by for act in left for by in act.by if by not in parties)
        most = max(roles, key=lambda role: sum(role in act.by for act in left))
        shares[most] = tuple(act.id for act in left if most in act.by)
        left = [act for act in left if most not in act.by]
    return shares


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _build(kind: Any, raw: Any) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(_build(args[0], r) for r in raw) if args[-1] is ... else tuple(raw)
    if origin in (Union, UnionType):
        return None if raw is None else _build(args[0], raw)
    if hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return kind(**{f.name: _build(hints[f.name], raw[f.name]) for f in fields(kind) if f.name in raw})
    return raw
