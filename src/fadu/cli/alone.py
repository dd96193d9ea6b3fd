"""One at a time: whoever makes or upgrades the database, or fills a new office, waits until the one before is done."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

LOCK = "migrate.lock"
NUMBER = 0x46414455
"""The advisory lock in PostgreSQL, for those who share a database but no folder."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the folder, and the database where it can be held; says so if it has to wait. A process that dies lets go."""
    with open(Path(settings.FADU.data_dir) / LOCK, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一个程序正在建立或者升级数据库，等它做完……", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
