"""移交清单: the cases closed in a year, as PDF, spreadsheet or CSV."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.desk.documents.answers import UNMADE, mark, office, refused
from fadu.desk.sheets import cells
from fadu.desk.whom import official
from fadu.later import Later
from fadu.letters.archive.papers import LIST_COLUMNS
from fadu.letters.archive.papers import handed_over as paper
from fadu.letters.archive.plain import surely
from fadu.letters.archive.retention import Closed, closed_in
from fadu.letters.registers.data import attached_sheet, sheet
from fadu.policy import Actor

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = Later("openpyxl")

Rows = Sequence[tuple[str, ...]]
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": cells.MEDIA_TYPE, "pdf": "application/pdf"}


@require_safe
@official
def handed_over(request: HttpRequest, actor: Actor, year: int, form: str) -> HttpResponse:
    """The list in one of the three forms; what it names, a list may show: nothing personal."""
    if form not in FORMS or not 1949 <= year <= today().year:
        raise Http404(form)
    rows = [_row(n, each) for n, each in enumerate(closed_in(actor, year, today(), origins()), 1)]
    try:
        content = _pdf(year, rows) if form == "pdf" else _xlsx(rows) if form == "xlsx" else sheet(LIST_COLUMNS, rows)
    except UNMADE as error:
        return refused(request, error)
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="fadu-handover-{year}.{form}"'
    return response


def _row(n: int, each: Closed) -> tuple[str, ...]:
    line = each.line
    term = f"{each.kept.title}" if each.kept.settled or each.kept.years is None else f"{each.kept.title}（待核）"
    closed, until = (day.isoformat() if day else "" for day in (line.closed, each.until))
    return (str(n), line.number, line.title, line.heading, line.opened.isoformat(), closed, term, until)


def _xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("移交清单")
    for column, width in zip("ABCDEFGH", (6, 28, 24, 60, 12, 12, 14, 12), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append([cells.text(sheet, title, head=True) for title in LIST_COLUMNS])
    for row in rows:
        sheet.append([cells.text(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _pdf(year: int, rows: Rows) -> bytes:
    data = attached_sheet("handover.csv", f"{year}年移交清单的各行", sheet(LIST_COLUMNS, rows))
    made = paper(office(), year, rows, today(), mark(), data)
    return surely(made, datetime.combine(today(), datetime.min.time(), UTC), settings.FADU.fonts)
