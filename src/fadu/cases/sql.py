"""Conditions as SQL: what `figures.conditions.tester` says of one case in memory, said of all cases at once.

Two-valued like the tester: a missing fact satisfies nothing, and no comparison gives NULL. The same text serves PostgreSQL and SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fadu.figures.conditions import (
    CASE_FACTS,
    RUN_FACTS,
    After,
    All,
    Any_,
    Between,
    Condition,
    In,
    Is,
    Measure,
    Missing,
    Not,
    Run,
    UidIn,
)


@dataclass(frozen=True)
class Sql:
    """A text with %s for every parameter."""

    text: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: Sql) -> Sql:
        return Sql(f"{self.text} AND {other.text}", (*self.params, *other.params))


TRUE, FALSE = Sql("(1 = 1)"), Sql("(1 = 0)")


def where(condition: Condition) -> Sql:
    """The condition on `cases_case c`, in brackets."""
    return _where(condition, "c")


def _where(condition: Condition, alias: str) -> Sql:
    match condition:
        case All(parts):
            return _joined([_where(p, alias) for p in parts], "AND", TRUE)
        case Any_(parts):
            return _joined([_where(p, alias) for p in parts], "OR", FALSE)
        case Not(part):
            inner = _where(part, alias)
            return Sql(f"(NOT {inner.text})", inner.params)
        case Run(part):
            inner = _where(part, "r")
            return Sql(f"EXISTS (SELECT 1 FROM cases_run r WHERE r.case_id = c.id AND {inner.text})", inner.params)
        case Measure(name, value):
            column = "text" if isinstance(value, str) else "number"
            kept = value if isinstance(value, str) else int(value)
            text = (
                f"EXISTS (SELECT 1 FROM cases_measure m WHERE m.case_id = c.id AND m.name = %s AND m.{column} = %s)"
            )
            return Sql(text, (name, kept))
        case UidIn(uids):
            return _in("c.uid", uids)
        case _:
            return _leaf(condition, alias)


def _leaf(condition: Is | In | Between | Missing | After, alias: str) -> Sql:
    column = _column(alias, condition.fact)
    match condition:
        case Missing():
            return Sql(f"({column} IS NULL)")
        case Is(_, value):
            return Sql(f"({column} IS NOT NULL AND {column} = %s)", (_value(value),))
        case In(_, values):
            return _in(column, sorted(values))
        case Between(_, low, high):
            bounds = [Sql(f"{column} IS NOT NULL")]
            bounds += [Sql(f"{column} >= %s", (_value(low),))] if low is not None else []
            bounds += [Sql(f"{column} <= %s", (_value(high),))] if high is not None else []
            return _joined(bounds, "AND", TRUE)
        case After(_, than):
            other = _column(alias, than)
            return Sql(f"({column} IS NOT NULL AND {other} IS NOT NULL AND {column} > {other})")


def _joined(parts: list[Sql], word: str, empty: Sql) -> Sql:
    if not parts:
        return empty
    text = f" {word} ".join(p.text for p in parts)
    return Sql(f"({text})", tuple(value for p in parts for value in p.params))


def _in(column: str, values: Any) -> Sql:
    listed = tuple(values)
    if not listed:
        return FALSE
    marks = ", ".join(["%s"] * len(listed))
    return Sql(f"({column} IS NOT NULL AND {column} IN ({marks}))", listed)


def _column(alias: str, fact: str) -> str:
    known = CASE_FACTS if alias == "c" else RUN_FACTS
    if fact not in known:
        raise LookupError(f"条件中没有名为“{fact}”的事实。可用的：{'、'.join(known)}。")
    return f"{alias}.{fact}"


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
