"""Handing a message to the mail server, so that what is not known afterwards shows as not known.

Before: begun. After the server's yes: accepted; after its no: not begun. If neither yes nor no was recorded (a crash, a connection that
broke), the message is sent once more under the same Message-ID, by which mail systems tell a copy, and is marked so for good.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from fadu.cases.keys import master
from fadu.cases.moments import now
from fadu.evidence import secrets
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.models import Delivery

LOCAL = ("localhost", "127.0.0.1", "[::1]")
UNKNOWN = "邮件服务器没有回答，是否已发出不明"


@dataclass(frozen=True)
class Message:
    """What is to be sent, and to whom."""

    to: str
    subject: str
    body: str


def send(outbox: int, message: Message) -> None:
    """Send the message that an outbox row asks for; one that was accepted is not sent again.

    Raises:
        NotYet: it was refused or no server answered; or it is not known whether it went out.
        Undeliverable: it is not known for the second time.
    """
    delivery = _delivery(outbox, message.to)
    if delivery.accepted_at is not None:
        return
    _hand_over(delivery)
    backend = get_connection()
    try:
        backend.open()
    except OSError as error:  # smtplib's own errors are OSErrors too
        _not_sent(delivery)
        raise NotYet(f"连接不上邮件服务器：{_said(error, message.to)}") from None
    try:
        backend.send_messages([_email(delivery, message)])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as refusal:
        _not_sent(delivery)
        raise NotYet(f"邮件服务器拒收：{_said(refusal, message.to)}") from None
    except OSError:
        raise NotYet(UNKNOWN) from None
    finally:
        # The answer has been given; whether the farewell succeeds is of no account.
        with suppress(Exception):
            backend.close()
    delivery.accepted_at = now()
    delivery.save(update_fields=["accepted_at"])


def host() -> str:
    """The name under which the public reaches the office."""
    hosts = settings.FADU.allowed_hosts
    return next((each for each in hosts if each not in LOCAL), hosts[0]).lstrip(".")


def _delivery(outbox: int, address: str) -> Delivery:
    token = secrets.lookup_token(master(), "message-id", str(outbox)).hex()[:24]
    first = {
        "recipient": secrets.lookup_token(master(), "email", address),
        "message_id": f"<{token}.{outbox}@{host()}>",
    }
    return Delivery.objects.get_or_create(outbox_id=outbox, defaults=first)[0]


def _hand_over(delivery: Delivery) -> None:
    if delivery.unanswered and delivery.maybe_twice:
        raise Undeliverable(f"{UNKNOWN}；已用同一 Message-ID 重发一次，仍然不明。请用其他方式通知。")
    delivery.maybe_twice |= delivery.unanswered
    delivery.begun_at = now()
    delivery.attempts += 1
    delivery.save(update_fields=["maybe_twice", "begun_at", "attempts"])


def _not_sent(delivery: Delivery) -> None:
    delivery.begun_at = None
    delivery.save(update_fields=["begun_at"])


def _email(delivery: Delivery, message: Message) -> EmailMessage:
    user = settings.EMAIL_HOST_USER
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=user if "@" in user else f"no-reply@{host()}",
        to=[message.to],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )


def _said(error: Exception, address: str) -> str:
    """The server's own words, without the address."""
    code: int | None = None
    said: bytes | str = str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code or ''} {words}".split()).replace(address, "＊＊＊")[:300]
