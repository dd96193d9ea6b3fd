"""What an applicant can do against an answer: by outcome, by the day of the answer, by the way it was delivered."""

from __future__ import annotations

from datetime import date

import pytest

from fadu_common.parts.remedies import GIVEN, PARTLY, REFUSED, REVIEW, remedy
from fadu_common.procedures.disclosure import Disclosure

OFFICE = "示例市人民政府外事办公室"
OUTCOMES = sorted(Disclosure.declaration.outcome)
FIRST = REVIEW[23].para(1).item(4)


def test_every_group_is_made_of_outcomes_that_the_duty_has() -> None:
    assert set(OUTCOMES) >= REFUSED | GIVEN | PARTLY


def test_refusals_are_the_outcomes_that_rest_on_articles_14_to_16() -> None:
    resting = {
        o.id
        for o in Disclosure.declaration.outcomes
        if any(key.partition("#")[2].partition(".")[0] in ("14", "15", "16") for key in o.basis)
    }
    assert resting == REFUSED


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_until_2023_the_applicant_chooses(outcome: str) -> None:
    found = remedy(outcome, date(2023, 12, 31), OFFICE)
    assert found.settled
    assert "60日内向示例市人民政府或者上一级主管部门申请行政复议，也可以" in found.text
    assert "6个月内直接向有管辖权的人民法院提起行政诉讼" in found.text


@pytest.mark.parametrize(("day", "months"), [(date(2015, 4, 30), 3), (date(2015, 5, 1), 6), (date(2019, 5, 15), 6)])
def test_one_may_sue_within_three_months_until_2015_and_six_since(day: date, months: int) -> None:
    assert f"{months}个月内直接向有管辖权的人民法院" in remedy("secret", day, OFFICE).text


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 1)])
@pytest.mark.parametrize("form", ["当面领取", "邮寄", "电子邮件", "网上获取"])
def test_review_comes_first_only_for_what_is_not_disclosed(outcome: str, day: date, form: str) -> None:
    found = remedy(outcome, day, OFFICE, form)
    first = outcome in REFUSED and day >= date(2024, 1, 1)
    assert ("应当自收到本答复书之日起60日内先向" in found.text) == first
    assert (FIRST in found.basis) == first
    assert ("互联网渠道" in found.text) == (day >= date(2024, 1, 1) and form in ("电子邮件", "网上获取"))


@pytest.mark.parametrize("outcome", sorted(REFUSED))
@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1)])
def test_from_2024_a_refusal_goes_to_review_first(outcome: str, day: date) -> None:
    found = remedy(outcome, day, OFFICE)
    assert found.settled
    assert FIRST in found.basis
    assert "应当自收到本答复书之日起60日内先向示例市人民政府申请行政复议" in found.text
    assert "15日内" in found.text
    assert "6个月" not in found.text
    assert "上一级主管部门" not in found.text


@pytest.mark.parametrize(
    ("outcome", "day", "settled"),
    [
        ("partly", date(2024, 1, 1), False),
        ("partly", date(2026, 1, 1), False),
        ("not_held", date(2024, 1, 1), False),
        ("not_held", date(2025, 5, 31), False),
        ("not_held", date(2025, 6, 1), True),
        ("petition", date(2025, 6, 1), True),
        ("granted", date(2024, 1, 1), True),
        ("already_public", date(2024, 6, 1), True),
        ("not_ours", date(2024, 3, 1), False),
        ("not_ours", date(2025, 6, 1), True),
        ("special", date(2025, 5, 31), False),
        ("to_be_made", date(2025, 6, 1), True),
        ("unclear", date(2025, 6, 1), True),
        ("repeated", date(2025, 6, 1), True),
        ("publication", date(2025, 6, 1), True),
        ("excessive", date(2025, 5, 31), False),
        ("excessive", date(2025, 6, 1), True),
        ("reissue", date(2025, 6, 1), True),
        ("corrected", date(2024, 1, 1), True),
        ("unfounded", date(2024, 1, 1), True),
        ("disclosed_against_will", date(2024, 1, 1), True),
    ],
)
def test_what_the_law_leaves_open_is_marked_and_the_way_that_is_always_open_told(
    outcome: str, day: date, settled: bool
) -> None:
    found = remedy(outcome, day, OFFICE)
    assert found.settled == settled
    assert "待核" not in found.text  # whoever signs is told, not the applicant
    assert ("6个月" in found.text) == settled
    assert "向示例市人民政府申请行政复议" in found.text


@pytest.mark.parametrize("form", ["电子邮件", "网上获取"])
def test_an_answer_delivered_online_names_the_online_way_from_2024(form: str) -> None:
    assert "互联网渠道" in remedy("secret", date(2024, 1, 1), OFFICE, form).text
    assert "互联网渠道" not in remedy("secret", date(2024, 1, 1), OFFICE, "邮寄").text
    assert "互联网渠道" not in remedy("secret", date(2023, 12, 31), OFFICE, form).text


def test_an_office_whose_name_does_not_say_whose_it_is() -> None:
    assert "向本机关的本级人民政府申请行政复议" in remedy("secret", date(2024, 1, 1), "示例区外事办").text
