"""年报表格: a table that the law prescribes, filled in for a year; every number opens down to its cases."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from fadu.cases.figures_report import Unbalanced, table_as_csv, table_of
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.reading import Filters, case_list
from fadu.desk.figures import year_asked
from fadu.desk.whom import official
from fadu.figures.sets import year_of
from fadu.figures.tables import CountedLine, columns, lines, sets
from fadu.policy import Actor
from fadu.procedure.registry import installed
from fadu.procedure.tabling import Table


@require_safe
@official
def table(request: HttpRequest, actor: Actor, year: int, id: str) -> HttpResponse:
    """The table. Its numbers don't depend on who looks; the lists behind them do."""
    asked, unbalanced = _table(id), ""
    found: tuple[CountedLine, ...] = ()
    try:
        found = table_of(asked, year_asked(year), origins())
    except Unbalanced as wrong:
        unbalanced = str(wrong)
    context = {
        "year": year,
        "table": asked,
        "columns": columns(asked),
        "found": found,
        "unbalanced": unbalanced,
        "here": "figures",
    }
    return render(request, "desk/table.html", context, status=500 if unbalanced else 200)


@require_safe
@official
def sheet(request: HttpRequest, actor: Actor, year: int, id: str) -> HttpResponse:
    """The table as CSV."""
    asked = _table(id)
    try:
        text = table_as_csv(asked, table_of(asked, year_asked(year), origins()))
    except Unbalanced as wrong:
        return HttpResponse(str(wrong), status=500, content_type="text/plain; charset=utf-8")
    # With a mark in front, so that spreadsheets read the Chinese.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="fadu-{id}-{year}.csv"'
    return response


@require_safe
@official
def behind(request: HttpRequest, actor: Actor, year: int, id: str, row: int, column: int) -> HttpResponse:
    """The cases behind a number of the table: those that one may see, and how many one may not."""
    asked = _table(id)
    line = next(iter(lines(asked, year_of(year_asked(year), today()), origins())[row : row + 1]), None)
    counted = sets(line)[column : column + 1] if line else ()
    if line is None or not counted:
        raise Http404(f"{row}/{column}")
    page = case_list(
        actor,
        Filters(condition=counted[0].condition, origins=origins()),
        today=today(),
        after=request.GET.get("after", "")[:40],
    )
    context = {
        "year": year,
        "table": asked,
        "title": gettext(line.title),
        "column": columns(asked)[column],
        "page": page,
        "today": today(),
        "next": urlencode({"after": page.after}) if page.after else "",
        "here": "figures",
    }
    return render(request, "desk/table_cell.html", context)


def _table(id: str) -> Table:
    found = installed().tables.get(id)
    if found is None:
        raise Http404(id)
    return found
