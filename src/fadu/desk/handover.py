"""移交: the open cases of one person go to another, in one step, each by an act of its own. What goes is shown before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fadu.cases.acts import Done, perform, perform_many
from fadu.cases.duties import duties
from fadu.cases.errors import ActError
from fadu.cases.models import Case, Entry
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.reading import CaseLine, Filters, case_list
from fadu.desk.whom import official, unit_names
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.figures.conditions import UidIn
from fadu.people.directory import actor_of
from fadu.people.models import Appointment, Person
from fadu.policy import Actor, CaseFacts, may_act
from fadu.post.models import Notice
from fadu.post.telling import tell
from fadu.procedure.builtin import ASSIGN

HEAD, HANDLER = "unit_head", "handler"
MOST = 500
"""Cases handed over at a time."""


@dataclass(frozen=True)
class Moving:
    """A case that goes, and the unit to which it goes if the other person doesn't handle cases where it is."""

    line: CaseLine
    unit: str


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def handover(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose from whom and to whom, look at the list, say why, hand over."""
    sent = request.POST if request.method == "POST" else request.GET
    givers, takers = _givers(actor), list(Person.objects.filter(is_active=True))
    giver = next((p for p in givers if p.username == sent.get("giver", actor.id)), None)
    taker = next((p for p in takers if p.username == sent.get("taker") and p != giver), None)
    moving = list(_moving(actor, giver, taker)) if giver else []
    key, fault = entry.key_of(request), ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:200]
        fault = _fault(taker, moving, reason)
        if not fault and taker:
            try:
                perform_many(_steps(moving, taker, actor, reason, key), batch=MOST)
            except ActError as error:
                refusal = entry.refusal(error, ())
                fault = f"{refusal.reason} {refusal.remedy}".strip()
            else:
                return _handed(request, taker, len(moving), key)
    context = {
        "givers": givers,
        "takers": [p for p in takers if p != giver],
        "giver": giver,
        "taker": taker,
        "moving": moving,
        "units": unit_names(),
        "key": key,
        "fault": fault,
        "reason": request.POST.get("reason", ""),
        "here": "handover",
    }
    return render(request, "desk/handover.html", context, status=422 if fault else 200)


def _handed(request: HttpRequest, taker: Person, number: int, key: str) -> HttpResponse:
    tell(taker, Notice.Kind.HANDOVER, f"handover/{key}")
    said = ngettext("已把 %(num)d 件移交给%(who)s。", "已把 %(num)d 件移交给%(who)s。", number)
    messages.success(request, said % {"num": number, "who": taker.name})
    return redirect("desk:cases")


def _givers(actor: Actor) -> list[Person]:
    """Oneself, and for a head whoever holds a post in the unit (or held one: people who left can't hand over themselves)."""
    units = {unit for role, unit in actor.roles if role == HEAD}
    held = Appointment.objects.filter(post__unit__key__in=units, since__lte=today())
    people = Person.objects.filter(pk__in=held.values("person_id")) | Person.objects.filter(username=actor.id)
    return list(people.distinct())


def _moving(actor: Actor, giver: Person, taker: Person | None) -> Iterator[Moving]:
    """The open cases that the person has: given to them by name, or, where nobody is named, last worked on by them."""
    units = _handles_in(taker) if taker else frozenset()
    home = min(units, default="")
    for line in _held(actor, giver):
        facts = CaseFacts(line.uid, line.procedure, line.unit, line.origin, line.stage, line.handler)
        if may_act(actor, facts, ASSIGN, duties(), {}):
            yield Moving(line, "" if not taker or line.unit in units else home)


def _held(actor: Actor, giver: Person) -> list[CaseLine]:
    named = Case.objects.filter(closed=None, handler=giver.username).values_list("uid", flat=True)
    worked = Entry.objects.filter(actor=giver.username, case__closed=None, case__handler="")
    own = [
        uid for uid in worked.values_list("case__uid", flat=True).distinct()[:MOST] if _last(uid) == giver.username
    ]
    condition = UidIn(tuple(dict.fromkeys((*named[:MOST], *own))))
    found = case_list(
        actor, Filters(condition=condition, state="open", origins=origins()), today=today(), limit=MOST, order="due"
    )
    return list(found.lines)


def _last(uid: str) -> str:
    """The official who did the last act of an official to the case."""
    people = Person.objects.values("username")
    last = Entry.objects.filter(case__uid=uid, actor__in=people).order_by("-seq").values_list("actor", flat=True)
    return last.first() or ""


def _handles_in(person: Person) -> frozenset[str]:
    return frozenset(unit for role, unit in actor_of(person, today()).roles if role in (HANDLER, HEAD))


def _fault(taker: Person | None, moving: list[Moving], reason: str) -> str:
    if taker is None:
        return _("请选择移交给谁。")
    if not reason:
        return _("请写明移交的理由。")
    if not moving:
        return _("没有可以移交的案卷。")
    if any(each.unit == "" and each.line.unit not in _handles_in(taker) for each in moving):
        return _("%(who)s 不在任何处室承办案卷，不能接收。") % {"who": taker.name}
    return ""


def _steps(moving: list[Moving], taker: Person, actor: Actor, reason: str, key: str) -> Iterator[Callable[[], Done]]:
    for each in moving:
        data = {"handler": taker.username, "reason": reason} | ({"unit": each.unit} if each.unit else {})
        yield partial(
            perform,
            each.line.uid,
            ASSIGN.id,
            by=actor,
            at=today(),
            data=data,
            source="desk",
            idem=entry.idem(key, f"handover|{each.line.uid}"),
        )
