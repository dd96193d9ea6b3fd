"""The office's figures for everybody: every number with its rule; small ones, and what would give them away, are left out."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.figures_report import SMALL, FigureValue, as_csv, as_json, definitions, figures_of, published
from fadu.cases.moments import today
from fadu.faces.speech import speak


@require_safe
def figures(request: HttpRequest, year: int) -> HttpResponse:
    """The page."""
    values = zip(definitions(), _published(year), strict=True)
    context = {"year": year, "values": list(values), "small": SMALL, "sample": len(_origins()) > 1, "here": "figures"}
    return render(request, "portal/figures.html", context)


@require_safe
def data(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The same as JSON or CSV; what is left out is not there."""
    values = [each for each in _published(year) if each is not None]
    if form == "csv":
        return HttpResponse("\ufeff" + as_csv(values, speak), content_type="text/csv; charset=utf-8")
    told = as_json(year, values, today(), _origins(), speak)
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")


def _published(year: int) -> tuple[FigureValue | None, ...]:
    if not 1900 < year <= today().year:
        raise Http404(str(year))
    return published(figures_of(year, origins=_origins()))


def _origins() -> tuple[str, ...]:
    """The office's own cases; a demonstration has only sample ones to show, and says so."""
    return ("real", "sample") if settings.FADU.mode == "demo" else ("real",)
