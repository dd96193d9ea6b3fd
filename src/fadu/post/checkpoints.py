"""Signed heads of the log leave the house once a day, so that not even the holder of the key could cut or rewrite it unseen."""

from __future__ import annotations

from datetime import timedelta

import orjson
from django.conf import settings

from fadu.cases.models import Checkpoint, Outbox
from fadu.cases.moments import now
from fadu.cases.sequencer import head
from fadu.ports import Message
from fadu.post.errors import Undeliverable
from fadu.procedure.registry import installed

KIND = "checkpoint"
EVERY = timedelta(days=1)


def post_checkpoint() -> int:
    """Put the newest head into the outbox if an address is set, a day has passed, and the log has grown; gives how many (0 or 1)."""
    newest = head() if settings.FADU.checkpoint_mail else None
    if newest is None:
        return 0
    last = Outbox.objects.filter(kind=KIND).order_by("-id").first()
    if last is not None:
        size = orjson.loads(last.payload)["size"]
        if size >= newest.size or Outbox.objects.filter(
            kind=KIND, payload=last.payload, not_before__gt=now() - EVERY
        ):
            return 0
    Outbox.objects.create(kind=KIND, payload=orjson.dumps({"size": newest.size}).decode(), not_before=now())
    return 1


def message(size: int) -> Message:
    """The signed head of that size, as mailed."""
    to = settings.FADU.checkpoint_mail
    if not to:
        raise Undeliverable("没有设置 FADU_CHECKPOINT_MAIL，签署的记录头不外发。")
    office = installed().office(settings.FADU.office)
    note = Checkpoint.objects.get(size=size).note
    return Message(to, f"【{office.name}】记录头 {size} · checkpoint", note)
