"""The book of cases: counts sets in the database, by the same conditions that the in-memory book evaluates."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from fadu.cases.sql import where
from fadu.figures.conditions import Condition


@dataclass(frozen=True)
class CaseBook:
    """The office's cases, counted where they lie."""

    def count(self, condition: Condition) -> int:
        """How many cases fulfil the condition."""
        found = where(condition)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM cases_case c WHERE {found.text}", found.params)
            row = cursor.fetchone()
        return int(row[0])
