"""What the page «拟答复» shows: the case's reply as written so far, what is found in it, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from fadu.cases.case_view import CaseView, EntryLine
from fadu.cases.duties import duties
from fadu.faces.speech import spoken
from fadu.letters.agreeing import deciding, draft_field
from fadu.letters.looking import look_over
from fadu.letters.making import template
from fadu.letters.told import Told, foretold
from fadu.letters.versions import Version, versions
from fadu.policy import Actor, may_act
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import FormField, form
from fadu.procedure.replies import Finding
from fadu.procedure.verdicts import verdict


@dataclass(frozen=True)
class Step:
    """An act on a version that this person may do now; `version` is the one that it is about."""

    rule: ActRule
    version: Version


@dataclass(frozen=True)
class Ground:
    """Acts that outcomes need, and what is on record of them."""

    rule: ActRule
    outcomes: tuple[str, ...]
    entries: tuple[EntryLine, ...]
    possible: bool


def decides(view: CaseView) -> ActRule:
    """The act whose letter is written here. Raises Http404 for a duty that has none, or somebody who doesn't handle the case."""
    rule = deciding(view.declaration)
    if rule is None or "personal" not in view.view.permitted:
        raise Http404(view.uid)
    return rule


def fields(view: CaseView, rule: ActRule) -> tuple[FormField, ...]:
    """What the act asks for, the version apart."""
    return tuple(f for f in form(view.declaration, rule) if f.kind != "draft")


def options(asked: Iterable[FormField]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The choices of each field, in the reader's language."""
    return {f.id: tuple((value, spoken(title)) for value, title in f.options) for f in asked}


def record(view: CaseView, rule: ActRule, day: date, values: Mapping[str, Any]) -> Told:
    """The case as it would stand after the act with these values."""
    given = {name: value for name, value in values.items() if name != "outcome"}
    return foretold(view.uid, rule.id, day, {"outcome": values.get("outcome", "")}, given)


def proposed(view: CaseView, rule: ActRule, day: date, values: Mapping[str, Any]) -> str:
    """The pack's text, filled. Raises LetterError if something it needs is missing."""
    return template(record(view, rule, day, values)).text


def findings(view: CaseView, rule: ActRule, day: date, values: Mapping[str, Any], text: str) -> tuple[Finding, ...]:
    """What is found in the text for an answer on that day."""
    return look_over(record(view, rule, day, values), text) if text and values.get("outcome") else ()


def steps(view: CaseView, actor: Actor, day: date) -> tuple[Step, ...]:
    """The acts on a version that this person may do now: on the agreed one where there is one, else on the last."""
    kept = [v for v in versions(view) if not v.erased]
    if not kept:
        return ()
    found, titles = [], dict(view.declaration.role)
    for rule in view.declaration.acts:
        name = draft_field(view.declaration, rule)
        if not name or not may_act(actor, view.facts, rule, duties(), titles):
            continue
        agreed = next((v for v in kept if v.sha256 == view.standing.measures.get(name)), None)
        for version in dict.fromkeys(v.sha256 for v in (agreed, kept[-1]) if v):
            chosen = next(v for v in kept if v.sha256 == version)
            facts = {name: version, **({"outcome": chosen.outcome} if rule.outcomes else {})}
            if verdict(view.declaration, view.standing, rule, day, facts):
                found.append(Step(rule, chosen))
                break
    return tuple(found)


def resting(view: CaseView) -> str:
    """The SHA-256 of the version on which the case stands where it is; "" if it stands on none."""
    d = view.declaration
    names = [n for a in d.acts if a.to == view.standing.stage and (n := draft_field(d, a))]
    return str(next((view.standing.measures[n] for n in names if view.standing.measures.get(n)), ""))


def returns(view: CaseView, actor: Actor, day: date) -> tuple[ActRule, ...]:
    """Acts that send the case back from where a version brought it."""
    d = view.declaration
    order = [s.id for s in d.stages]
    earlier = order[: order.index(view.standing.stage)] if resting(view) else []
    titles = dict(d.role)
    return tuple(
        a
        for a in d.acts
        if a.kind == "act"
        and a.to in earlier
        and not draft_field(d, a)
        and verdict(d, view.standing, a, day)
        and may_act(actor, view.facts, a, duties(), titles)
    )


def grounds(view: CaseView, actor: Actor, rule: ActRule, day: date) -> tuple[Ground, ...]:
    """What must be on record for some outcomes: the search, where the record is said not to be held."""
    d, titles = view.declaration, dict(view.declaration.role)
    needed: dict[str, list[str]] = {}
    for id in rule.outcomes:
        for need in d.outcome[id].needs:
            needed.setdefault(need, []).append(spoken(d.outcome[id].title))
    found = (
        Ground(
            d.act[need],
            tuple(outcomes),
            tuple(e for e in view.entries if e.act == need and e.state != "voided"),
            bool(verdict(d, view.standing, d.act[need], day))
            and bool(may_act(actor, view.facts, d.act[need], duties(), titles)),
        )
        for need, outcomes in needed.items()
    )
    return tuple(ground for ground in found if ground.entries or ground.possible)


def redactions(view: CaseView, actor: Actor, day: date) -> tuple[ActRule, ...]:
    """Acts that record a redacted file and can be done now."""
    d, titles = view.declaration, dict(view.declaration.role)
    return tuple(
        a
        for a in d.acts
        if any(d.field[f].grounds for f in a.asks if f in d.field)
        and verdict(d, view.standing, a, day)
        and may_act(actor, view.facts, a, duties(), titles)
    )


def choices(view: CaseView) -> tuple[tuple[str, str], ...]:
    """The versions to choose from in a plain form, the last first."""
    kept = [v for v in versions(view) if not v.erased]
    return tuple((v.sha256, f"{label(v)} · {v.sha256[:12]}…") for v in reversed(kept))


def label(version: Version) -> str:
    """第 3 稿 · 李芳."""
    return _("第 %(n)s 稿") % {"n": version.seq} + f" · {version.author_name}"
