"""Search in numbers and headings: every pair of characters that stands side by side finds its cases, so words of two characters do.

The database keeps the pairs itself (triggers on `cases_case`), in `cases_gram`: SQLite one row for each pair and case, PostgreSQL one array
for each case under a GIN index. Those of a number begin with «#», and come in threes and fours too, because its digits are always the same ten.
A later migration that makes `cases_case` anew on SQLite ends with `keep` again: the table loses its triggers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper

from fadu.cases.sql import Sql

FEW = 2000
"""So many candidates are looked at one by one; of more, a walk through the list soon finds a page."""
ENOUGH = 50
"""Of so few candidates no further pair is asked: they are looked at anyway."""
KNOWN_FOR = 600
"""Seconds for which statistics are not asked for again."""

_POSTGRESQL = (
    """CREATE TABLE IF NOT EXISTS cases_gram (case_id bigint PRIMARY KEY, grams text[] NOT NULL)""",
    """CREATE OR REPLACE FUNCTION fadu_grams(number text, heading text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(array_agg(DISTINCT g), '{}') FROM (
SELECT substr(lower(heading COLLATE "C"), i, 2) AS g FROM generate_series(1, length(heading) - 1) i
UNION ALL SELECT '#' || substr(lower(number COLLATE "C"), i, n) FROM generate_series(2, 4) n, generate_series(1, length(number) - n + 1) i) p $$""",
    """CREATE OR REPLACE FUNCTION fadu_keep_grams() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF TG_OP = 'DELETE' THEN DELETE FROM cases_gram WHERE case_id = OLD.id; RETURN NULL; END IF;
INSERT INTO cases_gram VALUES (NEW.id, fadu_grams(NEW.number, NEW.heading)) ON CONFLICT (case_id) DO UPDATE SET grams = excluded.grams;
RETURN NULL; END $$""",
    "DROP TRIGGER IF EXISTS cases_gram_new ON cases_case",
    "DROP TRIGGER IF EXISTS cases_gram_changed ON cases_case",
    """CREATE TRIGGER cases_gram_new AFTER INSERT OR DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION fadu_keep_grams()""",
    """CREATE TRIGGER cases_gram_changed AFTER UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.heading <> NEW.heading OR OLD.number <> NEW.number) EXECUTE FUNCTION fadu_keep_grams()""",
    "DROP INDEX IF EXISTS cases_gram_of",
    "TRUNCATE cases_gram",
    "INSERT INTO cases_gram SELECT id, fadu_grams(number, heading) FROM cases_case",
    "CREATE INDEX cases_gram_of ON cases_gram USING gin (grams)",
    "ANALYZE cases_gram",
)

_PAIRS = """SELECT DISTINCT CASE n.n WHEN 0 THEN substr(n.t, n.i, 2) ELSE '#' || substr(n.t, n.i, n.n) END AS gram, {0}.id AS id FROM
(WITH RECURSIVE n(n, t, i) AS (SELECT n, t, 1 FROM (SELECT 0 AS n, lower({0}.heading) AS t UNION ALL SELECT 2, lower({0}.number)
UNION ALL SELECT 3, lower({0}.number) UNION ALL SELECT 4, lower({0}.number)) WHERE length(t) >= max(n, 2)
UNION ALL SELECT n, t, i + 1 FROM n WHERE i <= length(t) - max(n, 2)) SELECT n, t, i FROM n) n"""
# Both columns by themselves: of a pair of columns, SQLite searches by the first alone, and a common pair of characters has many cases.
_OUT = f"DELETE FROM cases_gram WHERE case_id = OLD.id AND gram IN (SELECT gram FROM ({_PAIRS.format('OLD')}))"
_IN = f"INSERT OR IGNORE INTO cases_gram {_PAIRS.format('NEW')}"
_CHANGED = "WHEN OLD.heading IS NOT NEW.heading OR OLD.number IS NOT NEW.number"
_SQLITE = (
    "CREATE TABLE IF NOT EXISTS cases_gram (gram text NOT NULL, case_id integer NOT NULL, PRIMARY KEY (gram, case_id)) WITHOUT ROWID",
    "DROP TRIGGER IF EXISTS cases_gram_new",
    "DROP TRIGGER IF EXISTS cases_gram_changed",
    "DROP TRIGGER IF EXISTS cases_gram_gone",
    f"CREATE TRIGGER cases_gram_new AFTER INSERT ON cases_case BEGIN {_IN}; END",
    f"CREATE TRIGGER cases_gram_changed AFTER UPDATE ON cases_case {_CHANGED} BEGIN {_OUT}; {_IN}; END",
    f"CREATE TRIGGER cases_gram_gone AFTER DELETE ON cases_case BEGIN {_OUT}; END",
    "DELETE FROM cases_gram",
)
_SQLITE_ALL = """INSERT INTO cases_gram SELECT DISTINCT g, id FROM (WITH RECURSIVE n(n, t, id, i) AS (
SELECT n, lower(CASE n WHEN 0 THEN heading ELSE number END), id, 1 FROM cases_case, (SELECT 0 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)
UNION ALL SELECT n, t, id, i + 1 FROM n WHERE i <= length(t) - max(n, 2))
SELECT CASE n WHEN 0 THEN substr(t, i, 2) ELSE '#' || substr(t, i, n) END AS g, id FROM n WHERE length(t) >= max(n, 2)) ORDER BY g, id"""


def keep(connection: BaseDatabaseWrapper) -> None:
    """Make the table of pairs and the triggers that keep it, and fill it from the cases that are there."""
    texts = _POSTGRESQL if connection.vendor == "postgresql" else (*_SQLITE, _SQLITE_ALL)
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take all of it away; searching needs it."""
    on = " ON cases_case" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for trigger in ("new", "changed", *(() if on else ("gone",))):
            cursor.execute(f"DROP TRIGGER IF EXISTS cases_gram_{trigger}{on}")
        cursor.execute("DROP TABLE cases_gram")
        if on:
            cursor.execute("DROP FUNCTION fadu_keep_grams()")
            cursor.execute("DROP FUNCTION fadu_grams(text, text)")


@dataclass(frozen=True)
class Field:
    """A way to find a text: the column it may stand in, and its pairs there."""

    column: str
    grams: tuple[str, ...]


def fields(text: str) -> tuple[Field, ...]:
    """The ways to find the text; none if it is too short to have a pair."""
    small = "".join(c.lower() if c.isascii() else c for c in text)
    if len(small) < 2:
        return ()
    number = min(len(small), 4)
    return (Field("c.heading", _pairs(small, 2)), Field("c.number", tuple(f"#{g}" for g in _pairs(small, number))))


def candidates(field: Field) -> tuple[int, ...] | None:
    """Ids of cases among which are all that have the text in that field; None where every pair is too usual to tell at once."""
    if default.vendor == "postgresql":
        # An index of arrays finds every case before it gives the first.
        return None if _usual(field.grams) else _few(_holding_all(field.grams))
    found: tuple[int, ...] | None = None
    for gram in field.grams:
        these = _few(_holding(gram))
        if these is not None:
            found = these if found is None else tuple(set(found).intersection(these))
            if len(found) <= ENOUGH:
                break
    return found


def candidates_by_all(field: Field) -> tuple[int, ...] | None:
    """The same by all pairs at once, which takes as long as the rarest of them has cases; None if they are more than FEW."""
    if default.vendor == "postgresql":
        return _few(_holding_all(field.grams))
    first, *others = field.grams
    also = "".join(
        " AND EXISTS (SELECT 1 FROM cases_gram o WHERE o.gram = %s AND o.case_id = g.case_id)" for _ in others
    )
    return _few(_holding(first) & Sql(f"(1 = 1){also}", tuple(others)))


def _holding_all(grams: tuple[str, ...]) -> Sql:
    return Sql("SELECT g.case_id FROM cases_gram g WHERE g.grams @> %s", (list(grams),))


def _usual(grams: tuple[str, ...]) -> bool:
    """Whether even the rarest has more than FEW cases, as far as the database's statistics know."""
    cases, shares = _statistics(int(time.monotonic() // KNOWN_FOR))
    return min(shares.get(gram, 0.0) for gram in grams) * cases > FEW


@lru_cache(maxsize=1)
def _statistics(period: int) -> tuple[float, dict[str, float]]:
    """How many cases there are, and the shares of those that have the most usual pairs."""
    with default.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'cases_gram'::regclass")
        cases = cursor.fetchone()[0]
        cursor.execute(
            "SELECT u.gram, u.share FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) u(gram, share) "
            "WHERE s.schemaname = current_schema() AND s.tablename = 'cases_gram' AND s.attname = 'grams' AND u.gram IS NOT NULL"
        )
        return cases, dict(cursor.fetchall())


def _holding(gram: str) -> Sql:
    return Sql("SELECT g.case_id FROM cases_gram g WHERE g.gram = %s", (gram,))


def _pairs(text: str, n: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[i : i + n] for i in range(len(text) - n + 1)))


def _few(found: Sql) -> tuple[int, ...] | None:
    with default.cursor() as cursor:
        cursor.execute(f"{found.text} LIMIT {FEW + 1}", found.params)
        ids = tuple(row[0] for row in cursor.fetchall())
    return ids if len(ids) <= FEW else None
