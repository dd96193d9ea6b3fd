"""What time it is: the one place that asks. Tests and the sandbox set another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fadu.law.period import day_of
from fadu.ports import Today


@dataclass(frozen=True)
class Running:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Stopped:
    """It stays `moment` (aware)."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


RUNNING = Running()
_asked: ContextVar[Today] = ContextVar("today", default=RUNNING)


def now() -> datetime:
    """This instant, UTC."""
    return _asked.get().now()


def today() -> date:
    """The day in the office's time."""
    return day_of(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) within the block."""
    token = _asked.set(Stopped(moment))
    try:
        yield
    finally:
        _asked.reset(token)
