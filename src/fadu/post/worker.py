"""The loop of `fadu work`: what time does, the log and its heads, letters and notices. One step that fails never stops the others."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from fadu.cases.sequencer import sequence, sign_head
from fadu.cases.sweep import sweep
from fadu.post.drain import drain

log = logging.getLogger("fadu.work")
PAUSE, LONGEST_WAIT = 1.0, 30.0


def run_once() -> int:
    """Do everything that is there to be done now; gives how many things were done."""
    done = 0
    while more := sum(step() for step in STEPS):
        done += more
    return done


def loop() -> None:
    """Work until a signal; finish the step in hand first. A database that goes away is waited for."""
    stopping = _Stop()
    wait = PAUSE
    while not stopping.asked:
        done, away = _round(stopping)
        wait = min(wait * 2, LONGEST_WAIT) if away else PAUSE
        if away or not done:
            stopping.sleep(wait)


def _round(stopping: _Stop) -> tuple[int, bool]:
    """One go at every step: how much was done, and whether the database was away."""
    done = 0
    for step in STEPS:
        if stopping.asked:
            break
        try:
            close_old_connections()
            done += step()
        except (OperationalError, InterfaceError) as away:
            log.warning("数据库暂时不可用，稍后再试：%s", str(away).splitlines()[0] if str(away) else away)
            connection.close()
            return done, True
        except Exception as failed:  # the loop outlives whatever one step runs into
            log.error("%s 没有做成：%s: %s", step.__name__, type(failed).__name__, failed)
    return done, False


def _sequence() -> int:
    """Every waiting entry gets its place; then the head is signed if it grew."""
    done = 0
    while placed := sequence():
        done += placed
    sign_head()
    return done


STEPS: tuple[Callable[[], int], ...] = (sweep, _sequence, drain)


class _Stop:
    """Set by SIGTERM and SIGINT."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._set)
        signal.signal(signal.SIGINT, self._set)

    def _set(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def sleep(self, seconds: float) -> None:
        """Sleep, but not through a signal."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(0.1)
