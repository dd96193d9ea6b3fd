"""Words of letters: 收费通知书 states the tariff by which the fee was reckoned; a decision is called one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from fadu_common.letters import decision_remedy, tariff
from fadu_common.parts.fees import BY_PAGE, BY_REQUEST, TARIFF, fee

NOW = TARIFF.values[-1].value


@pytest.mark.parametrize("unit", [BY_REQUEST, BY_PAGE])
def test_the_tariff_in_words_is_the_one_that_is_reckoned_by(unit: str) -> None:
    free, *steps = tariff(unit).split("；")
    limit = int(re.search(r"(\d+)[件页]以下", free)[1])  # type: ignore[index]
    assert fee(unit, limit, NOW) == 0
    assert len(steps) == len(NOW.requests if unit == BY_REQUEST else NOW.pages)
    for step in steps:
        first, price = (int(n) for n in re.findall(r"第(\d+).*?每[件页](\d+)元", step)[0])
        before = fee(unit, first - 1, NOW) if unit == BY_PAGE else 0
        assert fee(unit, first, NOW) - before == price


def test_the_growing_price_of_many_requests_is_told() -> None:
    assert "以10件为一档，每增加一档，每件加收100元" in tariff(BY_REQUEST)
    assert "一档" not in tariff(BY_PAGE)


def test_a_decision_told_to_a_third_party_is_not_called_a_reply() -> None:
    said = decision_remedy("disclosed_against_will", date(2026, 11, 25), "示例市人民政府外事办公室")
    assert said.startswith("如对本决定不服，可以自收到本告知书之日起60日内")
    assert "答复" not in said
