"""The office's figures for everybody: every number with its rule; small ones, and what would give them away, are left out."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.figures_report import FigureValue, as_csv, as_json, definitions, figures_of, published
from fadu.cases.moments import today
from fadu.cases.origins import SAMPLE, origins
from fadu.faces.speech import speak
from fadu.figures.publishing import SMALL
from fadu.procedure.registry import installed


@require_safe
def figures(request: HttpRequest, year: int) -> HttpResponse:
    """The page."""
    values = zip(definitions(), _published(year), strict=True)
    context = {
        "year": year,
        "values": list(values),
        "tables": installed().tables.values(),
        "small": SMALL,
        "sample": SAMPLE in origins(),
        "here": "figures",
    }
    return render(request, "portal/figures.html", context)


@require_safe
def data(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The same as JSON or CSV; what is left out is not there."""
    if form not in ("csv", "json"):
        raise Http404(form)
    values = [each for each in _published(year) if each is not None]
    if form == "csv":
        return HttpResponse("\ufeff" + as_csv(values, speak), content_type="text/csv; charset=utf-8")
    told = as_json(year, values, today(), origins(), speak)
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")


def _published(year: int) -> tuple[FigureValue | None, ...]:
    tabled = {table.procedure.declaration.id for table in installed().tables.values()}
    return published(figures_of(year_told(year), origins=origins()), tabled)


def year_told(year: int) -> int:
    """The year, if it can have numbers. Raises Http404."""
    if not 1900 < year <= today().year:
        raise Http404(str(year))
    return year
