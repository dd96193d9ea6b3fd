"""The mail server as the settings name it, behind the port `Post`."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from fadu.letters.site import host
from fadu.ports import Answer, Message, Reply

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


@dataclass(frozen=True)
class MailServer:
    """One connection for each message."""

    def hand_over(self, message: Message, message_id: str) -> Answer:
        """What the server said to this message; nobody there: it was not reached at all."""
        backend = get_connection()
        try:
            backend.open()
        except OSError as error:  # smtplib's own errors are OSErrors too
            return Answer(Reply.NOBODY_THERE, _said(error, message.to))
        try:
            backend.send_messages([_email(message, message_id)])
        except REFUSALS as refusal:
            return Answer(Reply.NO, _said(refusal, message.to))
        except ValueError:
            # An address that can't be written in a message: the server was told nothing.
            return Answer(Reply.NO, "邮箱地址的写法不能使用")
        except OSError:
            return Answer(Reply.UNANSWERED)
        finally:
            # The answer has been given; whether the farewell succeeds is of no account.
            with suppress(Exception):
                backend.close()
        return Answer(Reply.YES)


def _email(message: Message, message_id: str) -> EmailMessage:
    user = settings.EMAIL_HOST_USER
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=user if "@" in user else f"no-reply@{host()}",
        to=[message.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
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
