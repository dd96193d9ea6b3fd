"""信息处理费: the tariff's limits, by request and by page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.law.dated import NotInForce
from fadu_common.parts.fees import BY_PAGE, BY_REQUEST, TARIFF, charged, fee

NOW = TARIFF.values[-1].value


@pytest.mark.parametrize(
    ("n", "yuan"), [(0, 0), (10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (50, 300), (51, 400)]
)
def test_by_request(n: int, yuan: int) -> None:
    assert fee(BY_REQUEST, n, NOW) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)]
)
def test_by_page(pages: int, yuan: int) -> None:
    assert fee(BY_PAGE, pages, NOW) == yuan


@given(st.sampled_from([BY_REQUEST, BY_PAGE]), st.integers(0, 2000))
def test_more_never_costs_less(unit: str, n: int) -> None:
    assert fee(unit, n, NOW) <= fee(unit, n + 1, NOW)


def test_no_tariff_was_made_before_2021() -> None:
    with pytest.raises(NotInForce):
        TARIFF.on(date(2020, 12, 31))
    assert TARIFF.on(date(2021, 1, 1)).value is NOW


def test_the_notice_gets_its_amount() -> None:
    assert charged({"fee_unit": BY_PAGE, "quantity": 101}) == {"fee_due": 720}


def test_an_unknown_way_of_counting_is_refused() -> None:
    with pytest.raises(ValueError, match="不是收费的标准"):
        fee("按斤", 1, NOW)
