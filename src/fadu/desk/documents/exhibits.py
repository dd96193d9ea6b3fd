"""证据目录: the files of a case are chosen, what each proves is written beside it, and the catalogue is made, alone or with the exhibits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fadu.cases.case_view import CaseView, case_view
from fadu.cases.moments import today
from fadu.desk import access
from fadu.desk.documents.answers import UNMADE, pdf, refused
from fadu.desk.models import Access
from fadu.desk.whom import official
from fadu.faces.keeping import keeps_what_was_typed
from fadu.letters.archive.contents import File, contents, listed
from fadu.letters.archive.packing import setting
from fadu.letters.archive.plain import surely
from fadu.letters.registers.exhibits import catalogue, proves, volume
from fadu.policy import Actor

MOST_WORDS = 500


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def exhibits(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """The form; a POST gives the catalogue, with `volume` the exhibits behind it."""
    view = case_view(actor, uid)
    if "personal" not in view.view.permitted:
        raise PermissionDenied
    how = setting(view)
    found = listed(view, how.office)
    chosen, said = _asked(request, found)
    faults = _faults(chosen, said) if request.method == "POST" else []
    if request.method != "POST" or faults:
        access.note(actor, uid, Access.PAGE)
        return _page(request, view, found, chosen, said, faults)
    try:
        items = contents(view, how, {each.id for each in chosen})
        made = catalogue(view.number, items, said, request.POST.get("to", "").strip()[:80], today(), how)
        at = datetime.combine(today(), datetime.min.time(), UTC)
        whole = request.POST.get("do") == "volume"
        content = volume(made, items, how) if whole else surely(made, at, how.fonts)
    except UNMADE as error:
        return refused(request, error)
    access.note(actor, uid, Access.EVIDENCE)
    return pdf(content, f"fadu-{'exhibits' if whole else 'catalogue'}-{uid}.pdf")


def _asked(request: HttpRequest, found: tuple[File, ...]) -> tuple[tuple[File, ...], dict[int, str]]:
    """The files chosen, and what each of all is said to prove; before anybody said anything, all of them and what the record says."""
    if request.method != "POST":
        return found, {each.id: proves(each) for each in found}
    ids = set(request.POST.getlist("file"))
    said = {each.id: " ".join(request.POST.get(f"proves-{each.id}", "").split())[:MOST_WORDS] for each in found}
    return tuple(each for each in found if str(each.id) in ids), said


def _faults(chosen: tuple[File, ...], said: dict[int, str]) -> list[tuple[str, str]]:
    """The control that a fault is at, and the fault."""
    if not chosen:
        return [("files", _("没有选择证据：至少选一件。"))]
    empty = [each for each in chosen if not said[each.id]]
    return [(f"proves-{e.id}", _("“%(title)s”没有写证明内容。") % {"title": e.title}) for e in empty]


def _page(
    request: HttpRequest,
    view: CaseView,
    found: tuple[File, ...],
    chosen: tuple[File, ...],
    said: dict[int, str],
    faults: list[tuple[str, str]],
) -> HttpResponse:
    ticked = {each.id for each in chosen}
    context: dict[str, Any] = {
        "view": view,
        "files": [(each, each.id in ticked, said[each.id]) for each in found],
        "to": request.POST.get("to", "")[:80],
        "faults": faults,
        "most": MOST_WORDS,
        "here": "cases",
    }
    return render(request, "desk/documents/exhibits.html", context, status=422 if faults else 200)
