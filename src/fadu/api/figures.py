"""The figures of a year as JSON; the same numbers as at the desk."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from fadu.api.reading import caller
from fadu.api.shapes import Line
from fadu.api.tokens import READ_FIGURES
from fadu.cases.errors import ActError
from fadu.cases.figures_report import Unbalanced, as_json, figures_of, table_of
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.faces.speech import speak
from fadu.figures.tables import columns
from fadu.procedure.registry import installed
from fadu.procedure.say import say

router = Router(tags=["figures"])


class FigureOut(Schema):
    """A number with its unit, the rule by which cases count, and what it rests on."""

    id: str
    title: str
    value: float | None
    unit: str
    rule: str
    parts: dict[str, int]


class FiguresOut(Schema):
    """The figures of a year, counted on the day `as_of`."""

    format: str
    year: int
    as_of: str
    origins: list[str]
    figures: list[FigureOut]


class TableRow(Schema):
    """A row as the form prints it, with how deep it stands and its number in every column; none for a heading."""

    title: str
    level: int
    numbers: dict[str, int]


class TableOut(Schema):
    """A yearly table that the law prescribes, counted on the day `as_of`."""

    format: str
    id: str
    title: str
    year: int
    as_of: str
    rows: list[TableRow]


class Of(Schema, extra="forbid"):
    procedure: Line = ""


@router.get("/figures/{int:year}", response=FiguresOut, operation_id="read_figures")
def read_figures(request: HttpRequest, year: int, of: Query[Of]) -> dict[str, Any]:
    """Every figure of the year, or those of one duty. A figure does not depend on who asks."""
    caller(request, READ_FIGURES)
    if not 1900 < year < 2200:
        raise Http404
    values = figures_of(year, origins=origins(), procedure=of.procedure)
    return as_json(year, values, today(), origins(), speak)


@router.get("/tables/{id}/{int:year}", response=TableOut, operation_id="read_table")
def read_table(request: HttpRequest, id: str, year: int) -> dict[str, Any]:
    """A yearly table, filled in. Its numbers do not depend on who asks."""
    caller(request, READ_FIGURES)
    table = installed().tables.get(id)
    if table is None or not 1900 < year < 2200:
        raise Http404
    heads = columns(table)
    try:
        found = table_of(table, year, origins())
    except Unbalanced as wrong:
        raise ActError(
            say("表不平衡：{why}", why=str(wrong)), say("先找出不在表中的处理结果，或者核验存证。")
        ) from None
    return {
        "format": "fadu-table/1",
        "id": table.id,
        "title": speak(say(table.title)),
        "year": year,
        "as_of": today().isoformat(),
        "rows": [
            {"title": each.title, "level": each.level, "numbers": dict(zip(heads, each.numbers, strict=False))}
            for each in found
        ],
    }
