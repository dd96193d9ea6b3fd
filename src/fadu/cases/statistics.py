"""What the database knows of its tables: without it, an index is chosen blindly. PostgreSQL's autovacuum keeps its own, a minute late."""

from __future__ import annotations

import time

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper

EVERY = 3600.0
"""Seconds between two looks of one worker."""
LIMIT = "PRAGMA analysis_limit=400"
"""Rows of each index that are looked at: some hundredths of a second, whatever the size."""
MANY = 2000
GROWING = "cases_case, cases_entry, cases_part, cases_task, cases_run, cases_measure, cases_lookup"
_looked = time.monotonic()


def look(connection: BaseDatabaseWrapper, how: str = "ANALYZE") -> None:
    """Look at every table now."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
            cursor.execute(how)


def look_after(entries: int) -> None:
    """Look at what grows with the cases, if so many entries were written in one go that what was known no longer holds."""
    if entries < MANY:
        return
    look(default)
    if default.vendor == "postgresql":
        with default.cursor() as cursor:
            cursor.execute(f"ANALYZE {GROWING}")


def keep_statistics() -> int:
    """Once an hour, look at what has grown since. It is no work of the office's: nothing was done."""
    global _looked
    if time.monotonic() - _looked >= EVERY:
        _looked = time.monotonic()
        look(default, "PRAGMA optimize")
    return 0
