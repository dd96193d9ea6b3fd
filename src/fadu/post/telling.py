"""Notices to officials: kept at the desk for everybody, and sent by the ways that each asked for. They say of what kind and where, never what."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fadu.cases.duties import duties
from fadu.cases.models import Case, Outbox, Task
from fadu.cases.moments import now, today
from fadu.letters.site import site
from fadu.letters.told import Told
from fadu.people.directory import actor_of, holders
from fadu.people.models import Appointment, Person
from fadu.policy import CaseFacts, may_see
from fadu.policy.rules import UNIT_ROLES
from fadu.ports import Message
from fadu.post.claims import Job
from fadu.post.models import Channel, Notice
from fadu.post.ways import Way, send_all
from fadu.procedure.registry import installed

KIND = "notice"
WORDS = {
    Notice.Kind.TASK: "有新的待办事项",
    Notice.Kind.MORNING: "今日清单：{soon} 项将到期，{overdue} 项已逾期",
    Notice.Kind.OVERDUE: "有事项逾期，请督办",
    Notice.Kind.HANDOVER: "有案卷移交给您",
}
"""What a message says of each kind."""


def tell(person: Person, kind: Notice.Kind, key: str, *, case: str = "", soon: int = 0, overdue: int = 0) -> bool:
    """Give the person a notice, once for each key; gives whether it is new."""
    first = {"kind": kind, "case": case, "soon": soon, "overdue": overdue, "at": now()}
    with transaction.atomic():
        notice, new = Notice.objects.get_or_create(person=person, key=key, defaults=first)
        if new and Channel.objects.filter(person=person, on=True).exists():
            payload = orjson.dumps({"notice": notice.pk}).decode()
            Outbox.objects.create(kind=KIND, payload=payload, not_before=now())
    return new


def send_notice(job: Job) -> None:
    """Send a notice by the ways of its person; nothing if it was read at the desk meanwhile or the person has left.

    Raises:
        NotYet, Undeliverable: it did not go out.
    """
    notice = Notice.objects.select_related("person").filter(pk=job.payload["notice"]).first()
    if notice is None or notice.read_at is not None or not notice.person.is_active:
        return
    ways = Channel.objects.filter(person=notice.person, on=True).order_by("way")
    send_all(job.id, {Way(each.way): _message(notice, each.address) for each in ways})


def tell_of_tasks(record: Told) -> int:
    """Tell those whom the case now asks for something, but for whoever brought it about; gives how many were told.

    Only the act that brought the case to where it stands tells: if it has moved on since, the later entry does.
    """
    case, told = record.case, 0
    if not record.rule.to or record.standing.stage != case.stage:
        return 0
    for person in _asked(case):
        if person.username != record.entry.actor and may_see_case(person, case):
            told += tell(person, Notice.Kind.TASK, f"task/{case.uid}/{record.entry.seq}", case=case.uid)
    return told


def _asked(case: Case) -> list[Person]:
    """The people whom the case's tasks reach now: of the handlers, the one who has the case, if somebody has it."""
    found: dict[int, Person] = {}
    open_now = Task.objects.filter(case=case).exclude(since__gt=today())
    for role, unit in open_now.values_list("role", "unit").distinct():
        people = holders(role, unit, today()) if role in UNIT_ROLES else anywhere(role)
        mine = [person for person in people if role == "handler" and person.username == case.handler]
        found |= {person.pk: person for person in mine or people}
    return [found[pk] for pk in sorted(found)]


def anywhere(role: str) -> Iterable[Person]:
    """The people in use who hold the role today in any unit."""
    held = Appointment.objects.on(today()).filter(post__role=role, person__is_active=True)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("pk")


def may_see_case(person: Person, case: Case) -> bool:
    """Whether the person may see the case today."""
    facts = CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)
    return bool(may_see(actor_of(person, today()), facts, duties()))


def _message(notice: Notice, to: str) -> Message:
    number = Case.objects.filter(uid=notice.case).values_list("number", flat=True).first() or ""
    words = WORDS[Notice.Kind(notice.kind)].format(soon=notice.soon, overdue=notice.overdue)
    subject = f"{number} {words}".strip()
    link = f"{site()}{reverse('desk:notice', args=(notice.pk,))}"
    office = installed().office(settings.FADU.office)
    return Message(to, subject, f"{subject}。请登录工作台查看：\n{link}\n{office.name}", link)
