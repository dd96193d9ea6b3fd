"""Forms begun and not yet sent: kept for seven days under a code that only the applicant has.

The office keeps the keyed hash of the code and the answers sealed under a key made from it: without the code nobody reads them, nor
tells whose they are. Sent or deleted, they are gone; so they are seven days after the last change.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fadu.cases.keys import master
from fadu.cases.moments import now, today
from fadu.evidence import secrets
from fadu.faces.entry import new_key
from fadu.law.period import day_of
from fadu.portal.models import Draft

DAYS = 7
TRIES = 3


@dataclass(frozen=True)
class Begun:
    """A form begun: `answers` as `acts` takes them, by field; `key` is the idempotency key of the case it is to become."""

    procedure: str
    code: str = ""
    key: str = field(default_factory=new_key)
    answers: Mapping[str, Any] = field(default_factory=dict)

    def answered(self, more: Mapping[str, Any]) -> Begun:
        """The form with these answers too; what was emptied is gone."""
        kept = {name: value for name, value in {**self.answers, **more}.items() if value not in (None, "", {})}
        return replace(self, answers=kept)

    @property
    def shown_code(self) -> str:
        """The code as people copy it: two groups of five."""
        return f"{self.code[:5]}-{self.code[5:]}"


def keep(begun: Begun) -> Begun:
    """Keep it for seven days from now; one that has no code yet gets one."""
    if begun.code:
        row = {"sealed": _seal(begun), "until": _end()}
        Draft.objects.update_or_create(token=_token(begun.code), defaults=row)
        return begun
    for _ in range(TRIES):
        new = replace(begun, code=secrets.new_code())
        try:
            with transaction.atomic():
                Draft.objects.create(token=_token(new.code), sealed=_seal(new), until=_end())
        except IntegrityError:
            continue
        return new
    raise RuntimeError("three new codes in a row were taken: the source of random numbers is broken")


def find(code: str, procedure: str) -> Begun | None:
    """The form that was begun under this code, however it is typed; None if there is none, or its time is over."""
    code = _tidy(code)
    row = Draft.objects.filter(token=_token(code), until__gt=now()).first() if code else None
    if row is None:
        return None
    kept = json.loads(secrets.decrypt(_key(code), bytes(row.sealed), b"draft"))
    if kept["procedure"] != procedure:
        return None
    return Begun(procedure, code, kept["key"], kept["answers"])


def until(begun: Begun) -> date:
    """The last day on which one can go on with it."""
    kept = Draft.objects.filter(token=_token(begun.code)).values_list("until", flat=True).first()
    return day_of(kept) - timedelta(days=1) if kept else today()


def discard(code: str) -> None:
    """Delete it; nothing of it is left."""
    Draft.objects.filter(token=_token(_tidy(code))).delete()


def expire() -> int:
    """Delete those whose time is over; gives how many."""
    return Draft.objects.filter(until__lte=now()).delete()[0]


def _seal(begun: Begun) -> bytes:
    text = json.dumps({"procedure": begun.procedure, "key": begun.key, "answers": begun.answers}, ensure_ascii=False)
    return secrets.encrypt(_key(begun.code), text.encode(), b"draft")


def _end() -> datetime:
    """The end of the seventh day from today, in the office's time."""
    return datetime.combine(today() + timedelta(days=DAYS + 1), time(), timezone.get_default_timezone())


def _token(code: str) -> bytes:
    return secrets.lookup_token(master(), "draft", code)


def _key(code: str) -> bytes:
    return hmac.digest(master(), b"fadu/draft/1/" + code.encode(), hashlib.sha256)


def _tidy(code: str) -> str:
    return secrets.normalised(code).replace("-", "")
