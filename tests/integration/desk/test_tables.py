"""The yearly table at the desk: the numbers of the form, each opening down to its cases; a copy fit to publish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from tests.integration.cases.cast import do, examining
from tests.integration.desk.conftest import NOON, Enter

from fadu.cases import moments
from fadu.cases.models import Case
from fadu.figures.tables import CountedLine, published
from fadu.post.drain import drain
from fadu.procedure import Counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(_monday: None) -> Iterator[None]:
    with moments.at(NOON + timedelta(days=4)):
        yield


AT = "/desk/figures/2023/tables/disclosure_handled"


@pytest.fixture
def counted(enter: Enter) -> Client:
    for outcome in ("granted", "granted", "partly"):
        do(
            examining(),
            "answer",
            13,
            outcome=outcome,
            **({} if outcome == "granted" else {"reason": "部分涉及第三方"}),
        )
    examining()
    return enter("lifang")


def test_every_number_opens_down_to_its_cases(counted: Client) -> None:
    page = counted.get(f"{AT}/").content.decode()
    cells = re.findall(rf'href="({AT}/\d+/\d+/)"[^>]*>(\d+)</a>', page)
    assert sorted({n for _, n in cells}) == ["1", "2", "3", "4"]
    for at, n in cells:
        assert len(re.findall(r"示外办公开〔2023〕\d+号</a>", counted.get(at).content.decode())) == int(n)
    assert counted.get(f"{AT}/0/99/").status_code == counted.get(f"{AT}/2/0/").status_code == 404
    assert counted.get("/desk/figures/2023/tables/nothing/").status_code == 404


def test_as_a_sheet_and_as_it_may_be_published(counted: Client) -> None:
    whole = counted.get(f"{AT}.csv").content.decode("utf-8-sig").splitlines()
    public = counted.get(f"{AT}.csv?public=1").content.decode("utf-8-sig").splitlines()
    assert whole[1] == "一、本年新收政府信息公开申请数量,4,0,0,0,0,0,0,4"
    assert len(public) == len(whole)
    assert not set("123456789").intersection("".join(line.partition(",")[2] for line in public[1:]))


def test_one_small_number_is_not_given_away_by_the_others() -> None:
    def row(n: int, counts: Counts | None = None) -> CountedLine:
        return CountedLine(0, "", counts, (n, n))

    table = (row(30, Counts.RECEIVED), row(20, Counts.CARRIED), row(3), row(9), row(28), row(40, Counts.CLOSED))
    told = published((*table, row(10, Counts.LEFT)), 5)
    assert told == ((None, 30), (None, 20), (None, None), (None, None), (None, 28), (None, 40), (None, 10))


def test_each_case_counts_once_however_it_is_divided_and_joined(enter: Enter) -> None:
    uid = examining()
    do(uid, "divide", 14, divided="公务接待费\n公务用车费")
    drain()
    first, second = Case.objects.exclude(uid=uid).order_by("id")
    do(first.uid, "merge", 15, into=second.number)
    rows = {line.rpartition(",")[0].split(",")[0]: line for line in sheet(enter("lifang"))}
    assert rows["一、本年新收政府信息公开申请数量"].endswith(",3")
    assert rows["3．其他"].endswith(",1")
    assert rows["四、结转下年度继续办理"].endswith(",2")


def sheet(client: Client) -> list[str]:
    return client.get(f"{AT}.csv").content.decode("utf-8-sig").splitlines()
