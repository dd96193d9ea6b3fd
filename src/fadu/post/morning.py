"""每日清单: on the morning of every working day each official hears what falls due and what is late, and heads of what is late for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from django.conf import settings
from django.db import transaction

from fadu.cases.models import Case, Task
from fadu.cases.moments import now, today
from fadu.cases.reading import TaskLine, tasks_for
from fadu.cases.texts import current_calendar
from fadu.figures.sets import OWN
from fadu.law.calendar import Calendar, NoEdition
from fadu.law.dated import Pivot, dated
from fadu.law.period import moment_of
from fadu.people.directory import actor_of, holders
from fadu.people.models import Deputy, Person
from fadu.policy import Actor
from fadu.post.models import Daily, Notice
from fadu.post.telling import may_see_case, tell

FROM = time(7)
"""When the morning begins, in the office's time."""
SOON = 3
"""Working days within which a task falls due soon."""
HEAD = "unit_head"
MOST = 1000


def morning() -> int:
    """Do the morning's work, once a day however many workers ask; gives how many notices there are of it.

    Nothing is sent on rest days.
    """
    day = today()
    if moment_of(now()).time() < FROM or Daily.objects.filter(day=day).exists() or not _works(day):
        return 0
    with transaction.atomic():
        _daily, mine = Daily.objects.get_or_create(day=day, defaults={"at": now()})
        return _lists(day) + _escalated(day) if mine else 0


def pressing(actor: Actor, origins: tuple[str, ...] = OWN) -> tuple[TaskLine, ...]:
    """The actor's tasks that are overdue or fall due within SOON working days, the most pressing first."""
    last = current_calendar().add_working_days(today(), SOON)
    found = tasks_for(actor, today=today(), origins=origins, limit=MOST)
    return tuple(line for line in found if line.due is not None and line.due <= last)


def patience(day: date) -> int:
    """Working days that a task may be overdue before the head of the unit hears of it, as set for that day.

    Raises:
        NotInForce: nothing is set for so early a day.
    """
    said = dict(pair.split("=") for pair in settings.FADU.escalate_after.split(","))
    return dated({since: int(n) for since, n in said.items()}, pivot=Pivot.ACT).on(day).value


def _works(day: date) -> bool:
    try:
        return current_calendar().is_working_day(day)
    except NoEdition:
        return False


def _lists(day: date) -> int:
    """A list for everybody who has something pressing."""
    told = 0
    for person in Person.objects.filter(is_active=True):
        lines = pressing(actor_of(person, day))
        late = sum(line.due is not None and line.due < day for line in lines)
        if lines:
            soon = len(lines) - late
            told += tell(person, Notice.Kind.MORNING, f"morning/{day}", soon=soon, overdue=late)
    return told


def _escalated(day: date) -> int:
    """Tell heads of tasks that are overdue beyond patience: once for each task and last day, not every morning."""
    told = 0
    late = Task.objects.filter(due__lt=_beyond(current_calendar(), day), case__closed=None, case__origin__in=OWN)
    for task in late.exclude(since__gt=day).select_related("case").order_by("due", "id"):
        for head in _heads(task.case, day):
            key = f"overdue/{task.case.uid}/{task.key}/{task.due}"
            told += tell(head, Notice.Kind.OVERDUE, key, case=task.case.uid)
    return told


def _beyond(calendar: Calendar, day: date) -> date:
    """The first last day that patience still covers on `day`, a working day."""
    return calendar.add_working_days(day, 1 - patience(day))


def _heads(case: Case, day: date) -> Iterator[Person]:
    """The heads of the case's unit and whoever stands in for them that day, if they may see the case."""
    heads = holders(HEAD, case.unit, day)
    standing_in = Deputy.objects.on(day).filter(absent__in=heads, person__is_active=True).select_related("person")
    for person in {each.pk: each for each in (*heads, *(deputy.person for deputy in standing_in))}.values():
        if may_see_case(person, case):
            yield person
