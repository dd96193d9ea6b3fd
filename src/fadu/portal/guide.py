"""The service guide (办事指南) of each procedure, read from its declaration, with the words of the law where the library has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.law.citation import Citation
from fadu.law.period import day_of
from fadu.library.lookup import CitationError, Passage, text_of
from fadu.portal.services import open_to_all, service, services
from fadu.procedure.builtin import CHANNELS
from fadu.procedure.declaration import Declaration, FieldRule
from fadu.procedure.outline.guide import guide
from fadu.procedure.registry import installed
from fadu.procedure.verdicts import rule_of
from fadu.procedure.worked import WorkedCase
from fadu.procedure.worked_files import cases_of

ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Example:
    """A worked case: its title in Chinese, days and titles (msgids) of its acts, where it then stands, and the last days."""

    title: str
    acts: tuple[tuple[date, str], ...]
    stage: str
    due: tuple[tuple[str, date], ...]


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
        "guide": guide(declared),
        "ways_of_service": CHANNELS,
        "asked": [declared.field[name] for name in declared.opening.asks if not declared.field[name].online],
        "channels": _channels(declared),
        "lengths": {clock.id: clock.term.on(now) for clock in declared.clocks if clock.term.versions},
        "limits": {
            clock.id: clock.limit.on(now) for clock in declared.clocks if clock.limit and clock.limit.versions
        },
        "examples": _examples(declared.id, declared.since),
        "passages": tuple(_passages(declared, now)),
        "here": "services",
    }
    return render(request, "portal/guide.html", context)


def _channels(declared: Declaration) -> FieldRule | None:
    """The field that says by which way a request came, if the opening act asks for it: it has a value for the way on line."""
    fields = (declared.field[name] for name in declared.opening.asks)
    return next((f for f in fields if f.online and f.choices), None)


@lru_cache(maxsize=64)
def _examples(procedure: str, since: str) -> tuple[Example, ...]:
    """The worked cases that the pack gives for this version: those that go through, with the days they come to."""
    versions = [p.declaration for p in installed().every_version if p.id == procedure]
    declared = next(d for d in versions if d.since == since)
    folders = [pack.folder for pack in installed().packs if any(p.id == procedure for p in pack.procedures)]
    cases = (case for folder in folders for case in cases_of(folder, versions))
    return tuple(_example(declared, case) for case in cases if case.since == since and not case.refuse)


def _example(declared: Declaration, case: WorkedCase) -> Example:
    acts = tuple((day_of(done.at), rule_of(declared, done.what.act).title) for done in case.acts)
    due = [(declared.clock[clock].title, days[-1]) for clock, days in case.due.items() if ISO.fullmatch(days[-1])]
    stage = declared.stage[case.stage].title if case.stage else ""
    return Example(case.title, acts, stage, tuple((title, date.fromisoformat(day)) for title, day in due))


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
