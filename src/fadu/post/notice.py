"""Notices by e-mail. They carry no content: only that there is something to see, and where."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from fadu.cases.keys import master
from fadu.cases.models import Case, Outbox, Part, Subject
from fadu.cases.moments import now
from fadu.cases.planning import aad
from fadu.cases.texts import declaration
from fadu.evidence import secrets
from fadu.post.models import Delivery
from fadu.procedure.registry import installed

TEXT = """您好：

您在{office}的办件（{number}）有了新的进展。请凭回执号和查询码查询：

{where}

本邮件不含办件内容，也无须回复。

Your matter ({number}) at {english} has moved on. Please look it up with the receipt number and the query code
at the address above. This message carries no content and needs no reply.
"""


def notify(row: Outbox) -> None:
    """Send the notice of one outbox row to the party of its case, once if that can be known.

    Raises:
        OSError, smtplib.SMTPException: the mail server said no or nothing; try again later.
    """
    entry = row.entry
    if entry is None or entry.case.origin not in ("real", "sample"):
        return
    to = address_of(entry.case)
    if not to:
        return
    made, new = Delivery.objects.get_or_create(
        outbox=row,
        defaults={
            "message_id": f"<fadu.{entry.case.uid}.{row.pk}@{_domain()}>",
            "recipient": secrets.lookup_token(master(), "email", to),
            "begun_at": now(),
        },
    )
    if made.accepted_at is not None:
        return
    Delivery.objects.filter(pk=made.pk).update(attempts=made.attempts + 1, maybe_twice=not new)
    _message(entry.case, to, made).send()
    Delivery.objects.filter(pk=made.pk).update(accepted_at=now())


def address_of(case: Case) -> str:
    """The e-mail address that the opening party gave, "" if none or if it was erased."""
    declared = declaration(case.declaration_id)
    party = next((by for by in declared.opening.by if by in declared.field), "")
    subject = Subject.objects.filter(case=case, party=party).first()
    if subject is None or subject.wrapped_key is None:
        return ""
    name = f"personal:{party}"
    part = Part.objects.filter(entry__case=case, entry__seq=1, name=name).first()
    if part is None:
        return ""
    key = secrets.unwrap(master(), bytes(subject.wrapped_key), f"{case.uid}:{party}")
    values: dict[str, Any] = json.loads(secrets.decrypt(key, bytes(part.data), aad(case.uid, 1, name)))
    return str(values.get(party, {}).get("email", ""))


def _message(case: Case, to: str, delivery: Delivery) -> EmailMessage:
    office = installed().office(settings.FADU.office)
    where = f"{_site()}/progress/?number={case.number}"
    text = TEXT.format(office=office.name, english=office.english, number=case.number, where=where)
    headers = {"Message-ID": delivery.message_id, "Date": formatdate(delivery.begun_at.timestamp())}
    return EmailMessage(f"办件有新进展：{case.number}", text, None, [to], headers=headers)


def _site() -> str:
    hosts = [h for h in settings.ALLOWED_HOSTS if h not in ("*", "localhost", "127.0.0.1", "[::1]")]
    return f"https://{hosts[0]}" if hosts else f"http://127.0.0.1:{settings.FADU.http_port}"


def _domain() -> str:
    return _site().partition("://")[2].partition(":")[0]
