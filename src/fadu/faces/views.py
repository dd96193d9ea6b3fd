"""Preferences: type size, contrast and language, each kept in a cookie and set by an ordinary link."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from fadu.faces.face import SCHEME_COOKIE, SCHEMES, SIZE_COOKIE, SIZES

YEAR = 365 * 24 * 60 * 60
CHOICES = {
    "size": (SIZE_COOKIE, SIZES),
    "scheme": (SCHEME_COOKIE, SCHEMES),
    "language": (settings.LANGUAGE_COOKIE_NAME, tuple(code for code, _ in settings.LANGUAGES)),
}


@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the given choices and go back to `next`, an address of this site. An unknown value is a bad request."""
    response = redirect(_back(request))
    for name, (cookie, allowed) in CHOICES.items():
        value = request.GET.get(name)
        if value is None:
            continue
        if value not in allowed:
            raise BadRequest(f"{name}={value}: choose one of {', '.join(allowed)}")
        response.set_cookie(
            cookie,
            value,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _back(request: HttpRequest) -> str:
    address = request.GET.get("next", "/")
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if own and urlsplit(address).path.startswith("/") else "/"
