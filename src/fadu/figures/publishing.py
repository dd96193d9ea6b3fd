"""What of the office's numbers is left out before they are published: small ones, for they may point at people, and what gives them away.

One rule for every public face. Numbers that add up are told to it as sums; it leaves out so many that no number left out can be computed
from those that are told, whatever sums one combines, nor several of them together be known as a small number. Nought points at nobody
and is told, unless nothing else stands between a small number and its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Generic, TypeVar

SMALL = 5
"""Numbers from 1 up to this one, which is not among them, are left out."""

ROUNDS = 5
"""How often is looked for what gives a number away; where that doesn't end, nothing is told."""

K = TypeVar("K", bound=Hashable)
Row = dict[K, Fraction]


@dataclass(frozen=True)
class Sum(Generic[K]):
    """`these` numbers are together what `those` are."""

    these: tuple[K, ...]
    those: tuple[K, ...]

    @property
    def terms(self) -> tuple[K, ...]:
        return (*self.these, *self.those)


def left_out(
    numbers: Mapping[K, int],
    sums: Sequence[Sum[K]],
    small: int = SMALL,
    *,
    also: Iterable[K] = (),
    told: AbstractSet[K] = frozenset(),
    reluctantly: AbstractSet[K] = frozenset(),
) -> frozenset[K]:
    """What may not be published of these numbers.

    `also` are left out for another reason; `told` are known already, so that only others can hide something; `reluctantly` are those
    that other publications tell as well, hidden last.
    """
    hidden = {key for key, n in numbers.items() if 0 < n < small} | set(also)

    def choose(among: Iterable[K], rather: AbstractSet[K] = frozenset()) -> set[K]:
        free = [key for key in among if key not in hidden and key not in told]
        ranked = {key: (key in reluctantly, not numbers[key], key not in rather, numbers[key]) for key in free}
        return {min(free, key=ranked.__getitem__)} if free else set()

    for _ in range(ROUNDS):
        while more := _bare(numbers, sums, small, hidden, choose):
            hidden |= more
        if not (more := _computed(numbers, sums, hidden, choose)):
            return frozenset(hidden)
        hidden |= more
    return frozenset(hidden | numbers.keys() - told)


def _bare(
    numbers: Mapping[K, int],
    sums: Sequence[Sum[K]],
    small: int,
    hidden: AbstractSet[K],
    choose: Callable[..., set[K]],
) -> set[K]:
    """One more to hide where a single sum tells what is hidden in it: one number, or several that are a small number together."""
    for each in sums:
        here, there = ([k for k in side if k in hidden] for side in (each.these, each.those))
        if bool(here) == bool(there):
            continue
        total = sum(numbers[k] for k in here or there)
        if len(here or there) > 1 and total >= small and total > len(here or there):
            continue
        if more := choose(each.terms, frozenset(each.these if here else each.those)):
            return more
    return set()


def _computed(
    numbers: Mapping[K, int], sums: Sequence[Sum[K]], hidden: AbstractSet[K], choose: Callable[..., set[K]]
) -> set[K]:
    """More to hide where sums together leave hidden numbers only one value that they can have: one beside each of these."""
    if not any(numbers[key] for each in sums for key in each.terms if key not in hidden):
        return set()  # Nothing but noughts is told: all the numbers could as well be twice what they are.
    free: set[K] = _open(numbers, _ways(sums, hidden))
    bound = {key for each in sums for key in each.terms if key in hidden} - free
    more: set[K] = set()
    for key in bound:
        more |= choose(k for each in sums if key in each.terms for k in each.terms)
    near = [each.terms for each in sums if any(key in hidden for key in each.terms)]
    return more or (choose(key for terms in near for key in terms) if bound else set())


def _open(numbers: Mapping[K, int], ways: Sequence[Row[K]]) -> set[K]:
    """The numbers that can be others: along a way, or along two that have a number in common."""
    found = {key for way in ways if _possible(numbers, way) for key in way}
    crossing: dict[K, list[Row[K]]] = {}
    for way in ways:
        for key in way:
            crossing.setdefault(key, []).append(way)
    for way in ways:
        others = {id(other): other for key in way for other in crossing[key] if other is not way}
        for other, sign in ((other, sign) for other in others.values() for sign in (1, -1)):
            if found.issuperset(way):
                break
            both = dict(way)
            _add(both, other, Fraction(sign))
            if _possible(numbers, both):
                found |= both.keys()
    return found


def _possible(numbers: Mapping[K, int], way: Row[K]) -> bool:
    """Whether the numbers can be others along this way, up or down: none below nought, and none that points at people becoming nought."""
    room = {key: numbers[key] - (1 if numbers[key] else 0) for key in way}
    return any(all(room[key] + sign * step >= 0 for key, step in way.items()) for sign in (1, -1))


def _ways(sums: Sequence[Sum[K]], hidden: AbstractSet[K]) -> list[Row[K]]:
    """Ways in which the hidden numbers can change together while every sum holds: whole steps, a way for each that can be chosen freely."""
    solved: dict[K, Row[K]] = {}
    """Each solved number as what it takes to keep a sum with those that are free."""
    for each in sums:
        row: Row[K] = {}
        for side, sign in ((each.these, 1), (each.those, -1)):
            for key in side:
                if key in hidden:
                    _add(row, solved.get(key, {key: Fraction(1)}), Fraction(sign))
        if not row:
            continue
        pivot = min(row, key=lambda k: (abs(abs(row[k]) - 1), str(k)))
        rest = {key: -n / row[pivot] for key, n in row.items() if key != pivot}
        for other in solved.values():
            if pivot in other:
                _add(other, rest, other.pop(pivot))
        solved[pivot] = rest
    free = {key for rest in solved.values() for key in rest}
    free |= {key for each in sums for key in each.terms if key in hidden} - set(solved)
    return [_whole({key: Fraction(1)} | {k: rest[key] for k, rest in solved.items() if key in rest}) for key in free]


def _add(row: Row[K], other: Row[K], times: Fraction) -> None:
    for key, n in other.items():
        row[key] = row.get(key, Fraction(0)) + n * times
        if not row[key]:
            del row[key]


def _whole(way: Row[K]) -> Row[K]:
    scale = lcm(*(step.denominator for step in way.values()))
    return {key: step * scale for key, step in way.items()}
