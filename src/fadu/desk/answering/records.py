"""Records and precedents: what the library holds under a like title, and how the office answered what was like this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from fadu.cases.case_view import CaseView
from fadu.cases.moments import today
from fadu.cases.reading import Filters, case_list
from fadu.letters.looking import bigrams
from fadu.library.models import Law
from fadu.policy import Actor

LOOKED_THROUGH = 1000
SHOWN = 6
GRAMS = 24
LEAST = 0.15


@dataclass(frozen=True)
class Precedent:
    """A closed case like this one: how much alike (0 to 1), how and on which ground it was decided, and when."""

    uid: str
    number: str
    heading: str
    outcome: str
    basis: tuple[str, ...]
    closed: date | None
    alike: float


@dataclass(frozen=True)
class Held:
    """A document in the library whose title is like what is asked for."""

    id: int
    title: str
    alike: float


def precedents(
    actor: Actor, view: CaseView, words: str, outcome: str, origins: tuple[str, ...]
) -> tuple[Precedent, ...]:
    """Of the last closed cases of this duty that the actor may see, those most like the words; with an outcome, of that outcome only."""
    page = case_list(
        actor,
        Filters(view.declaration.id, state="closed", origins=origins),
        today=today(),
        limit=LOOKED_THROUGH,
    )
    sought, declared = bigrams(words), view.declaration
    found = []
    for line in page.lines:
        alike = _alike(sought, bigrams(line.heading))
        if line.uid == view.uid or alike < LEAST or not line.outcome or (outcome and line.outcome != outcome):
            continue
        basis = declared.outcome[line.outcome].basis if line.outcome in declared.outcome else ()
        found.append(Precedent(line.uid, line.number, line.heading, line.outcome_title, basis, line.closed, alike))
    return tuple(sorted(found, key=lambda each: -each.alike)[:SHOWN])


def held(words: str) -> tuple[Held, ...]:
    """Documents of the library by their titles."""
    sought = bigrams(words)
    if not sought:
        return ()
    asked = reduce(or_, (Q(title__contains=pair) for pair in sorted(sought)[:GRAMS]))
    rows = Law.objects.filter(asked).values_list("id", "title")[:LOOKED_THROUGH]
    found = [Held(id, title, _alike(sought, bigrams(title))) for id, title in rows]
    return tuple(sorted((h for h in found if h.alike >= LEAST), key=lambda each: -each.alike)[:SHOWN])


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice what they share, over what they have: 1 for the same pairs of characters, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
