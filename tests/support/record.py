"""The record without its guards: for tests that tamper with it, and for emptying the database between tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from fadu.cases import append_only


@contextmanager
def lifted() -> Iterator[None]:
    """As for somebody who owns the database: inside, the record can be changed."""
    with transaction.atomic():
        _settle()
        append_only.unguard(connection)
        yield
        _settle()
        append_only.guard(connection)


def empty_with_guards_lifted() -> None:
    """Have Django's flush, by which tests with transactions of their own begin anew, empty the record too."""
    flush = connection.ops.execute_sql_flush

    def emptied(statements: list[str]) -> None:
        with lifted():
            flush(statements)

    connection.ops.execute_sql_flush = emptied  # type: ignore[method-assign]


def _settle() -> None:
    """PostgreSQL drops no trigger of a table while foreign keys of its rows wait to be checked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
