"""Plain questions to the database, for what every page asks: on PostgreSQL prepared once per connection."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections

from fadu.later import Later

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = Later("psycopg")

Row = tuple[Any, ...]


def rows(sql: str, params: tuple[Any, ...] = (), *, once: bool = False) -> list[Row]:
    """All rows of a question with %s for every parameter, on Django's own connection and in its transaction.

    A question that nobody will ask again in the same words (`once`) is not prepared.

    Raises:
        django.db.Error: as Django's cursor does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    kept = database.connection
    with database.wrap_database_errors:
        if isinstance(kept, sqlite3.Connection):
            return kept.execute(_qmark(sql), params).fetchall()
        return psycopg.Cursor(kept).execute(sql, params, prepare=not once).fetchall()


def instant(value: datetime) -> datetime:
    """An instant as a plain question gives it; SQLite keeps instants in UTC and says so nowhere."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@lru_cache(maxsize=512)
def _qmark(sql: str) -> str:
    return sql.replace("%s", "?")
