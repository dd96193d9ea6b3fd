"""The front page and its search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.portal.services import search, services

WORDS_MAX = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors that exist, the services with what is promised of them, and the way to a case's progress."""
    now = today()
    return render(request, "portal/home.html", {"services": services(now), "day": now, "here": "home"})


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Services that fit the words; straight to the guide if it is one."""
    words = request.GET.get("q", "").strip()[:WORDS_MAX]
    every = services(today())
    found = search(words, every)
    if words and len(found) == 1:
        return redirect("portal:guide", found[0].id)
    return render(request, "portal/search.html", {"words": words, "found": found, "every": every})
