"""The yearly tables that the law prescribes, for everybody, whole, as they stand in the office's yearly report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.figures_report import Unbalanced, table_as_csv, table_of
from fadu.cases.origins import SAMPLE, origins
from fadu.figures.tables import CountedLine, columns
from fadu.portal.figures import year_told
from fadu.procedure.registry import installed
from fadu.procedure.tabling import Table


@require_safe
def table(request: HttpRequest, year: int, id: str) -> HttpResponse:
    """The page; while the table does not add up, it says so and tells no number."""
    asked = _asked(year, id)
    found = _told(asked, year)
    context = {
        "year": year,
        "table": asked,
        "columns": columns(asked),
        "found": found,
        "sample": SAMPLE in origins(),
        "here": "figures",
    }
    return render(request, "portal/table.html", context, status=200 if found else 503)


@require_safe
def sheet(request: HttpRequest, year: int, id: str) -> HttpResponse:
    """The same as CSV."""
    asked = _asked(year, id)
    found = _told(asked, year)
    if not found:
        return HttpResponse(status=503)
    return HttpResponse("\ufeff" + table_as_csv(asked, found), content_type="text/csv; charset=utf-8")


def _asked(year: int, id: str) -> Table:
    found = installed().tables.get(id)
    if found is None:
        raise Http404(id)
    year_told(year)
    return found


def _told(asked: Table, year: int) -> tuple[CountedLine, ...]:
    """The table; nothing if it does not add up."""
    try:
        return table_of(asked, year, origins())
    except Unbalanced:
        return ()
