"""What somebody says about a case after it is closed, as a case of its own: once for every case, from its page.

Which procedures these are, their declarations say: the opening act asks for the number of a case.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fadu.cases import store
from fadu.cases.acts import open_case
from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import ActError, Invalid, NoSuchCase
from fadu.cases.moments import today
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.portal import access, door, receipts
from fadu.portal.apply import applicant
from fadu.portal.services import about, follow_ups, opened_by_people, service
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.form import FormField, form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def evaluate(request: HttpRequest, uid: str, procedure: str) -> HttpResponse:
    """The form; posted, the evaluation is a case and its receipt follows."""
    try:
        view = case_view(access.party(request, uid), uid)
    except NoSuchCase:
        return door.shut(request)
    declared = opened_by_people(procedure, today())
    if about(declared) is None:
        raise Http404(procedure)
    if declared not in still_open(view):
        messages.info(request, _("办结之后可以评价，每件只评一次。"))
        return redirect("portal:case", uid)
    if request.method != "POST":
        return _page(request, view, declared, entry.new_key())
    key = entry.key_of(request)
    files = entry.files(_fields(declared), request, online=True)
    try:
        return _send(request, view, declared, key, files)
    except ActError as error:
        return _page(request, view, declared, key, error, files)


def still_open(view: CaseView) -> tuple[Declaration, ...]:
    """What the party may still open about the case: all follow-ups once it is closed, each once; none about a follow-up."""
    if view.standing.closed is None or about(view.declaration):
        return ()
    return tuple(each for each in follow_ups(today()) if not store.by_idem(_once(view, each)))


def _send(request: HttpRequest, view: CaseView, declared: Declaration, key: str, files: entry.Files) -> HttpResponse:
    if files.errors:
        raise Invalid(files.errors)
    field = about(declared)
    number = {field.id: view.number} if field else {}
    done = open_case(
        declared.id,
        by=applicant(declared),
        at=today(),
        data=entry.data(_fields(declared), request, files, online=True) | number,
        source="portal",
        origin=view.origin,
        idem=_once(view, declared),
    )
    return receipts.hand_out(receipts.made(declared.id, done, key))


def _page(
    request: HttpRequest,
    view: CaseView,
    declared: Declaration,
    key: str,
    error: ActError | None = None,
    files: entry.Files = entry.NO_FILES,
) -> HttpResponse:
    fields = _fields(declared)
    context = {
        "view": view,
        "service": service(declared, today()),
        "act": declared.opening,
        "boxes": entry.boxes(fields, request, entry.errors_of(error), files, online=True),
        "party_parts": entry.PARTS,
        "id_kinds": entry.ID_KINDS,
        "key": key,
        "refusal": entry.refusal(error, fields) if error else None,
        "here": "progress",
    }
    return render(request, "portal/evaluate.html", context, status=error.status if error else 200)


def _fields(declared: Declaration) -> tuple[FormField, ...]:
    """What is asked: the grade first, who one is last; which case it is about is known."""
    fields = [each for each in form(declared, declared.opening) if each.kind != "case"]
    return tuple(sorted(fields, key=lambda each: each.kind == "party"))


def _once(view: CaseView, declared: Declaration) -> str:
    return entry.idem(view.uid, f"about|{declared.id}")
