"""When the database goes away in the middle of a form, what was typed comes back with the page that says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from fadu.faces.errors import DATABASE_AWAY, PROBLEMS, RETRY_AFTER

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
NOT_SHOWN = frozenset({"csrfmiddlewaretoken", "key", "seen", "code"})


def keeps_what_was_typed(view: View[Rest]) -> View[Rest]:
    """A view whose posted values survive the database: they can be sent again from the page of the error (503)."""

    @wraps(view)
    def keeping(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DATABASE_AWAY:
            if request.method != "POST":
                raise
            return _again(request)

    return keeping


def _again(request: HttpRequest) -> HttpResponse:
    sent = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {
        "problem": PROBLEMS[503],
        "sent": sent,
        "typed": [(name, value) for name, value in sent if value and name not in NOT_SHOWN],
        "files": bool(request.FILES),
        "look": "desk" if request.path.startswith("/desk") else "portal",
    }
    response = render(request, "faces/away.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
