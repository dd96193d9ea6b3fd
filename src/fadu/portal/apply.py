"""Asking for a service: the opening form of its declaration, and the receipt.

The query code is known to nobody but the applicant: the office keeps only its hash. It travels in a signed cookie of the receipt page,
and for a form that was sent twice lies for a quarter of an hour encrypted under that form's own key, so that both answers are the same.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from fadu.cases.acts import Done, open_case
from fadu.cases.errors import ActError, Invalid
from fadu.cases.moments import today
from fadu.evidence import secrets
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.policy import Actor
from fadu.portal.services import main_duty, open_to_all, party_of, service
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.form import form

COOKIE = "fadu_receipt"
SHOWN_FOR = 15 * 60
OTHER_HALF = 1.0
"""Seconds to wait for the first of two equal posts to put the code where the second finds it."""


@dataclass(frozen=True)
class Receipt:
    """What the applicant takes home. `code` is empty where it was shown before and can't be shown again."""

    procedure: str
    number: str
    code: str
    day: str
    signed: dict[str, Any]

    def text(self) -> str:
        return json.dumps([self.procedure, self.number, self.code, self.day, self.signed], ensure_ascii=False)

    @staticmethod
    def of(text: str) -> Receipt:
        return Receipt(*json.loads(text))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def apply(request: HttpRequest, procedure: str) -> HttpResponse:
    """The form; posted, the case is open and the receipt follows."""
    declared = open_to_all(procedure, today())
    if request.method != "POST":
        return _page(request, declared, entry.new_key())
    key = entry.key_of(request)
    fields = form(declared, declared.opening)
    files = entry.files(fields, request, online=True)
    try:
        done = _open(declared, entry.data(fields, request, files, online=True), files, key)
    except ActError as error:
        return _page(request, declared, key, error, files)
    response = redirect("portal:receipt")
    response.set_cookie(
        COOKIE,
        signing.dumps(_receipt(declared, done, key).text(), salt=COOKIE),
        max_age=SHOWN_FOR,
        path=reverse("portal:receipt"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, the QR of the progress page, what happens next."""
    found = _from_cookie(request)
    if found is None:
        return render(request, "portal/receipt_gone.html", status=410)
    declared = open_to_all(found.procedure, today())
    address = request.build_absolute_uri(f"{reverse('portal:progress')}?{urlencode({'number': found.number})}")
    clock = main_duty(declared)
    context = {
        "receipt": found,
        "service": service(declared, today()),
        "clock": clock,
        "trigger": declared.act[clock.since[0]] if clock and clock.since[0] in declared.act else None,
        "address": address,
        "qr": Markup(segno.make(address, error="m").svg_inline(border=4, lineclass="qr", omitsize=True)),
    }
    return render(request, "portal/receipt.html", context)


@never_cache
@require_safe
def signed_receipt(request: HttpRequest) -> HttpResponse:
    """The office's signed promise that the application stands in its record, as a file."""
    found = _from_cookie(request)
    if found is None:
        raise Http404
    response = JsonResponse(found.signed, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="receipt.json"'
    return response


@require_POST
def receipt_noted(request: HttpRequest) -> HttpResponse:
    """The applicant has noted the code: this browser forgets it."""
    response = redirect("portal:progress")
    response.delete_cookie(COOKIE, path=reverse("portal:receipt"), samesite="Lax")
    return response


def applicant(declared: Declaration) -> Actor:
    """Whoever opens the case, as the party that the declaration names."""
    party = party_of(declared, declared.opening)
    return Actor("applicant", declared.role[party], "party", party=party)


def _open(declared: Declaration, data: Mapping[str, Any], files: entry.Files, key: str) -> Done:
    if files.errors:
        raise Invalid(files.errors)
    by, idem = applicant(declared), entry.idem(key, declared.id)
    return open_case(declared.id, by=by, at=today(), data=data, source="portal", idem=idem)


def _page(
    request: HttpRequest,
    declared: Declaration,
    key: str,
    error: ActError | None = None,
    files: entry.Files = entry.NO_FILES,
) -> HttpResponse:
    fields = form(declared, declared.opening)
    context = {
        "service": service(declared, today()),
        "act": declared.opening,
        "boxes": entry.boxes(fields, request, entry.errors_of(error), files, online=True),
        "party_parts": entry.PARTS,
        "id_kinds": entry.ID_KINDS,
        "key": key,
        "refusal": entry.refusal(error, fields) if error else None,
        "here": "services",
    }
    return render(request, "portal/apply.html", context, status=error.status if error else 200)


def _receipt(declared: Declaration, done: Done, key: str) -> Receipt:
    """The receipt of what was done; of a repeated form, that of the first time."""
    place, secret = entry.idem(key, "receipt"), hashlib.sha256(key.encode()).digest()
    made = Receipt(declared.id, done.number, done.code, today().isoformat(), done.receipt())
    if not done.repeated:
        cache.set(place, secrets.encrypt(secret, made.text().encode(), place.encode()), SHOWN_FOR)
        return made
    until = time.monotonic() + OTHER_HALF
    while (kept := cache.get(place)) is None and time.monotonic() < until:
        time.sleep(0.05)
    return Receipt.of(secrets.decrypt(secret, kept, place.encode()).decode()) if kept else made


def _from_cookie(request: HttpRequest) -> Receipt | None:
    try:
        return Receipt.of(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SHOWN_FOR))
    except signing.BadSignature:
        return None
