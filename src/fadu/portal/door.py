"""The door to one's own case: the page that asks for receipt number and query code, and what happens to a form after the half hour."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fadu.faces.keeping import LEFT, kept
from fadu.portal import access


def page(request: HttpRequest, number: str, fault: str = "", status: int = 200) -> HttpResponse:
    """The page that asks for both."""
    context = {"number": number[:100], "fault": fault, "here": "progress"}
    response = render(request, "portal/door.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(access.WITHIN)
    return response


def shut(request: HttpRequest) -> HttpResponse:
    """This browser does not follow the case, or no longer: it is asked for both, and gets back what was typed."""
    if request.method == "POST":
        return kept(request, LEFT, 403, reverse("portal:progress"))
    return page(request, "", _("请先输入回执号和查询码。"), 403)
