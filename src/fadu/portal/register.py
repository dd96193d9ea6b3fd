"""The register of decided requests for everybody, as a page and as an Atom feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fadu.cases.origins import SAMPLE, origins
from fadu.cases.published import published
from fadu.cases.register import Decided, decided
from fadu.faces.language import language
from fadu.faces.speech import long_day, spoken
from fadu.procedure.registry import installed

PAGE, LAST = 50, 2000
"""Rows on a page, and the last page that one can turn to."""


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """A page of the register, newest first."""
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= page <= LAST:
        raise Http404
    found = decided(origins(), limit=PAGE + 1, skip=(page - 1) * PAGE)
    context = {
        "lines": [_line(each) for each in found[:PAGE]],
        "page": page,
        "more": len(found) > PAGE and page < LAST,
        "sample": SAMPLE in origins(),
        "here": "register",
    }
    return render(request, "portal/register.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of the register as Atom (RFC 4287)."""
    found = decided(origins(), limit=PAGE)
    office = installed().office(settings.FADU.office)
    page = request.build_absolute_uri(reverse("portal:register"))
    atom = Atom1Feed(
        title=_("%(office)s：政府信息公开申请的办理结果") % {"office": spoken(office.name)},
        link=page,
        description="",
        language=language(),
        feed_url=request.build_absolute_uri(),
        author_name=spoken(office.name),
    )
    for each in found:
        at = datetime.combine(each.closed, time(), UTC)
        atom.add_item(
            title=f"{each.number} {spoken(each.outcome)}",
            link=f"{page}#{each.anchor}",
            description=_("%(day)s收到，%(closed)s答复：%(outcome)s")
            % {"day": long_day(each.opened), "closed": long_day(each.closed), "outcome": spoken(each.outcome)},
            unique_id=f"urn:fadu:register:{each.anchor}",
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _line(line: Decided) -> Decided:
    """The line as it is; what was published and then voided is told no more."""
    return replace(line, told=line.told and published(line.number, origins()) is not None)
