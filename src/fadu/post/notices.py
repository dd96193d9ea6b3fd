"""Notices by e-mail: that there is something to see, and where. Never what: a mailbox is not a sealed envelope."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from fadu.cases.models import Case
from fadu.letters.told import Told
from fadu.ports import Message
from fadu.post.smtp import host
from fadu.procedure.registry import installed

BODY = """\
{number} 办理有进展，请凭回执号和查询码查询：
{address}

本邮件由系统自动发出，不含办理内容，请勿回复。
{office}

---

There is news in the matter {number}. Please look it up with your receipt number and query code:
{address}

This message was sent automatically and contains nothing of the matter itself. Please do not reply.
{english}
"""


def notice(record: Told) -> Message | None:
    """The notice of an entry to the applicant; None if it is their own act, is not their affair, or they gave no e-mail address."""
    party = next(
        (f.id for f in record.declared.fields if f.kind == "party" and f.id in record.declared.opening.asks), ""
    )
    applicant = record.fields.get(party) or {}
    if record.actor_kind in ("party", "anonymous") or record.rule.errand or not applicant.get("email"):
        return None
    office = installed().office(settings.FADU.office)
    body = BODY.format(
        number=record.case.number, address=address(record.case), office=office.name, english=office.english
    )
    return Message(applicant["email"], f"【{office.name}】办理有进展 · News in your matter", body)


def address(case: Case) -> str:
    """Where the case is followed, with its number filled in; the code only the applicant knows."""
    site = f"https://{host()}" if settings.FADU.production else f"http://{host()}:{settings.FADU.http_port}"
    return f"{site}{reverse('portal:progress')}?{urlencode({'number': case.number})}"
