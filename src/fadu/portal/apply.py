"""Asking for a service: one question to a page, then all answers to check, then one act. It works without scripts.

Every page that was answered is kept (`drafts`), so that nothing is lost on an error, and one may go on later or from elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fadu.cases.acts import open_case
from fadu.cases.errors import ActError, Invalid
from fadu.cases.moments import today
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.policy import Actor
from fadu.portal import access, agreeing, drafts, receipts
from fadu.portal.drafts import Begun
from fadu.portal.questions import Question, faults, filed, filled, first_open, go_on_at, questions, told, whole, whose
from fadu.portal.services import open_to_all, party_of, service
from fadu.post import consent
from fadu.post.ways import Way
from fadu.procedure.declaration import Declaration

COOKIE = "fadu_draft"


@never_cache
@require_safe
def start(request: HttpRequest, procedure: str) -> HttpResponse:
    """What will be asked, what becomes of it, and the way back to a form begun before."""
    return _start(request, open_to_all(procedure, today()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def ask(request: HttpRequest, procedure: str, field: str) -> HttpResponse:
    """One question; answered, it is kept and the next follows."""
    declared = open_to_all(procedure, today())
    every = questions(declared)
    page = next((each for each in every if each.id == field), None)
    if page is None:
        raise Http404(field)
    begun = _begun(request, procedure) or Begun(procedure)
    if request.method != "POST":
        return _question(request, declared, page, begun, filled(page, begun))
    files = filed(page, entry.files(page.fields, request, online=True), begun)
    brought = entry.data(page.fields, request, files, online=True)
    if wrong := faults(page, brought, files, later="later" in request.GET):
        error = Invalid(wrong)
        boxes = entry.boxes(page.fields, request, wrong, files, online=True)
        return _question(request, declared, page, begun, boxes, error)
    return _with_draft(redirect(_after(request, every, page)), drafts.keep(begun.answered(brought)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def check(request: HttpRequest, procedure: str) -> HttpResponse:
    """All answers, each to be changed; sent, the case is open and the receipt follows."""
    declared = open_to_all(procedure, today())
    every = questions(declared)
    begun = _begun(request, procedure)
    if before := _sent_before(request, begun):
        return receipts.hand_out(before)
    if begun is None:
        messages.warning(request, _("没有找到正在填写的申请：可能已经提交、删除，或者超过了七天。"))
        return redirect("portal:apply", procedure)
    if unanswered := first_open(every, begun):
        return redirect("portal:ask", procedure, unanswered.id)
    if request.method != "POST":
        return _check(request, declared, begun)
    if request.POST.get("seen") != _seen(begun):
        messages.warning(request, _("您核对之后，内容在别的页面改过。请再核对一遍。"))
        return _check(request, declared, begun, status=409)
    try:
        ways = agreeing.asked(_party(declared, begun), request.POST.getlist("way"))
        return _send(declared, begun, (each.way for each in ways if each.on))
    except ActError as error:
        return _check(request, declared, begun, error, error.status)


@never_cache
@require_safe
def later(request: HttpRequest, procedure: str) -> HttpResponse:
    """The code under which one goes on, and until when."""
    declared = open_to_all(procedure, today())
    begun = _begun(request, procedure)
    if begun is None:
        return redirect("portal:apply", procedure)
    context = {
        "service": service(declared, today()),
        "begun": begun,
        "until": drafts.until(begun),
        "go_on": _go_on(questions(declared), begun),
        "here": "services",
    }
    return render(request, "portal/later.html", context)


@never_cache
@require_POST
@keeps_what_was_typed
def resume(request: HttpRequest, procedure: str) -> HttpResponse:
    """Go on with the form that was begun under the code."""
    declared = open_to_all(procedure, today())
    code = request.POST.get("code", "")
    if access.held_up(request, code):
        return _start(request, declared, _("输错次数太多，请一小时后再试。"), 429)
    begun = drafts.find(code, procedure)
    if begun is None:
        access.count_wrong(request, code)
        return _start(request, declared, _("没有这个草稿码，或者草稿已经提交、删除，或者超过了七天。"), 422)
    return _with_draft(redirect(_go_on(questions(declared), begun)), begun)


@require_POST
def discard(request: HttpRequest, procedure: str) -> HttpResponse:
    """Delete what was begun."""
    open_to_all(procedure, today())
    drafts.discard(request.COOKIES.get(COOKIE, ""))
    messages.success(request, _("草稿已经删除，填写的内容没有保留。"))
    return _without_draft(redirect("portal:apply", procedure), procedure)


def applicant(declared: Declaration) -> Actor:
    """Whoever opens the case, as the party that the declaration names."""
    party = party_of(declared, declared.opening)
    return Actor("applicant", declared.role[party], "party", party=party)


def _sent_before(request: HttpRequest, begun: Begun | None) -> receipts.Receipt | None:
    """The receipt of a form that is sent once more, after it became a case."""
    if request.method != "POST" or (begun and begun.key == request.POST.get("key")):
        return None
    return receipts.made_before(entry.key_of(request))


def _send(declared: Declaration, begun: Begun, ways: Iterable[Way]) -> HttpResponse:
    idem = entry.idem(begun.key, declared.id)
    by, data = applicant(declared), whole(declared, begun)
    done = open_case(declared.id, by=by, at=today(), data=data, source="portal", idem=idem)
    if not done.repeated:
        consent.agree(done.uid, frozenset(ways))
    response = receipts.hand_out(receipts.made(declared.id, done, begun.key))
    drafts.discard(begun.code)
    return _without_draft(response, declared.id)


def _start(request: HttpRequest, declared: Declaration, fault: str = "", status: int = 200) -> HttpResponse:
    every = questions(declared)
    begun = _begun(request, declared.id)
    context = {
        "service": service(declared, today()),
        "questions": every,
        "begun": begun,
        "go_on": _go_on(every, begun) if begun else reverse("portal:ask", args=(declared.id, every[0].id)),
        "fault": fault,
        "here": "services",
    }
    return render(request, "portal/apply.html", context, status=status)


def _question(
    request: HttpRequest,
    declared: Declaration,
    page: Question,
    begun: Begun,
    boxes: tuple[entry.Box, ...],
    error: ActError | None = None,
) -> HttpResponse:
    every = questions(declared)
    place = every.index(page)
    context = {
        "service": service(declared, today()),
        "questions": every,
        "page": page,
        "place": place,
        "begun": begun,
        "boxes": boxes,
        "party_parts": entry.PARTS,
        "id_kinds": entry.ID_KINDS,
        "refusal": entry.refusal(error, page.fields) if error else None,
        "change": "change" in request.GET,
        "back": reverse("portal:ask", args=(declared.id, every[place - 1].id)) if place else "",
        "here": "services",
    }
    return render(request, "portal/question.html", context, status=error.status if error else 200)


def _check(
    request: HttpRequest, declared: Declaration, begun: Begun, error: ActError | None = None, status: int = 200
) -> HttpResponse:
    every = questions(declared)
    context = {
        "service": service(declared, today()),
        "act": declared.opening,
        "told": [(page, told(page, begun)) for page in every],
        "ways": agreeing.asked(_party(declared, begun), request.POST.getlist("way")),
        "key": begun.key,
        "seen": _seen(begun),
        "faults": whose(every, error) if isinstance(error, Invalid) else (),
        "refusal": entry.refusal(error, ()) if error and not isinstance(error, Invalid) else None,
        "here": "services",
    }
    return render(request, "portal/check.html", context, status=status)


def _party(declared: Declaration, begun: Begun) -> Mapping[str, Any]:
    """What the applicant said of themselves, as far as it goes."""
    said = whole(declared, begun).get(party_of(declared, declared.opening), {})
    return said if isinstance(said, Mapping) else {}


def _after(request: HttpRequest, every: tuple[Question, ...], page: Question) -> str:
    procedure = request.resolver_match.kwargs["procedure"] if request.resolver_match else ""
    if "later" in request.GET:
        return reverse("portal:later", args=(procedure,))
    following = every[every.index(page) + 1 :]
    if "change" in request.GET or not following:
        return reverse("portal:check", args=(procedure,))
    return reverse("portal:ask", args=(procedure, following[0].id))


def _go_on(every: tuple[Question, ...], begun: Begun) -> str:
    page = go_on_at(every, begun)
    if page is None:
        return reverse("portal:check", args=(begun.procedure,))
    return reverse("portal:ask", args=(begun.procedure, page.id))


def _seen(begun: Begun) -> str:
    """What the check page showed: sent, it must still be what is kept."""
    return hashlib.sha256(json.dumps([begun.key, begun.answers], sort_keys=True).encode()).hexdigest()


def _begun(request: HttpRequest, procedure: str) -> Begun | None:
    return drafts.find(request.COOKIES.get(COOKIE, ""), procedure)


def _with_draft(response: HttpResponse, begun: Begun) -> HttpResponse:
    """This browser goes on with it until it is closed: whoever sits down after needs the code."""
    response.set_cookie(
        COOKIE,
        begun.code,
        path=reverse("portal:apply", args=(begun.procedure,)),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _without_draft(response: HttpResponse, procedure: str) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("portal:apply", args=(procedure,)), samesite="Lax")
    return response
