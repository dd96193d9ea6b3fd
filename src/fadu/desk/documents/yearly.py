"""The statutory table of a year as a paper."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fadu.cases.errors import ActError
from fadu.cases.figures_report import Unbalanced, table_of
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.desk.documents.answers import UNMADE, mark, office, pdf, refused
from fadu.desk.figures import year_asked
from fadu.desk.whom import official
from fadu.letters.archive.plain import surely
from fadu.letters.registers.yearly import yearly_table
from fadu.policy import Actor
from fadu.procedure.registry import installed
from fadu.procedure.say import say


@require_safe
@official
def table(request: HttpRequest, actor: Actor, year: int, id: str) -> HttpResponse:
    """The table with its CSV inside."""
    asked = installed().tables.get(id)
    if asked is None:
        raise Http404(id)
    try:
        found = table_of(asked, year_asked(year), origins())
    except Unbalanced as wrong:
        said = say("表不平衡：{why}", why=str(wrong))
        return refused(request, ActError(said, say("先找出不在表中的处理结果，或者核验存证。")))
    made = yearly_table(asked, found, year, office(), today(), mark())
    try:
        content = surely(made, datetime.combine(today(), datetime.min.time(), UTC), settings.FADU.fonts)
    except UNMADE as error:
        return refused(request, error)
    return pdf(content, f"fadu-{id}-{year}.pdf")
