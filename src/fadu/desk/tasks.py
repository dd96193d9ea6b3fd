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
from fadu.cases.reading import TaskLine, tasks_for
from fadu.cases.texts import current_calendar
from fadu.desk.models import Proposal
from fadu.desk.whom import official, origins
from fadu.policy import Actor, may_act
from fadu.procedure.builtin import BUILTIN
from fadu.procedure.registry import installed
from fadu.procedure.verdicts import rule_of

SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """A task as shown: what is asked (titles of acts), and the working days left (negative: gone by, None: no last day)."""

    line: TaskLine
    acts: tuple[str, ...]
    left: int | None


@official
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tasks of the person logged in."""
    found = tasks_for(actor, today=today(), origins=origins())
    asked = [_asked(line) for line in found]
    context = {
        "asked": asked,
        "pressing": sum(a.left is not None and a.left <= 3 for a in asked),
        "overdue": sum(a.left is not None and a.left < 0 for a in asked),
        "proposals": proposals_for(actor),
        "here": "tasks",
    }
    return render(request, "desk/tasks.html", context)


def proposals_for(actor: Actor) -> list[Proposal]:
    """Corrections that wait for this person's agreement: of cases that the person may see and whose unit the person heads."""
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


def _asked(line: TaskLine) -> Asked:
    declared = installed().declaration(line.case.procedure)
    titles = tuple(rule_of(declared, act).title for act in line.acts)
    return Asked(line, titles, None if line.due is None else working_days_left(line.due))


def working_days_left(due: date) -> int:
    """Working days from today to the last day; negative when it has gone by."""
    calendar, now = current_calendar(), today()
    return calendar.working_days_between(now, due) if due >= now else -calendar.working_days_between(due, now)
