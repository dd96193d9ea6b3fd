"""The loop of `fadu work`: terms, log, head, letters and notices, every second. Any number of workers may run.

A step that fails stops neither the others nor itself for good; a database that goes away is waited for.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from fadu.cases.sequencer import sequence, sign_head
from fadu.cases.statistics import keep_statistics
from fadu.cases.sweep import sweep
from fadu.post.checkpoints import post_checkpoint
from fadu.post.drain import drain
from fadu.post.morning import morning

log = logging.getLogger(__name__)

EVERY = 1.0
PATIENCE = 30.0
GONE = (OperationalError, InterfaceError)
Step = Callable[["Worker"], int]


@dataclass
class Worker:
    """One worker. `faults` are the steps that failed last time, so that a lasting fault is logged once and not every second."""

    stop: threading.Event = field(default_factory=threading.Event)
    faults: dict[str, str] = field(default_factory=dict)

    def going(self) -> bool:
        return not self.stop.is_set()

    def cycle(self) -> int:
        """Every step once; gives how much was done. A step that was begun is finished.

        Raises:
            OperationalError, InterfaceError: the database is away.
        """
        done = 0
        for name, step in STEPS.items():
            if self.going():
                done += self._try(name, step)
        return done

    def _try(self, name: str, step: Step) -> int:
        try:
            done = step(self)
        except GONE:
            raise
        except Exception as error:
            fault = f"{type(error).__name__}: {' '.join(str(error).split())}"
            if self.faults.get(name) != fault:
                log.error("%s出错，其他事项照常：%s", name, fault)
            self.faults[name] = fault
            return 0
        if self.faults.pop(name, None):
            log.info("%s恢复正常", name)
        return done


def _sequence(worker: Worker) -> int:
    total = 0
    while worker.going() and (n := sequence()):
        total += n
    return total


STEPS: dict[str, Step] = {
    "时限届满": lambda _: sweep(),
    "记录入序": _sequence,
    "签署记录头": lambda _: int(sign_head() is not None),
    "记录头外发": lambda _: post_checkpoint(),
    "每日清单": lambda _: morning(),
    "待发事项": lambda worker: drain(going=worker.going),
    "数据库统计": lambda _: keep_statistics(),
}


def run_once() -> None:
    """Do everything that is due, and return."""
    worker = Worker()
    while worker.cycle():
        pass


def loop(worker: Worker | None = None) -> None:
    """Work until SIGTERM or SIGINT; what is in hand then is finished."""
    worker = worker or Worker()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: worker.stop.set())
    away = 0.0
    while worker.going():
        try:
            close_old_connections()
            done = worker.cycle()
        except GONE as error:
            away = min(away * 2 or EVERY, PATIENCE)
            log.warning("数据库连接不上，%.0f 秒后再试：%s", away, " ".join(str(error).split()))
            connections.close_all()
            worker.stop.wait(away)
            continue
        if away:
            log.info("数据库已恢复")
            away = 0.0
        if not done:
            worker.stop.wait(EVERY)
