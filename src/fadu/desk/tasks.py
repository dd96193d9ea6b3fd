"""我的待办: what the law presses first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fadu.cases.case_view import seen
from fadu.cases.duties import duties
from fadu.cases.errors import NoSuchCase
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.reading import TaskLine, tasks_for
from fadu.cases.texts import current_calendar
from fadu.desk.models import Proposal
from fadu.desk.sealing.pages import keeps
from fadu.desk.whom import official
from fadu.law.calendar import Calendar
from fadu.letters.sealing.register import waiting
from fadu.letters.wordings import heads, undecided
from fadu.people.asking import rows
from fadu.policy import Actor, may_act
from fadu.procedure.builtin import BUILTIN
from fadu.procedure.registry import installed
from fadu.procedure.verdicts import rule_of

_WAITING = "SELECT 1 FROM desk_proposal WHERE state = %s LIMIT 1"
SHOWN = 200
PAGE = 50
"""Tasks on the page; those after them press less, and the list of cases has them by their last day."""


@dataclass(frozen=True)
class Asked:
    """A task as shown: what is asked (titles of acts), and the working days left (negative: gone by, None: no last day)."""

    line: TaskLine
    acts: tuple[str, ...]
    left: int | None


@official
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tasks of the person logged in."""
    found = tasks_for(actor, today=today(), origins=origins(), limit=PAGE + 1)
    calendar = current_calendar()
    asked = [as_asked(line, calendar) for line in found[:PAGE]]
    context = {
        "asked": asked,
        "more": len(found) > PAGE,
        "pressing": sum(a.left is not None and a.left <= 3 for a in asked),
        "overdue": sum(a.left is not None and a.left < 0 for a in asked),
        "proposals": proposals_for(actor),
        "unsealed": bool(keeps(actor) and waiting(actor, origins(), limit=1).papers),
        "wordings": undecided(actor) if heads(actor) else (),
        "here": "tasks",
    }
    return render(request, "desk/tasks.html", context)


def proposals_for(actor: Actor) -> list[Proposal]:
    """Corrections that wait for this person's agreement: of cases that the person may see and whose unit the person heads."""
    if not rows(_WAITING, (Proposal.State.OPEN.value,)):
        return []
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN).exclude(proposer__username=actor.id)
    return [each for each in waiting.select_related("proposer")[:SHOWN] if may_agree(actor, each)]


def may_agree(actor: Actor, asked: Proposal) -> bool:
    """Whether the policy lets the person agree to the correction, as the head of the case's unit or standing in for the head."""
    try:
        case = seen(actor, asked.case)
    except NoSuchCase:
        return False
    rule = BUILTIN[asked.kind]
    return bool(may_act(actor, case.facts, rule, duties(), dict(case.declaration.role)))


def as_asked(line: TaskLine, calendar: Calendar | None = None) -> Asked:
    """The task as pages show it; a list of them gives the calendar that it looked up once."""
    declared = installed().declaration(line.case.procedure)
    titles = tuple(rule_of(declared, act).title for act in line.acts)
    return Asked(line, titles, None if line.due is None else working_days_left(line.due, calendar))


def working_days_left(due: date, calendar: Calendar | None = None) -> int:
    """Working days from today to the last day; negative when it has gone by. Counted by the current calendar."""
    calendar, now = calendar or current_calendar(), today()
    return calendar.working_days_between(now, due) if due >= now else -calendar.working_days_between(due, now)
