"""A scope as ways into the table: every alternative has an index that begins where it begins, so a list costs what it shows.

A database walks a list that is the union of alternatives («my units, or mine, or the procedures that name my post») either through the
whole table or through every case of every alternative. Taken one by one, each way stops at the page's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fadu.cases.sql import Sql, where
from fadu.figures.conditions import ALWAYS, All, Any_, Between, Condition, In, Is, Not, both
from fadu.people.asking import rows
from fadu.people.models import Clearance

HIGHEST = max(Clearance)
BY_LEVEL = "(c.level "
"""How ways begin that serve for counting alone: not along numbers, but along last days from the far end, where the closed ones lie."""
CLOSED_FIRST = "COALESCE(c.next_due, '9999-12-31') DESC"
WAYS = 24
"""More alternatives than this are asked as one condition: who sees that much finds a page wherever one looks."""
Ways = tuple[Sql, ...]


def ways(scope: Condition) -> Ways:
    """The scope as alternatives that share no case; none for a scope that lets nothing through."""
    if scope == ALWAYS:
        found = [where(Is("procedure", value)) for value in _kept("procedure")]
        return tuple(found) if 0 < len(found) <= WAYS else (where(scope),)
    alternatives, common = _split(scope)
    found = list(_apart(alternatives, common))
    return tuple(found) if len(found) <= WAYS else (where(scope),)


def ways_round(scope: Condition) -> Ways:
    """What the scope does not let through, in the same form."""
    alternatives, common = _split(scope)
    if scope == ALWAYS:
        return ()
    levels = [c for c in common if isinstance(c, Between) and c.fact == "level" and c.low is None]
    plain = [a for a in alternatives if isinstance(a, Is | In)]
    if len(levels) != len(common) or len(plain) != len(alternatives):
        return (where(Not(scope)),)
    above = [
        Is("level", n) for each in levels if isinstance(each.high, int) for n in range(each.high + 1, HIGHEST + 1)
    ]
    rest = both(*common, *(Not(a) for a in alternatives))
    # Where a post opens whole procedures, what remains lies in the others; otherwise in the other units.
    fact = "procedure" if any(a.fact == "procedure" for a in plain) else "unit"
    within = {value for a in plain if a.fact == fact for value in _values(a)}
    others = [both(Is(fact, value), rest) for value in _kept(fact) if value not in within]
    found = [*above, *others]
    return tuple(map(where, found)) if len(found) <= WAYS else (where(Not(scope)),)


def union(columns: str, filters: Sql, found: Ways, ending: str = "", each: int = 0) -> Sql:
    """The rows of all ways together; with `each`, no more than that many of each way, in the order of `ending` if there is one."""
    arms: list[str] = []
    for way in found or (Sql("(1 = 0)"),):
        text = f"SELECT {columns} FROM cases_case c WHERE {way.text} AND {filters.text}"
        # SQLite takes an order and a limit of one part only within brackets of its own.
        along = CLOSED_FIRST if way.text.startswith(BY_LEVEL) else ending
        ordered = f" ORDER BY {along}" if ending else ""
        arms.append(f"SELECT * FROM ({text}{ordered} LIMIT {each}) w{len(arms)}" if each else text)
    params = tuple(value for way in found for value in (*way.params, *filters.params)) or filters.params
    return Sql(" UNION ALL ".join(arms), params)


def _split(scope: Condition) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """Alternatives, and what holds for all of them."""
    parts = scope.parts if isinstance(scope, All) else (scope,)
    several = [part for part in parts if isinstance(part, Any_)]
    if len(several) != 1:
        return (scope,), ()
    return several[0].parts, tuple(part for part in parts if part is not several[0])


def _apart(alternatives: Sequence[Condition], common: Sequence[Condition]) -> Iterator[Sql]:
    before: list[Condition] = []
    for alternative in alternatives:
        for one in _ones(alternative):
            yield where(both(one, *common, *(Not(other) for other in before)))
        before.append(alternative)


def _ones(condition: Condition) -> list[Condition]:
    """A fact among several values, as one condition for each value."""
    if not isinstance(condition, In):
        return [condition]
    return [Is(condition.fact, value) for value in sorted(condition.values)]


def _values(condition: Is | In) -> frozenset[str]:
    return condition.values if isinstance(condition, In) else frozenset({str(condition.value)})


def _kept(fact: str) -> list[str]:
    """The values that cases have in an indexed fact, from one step in the index for each."""
    step = f"(SELECT min({fact}) FROM cases_case WHERE {fact} > k.v)"
    text = (
        f"WITH RECURSIVE k(v) AS (SELECT min({fact}) FROM cases_case UNION ALL SELECT {step} FROM k WHERE k.v IS NOT NULL) "
        "SELECT v FROM k WHERE v IS NOT NULL"
    )
    return [row[0] for row in rows(text)]
