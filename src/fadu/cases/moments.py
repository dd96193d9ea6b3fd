"""What time it is: the one place that asks. Tests and the sandbox set another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from fadu.law.period import day_of

_set: ContextVar[datetime | None] = ContextVar("now", default=None)


def now() -> datetime:
    """This instant, UTC."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """The day in the office's time."""
    return day_of(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) within the block."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
