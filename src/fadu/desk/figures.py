"""数字: the figures of a year, each opening down to its cases; the same as JSON and CSV."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fadu.cases.figures_report import as_csv, as_json, definitions, figures_of
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.reading import Filters, case_list
from fadu.desk.whom import official
from fadu.faces.speech import speak
from fadu.figures.registry import measure_of
from fadu.figures.sets import year_of
from fadu.policy import Actor
from fadu.procedure.registry import installed


@require_safe
@official
def latest(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The year asked for in a form, else this one."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today().year
    return redirect("desk:figures_of", year)


@require_safe
@official
def figures(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """Every figure of the year. Figures don't depend on who looks; the lists behind them do."""
    values = figures_of(year_asked(year), origins=origins())
    return render(
        request,
        "desk/figures.html",
        {"year": year, "values": values, "tables": installed().tables.values(), "here": "figures"},
    )


@require_safe
@official
def data(request: HttpRequest, actor: Actor, year: int, form: str) -> HttpResponse:
    """The same for machines."""
    values = figures_of(year_asked(year), origins=origins())
    if form == "csv":
        # With a mark in front, so that spreadsheets read the Chinese.
        response = HttpResponse("\ufeff" + as_csv(values, speak), content_type="text/csv; charset=utf-8")
    else:
        told = as_json(year, values, today(), origins(), speak)
        response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="fadu-figures-{year}.{form}"'
    return response


@require_safe
@official
def behind(request: HttpRequest, actor: Actor, year: int, id: str, part: str) -> HttpResponse:
    """The cases behind a number: those that one may see, and how many one may not."""
    figure = next((each for each in definitions() if each.id == id), None)
    if figure is None:
        raise Http404(id)
    counted = measure_of(figure, year_of(year_asked(year), today()), origins()).sets.get(part)
    if counted is None:
        raise Http404(part)
    filters = Filters(condition=counted.condition, origins=origins())
    page = case_list(actor, filters, today=today(), after=request.GET.get("after", "")[:40])
    context = {
        "year": year,
        "figure": figure,
        "page": page,
        "today": today(),
        "next": urlencode({"after": page.after}) if page.after else "",
        "here": "figures",
    }
    return render(request, "desk/behind.html", context)


def year_asked(year: int) -> int:
    if not 1900 < year < 2200:
        raise Http404(str(year))
    return year
