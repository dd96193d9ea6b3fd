"""Following one's own case: the door (number and code), the case, its letters."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fadu.cases import files
from fadu.cases.case_view import LETTER, case_view, material_file
from fadu.cases.errors import NoSuchCase
from fadu.cases.kinship import kin
from fadu.faces.keeping import keeps_what_was_typed
from fadu.letters.sealing.keeping import as_sealed
from fadu.portal import access, agreeing, door, evaluating, story


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; both right, the case opens for this browser."""
    if request.method != "POST":
        return door.page(request, request.GET.get("number", ""))
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if not number.strip() or not code.strip():
        return door.page(request, number, _("请填写回执号和查询码，两项都要。"), 422)
    if access.held_up(request, number):
        return door.page(request, number, _("输错次数太多，请一小时后再试。"), 429)
    actor = access.party_actor(access.tidy(number), code)
    if actor is None:
        access.count_wrong(request, number)
        return door.page(request, number, _("回执号或者查询码不对。请对照回执再输一次。"), 422)
    access.let_in(request, actor)
    return redirect("portal:case", actor.case)


@never_cache
@require_safe
def case(request: HttpRequest, uid: str) -> HttpResponse:
    """Where the case stands, the term and its proof, what was done, letters, and what the party may do now."""
    try:
        actor = access.party(request, uid)
        view = case_view(actor, uid)
    except NoSuchCase:
        return door.shut(request)
    last = view.entries[-1]
    context = {
        "view": view,
        "sentence": story.sentence(view, actor.party),
        "stops": story.stops(view),
        "terms": story.terms(view, actor.party),
        "done": story.done(view, actor.party),
        "asked": story.asked(view, actor.party),
        "acts": (acts := story.open_to_party(view, actor.party)),
        "pressed": next((act.id for act in acts if not (act.to and view.declaration.final(act.to))), ""),
        "letters": [m for m in view.materials if m.kind == LETTER],
        "follow_ups": evaluating.still_open(view),
        "kin": kin(view.declaration, view.entries),
        "last": last,
        "ways": agreeing.offered(view, actor),
        "waiting": sum(line.leaf is None for line in view.entries),
        "here": "progress",
    }
    return render(request, "portal/case.html", context)


@never_cache
@require_safe
def letter(request: HttpRequest, uid: str, material: int) -> HttpResponse | FileResponse:
    """A letter addressed to the party, as a file."""
    try:
        found = material_file(access.party(request, uid), uid, material)
    except NoSuchCase:
        raise Http404 from None
    return FileResponse(
        files.open_stored(as_sealed(found).sha256),
        as_attachment=True,
        filename=found.title,
        content_type=found.media_type,
    )


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser follows no case any more."""
    access.leave(request)
    messages.success(request, _("已退出，本浏览器不再能看到您的办件。"))
    return redirect("portal:progress")
