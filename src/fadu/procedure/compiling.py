"""From words to a `Declaration`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fadu.law.citation import Citation
from fadu.law.dated import Dated, InForce, Pivot
from fadu.law.period import Term
from fadu.procedure.declaration import (
    ActRule,
    ClockRule,
    Declaration,
    ErrandRule,
    FieldRule,
    FixRule,
    OutcomeRule,
    StageRule,
    TermRule,
    TermVersion,
    WhenRule,
)
from fadu.procedure.words import (
    PARTY_PARTS,
    TIME,
    Act,
    Actor,
    Basis,
    Clock,
    Document,
    Errand,
    Extension,
    Field,
    Fix,
    Given,
    Lapse,
    Outcome,
    Party,
    Performs,
    Role,
    SameDay,
    Served,
    Stage,
    TermWord,
    When,
    Word,
)

T = TypeVar("T")
ALWAYS = "0001-01-01"


@dataclass(frozen=True)
class Heading:
    """What a procedure says of itself before its first word."""

    id: str
    title: str
    english: str
    basis: Basis
    in_force: InForce
    register: str
    heading: str
    unit: str
    fee: str
    fixes: Fix | tuple[Fix, ...] = ()


def compile_words(head: Heading, words: Sequence[Word]) -> Declaration:
    """Turn the words of a procedure into data. It never fails: what is wrong is found by `checks` in the result."""
    acts = [w for w in words if isinstance(w, Act)]
    errands = [w for w in words if isinstance(w, Errand)]
    extensions = [w for w in words if isinstance(w, Extension)]
    fields = [w for w in words if isinstance(w, Field)]
    asked = {f.name for a in acts for f in a.asks} | {f.name for x in extensions for f in x.asks}
    asked |= {x.to.name for x in extensions if x.to}
    asked |= {f.name for e in errands for f in (*e.asks, *e.answers)}
    asked |= {f.name for w in words if isinstance(w, Outcome) for f in w.asks}
    own = tuple(f.name for f in fields if f.name not in asked)
    outcomes = [w for w in words if isinstance(w, Outcome)]
    opening = next((a.name for a in acts if not a.at), "")
    replayed = {w.term.field.name for w in words if isinstance(w, Clock) and isinstance(w.term, Given)}
    replayed |= {w.within.field.name for w in acts if isinstance(w.within, Given)}
    replayed |= {x.to.name for x in extensions if x.to}
    replayed |= {w.after.field.name for w in acts if isinstance(w.after, When)}

    rules: dict[str, ActRule] = {}
    for word in words:
        if isinstance(word, Act):
            decided = tuple(o for o in outcomes if o.of is word)
            rules[word.name] = _act(word, own if word.name == opening else (), decided, word.name == opening)
        elif isinstance(word, Errand):
            rules.update((a.id, a) for a in _errand_acts(word))
        elif isinstance(word, Extension):
            rules[word.name] = _extension(word)
    return Declaration(
        id=head.id,
        title=head.title,
        english=head.english,
        register=head.register,
        basis=_basis(head.basis),
        since=head.in_force.since.isoformat(),
        until=head.in_force.until.isoformat() if head.in_force.until else "",
        heading=head.heading,
        unit=head.unit,
        fee=head.fee,
        roles=tuple(_roles(words).items()),
        stages=tuple(StageRule(w.name, w.title, w.final) for w in words if isinstance(w, Stage)),
        fields=(*(_field(f, f.name in replayed) for f in fields), *(_units(x) for x in extensions if x.at_most)),
        acts=tuple(rules.values()),
        errands=tuple(_errand(e) for e in errands),
        clocks=_clocks(words, extensions, opening),
        outcomes=tuple(
            OutcomeRule(o.name, o.title, _basis(o.basis), _names(o.needs), _names(o.asks)) for o in outcomes
        ),
        fixes=tuple(FixRule(f.was, f.why, f.reviewed, f.on) for f in many(head.fixes)),
    )


def many(value: T | tuple[T, ...] | None) -> tuple[T, ...]:
    """A word that may stand for one or several, as several."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_trigger(v) for v in many(value)))


def _trigger(value: Word | Served | When | Role) -> str:
    if isinstance(value, When):
        return value.act.name
    if isinstance(value, Served):
        return f"served:{value.letter}"
    return value.key if isinstance(value, Role) else value.name


def _basis(basis: Basis) -> tuple[str, ...]:
    return tuple(c.key() for c in ((basis,) if isinstance(basis, Citation) else basis))


def _roles(words: Iterable[Word]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        actors: list[Actor] = [*many(getattr(word, "by", ()))]
        if isinstance(word, Errand):
            actors += [word.party, TIME]
        if isinstance(word, Party):
            actors.append(word)
        found.update({_trigger(a): a.title for a in actors})
    return found


def _act(word: Act, own: tuple[str, ...], outcomes: tuple[Outcome, ...], opens: bool) -> ActRule:
    asks = (*(f.name for f in word.asks), *own, *(f.name for o in outcomes for f in o.asks))
    return ActRule(
        id=word.name,
        title=word.title,
        by=_names(word.by),
        at=_names(word.at),
        to=word.to.name if word.to else "",
        basis=_basis(word.basis),
        asks=tuple(dict.fromkeys(asks)),
        outcomes=tuple(o.name for o in outcomes),
        once=word.once,
        letter=word.letter,
        awaits=_names(word.awaits),
        after=_after(word.after),
        called=_called(word.after),
        late=word.late.value,
        does=word.does.__name__ if word.does else "",
        oral=word.oral,
        opens=opens,
        divides=word.divides.name if word.divides else "",
        joins=word.joins.name if word.joins else "",
    )


def _called(word: Lapse | Act | Errand | When | None) -> WhenRule | None:
    return WhenRule(_after(word.act), word.field.name, word.values) if isinstance(word, When) else None


def _after(word: Lapse | Act | Errand | When | None) -> str:
    if word is None:
        return ""
    if isinstance(word, When):
        return _after(word.act)
    if isinstance(word, Errand):
        return f"{word.name}.reply"
    return word.clock.name if isinstance(word, Lapse) else word.name


def _errand_acts(word: Errand) -> tuple[ActRule, ...]:
    ends = (word.party.key, *_names(word.by))
    basis = _basis(word.basis)
    start = ActRule(
        word.name,
        word.title,
        kind="start",
        by=_names(word.by),
        at=_names(word.at),
        basis=basis,
        asks=tuple(f.name for f in word.asks),
        errand=word.name,
        letter=word.letter,
    )
    reply = ActRule(
        f"{word.name}.reply",
        word.reply,
        kind="reply",
        by=ends,
        basis=basis,
        asks=tuple(f.name for f in word.answers),
        errand=word.name,
    )
    withdraw = ActRule(
        f"{word.name}.withdraw",
        word.withdraw or f"撤回{word.title}",
        kind="withdraw",
        by=_names(word.by),
        basis=basis,
        errand=word.name,
    )
    if not isinstance(word.late, Performs):
        return start, reply, withdraw
    lapse_basis = _basis(word.lapse_basis) or basis
    lapse = ActRule(
        f"{word.name}.lapse",
        word.late.act,
        kind="lapse",
        by=(TIME.key,),
        basis=lapse_basis,
        errand=word.name,
        clock=f"{word.name}.term",
    )
    return start, reply, withdraw, lapse


def _errand(word: Errand) -> ErrandRule:
    return ErrandRule(
        id=word.name,
        title=word.title,
        party=word.party.key,
        start=word.name,
        reply=f"{word.name}.reply",
        withdraw=f"{word.name}.withdraw",
        lapse=f"{word.name}.lapse" if isinstance(word.late, Performs) else "",
        clock=f"{word.name}.term" if word.within else "",
        letter=word.letter,
        basis=_basis(word.basis),
    )


def _extension(word: Extension) -> ActRule:
    asks = tuple(f.name for f in word.asks)
    asks += (word.to.name,) if word.to else (f"{word.name}.units",)
    return ActRule(
        id=word.name,
        title=word.title,
        kind="extension",
        by=_names(word.by),
        at=_names(word.at),
        basis=_basis(word.basis),
        asks=asks,
        once=word.once,
        letter=word.letter,
        after=_after(word.after),
        called=_called(word.after),
        clock=word.of.name,
    )


def _units(word: Extension) -> FieldRule:
    return FieldRule(f"{word.name}.units", "延长的期限", "number", replayed=True, basis=_basis(word.basis))


def _field(word: Field, replayed: bool) -> FieldRule:
    return FieldRule(
        id=word.name,
        title=word.title,
        kind=word.kind,
        choices=word.choices,
        required=word.required,
        privacy=word.privacy.value,
        measured=word.measured,
        replayed=replayed,
        online=word.online,
        hint=word.hint,
        basis=_basis(word.basis),
        grounds=_basis(word.grounds) if isinstance(word, Document) else (),
        proof=word.proof.name if isinstance(word, Document) and word.proof else "",
        parts=word.parts if isinstance(word, Party) and word.parts != PARTY_PARTS else (),
    )


def _clocks(words: Sequence[Word], extensions: Sequence[Extension], opening: str) -> tuple[ClockRule, ...]:
    found: list[ClockRule] = []
    for word in words:
        if isinstance(word, Clock):
            limit = next((x.at_most for x in extensions if x.of is word and x.at_most), None)
            found.append(_clock(word, limit))
        elif isinstance(word, Act) and word.within:
            found.append(_window(word, word.within, opening))
        elif isinstance(word, Errand) and word.within:
            found.append(_errand_clock(word, word.within))
    return tuple(found)


def _clock(word: Clock, limit: Term | Dated[Term] | None) -> ClockRule:
    basis = _basis(word.basis)
    return ClockRule(
        id=word.name,
        title=word.title,
        kind="duty",
        term=_term(word.term, basis),
        since=_names(word.since),
        until=_names(word.until),
        restart=_names(word.restart),
        hold=_names(word.hold),
        not_counting=_names(word.not_counting),
        bound=_trigger(word.bound),
        late=word.late.value if not isinstance(word.late, Performs) else "performs",
        performs=word.late.act if isinstance(word.late, Performs) else "",
        limit=_term(limit, basis) if limit else None,
        basis=basis,
        when=_when(word.since),
    )


def _window(word: Act, term: TermWord, opening: str) -> ClockRule:
    basis = _basis(word.basis)
    since = _names(word.since) if word.since else (opening,)
    return ClockRule(
        id=f"{word.name}.term",
        title=f"{word.title}期限",
        kind="window",
        term=_term(term, basis),
        since=since,
        until=(word.name,),
        bound=_names(word.by)[0] if word.by else "",
        late=word.late.value,
        basis=basis,
        when=_when(word.since),
    )


def _when(since: Any) -> tuple[WhenRule, ...]:
    return tuple(WhenRule(w.act.name, w.field.name, w.values) for w in many(since) if isinstance(w, When))


def _errand_clock(word: Errand, term: TermWord) -> ClockRule:
    basis = _basis(word.basis)
    late = "performs" if isinstance(word.late, Performs) else word.late.value
    silence = (f"{word.name}.lapse",) if isinstance(word.late, Performs) else ()
    return ClockRule(
        id=f"{word.name}.term",
        title=f"{word.title}期限",
        kind="errand",
        term=_term(term, basis),
        since=_names(word.since) if word.since else (word.name,),
        until=(f"{word.name}.reply", f"{word.name}.withdraw", *silence),
        errand=word.name,
        bound=word.party.key,
        late=late,
        performs=word.late.act if isinstance(word.late, Performs) else "",
        basis=basis,
    )


def _term(word: TermWord, basis: tuple[str, ...]) -> TermRule:
    if isinstance(word, SameDay):
        return TermRule()
    if isinstance(word, Given):
        return TermRule(given=word.field.name)
    if isinstance(word, Dated):
        versions = tuple(
            TermVersion(v.since.isoformat(), v.value.n, v.value.unit.value, (v.basis.key(),) if v.basis else basis)
            for v in word.values
        )
        return TermRule(versions, word.pivot.value)
    return TermRule((TermVersion(ALWAYS, word.n, word.unit.value, basis),), Pivot.CLOCK_START.value)
