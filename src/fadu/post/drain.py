"""Draining the outbox: what follows from an act after its commit, at least once, each kind by its own handler."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db import DatabaseError

from fadu.letters.errors import LetterError, Stopped
from fadu.letters.making import make
from fadu.letters.pdf import FontsMissing
from fadu.letters.sealing.keeping import keep_sealed
from fadu.letters.told import Told, Voided, told
from fadu.post import checkpoints, claims, hooks, kin, telling
from fadu.post.claims import Job
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.mailing import send
from fadu.post.notices import notices
from fadu.post.ways import send_all

log = logging.getLogger(__name__)

LETTERED = frozenset({"real", "sample"})
"""Origins whose letters are made: the sandbox ends here, and imported cases had their letters long ago."""
NOTIFIED = frozenset({"real"})
"""Origins whose applicants are real people."""


def drain(limit: int = 20, going: Callable[[], bool] = lambda: True) -> int:
    """Handle up to `limit` rows that are due, while `going`; gives how many were handled, well or not.

    Raises:
        DatabaseError: the row in hand is taken up again when its lease ends.
    """
    handled = 0
    while handled < limit and going() and (job := claims.claim()):
        _handle(job)
        handled += 1
    return handled


def _handle(job: Job) -> None:
    if job.attempts > claims.TRIES:
        return claims.dead(job, "处理此事项时后台多次意外停止。")
    handler = HANDLERS.get(job.kind)
    if handler is None:
        return claims.dead(job, f"没有办法处理“{job.kind}”这一类待发事项。")
    try:
        handler(job)
    except DatabaseError:
        raise
    except (NotYet, FontsMissing, Stopped) as error:
        return claims.failed(job, str(error))
    except (Undeliverable, LetterError, LookupError) as error:
        return claims.dead(job, str(error))
    except Exception as error:
        # Its text might quote what it choked on; the row is shown to people who may not read that.
        log.exception("待发事项 %s（%s）出错", job.id, job.kind)
        return claims.failed(job, f"意外的错误（{type(error).__name__}），详见后台日志。")
    return claims.done(job)


def _letter(job: Job) -> None:
    record = _told(job)
    if record is None:
        return
    _announce(record)
    if record.case.origin in LETTERED:
        make(record)
    _notify(job, record)


def _sealed(job: Job) -> None:
    record = _told(job)
    if record is not None and record.case.origin in LETTERED:
        keep_sealed(record)


def _moved(job: Job) -> None:
    record = _told(job)
    if record is not None:
        _announce(record)
        _notify(job, record)


def _checkpoint(job: Job) -> None:
    send(job.id, checkpoints.message(job.payload["size"]))


def _told(job: Job) -> Told | None:
    """What the record tells of the entry; None if it was voided, so that nothing follows from it."""
    try:
        return told(job.payload["case"], job.payload["seq"])
    except Voided:
        return None


def _announce(record: Told) -> None:
    if record.case.origin in NOTIFIED:
        hooks.announce(record)


def _notify(job: Job, record: Told) -> None:
    if record.case.origin in NOTIFIED:
        telling.tell_of_tasks(record)
        send_all(job.id, notices(record))


def _kin(job: Job) -> None:
    kin.follow(job.payload["case"], job.payload["seq"])


HANDLERS: Mapping[str, Callable[[Job], None]] = MappingProxyType(
    {
        "letter": _letter,
        "moved": _moved,
        kin.KIND: _kin,
        "sealed": _sealed,
        checkpoints.KIND: _checkpoint,
        hooks.KIND: hooks.send,
        telling.KIND: telling.send_notice,
    }
)
