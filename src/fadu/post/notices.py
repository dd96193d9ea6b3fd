"""Notices to applicants, by the ways to which they agreed: that there is something to see, and where. Never what: a mailbox is no sealed envelope."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from fadu.cases.models import Case
from fadu.letters.site import site
from fadu.letters.told import Told
from fadu.policy.others import following
from fadu.ports import Message
from fadu.post import consent
from fadu.post.ways import Way, fits
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
CONTACT = {Way.EMAIL: "email", Way.SMS: "phone"}
"""The part of a party that is its address by that way."""


def notices(record: Told) -> Mapping[Way, Message]:
    """The notices of an entry to the applicant; none if it is their own act or not their affair, and none by a way they didn't agree to."""
    party = next(
        (f.id for f in record.declared.fields if f.kind == "party" and f.id in record.declared.opening.asks), ""
    )
    applicant = record.fields.get(party) or {}
    theirs = record.rule.errand or record.rule.id in following(record.declared, party)
    if record.actor_kind in ("party", "anonymous") or theirs:
        return {}
    found = {}
    for way in sorted(consent.given(record.case.uid)):
        to = str(applicant.get(CONTACT.get(way, ""), ""))
        if fits(way, to):
            found[way] = _message(way, to, record.case)
    return found


def _message(way: Way, to: str, case: Case) -> Message:
    office = installed().office(settings.FADU.office)
    where = address(case)
    if way is Way.SMS:
        return Message(to, f"{case.number} 办理有进展", "", where)
    body = BODY.format(number=case.number, address=where, office=office.name, english=office.english)
    return Message(to, f"【{office.name}】办理有进展 · News in your matter", body, where)


def address(case: Case) -> str:
    """Where the case is followed, with its number filled in; the code only the applicant knows."""
    return f"{site()}{reverse('portal:progress')}?{urlencode({'number': case.number})}"
