"""登记簿摘录: the public register for a period, and one case."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fadu.cases.case_view import case_view
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.register import decided
from fadu.desk.documents.answers import UNMADE, mark, office, pdf, refused
from fadu.desk.whom import official
from fadu.letters.archive.packing import setting
from fadu.letters.archive.plain import surely
from fadu.letters.registers.extracts import case_extract, register_extract
from fadu.people.models import Unit
from fadu.policy import Actor

MOST = 3000
"""Rows of one extract; a longer period is asked for in pieces."""


@require_safe
@official
def register(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What everybody may know of the requests decided between two days."""
    since, until = (_day(request.GET.get(name, "")) for name in ("since", "until"))
    if since is None or until is None or since > until:
        messages.error(request, _("没有生成登记簿摘录：起止日期没有填，或者开始晚于结束。填写两个日期后再试。"))
        return redirect("desk:archive")
    rows = decided(origins(), limit=MOST + 1, during=(since, until))
    if len(rows) > MOST:
        messages.error(request, _("这段时间答复的超过 %(n)s 件。缩短期间，分几次摘录。") % {"n": MOST})
        return redirect("desk:archive")
    made = register_extract(office(), rows[::-1], since, until, today(), mark())
    try:
        content = surely(made, _at(today()), settings.FADU.fonts)
    except UNMADE as error:
        return refused(request, error)
    return pdf(content, f"fadu-register-{since}-{until}.pdf")


@require_safe
@official
def case(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """One case as the register has it, for whoever may see the case; it names no person."""
    view = case_view(actor, uid)
    how = setting(view)
    made = case_extract(view, how.office, _unit(view.unit), today(), how.mark)
    try:
        content = surely(made, _at(today()), how.fonts)
    except UNMADE as error:
        return refused(request, error)
    return pdf(content, f"fadu-extract-{uid}.pdf")


def _unit(key: str) -> str:
    """The unit's own name, whatever the reader's language: documents are Chinese."""
    return Unit.objects.filter(key=key).values_list("name", flat=True).first() or ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)
