"""The case list as a spreadsheet: the rows that the page shows, by the same filters, through the same policy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.cases.reading import CaseLine, Filters, Page, case_list
from fadu.desk.asked import asked
from fadu.desk.sheets import cells
from fadu.desk.whom import official, unit_names
from fadu.faces.speech import spoken
from fadu.later import Later
from fadu.people.models import Person
from fadu.policy import Actor

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = Later("openpyxl")

PAGE = 1000
MOST = 50_000
"""Rows of one file; what is beyond is said in its last line."""
WIDTHS = (28, 24, 60, 14, 24, 16, 12, 12, 12, 12, 8)


@require_safe
@official
def cases_sheet(request: HttpRequest, actor: Actor) -> FileResponse:
    """The file. Nothing personal is in it: a list shows nothing personal."""
    want = asked(request.GET)
    file = written(actor, want.filters, want.order)
    name = f"{_('案卷')}-{today().isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=cells.MEDIA_TYPE)


def written(actor: Actor, filters: Filters, order: str) -> IO[bytes]:
    """A temporary file, at its beginning; it goes away when closed."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("案卷"))
    for column, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append([cells.text(sheet, title, head=True) for title in _titles()])
    units, people, shown, withheld, last = unit_names(), _people(), 0, 0, None
    for page in _pages(actor, filters, order):
        last, withheld = page, page.withheld if last is None else withheld
        for line in page.lines:
            sheet.append([cells.text(sheet, value) for value in _row(line, units, people)])
        shown += len(page.lines)
    for sentence in _closing(last, shown, withheld):
        sheet.append([cells.text(sheet, sentence)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    book.save(file)
    file.seek(0)
    return file


def _pages(actor: Actor, filters: Filters, order: str) -> Iterator[Page]:
    after = ""
    for _step in range(MOST // PAGE):
        # Counted whole once, with the first rows.
        counted = 0 if after else None
        page = case_list(actor, filters, today=today(), after=after, limit=PAGE, order=order, counted=counted)
        yield page
        after = page.after
        if not after:
            return


def _titles() -> tuple[str, ...]:
    return (
        _("编号"),
        _("事项"),
        _("内容"),
        _("环节"),
        _("处理结果"),
        _("承办处室"),
        _("承办人"),
        _("受理"),
        _("办结"),
        _("到期"),
        _("来源"),
    )


def _row(line: CaseLine, units: dict[str, str], people: dict[str, str]) -> tuple[str, ...]:
    due = "" if line.closed or line.next_due is None else line.next_due.isoformat()
    return (
        line.number,
        spoken(line.title),
        line.heading,
        spoken(line.stage_title),
        spoken(line.outcome_title),
        units.get(line.unit, line.unit),
        people.get(line.handler, line.handler),
        line.opened.isoformat(),
        line.closed.isoformat() if line.closed else "",
        due,
        {"sample": _("示例"), "import": _("导入")}.get(line.origin, ""),
    )


def _closing(page: Page | None, shown: int, withheld: int) -> Iterator[str]:
    """What the file doesn't have, so that nobody takes it for all that there is."""
    if page is None:
        return
    if page.after:
        yield _("只列出前 %(n)d 件；请加筛选条件后分次导出。") % {"n": shown}
    if withheld:
        yield ngettext("另有 %(num)d 件您无权查看", "另有 %(num)d 件您无权查看", withheld) % {"num": withheld}


def _people() -> dict[str, str]:
    return dict(Person.objects.values_list("username", "name"))
