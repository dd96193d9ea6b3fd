"""The yearly table at the desk: the numbers of the form, each opening down to its cases, and the same for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from tests.integration.cases.cast import do, examining
from tests.integration.desk.conftest import NOON, Enter

from fadu.cases import moments
from fadu.cases.figures_report import table_of
from fadu.cases.models import Case
from fadu.post.drain import drain
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(_monday: None) -> Iterator[None]:
    with moments.at(NOON + timedelta(days=4)):
        yield


AT, PUBLIC = (f"{door}/figures/2023/tables/disclosure_handled" for door in ("/desk", ""))


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


def test_everybody_is_told_the_whole_table(counted: Client, client: Client) -> None:
    """The law prescribes it with all its numbers: what the office counts is what the public reads, on the page and as a sheet."""
    whole = counted.get(f"{AT}.csv").content
    assert whole.decode("utf-8-sig").splitlines()[1] == "一、本年新收政府信息公开申请数量,4,0,0,0,0,0,0,4"
    with override_settings(FADU=replace(settings.FADU, mode="production")):
        assert client.get(f"{PUBLIC}.csv").content == whole
        page = client.get(f"{PUBLIC}/").content.decode()
    assert re.findall(r'<td class="n num">([^<]*)</td>', page) == [n for line in lines_of(whole) for n in line if n]
    assert client.get("/figures/2023/tables/nothing/").status_code == 404
    assert client.get("/figures/2099/tables/disclosure_handled/").status_code == 404
    linked = client.get("/figures/2023/").content.decode()
    assert f'href="{PUBLIC}/"' in linked


def test_cases_taken_over_count_for_everybody(counted: Client, client: Client) -> None:
    Case.objects.filter(closed=None).update(origin="import")
    whole = counted.get(f"{AT}.csv").content
    assert whole.decode("utf-8-sig").splitlines()[1] == "一、本年新收政府信息公开申请数量,4,0,0,0,0,0,0,4"
    with override_settings(FADU=replace(settings.FADU, mode="production")):
        assert client.get(f"{PUBLIC}.csv").content == whole
    table = installed().tables["disclosure_handled"]
    assert table_of(table, 2023)[0].numbers[0] == 4


def lines_of(sheet: bytes) -> list[list[str]]:
    return [line.split(",")[1:] for line in sheet.decode("utf-8-sig").splitlines()[1:]]


def test_a_table_that_does_not_add_up_tells_the_public_nothing(counted: Client, client: Client) -> None:
    Case.objects.filter(outcome="partly").update(outcome="abolished")
    assert counted.get(f"{AT}/").status_code == 500
    page = client.get(f"{PUBLIC}/")
    assert page.status_code == client.get(f"{PUBLIC}.csv").status_code == 503
    assert "正在核对" in page.content.decode()


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
