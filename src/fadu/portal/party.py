"""What the party does to its own case: supplementing, giving reasons, withdrawing; the form is the declaration's."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fadu.cases.acts import perform
from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import ActError, Forbidden, Invalid, NoSuchCase
from fadu.cases.moments import today
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.faces.speech import spoken
from fadu.policy import Actor
from fadu.portal import access, door
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import form
from fadu.procedure.verdicts import verdict


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def do(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """The form of one act, or why it is not possible now; posted, it is done and the case follows."""
    try:
        actor = access.party(request, uid)
        view = case_view(actor, uid)
    except NoSuchCase:
        return door.shut(request)
    rule = view.declaration.act.get(act)
    if rule is None or actor.party not in rule.by or rule.opens:
        raise Http404(act)
    if request.method != "POST":
        if not (answer := verdict(view.declaration, view.standing, rule, today())):
            return _page(request, view, rule, "", Forbidden(answer))
        return _page(request, view, rule, entry.new_key())
    key = entry.key_of(request)
    files = entry.files(form(view.declaration, rule), request, online=True)
    try:
        _perform(request, view, rule, actor, key, files)
    except ActError as error:
        return _page(request, view, rule, key, error, files)
    messages.success(request, _("已办理：%(act)s。") % {"act": spoken(rule.title)})
    return redirect("portal:case", uid)


def _perform(request: HttpRequest, view: CaseView, rule: ActRule, actor: Actor, key: str, files: entry.Files) -> None:
    if files.errors:
        raise Invalid(files.errors)
    seen = request.POST.get("seen", "")
    perform(
        view.uid,
        rule.id,
        by=actor,
        at=today(),
        data=entry.data(form(view.declaration, rule), request, files, online=True),
        source="portal",
        idem=entry.idem(key, f"{view.uid}|{rule.id}"),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
    )


def _page(
    request: HttpRequest,
    view: CaseView,
    rule: ActRule,
    key: str,
    error: ActError | None = None,
    files: entry.Files = entry.NO_FILES,
) -> HttpResponse:
    fields = form(view.declaration, rule)
    context = {
        "view": view,
        "act": rule,
        "boxes": entry.boxes(fields, request, entry.errors_of(error), files, online=True),
        "party_parts": entry.PARTS,
        "id_kinds": entry.ID_KINDS,
        "key": key,
        "possible": bool(key),
        "refusal": entry.refusal(error, fields) if error else None,
        "here": "progress",
    }
    return render(request, "portal/do.html", context, status=error.status if error else 200)
