"""How a document is given, and how it is said that there is none."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fadu.cases.errors import ActError
from fadu.letters.errors import LetterError
from fadu.letters.fonts import FontsMissing
from fadu.letters.making import DEMO_MARK
from fadu.ports import FileLost
from fadu.procedure.registry import installed
from fadu.procedure.say import say

UNMADE = (FileLost, LetterError, FontsMissing)
"""Why a document can't be made though it may be."""


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, since its data lie inside."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page that says why there is no document, and what to do."""
    known = error if isinstance(error, ActError) else None
    shown = known or ActError(say("没有制成：{why}", why=str(error)), say("按所说的处理后再试。"))
    context = {"error": shown, "heading": _("没有制成文件"), "here": "archive"}
    return render(request, "desk/archive/refused.html", context, status=known.status if known else 409)


def office() -> str:
    """The name of the office that issues the document."""
    return installed().office(settings.FADU.office).name


def mark() -> str:
    """What stands at the foot of documents that are about many cases."""
    return "" if settings.FADU.production else DEMO_MARK
