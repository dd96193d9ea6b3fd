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
    ],
)
def test_what_the_law_leaves_open_is_marked_and_the_way_that_is_always_open_told(
    outcome: str, day: date, settled: bool
) -> None:
    found = remedy(outcome, day, OFFICE)
    assert found.settled == settled
    assert ("待核" in found.text) == (not settled)
    assert ("6个月" in found.text) == settled
    assert "向示例市人民政府申请行政复议" in found.text


@pytest.mark.parametrize("form", ["电子邮件", "网上获取"])
def test_an_answer_delivered_online_names_the_online_way_from_2024(form: str) -> None:
    assert "互联网渠道" in remedy("secret", date(2024, 1, 1), OFFICE, form).text
    assert "互联网渠道" not in remedy("secret", date(2024, 1, 1), OFFICE, "邮寄").text
    assert "互联网渠道" not in remedy("secret", date(2023, 12, 31), OFFICE, form).text


def test_an_office_whose_name_does_not_say_whose_it_is() -> None:
    assert "向本机关的本级人民政府申请行政复议" in remedy("secret", date(2024, 1, 1), "示例区外事办").text
