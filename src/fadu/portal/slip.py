"""The receipt as a PDF: what the page says, set as the office sets its notices, while the page can still be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fadu.cases.filetypes import PDF
from fadu.cases.moments import now
from fadu.law.period import amount_zh
from fadu.letters.blocks import Check, Document, Paragraph
from fadu.letters.making import DEMO_MARK
from fadu.letters.pdf import FontsMissing, render
from fadu.portal.receipts import Receipt, kept
from fadu.portal.services import main_duty, opened_by_people, starts_online
from fadu.procedure.registry import installed
from fadu.procedure.say import chinese


@dataclass(frozen=True)
class Progress(Check):
    """The page on which to follow the case, in the place where letters have theirs: its `address` knows the number, never the code."""

    @property
    def link(self) -> str:
        return self.address

    @property
    def lines(self) -> Iterator[str]:
        yield "扫码查进度，仍须输入查询码"


@never_cache
@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    """The receipt that the page shows, as a file."""
    found = kept(request)
    if found is None:
        raise Http404
    progress = request.build_absolute_uri(f"{reverse('portal:progress')}?{urlencode({'number': found.number})}")
    try:
        made = render(document(found, progress), now(), settings.FADU.fonts)
    except FontsMissing:
        raise Http404 from None
    response = HttpResponse(made, content_type=PDF)
    response["Content-Disposition"] = 'attachment; filename="receipt.pdf"'
    return response


def document(found: Receipt, progress: str) -> Document:
    """The receipt as a notice of the office."""
    day = date.fromisoformat(found.day)
    declared = opened_by_people(found.procedure, day)
    clock = main_duty(declared)
    trigger = starts_online(declared, clock) if clock else None
    lines = [f"事项：{declared.title}", f"回执号：{found.number}", f"提交日期：{chinese(day)}"]
    lines[2:2] = [f"查询码：{found.code}"] if found.code else []
    if clock and clock.term.versions and trigger:
        version = clock.term.on(day)
        term = amount_zh(version.n, version.term.unit)
        lines.append(f"自“{trigger.title}”之日起，{term}内“{clock.title}”届满；当日不计入，从次日起算。")
    lines.append(f"查询码请妥善保管，不要告诉他人；本机关只保存它的摘要。记录摘要：{found.signed['hash']}")
    return Document(
        kind="notice",
        issuers=(installed().office(settings.FADU.office).name,),
        title="申请回执",
        blocks=tuple(Paragraph(line) for line in lines),
        date=chinese(day),
        sealed=False,
        mark="" if settings.FADU.production else DEMO_MARK,
        check=Progress(progress, ""),
    )
