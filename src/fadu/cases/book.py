"""The book of cases: counts sets in the database, by the same conditions that the in-memory book evaluates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from fadu.cases.sql import where
from fadu.figures.conditions import Condition


@dataclass(frozen=True)
class CaseBook:
    """The office's cases, counted where they lie."""

    def count(self, condition: Condition) -> int:
        """How many cases fulfil the condition."""
        found = where(condition)
        return _number(f"SELECT count(*) FROM cases_case c WHERE {found.text}", found.params)

    def total(self, condition: Condition, field: str) -> int:
        """What the cases that fulfil the condition have in a measured field of numbers, together."""
        found = where(condition)
        of = "cases_case c JOIN cases_measure v ON v.case_id = c.id"
        text = f"SELECT coalesce(sum(v.number), 0) FROM {of} WHERE v.name = %s AND {found.text}"
        return _number(text, (field, *found.params))


@contextmanager
def one_moment() -> Iterator[None]:
    """What is counted within is of one moment, whatever is done meanwhile: a part is never larger than its whole.

    Nothing can be written within. Inside a transaction, that transaction decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    # Not `atomic`: on SQLite it would keep every writer waiting, and PostgreSQL would show each statement a moment of its own.
    begin = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    )
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _number(text: str, params: tuple[Any, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.fetchone()[0])
