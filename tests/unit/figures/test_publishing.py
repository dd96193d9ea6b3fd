"""No number that is left out can be computed from those that are told: tried by brute force, in ways that the rule does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fadu.figures.publishing import SMALL, Sum, left_out

Key = tuple[str, str]
ENDS, COLUMNS = ("granted", "refused", "lapsed"), ("citizen", "firm")
ROWS = ("received", "carried", *ENDS, "closed", "left")


def table(cells: Mapping[Key, int]) -> dict[Key, int]:
    """A yearly table from the numbers that are free in it: each is added up along rows and columns."""
    found = dict(cells)
    for column in COLUMNS:
        found["closed", column] = sum(found[end, column] for end in ENDS)
        found["carried", column] = max(0, found["closed", column] + found["left", column] - found["received", column])
        found["received", column] = found["closed", column] + found["left", column] - found["carried", column]
    return found | {(row, "all"): sum(found[row, column] for column in COLUMNS) for row in ROWS}


SUMS: list[Sum[Key]] = [
    *(Sum(tuple((row, c) for c in COLUMNS), ((row, "all"),)) for row in ROWS),
    *(Sum(tuple((end, c) for end in ENDS), (("closed", c),)) for c in (*COLUMNS, "all")),
    *(Sum((("received", c), ("carried", c)), (("closed", c), ("left", c))) for c in (*COLUMNS, "all")),
]
FREE = [(row, column) for row in ("received", *ENDS, "left") for column in COLUMNS]
tables = st.tuples(*(st.integers(0, 12) | st.integers(0, 2) for _ in FREE)).map(
    lambda numbers: table(dict(zip(FREE, numbers, strict=True)))
)


def holds(numbers: Mapping[Key, int]) -> bool:
    return all(sum(numbers[k] for k in each.these) == sum(numbers[k] for k in each.those) for each in SUMS)


def others(numbers: Mapping[Key, int], hidden: frozenset[Key]) -> Iterator[dict[Key, int]]:
    """Fillings of what is hidden near the true one, by trying: all sums hold, and no number that is hidden becomes nought."""
    steps = [
        key for key in (*((e, c) for e in ENDS for c in COLUMNS), *(("left", c) for c in COLUMNS)) if key in hidden
    ]
    received = [("received", c) for c in COLUMNS if ("received", c) in hidden]
    for moves in product((0, 1, -1), repeat=len(steps) + len(received)):
        found = dict(numbers)
        for key, step in zip((*steps, *received), moves, strict=True):
            found[key] += step
        for c in COLUMNS:
            found["closed", c] = sum(found[e, c] for e in ENDS)
            found["carried", c] = found["closed", c] + found["left", c] - found["received", c]
        for row in ROWS:
            found[row, "all"] = sum(found[row, c] for c in COLUMNS)
        if all(found[k] == numbers[k] or (k in hidden and found[k] >= min(1, numbers[k])) for k in numbers):
            yield found


@settings(max_examples=120, deadline=None)
@given(tables)
def test_every_number_left_out_can_be_another(numbers: dict[Key, int]) -> None:
    assert holds(numbers)
    hidden = left_out(numbers, SUMS)
    assert {key for key, n in numbers.items() if 0 < n < SMALL} <= hidden
    unsure = set(hidden)
    for found in others(numbers, hidden):
        unsure -= {key for key in unsure if found[key] != numbers[key]}
        if not unsure:
            return
    assert not unsure


@settings(max_examples=200, deadline=None)
@given(tables)
def test_nor_is_a_small_number_told_as_the_sum_of_several(numbers: dict[Key, int]) -> None:
    hidden = left_out(numbers, SUMS)
    for each in SUMS:
        here, there = ([k for k in side if k in hidden] for side in (each.these, each.those))
        if bool(here) != bool(there):
            total = sum(numbers[k] for k in here or there)
            assert len(here or there) > 1
            assert total >= SMALL or all(k in hidden for k in each.terms if numbers[k])


@given(tables)
def test_large_numbers_are_told_where_nothing_is_small(numbers: dict[Key, int]) -> None:
    large = {key: n * SMALL for key, n in numbers.items()}
    assert left_out(large, SUMS) == frozenset()


def test_several_sums_together_tell_nothing() -> None:
    """In every row and column two are hidden; but each pair of rows and columns alone would be fine, and all together tell one."""
    numbers = {
        (r, c): n
        for r, row in zip("xyz", ((3, 20, 30), (20, 3, 40), (30, 40, 9)), strict=True)
        for c, n in zip("abc", row, strict=True)
    }
    sums = [Sum(tuple((r, c) for c in "abc"), ((r, "all"),)) for r in "xyz"]
    sums += [Sum(tuple((r, c) for r in "xyz"), (("all", c),)) for c in "abc"]
    numbers |= {(r, "all"): sum(numbers[r, c] for c in "abc") for r in "xyz"}
    numbers |= {("all", c): sum(numbers[r, c] for r in "xyz") for c in "abc"}
    hidden = left_out(numbers, sums)
    assert {("x", "a"), ("y", "b")} <= hidden
    for key in hidden:
        r, c = key
        assert [k for k in hidden if k[0] == r and k != key]
        assert [k for k in hidden if k[1] == c and k != key]


def test_what_others_publish_too_is_hidden_last_and_what_is_told_not_at_all() -> None:
    numbers = {"small": 3, "next": 7, "large": 40, "all": 50}
    sums = [Sum(("small", "next", "large"), ("all",))]
    assert left_out(numbers, sums) == {"small", "next"}
    assert left_out(numbers, sums, reluctantly={"next"}) == {"small", "large"}
    assert left_out(numbers, sums, reluctantly={"next"}, told={"large"}) == {"small", "all"}
    assert left_out(numbers, sums, also={"large"}) == {"small", "large"}


@pytest.mark.parametrize(
    ("numbers", "hidden"), [((3, 0, 0, 3), "ad"), ((3, 0, 9, 12), "ac"), ((2, 2, 0, 4), "abd"), ((1, 2, 3, 6), "abc")]
)
def test_nought_is_told(numbers: tuple[int, ...], hidden: str) -> None:
    found = left_out(dict(zip("abcd", numbers, strict=True)), [Sum(("a", "b", "c"), ("d",))])
    assert found == set(hidden)
