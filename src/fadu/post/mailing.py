"""Handing a message to the mail server, so that what is not known afterwards shows as not known.

Before: begun. After the server's yes: accepted; after its no: not begun. If neither yes nor no was recorded (a crash, a connection that
broke), the message is sent once more under the same Message-ID, by which mail systems tell a copy, and is marked so for good.
"""

from __future__ import annotations

from fadu.cases.keys import master
from fadu.cases.moments import now
from fadu.evidence import secrets
from fadu.letters.site import host
from fadu.ports import Answer, Message, Post, Reply
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.models import Delivery
from fadu.post.smtp import MailServer

UNKNOWN = "发送通道没有回答，是否已发出不明"
MAIL_SERVER = MailServer()


def send(outbox: int, message: Message, post: Post = MAIL_SERVER, way: str = "email") -> None:
    """Send the message that an outbox row asks for by that way; one that was accepted is not sent again.

    Raises:
        NotYet: it was refused or no server answered; or it is not known whether it went out.
        Undeliverable: it is not known for the second time.
    """
    delivery = _delivery(outbox, way, message.to)
    if delivery.accepted_at is not None:
        return
    _begin(delivery)
    _record(delivery, post.hand_over(message, delivery.message_id))


def _delivery(outbox: int, way: str, address: str) -> Delivery:
    token = secrets.lookup_token(master(), "message-id", f"{way}/{outbox}").hex()[:24]
    first = {
        "recipient": secrets.lookup_token(master(), way, address),
        "message_id": f"<{token}.{outbox}@{host()}>",
    }
    return Delivery.objects.get_or_create(outbox_id=outbox, way=way, defaults=first)[0]


def _begin(delivery: Delivery) -> None:
    if delivery.unanswered and delivery.maybe_twice:
        raise Undeliverable(f"{UNKNOWN}；已用同一 Message-ID 重发一次，仍然不明。请用其他方式通知。")
    delivery.maybe_twice |= delivery.unanswered
    delivery.begun_at = now()
    delivery.attempts += 1
    delivery.save(update_fields=["maybe_twice", "begun_at", "attempts"])


def _record(delivery: Delivery, answer: Answer) -> None:
    if answer.reply is Reply.UNANSWERED:
        raise NotYet(UNKNOWN)
    if answer.reply is Reply.YES:
        delivery.accepted_at = now()
        delivery.save(update_fields=["accepted_at"])
        return
    delivery.begun_at = None
    delivery.save(update_fields=["begun_at"])
    refused = "对方拒收" if answer.reply is Reply.NO else "连接不上发送通道"
    raise NotYet(f"{refused}：{answer.said}")
