"""Search and seek: what the indexes of a large office find is what a look at every case would."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from tests.integration.cases.cast import (
    CHENJING,
    LIFANG,
    REQUEST,
    WANGQIANG,
    ZHAOMIN,
    ZHOUMING,
    do,
    opened,
    staff,
)

from fadu.cases import grams
from fadu.cases.duties import duties
from fadu.cases.models import Case
from fadu.cases.reading import Filters, case_list
from fadu.cases.seek import union, ways, ways_round
from fadu.cases.sql import TRUE, where
from fadu.figures.conditions import Not
from fadu.policy import ANONYMOUS, SYSTEM, Actor, scope

pytestmark = pytest.mark.django_db
TODAY = date(2023, 9, 26)
HEADINGS = ("公务接待费用", "接待外国来访", "OA系统 采购Abc", "费", "出国（境）团组100%", "公务用车")
BLIND = staff("sunli", "孙丽", ("handler", "secretariat"), clearance=0)


@pytest.fixture
def numbers() -> dict[str, str]:
    """The numbers of cases by their headings."""
    return {h: opened(data={**REQUEST, "wanted": h}).number for h in HEADINGS}


def found(text: str, **given: int) -> set[str]:
    page = case_list(LIFANG, Filters(text=text), today=TODAY, **given)
    assert page.total == len(page.lines)
    return {line.number for line in page.lines}


TEXTS = (
    *("公务", "接待", "接待费用", "费", "费用", "待费", "abc", "aBC", "务用", "100%", "（境）", "火星", "用 "),
    *("3号", "〔2023〕", "外办公开〔2023〕2"),
)


@pytest.mark.parametrize("few", [0, 1, 2000])
def test_pairs_find_what_a_look_at_every_case_finds(
    numbers: dict[str, str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grams, "FEW", few)
    for text in TEXTS:
        small = text.lower()
        assert found(text) == {n for h, n in numbers.items() if small in h.lower() or small in n.lower()}, text


def test_pairs_follow_the_case() -> None:
    uid = opened().uid
    case = Case.objects.filter(uid=uid)
    case.update(heading="护照遗失情况")
    assert found("护照") == found("遗失情") == set(case.values_list("number", flat=True))
    assert not found("公务")
    case.update(heading="")
    assert not found("护照")
    with connection.cursor() as cursor:
        grams.keep(connection)
        cursor.execute("SELECT count(*) FROM cases_gram")
        kept = cursor.fetchone()[0]
        grams.drop(connection)
        grams.keep(connection)
        cursor.execute("SELECT count(*) FROM cases_gram")
        assert cursor.fetchone()[0] == kept > 0


@pytest.mark.parametrize("wide", [24, 0])
@pytest.mark.parametrize(
    "actor", [LIFANG, WANGQIANG, ZHOUMING, ZHAOMIN, CHENJING, SYSTEM, ANONYMOUS, BLIND], ids=lambda a: a.name
)
def test_ways_together_are_the_scope_and_share_no_case(
    actor: Actor, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fadu.cases.seek.WAYS", wide)
    uids = [opened().uid for _ in range(6)]
    for uid, change in zip(
        uids,
        ({"unit": "consular"}, {"handler": "zhaomin"}, {"level": 2}, {"level": 0}, {"procedure": "else"}, {}),
        strict=True,
    ):
        Case.objects.filter(uid=uid).update(**change)
    allowed = scope(actor, duties())
    for got, condition in ((ways(allowed), allowed), (ways_round(allowed), Not(allowed))):
        rows = union("c.uid", TRUE, got)
        plain = where(condition)
        with connection.cursor() as cursor:
            cursor.execute(rows.text, rows.params)
            one_by_one = sorted(row[0] for row in cursor.fetchall())
            cursor.execute(f"SELECT c.uid FROM cases_case c WHERE {plain.text}", plain.params)
            assert one_by_one == sorted(row[0] for row in cursor.fetchall())


def test_a_page_counts_as_far_as_asked() -> None:
    for _ in range(4):
        opened()
    for counted, total in ((None, 4), (10, 4), (4, 4), (3, 4), (1, 2)):
        assert case_list(LIFANG, Filters(), today=TODAY, limit=2, counted=counted).total == total
        assert case_list(ZHAOMIN, Filters(), today=TODAY, counted=counted).withheld == total


@pytest.mark.parametrize("order", ["newest", "due"])
def test_pages_through_several_ways_give_every_case_once(order: str) -> None:
    uids = [opened().uid for _ in range(7)]
    Case.objects.filter(uid__in=uids[:3]).update(unit="consular")
    Case.objects.filter(uid__in=uids[2:4]).update(handler="zhaomin")
    do(uids[3], "receive", 11)
    seen, after = [], ""
    while True:
        page = case_list(ZHAOMIN, Filters(), today=TODAY, limit=2, after=after, order=order)
        seen += [line.uid for line in page.lines]
        after = page.after
        if not after:
            break
    assert sorted(seen) == sorted(uids[:4])
