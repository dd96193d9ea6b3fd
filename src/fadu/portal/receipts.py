"""What the applicant takes home: number and query code, shown once.

The query code is known to nobody but the applicant: the office keeps only its hash. It travels in a signed cookie of the receipt page,
and for a form that was sent twice lies for a quarter of an hour encrypted under that form's own key, so that both answers are the same.
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
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
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from fadu.cases.acts import Done
from fadu.cases.moments import today
from fadu.evidence import secrets
from fadu.faces import entry
from fadu.portal.services import main_duty, opened_by_people, service, starts_online
from fadu.procedure.declaration import ClockRule, Declaration

COOKIE = "fadu_receipt"
SHOWN_FOR = 15 * 60
OTHER_HALF = 1.0
"""Seconds to wait for the first of two equal posts to put the code where the second finds it."""


@dataclass(frozen=True)
class Receipt:
    """`code` is empty where it was shown before and can't be shown again."""

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
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code, the QR of the progress page, what happens next."""
    found = kept(request)
    if found is None:
        return render(request, "portal/receipt_gone.html", status=410)
    declared = opened_by_people(found.procedure, today())
    address = request.build_absolute_uri(f"{reverse('portal:progress')}?{urlencode({'number': found.number})}")
    clock = main_duty(declared)
    trigger = starts_online(declared, clock) if clock else None
    context = {
        "receipt": found,
        "service": service(declared, today()),
        "clock": clock,
        "trigger": trigger,
        "confirmed": trigger is not None and not trigger.opens,
        "asks_more": any(_asks_more(declared, each) for each in declared.clocks),
        "letters": any(act.letter for act in declared.acts),
        "address": address,
        "qr": Markup(segno.make(address, error="m").svg_inline(border=4, lineclass="qr", omitsize=True)),
    }
    return render(request, "portal/receipt.html", context)


@never_cache
@require_safe
def signed(request: HttpRequest) -> HttpResponse:
    """The office's signed promise that the application stands in its record, as a file."""
    found = kept(request)
    if found is None:
        raise Http404
    response = JsonResponse(found.signed, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="receipt.json"'
    return response


@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """The applicant has noted the code: this browser forgets it."""
    response = redirect("portal:progress")
    response.delete_cookie(COOKIE, path=reverse("portal:receipt"), samesite="Lax")
    return response


def _asks_more(declared: Declaration, clock: ClockRule) -> bool:
    """Whether it is a term in which who asked has to do something."""
    return clock.bound in declared.field and any(clock.bound in declared.act[act].by for act in clock.until)


def hand_out(found: Receipt) -> HttpResponse:
    """To the page of the receipt."""
    response = redirect("portal:receipt")
    response.set_cookie(
        COOKIE,
        signing.dumps(found.text(), salt=COOKIE),
        max_age=SHOWN_FOR,
        path=reverse("portal:receipt"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def made(procedure: str, done: Done, key: str) -> Receipt:
    """The receipt of what was done; of a repeated form, that of the first time."""
    new = Receipt(procedure, done.number, done.code, today().isoformat(), done.receipt())
    if done.repeated:
        return made_before(key, wait=OTHER_HALF) or new
    place, secret = _place(key)
    # A disk that is full may cost the second answer, never the first: the code is shown once.
    with suppress(OSError):
        cache.set(place, secrets.encrypt(secret, new.text().encode(), place.encode()), SHOWN_FOR)
    return new


def made_before(key: str, wait: float = 0.0) -> Receipt | None:
    """The receipt that the form of this key got within the last quarter of an hour."""
    place, secret = _place(key)
    until = time.monotonic() + wait
    while (half := cache.get(place)) is None and time.monotonic() < until:
        time.sleep(0.05)
    return Receipt.of(secrets.decrypt(secret, half, place.encode()).decode()) if half else None


def _place(key: str) -> tuple[str, bytes]:
    return entry.idem(key, "receipt"), hashlib.sha256(key.encode()).digest()


def kept(request: HttpRequest) -> Receipt | None:
    """The receipt that this browser may still see."""
    try:
        return Receipt.of(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SHOWN_FOR))
    except signing.BadSignature:
        return None
