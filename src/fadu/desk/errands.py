"""What was asked of others, told apart: of several third parties each is named, with its own day of service and last day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fadu.cases.case_view import CaseView, EntryLine
from fadu.faces.speech import short_day, spoken
from fadu.law.period import day_of
from fadu.procedure.builtin import SERVE, UNSERVED
from fadu.procedure.declaration import ActRule
from fadu.procedure.state import ErrandState

ANSWERS = ("reply", "withdraw")
"""Kinds of acts that end an errand, and so have to say which."""


@dataclass(frozen=True)
class Asked:
    """One errand: its title (a msgid), who was asked, the entry that began it, and its last day once that is known.

    `field` is the party asked, `party` what one may read of it; both are empty where no party was named.
    """

    state: ErrandState
    title: str
    who: str
    seq: int
    due: date | None
    field: str = ""
    party: Mapping[str, Any] | None = None

    @property
    def label(self) -> str:
        """征求第三方意见：乙*（9月13日，第 5 条）."""
        named = _("：").join(filter(None, (spoken(self.title), self.who)))
        return f"{named}{_('（%(day)s，第 %(n)s 条）') % {'day': short_day(self.state.started), 'n': self.seq}}"


def errands(view: CaseView) -> tuple[Asked, ...]:
    """Every errand of the case, in the order in which they were begun."""
    lines = {line.seq: line for line in view.entries}
    return tuple(_asked(view, each, lines) for each in view.standing.errands.values())


def choices(view: CaseView, rule: ActRule, letter: str = "") -> tuple[Asked, ...]:
    """The errands that an act can mean: those going on of its kind; for a service, those whose letter it is."""
    going = [each for each in errands(view) if each.state.open]
    if rule in (SERVE, UNSERVED):
        return tuple(each for each in going if view.declaration.errand[each.state.errand].letter == letter)
    return tuple(each for each in going if rule.kind in ANSWERS and each.state.errand == rule.errand)


def named(view: CaseView, key: str) -> str:
    """Who was asked in the errand of that key; "" for none of this case's."""
    return next((each.who for each in errands(view) if each.state.key == key), "")


def _asked(view: CaseView, state: ErrandState, lines: Mapping[int, EntryLine]) -> Asked:
    seq = int(state.key.rpartition("/")[2])
    run = view.standing.runs.get(f"{state.key}.term")
    due = day_of(run.due) if run and run.due else None
    line = lines.get(seq)
    asks = view.declaration.act[line.act].asks if line else ()
    known = {**line.facts, **line.fields} if line else {}
    who = _("，").join(_words(view, asks, known))
    party = next(
        (f for f in asks if isinstance(known.get(f), Mapping) and view.declaration.field[f].kind == "party"), ""
    )
    shown = view.unmasked.get(seq, {}).get(party) or known.get(party)
    return Asked(state, view.declaration.errand[state.errand].title, who, seq, due, party, shown)


def _words(view: CaseView, asks: Sequence[str], known: Mapping[str, Any]) -> Iterator[str]:
    """The name of a party, and what was chosen or written in a line."""
    for name in asks:
        value, rule = known.get(name), view.declaration.field[name]
        if isinstance(value, Mapping):
            yield str(value.get("name", ""))
        elif isinstance(value, str) and rule.kind in ("choice", "text"):
            yield spoken(value) if rule.choices else value
