"""The book of cases: counts sets in the database, by the same conditions that the in-memory book evaluates."""

from __future__ import annotations

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


def _number(text: str, params: tuple[Any, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.fetchone()[0])
