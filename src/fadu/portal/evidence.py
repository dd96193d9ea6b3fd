"""Evidence for everyone: the office's key and newest checkpoint, a case's evidence as a file, and whether the office runs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fadu.cases import sequencer
from fadu.cases.errors import NoSuchCase
from fadu.cases.export import export
from fadu.cases.health import conditions
from fadu.cases.keys import signing
from fadu.evidence import checkpoint
from fadu.portal import access

READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """How to check the record without trusting the office; its public key and the newest signed head of its log."""
    key = signing().public_key()
    context = {
        "origin": sequencer.origin(),
        "key_id": checkpoint.key_id(key),
        "public": checkpoint.public_base64(key),
        "pem": checkpoint.public_pem(key),
        "head": sequencer.head(),
        "here": "verify",
    }
    return render(request, "portal/verify.html", context)


@never_cache
@require_safe
def case_evidence(request: HttpRequest, uid: str) -> HttpResponse:
    """The evidence of the party's own case, for `fadu verify`: what it may not read is withheld, its commitment kept."""
    try:
        actor = access.party(request, uid)
    except NoSuchCase:
        raise Http404 from None
    response = JsonResponse(export([uid], actor), json_dumps_params=READABLE)
    response["Content-Disposition"] = f'attachment; filename="fadu-{uid}.json"'
    return response


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the office runs: 200, or 503 and what is wrong."""
    found = conditions()
    ok = all(each.ok for each in found)
    told = [{"title": each.title, "ok": each.ok, "detail": each.detail} for each in found]
    return JsonResponse({"ok": ok, "conditions": told}, status=200 if ok else 503, json_dumps_params=READABLE)
