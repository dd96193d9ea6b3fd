"""What was typed comes back with the page that says why it was not taken: nobody types a form twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from fadu.faces.errors import DATABASE_AWAY, PROBLEMS, RETRY_AFTER, Problem, error_page

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
NOT_SHOWN = frozenset({"csrfmiddlewaretoken", "key", "seen", "code"})

LOGGED_OUT = Problem(
    _("登录已经失效"),
    _("您填写的时候登录失效了，这次提交没有办理；填写的内容都在本页。"),
    (_("在新窗口重新登录，再回到本页提交一次。"),),
)
LEFT = Problem(
    _("停留超过半小时"),
    _("查看办件的半小时已过，这次提交没有办理；填写的内容都在本页。"),
    (_("在新窗口重新输入回执号和查询码，再回到本页提交一次。"),),
)
STALE = Problem(
    _("这一页已经过时"),
    _("打开这一页之后又重新登录过，这次提交没有办理；填写的内容都在本页。"),
    (_("核对之后再提交一次。"),),
)


def keeps_what_was_typed(view: View[Rest]) -> View[Rest]:
    """A view whose posted values survive the database: they can be sent again from the page of the error (503)."""

    @wraps(view)
    def keeping(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DATABASE_AWAY:
            if request.method != "POST":
                raise
            response = kept(request, PROBLEMS[503], 503)
            response["Retry-After"] = str(RETRY_AFTER)
            return response

    return keeping


def kept(request: HttpRequest, problem: Problem, status: int, door: str = "") -> HttpResponse:
    """The page of the problem with a form that sends the same again; `door` is the address where one comes in again."""
    lists = [(name, value) for name, values in request.POST.lists() for value in values]
    sent = [(name, value) for name, value in lists if name != "csrfmiddlewaretoken"]
    context = {
        "problem": problem,
        "status": status,
        "door": door,
        "sent": sent,
        "typed": [(name, value) for name, value in sent if value and name not in NOT_SHOWN],
        "files": bool(request.FILES),
        "look": "desk" if request.path.startswith("/desk") else "portal",
    }
    return render(request, "faces/away.html", context, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token (CSRF). One of our own pages, opened before another log-in, gets back what was typed.

    That it is our own the browser says, in a header that no page can set; what another site sends is not shown.
    """
    if request.headers.get("Sec-Fetch-Site") == "same-origin" and not request.path.startswith("/accounts"):
        return kept(request, STALE, 403)
    return error_page(request, 403)
