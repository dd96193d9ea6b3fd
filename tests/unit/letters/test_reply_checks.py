"""What is said beside a reply about the remedies that it tells."""

from __future__ import annotations

from datetime import date

import pytest

from fadu.procedure.replies import Finding, Reply
from fadu_common.parts.remedies import remedy
from fadu_common.parts.reply_checks import remedies

OFFICE = "示例市人民政府外事办公室"
DAY = date(2025, 6, 2)


def found(outcome: str, text: str) -> list[Finding]:
    return list(remedies(Reply("answer", "答复书", outcome, DAY, OFFICE, {}, text)))


@pytest.mark.parametrize(("outcome", "doubts"), [("partly", 1), ("not_held", 0), ("secret", 0), ("granted", 0)])
def test_whoever_signs_is_told_where_the_law_leaves_the_remedy_open(outcome: str, doubts: int) -> None:
    told = found(outcome, str(remedy(outcome, DAY, OFFICE)))
    assert told[0].ok
    rest = told[1:]
    assert len(rest) == doubts
    assert all("待核" in str(each.said) and not each.hard for each in rest)


def test_a_remedy_of_another_outcome_is_refused() -> None:
    told = found("secret", str(remedy("granted", DAY, OFFICE)))
    assert [(each.ok, each.hard) for each in told] == [(False, True), (False, True)]
