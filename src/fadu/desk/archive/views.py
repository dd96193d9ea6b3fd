"""The retention table, a year's closed cases, the package of one, and proposals to destroy what has been kept long enough."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fadu.cases.case_view import case_view
from fadu.cases.duties import duties
from fadu.cases.errors import ActError
from fadu.cases.models import Subject
from fadu.cases.moments import now, today
from fadu.cases.origins import origins
from fadu.cases.reading import Filters, case_list
from fadu.desk import access
from fadu.desk.documents.answers import UNMADE, refused
from fadu.desk.models import Access, Proposal
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.speech import speak
from fadu.figures.conditions import UidIn
from fadu.letters.archive import packing, retention
from fadu.policy import Actor, may_act
from fadu.procedure.builtin import CLERICAL
from fadu.procedure.say import say

SHOWN, PAGE = 200, 50
"""Cases of a page; the lists that are downloaded have them all."""


@require_safe
@official
def archive(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The retention table, what may be destroyed, what was."""
    day = today()
    over = list(retention.run_out(actor, day, origins()))
    waiting = {p.case: p for p in _proposals().filter(state=Proposal.State.OPEN)}
    context = {
        "table": retention.table(),
        "years": range(day.year, day.year - 6, -1),
        "over": [(each, waiting.get(each.line.uid)) for each in over[:SHOWN] if not _destroyed(each.line.uid)],
        "since": day.replace(month=1, day=1),
        "until": day,
        "key": entry.new_key(),
        "done": _done(actor),
        "here": "archive",
    }
    return render(request, "desk/archive/archive.html", context)


@require_safe
@official
def year(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """The cases closed in a year, each with its package."""
    if not 1949 <= year <= today().year:
        raise Http404(year)
    closed = list(retention.closed_in(actor, year, today(), origins()))
    first = _number(request.GET.get("after", ""))
    following = first + PAGE if len(closed) > first + PAGE else 0
    context = {
        "year": year,
        "closed": closed[first : first + PAGE],
        "total": len(closed),
        "first": first,
        "next": following,
        "here": "archive",
    }
    return render(request, "desk/archive/year.html", context)


@require_safe
@official
def package(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """The package of a closed case; that it was taken is kept."""
    return _whole(request, actor, uid, packing.pack, "application/zip", "zip")


@require_safe
@official
def copy(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """The reading copy of a closed case, as it lies in the package; that it was taken is kept."""
    return _whole(request, actor, uid, packing.reading_copy, "application/pdf", "pdf")


def _whole(
    request: HttpRequest, actor: Actor, uid: str, made: Callable[[Actor, str], bytes], media_type: str, suffix: str
) -> HttpResponse:
    try:
        content = made(actor, uid)
    except (ActError, *UNMADE) as error:
        return refused(request, error)
    access.note(actor, uid, Access.EVIDENCE)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="fadu-archive-{uid}.{suffix}"'
    return response


@require_POST
@official
def destroy(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """Propose to destroy personal data and files of a case whose term is over; another person decides, as about any erasure."""
    view = case_view(actor, uid)
    if not may_act(actor, view.facts, CLERICAL, duties(), dict(view.declaration.role)):
        raise PermissionDenied
    kept, closed = retention.kept_for(view.declaration.id), view.standing.closed
    until = kept.ends(closed) if closed else None
    parties = sorted(
        Subject.objects.filter(case_id=view.id, wrapped_key__isnull=False).values_list("party", flat=True)
    )
    if not kept.settled or until is None or until >= today() or not parties:
        messages.error(request, _("保管期限没有届满，或者没有核定，或者已经销毁，不能提出销毁。"))
        return redirect("desk:archive")
    found = {
        "case": uid,
        "kind": Proposal.Kind.ERASE,
        "payload": {"parties": parties, "basis": kept.basis[0].key(), "destroy": until.isoformat()},
        "reason": speak(say("保管期限{term}，于{day}届满", term=kept.title, day=until)),
        "proposer": request.user,
        "at": now(),
    }
    key = entry.idem(entry.key_of(request), f"{uid}|destroy")
    made = _proposals().filter(case=uid, state=Proposal.State.OPEN).first()
    if made is None:
        made = Proposal.objects.get_or_create(key=key, defaults=found)[0]
    return redirect("desk:proposal", made.pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _done(actor: Actor) -> list[tuple[Proposal, str]]:
    """The list of what was destroyed, of the cases that the actor may see: each with its number."""
    found = list(_proposals().filter(state=Proposal.State.DONE).select_related("proposer", "decider")[:SHOWN])
    uids = tuple(p.case for p in found)
    page = case_list(actor, Filters(condition=UidIn(uids), origins=origins()), today=today(), limit=SHOWN)
    numbers = {line.uid: line.number for line in page.lines}
    return [(p, numbers[p.case]) for p in found if p.case in numbers]


def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.filter(kind=Proposal.Kind.ERASE, payload__has_key="destroy")


def _destroyed(uid: str) -> bool:
    return _proposals().filter(case=uid, state=Proposal.State.DONE).exists()
