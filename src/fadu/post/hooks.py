"""Webhooks: a program hears that a case moved, and where to look. What happened it asks for with its own token.

Events are CloudEvents 1.0 (structured JSON); each call is signed as Standard Webhooks has it: HMAC-SHA256 over id, time and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.cases.duties import duties
from fadu.cases.keys import master
from fadu.cases.models import Case, Outbox
from fadu.cases.moments import now, today
from fadu.cases.planning import utc
from fadu.evidence import secrets
from fadu.letters.told import Told
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.policy import CaseFacts, may_see
from fadu.post import hook_line
from fadu.post.claims import Job
from fadu.post.errors import NotYet
from fadu.post.models import Hook, HookCall

KIND = "hook"
MOST = 20
"""Webhooks that one person can have at a time."""
TOO_MANY = N_("每人最多 20 个推送地址，请先停用不再需要的。")
ENDED_BY_OWNER, ENDED_BY_ADDRESS = N_("本人停用"), N_("对方答复已停用（410）")
"""Why a webhook ended, as kept."""
GONE = 410
SECRET_MARK = "whsec_"


def subscribe(person: Person, url: str) -> tuple[Hook, str]:
    """A new webhook, and the secret by which its owner checks the signatures; it is shown once.

    Raises:
        BadAddress: nothing is sent there, or the person has too many already.
    """
    hook_line.checked(url)
    if Hook.objects.filter(person=person, ended_at=None).count() >= MOST:
        raise hook_line.BadAddress(TOO_MANY)
    key = os.urandom(secrets.KEY_BYTES)
    with transaction.atomic():
        hook = Hook.objects.create(person=person, url=url, secret=b"", made_at=now())
        hook.secret = secrets.wrap(master(), key, _subject(hook))
        hook.save(update_fields=["secret"])
    return hook, SECRET_MARK + base64.b64encode(key).decode()


def end(hook: Hook, why: str) -> None:
    """Nothing is sent there any more."""
    Hook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=now(), ended=why)


def announce(record: Told) -> None:
    """Put the event of this entry into the outbox for every webhook whose person may see the case; once, however often it is called."""
    for hook in Hook.objects.filter(ended_at=None).select_related("person"):
        if _may_hear(hook, record.case):
            _queue(hook, record)


def send(job: Job) -> None:
    """Call the webhook. Whether its person may see the case is asked again: that may have changed.

    Raises:
        NotYet: nobody answered, or not with a yes.
        Undeliverable: nothing is sent to such an address.
    """
    call = HookCall.objects.select_related("hook__person", "outbox__entry__case").get(outbox_id=job.id)
    hook, entry = call.hook, call.outbox.entry
    if hook.ended_at is not None or entry is None or not _may_hear(hook, entry.case):
        return None
    body = orjson.dumps(job.payload["event"])
    call.status = hook_line.post(hook.url, headers(hook, call.event, body), body)
    call.answered_at = now()
    call.save(update_fields=["status", "answered_at"])
    if call.status == GONE:
        return end(hook, ENDED_BY_ADDRESS)
    if not 200 <= call.status < 300:
        raise NotYet(f"推送地址答复 {call.status}")
    return None


def headers(hook: Hook, event: str, body: bytes) -> dict[str, str]:
    """What goes with the body: its id, the time of this call, and the signature over both and the body."""
    at = str(int(now().timestamp()))
    key = secrets.unwrap(master(), bytes(hook.secret), _subject(hook))
    signed = hmac.digest(key, f"{event}.{at}.".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "fadu",
        "webhook-id": event,
        "webhook-timestamp": at,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }


def event_of(record: Told) -> dict[str, Any]:
    """The entry as an event: that it happened, and where to look. Nothing of its content."""
    uid, seq = record.case.uid, record.event.seq
    return {
        "specversion": "1.0",
        "id": f"{uid}-{seq}",
        "source": f"urn:fadu:{settings.FADU.office}",
        "type": _type(record),
        "subject": uid,
        "time": utc(record.recorded_at),
        "datacontenttype": "application/json",
        "data": {"case": uid, "seq": seq, "act": record.rule.id, "see": f"/api/v1/cases/{uid}"},
    }


def _type(record: Told) -> str:
    if record.rule.opens:
        return "fadu.case.opened"
    return "fadu.case.closed" if record.standing.closed is not None else "fadu.case.moved"


def _queue(hook: Hook, record: Told) -> None:
    event = event_of(record)
    with transaction.atomic():
        # Two workers never handle one entry at once; the constraint holds even if they did.
        if HookCall.objects.filter(hook=hook, event=event["id"]).exists():
            return
        payload = orjson.dumps({"hook": hook.pk, "event": event}).decode()
        row = Outbox.objects.create(kind=KIND, entry=record.entry, payload=payload, not_before=now())
        HookCall.objects.create(hook=hook, event=event["id"], outbox=row)


def _may_hear(hook: Hook, case: Case) -> bool:
    facts = CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)
    return bool(hook.person.is_active and may_see(actor_of(hook.person, today()), facts, duties()))


def _subject(hook: Hook) -> str:
    return f"hook:{hook.pk}"
