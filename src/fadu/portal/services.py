"""What the public can ask for, and what is promised of it: read from the declarations, never typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext

from fadu.procedure.declaration import ActRule, ClockRule, Declaration, FieldRule, OutcomeRule, TermVersion
from fadu.procedure.registry import UnknownProcedure, installed

FIRST_CLAUSE = re.compile(r"[^；;。.，,（(]+")


@dataclass(frozen=True)
class Service:
    """A procedure as the public sees it in a list. `term` is the office's own longest duty, None if the law sets no length.

    `open_to` are the kinds of people and bodies who may ask, msgids.
    """

    declaration: Declaration
    term: TermVersion | None
    fee: str
    open_to: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.declaration.id

    @property
    def title(self) -> str:
        """The title, a msgid."""
        return self.declaration.title


def services(on: date) -> tuple[Service, ...]:
    """Procedures that somebody outside the office may open on that day, in the order of their packs."""
    return tuple(service(found, on) for found in _open(on) if about(found) is None)


def follow_ups(on: date) -> tuple[Declaration, ...]:
    """Procedures that somebody outside the office may open about a case that is closed, from that case's page."""
    return tuple(found for found in _open(on) if about(found))


def about(declaration: Declaration) -> FieldRule | None:
    """The field that says which case this one is about, if the opening act asks for one."""
    fields = (declaration.field[name] for name in declaration.opening.asks)
    return next((field for field in fields if field.kind == "case"), None)


def service(declaration: Declaration, on: date) -> Service:
    """What the declaration promises on that day."""
    clock = main_duty(declaration)
    term = clock.term.on(on) if clock else None
    fee = FIRST_CLAUSE.match(gettext(declaration.fee)) if declaration.fee else None
    field = declaration.field.get(party_of(declaration, declaration.opening))
    return Service(declaration, term, fee[0].strip() if fee else "", field.choices if field else ())


def open_to_all(procedure: str, on: date) -> Declaration:
    """The declaration of a service on that day.

    Raises:
        Http404: there is none of that name, only officials open its cases, or it is opened from the page of another case.
    """
    found = opened_by_people(procedure, on)
    if about(found):
        raise Http404(procedure)
    return found


def opened_by_people(procedure: str, on: date) -> Declaration:
    """The declaration, on that day, of what somebody outside the office may open, from wherever.

    Raises:
        Http404: there is none of that name, or only officials open its cases.
    """
    found = _in_force(procedure, on)
    if found is None or not party_of(found, found.opening):
        raise Http404(procedure)
    return found


def party_of(declaration: Declaration, rule: ActRule) -> str:
    """The party field whose holder may do the act; empty if only officials may."""
    return next((by for by in rule.by if by in declaration.field), "")


def main_duty(declaration: Declaration) -> ClockRule | None:
    """The term that the office must keep towards who asked: its first duty with a length in law."""
    duties = (c for c in declaration.clocks if c.kind == "duty" and c.bound not in declaration.field)
    return next((c for c in duties if c.term.versions), None)


def starts_online(declaration: Declaration, clock: ClockRule) -> ActRule | None:
    """The act that starts the term of what was asked for on the public site; None if it is none's act (a letter's service)."""
    for trigger in clock.since:
        asked = [each for each in clock.when if each.trigger == trigger]
        if not asked or any(declaration.field[each.field].online in each.values for each in asked):
            return declaration.act.get(trigger)
    return None


def search(words: str, among: tuple[Service, ...]) -> tuple[Service, ...]:
    """Services in whose title, acts, fields or outcomes every word occurs, in either language."""
    wanted = words.casefold().split()
    return tuple(s for s in among if all(word in _text(s.declaration) for word in wanted))


def _text(declaration: Declaration) -> str:
    named: tuple[ActRule | FieldRule | OutcomeRule, ...] = (
        *declaration.acts,
        *declaration.fields,
        *declaration.outcomes,
    )
    titles = [declaration.title, *(each.title for each in named)]
    return " ".join((declaration.english, *titles, *(gettext(title) for title in titles))).casefold()


def _open(on: date) -> Iterator[Declaration]:
    current = (_in_force(procedure.id, on) for procedure in installed().procedures)
    return (found for found in current if found and party_of(found, found.opening))


def _in_force(procedure: str, on: date) -> Declaration | None:
    try:
        return installed().declaration(procedure, on.isoformat())
    except UnknownProcedure:
        return None
