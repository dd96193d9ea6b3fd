"""案卷: the list, one case, its files and its evidence."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases import files, sequencer
from fadu.cases.case_view import CaseView, case_view, material_file, seen
from fadu.cases.export import export
from fadu.cases.moments import today
from fadu.cases.reading import COUNTED, case_list
from fadu.desk import access, consenting, facts, saved
from fadu.desk.asked import asked
from fadu.desk.models import Access, Proposal
from fadu.desk.whom import official
from fadu.faces.speech import spoken
from fadu.letters.sealing.keeping import as_sealed
from fadu.people.asking import rows
from fadu.policy import Actor
from fadu.procedure.registry import installed

_PROPOSED = 'SELECT 1 FROM desk_proposal WHERE "case" = %s LIMIT 1'


@require_safe
@official
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Cases by procedure, stage, state and words; the page after is a link, the filters stay in the address."""
    want = asked(request.GET)
    after = request.GET.get("after", "")[:40]
    page = case_list(
        actor,
        want.filters,
        today=today(),
        after=after,
        order=want.order,
        counted=COUNTED,
    )
    procedures = [p.declaration for p in installed().procedures]
    chosen = next((d for d in procedures if d.id == want.procedure), procedures[0] if len(procedures) == 1 else None)
    context = {
        "page": page,
        "asked": want,
        "views": saved.of(actor),
        "words": {
            title: spoken(title) for title in {t for c in page.lines for t in (c.stage_title, c.outcome_title)}
        },
        "today": today(),
        "procedures": procedures,
        "opened": [d for d in procedures if any(actor.holds(role) for role in d.opening.by)],
        "stages": chosen.stages if chosen else (),
        "next": f"{want.query}&{urlencode({'after': page.after})}".lstrip("&") if page.after else "",
        "first": f"?{want.query}" if after else "",
        "here": "cases",
    }
    return render(request, "desk/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official
def case(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """One case. A POST names a party whose masked values are asked for, with a reason; every reading is kept."""
    seen(actor, uid)
    unmask = _unmask(request, actor, uid)
    view = case_view(actor, uid, unmask=unmask)
    if _personal(view):
        access.note(actor, uid, Access.PAGE)
    head = sequencer.head()
    context = {
        "view": view,
        "desk": facts.of(view, actor),
        "lost": facts.lost(view),
        "proposals": _proposals(uid),
        "readings": [(each, access.told(each, view.declaration)) for each in _readings(actor, uid)],
        "unmasked": unmask,
        "consents": consenting.shown(view),
        "size": head.size if head else 0,
        "here": "cases",
    }
    return render(request, "desk/case.html", context)


@require_safe
@official
def material(request: HttpRequest, actor: Actor, uid: str, id: int) -> HttpResponseBase:
    """A file of the case, as it was taken in or made; of a sealed letter the sealed one, unless `approved` is asked for."""
    found = material_file(actor, uid, id)
    access.note(actor, uid, f"file:{id}")
    ending = {"application/pdf": ".pdf"}.get(found.media_type, "")
    if "approved" not in request.GET:
        found = as_sealed(found)
    name = found.title if "." in found.title or not ending else found.title + ending
    return FileResponse(
        files.open_stored(found.sha256),
        as_attachment=found.media_type != "application/pdf",
        filename=name,
        content_type=found.media_type,
    )


@require_safe
@official
def evidence(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """The case's evidence as far as the actor may read it, in the form that `fadu verify` takes."""
    view = case_view(actor, uid)
    if _personal(view):
        access.note(actor, uid, Access.EVIDENCE)
    text = json.dumps(export([uid], actor), ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="fadu-{uid}.json"'
    return response


def _unmask(request: HttpRequest, actor: Actor, uid: str) -> tuple[str, ...]:
    party, reason = request.POST.get("party", "")[:60], request.POST.get("reason", "").strip()[:200]
    if request.method != "POST" or not party or not reason:
        return ()
    access.note(actor, uid, f"party:{party}", reason)
    return (party,)


def _personal(view: CaseView) -> bool:
    """Whether the page shows anything of a person."""
    return "personal" in view.view.permitted and bool(view.parties)


def _proposals(uid: str) -> list[Proposal]:
    """The corrections proposed for the case; most have none."""
    if not rows(_PROPOSED, (uid,)):
        return []
    return list(Proposal.objects.filter(case=uid).select_related("proposer", "decider"))


def _readings(actor: Actor, uid: str) -> list[Access]:
    """The auditor sees who read the case; whoever handles it doesn't watch colleagues."""
    return access.of(uid) if actor.holds("auditor") else []
