"""The service guide (办事指南) of each procedure, read from its declaration, with the words of the law where the library has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.law.citation import Citation
from fadu.library.lookup import CitationError, Passage, text_of
from fadu.portal.services import open_to_all, service, services
from fadu.procedure.declaration import ActRule, ClockRule, Declaration, FieldRule, TermVersion


@dataclass(frozen=True)
class Step:
    """One act in the guide: titles are msgids; `leads_to` is empty where the case stays in its stage."""

    act: ActRule
    who: tuple[str, ...]
    stages: tuple[str, ...]
    leads_to: str


@dataclass(frozen=True)
class TermRow:
    """One term: its length in law (None: the act names the day), what starts and ends it, and what is not counted in it."""

    clock: ClockRule
    length: TermVersion | None
    since: tuple[str, ...]
    until: tuple[str, ...]
    not_counting: tuple[str, ...]
    limit: TermVersion | None


@require_safe
def services_page(request: HttpRequest) -> HttpResponse:
    """Everything that can be asked for."""
    return render(request, "portal/services.html", {"every": services(today()), "here": "services"})


@require_safe
def guide_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """One guide, to read and to print."""
    now = today()
    declared = open_to_all(procedure, now)
    context = {
        "service": service(declared, now),
        "asked": [declared.field[name] for name in declared.opening.asks if not declared.field[name].online],
        "channels": _channels(declared),
        "steps": [_step(declared, act) for act in declared.acts if "time" not in act.by],
        "terms": [_term(declared, clock, now) for clock in declared.clocks],
        "letters": tuple(dict.fromkeys(act.letter for act in declared.acts if act.letter)),
        "passages": tuple(_passages(declared, now)),
        "here": "services",
    }
    return render(request, "portal/guide.html", context)


def _channels(declared: Declaration) -> FieldRule | None:
    """The field that says by which way a request came, if the opening act asks for it: it has a value for the way on line."""
    fields = (declared.field[name] for name in declared.opening.asks)
    return next((f for f in fields if f.online and f.choices), None)


def _step(declared: Declaration, act: ActRule) -> Step:
    stages = tuple(declared.stage[s].title for s in act.at)
    who = tuple(declared.role.get(by, by) for by in act.by)
    return Step(act, who, stages, declared.stage[act.to].title if act.to else "")


def _term(declared: Declaration, clock: ClockRule, on: date) -> TermRow:
    return TermRow(
        clock,
        clock.term.on(on) if clock.term.versions else None,
        tuple(_trigger(declared, t) for t in (*clock.since, *clock.restart)),
        tuple(_trigger(declared, t) for t in clock.until),
        tuple(declared.errand[e].title for e in clock.not_counting),
        clock.limit.on(on) if clock.limit and clock.limit.versions else None,
    )


def _trigger(declared: Declaration, trigger: str) -> str:
    """An act's title, or that of the letter whose service counts."""
    return declared.act[trigger].title if trigger in declared.act else trigger.removeprefix("served:")


def _passages(declared: Declaration, on: date) -> Iterator[Passage]:
    """The articles that the declaration rests on, in statute order, as far as the library has them."""
    keys = set(declared.basis)
    keys.update(key for field in declared.fields for key in field.basis)
    keys.update(key for act in declared.acts for key in act.basis)
    keys.update(key for clock in declared.clocks for key in clock.basis)
    keys.update(key for outcome in declared.outcomes for key in outcome.basis)
    found = (Citation.from_key(key) for key in keys)
    articles = {Citation(c.law, c.article, c.sub) for c in found if c.article}
    for article in sorted(articles):
        try:
            yield text_of(article, on)
        except CitationError:
            continue
