"""What the API refuses, it refuses in one form; and what a program must not choose, it cannot."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.integration.api.conftest import REQUEST, Give

from fadu.cases.acts import Done
from fadu.cases.models import Case

pytestmark = pytest.mark.django_db
ACTS = "/api/v1/cases/{uid}/acts/receive"


def is_problem(answer: HttpResponse, status: int) -> None:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["title"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_method_that_there_is_not(give: Give, case: Done, method: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {give('lifang').token}"})
    answer = getattr(client, method)(f"/api/v1/cases/{case.uid}")
    is_problem(answer, 405)
    assert answer["Allow"] == "GET"


def test_an_address_that_there_is_not(client: Client) -> None:
    for address in ("/api/", "/api/nothing", "/api/v1/nothing/", "/api/v2/cases", "/api/v1/cases/x/y/z"):
        is_problem(client.get(address), 404)
        is_problem(client.post(address, "x", content_type="text/plain"), 404)


def test_a_type_that_is_not_read(give: Give, case: Done) -> None:
    client = Client(headers={"Authorization": f"Bearer {give('lifang').token}", "Idempotency-Key": "k"})
    is_problem(client.post(ACTS.format(uid=case.uid), "<at/>", content_type="application/xml"), 415)


def test_a_version_that_has_passed(give: Give, case: Done) -> None:
    lifang, at = give("lifang"), f"/cases/{case.uid}/acts/receive"
    assert lifang.post(at, {}, Idempotency_Key="a", If_Match='"1"').status_code == 200
    is_problem(lifang.post(at, {}, Idempotency_Key="b", If_Match='"1"'), 412)
    is_problem(lifang.post(at, {}, Idempotency_Key="c"), 409)


@pytest.mark.parametrize("given", [{"origin": "sample"}, {"data": {**REQUEST, "origin": "sandbox"}}])
def test_where_a_case_comes_from_is_not_a_programs_to_choose(give: Give, given: dict[str, object]) -> None:
    before = Case.objects.count()
    is_problem(
        give("lifang").post("/cases", {"procedure": "disclosure", "data": REQUEST, **given}, Idempotency_Key="o"), 422
    )
    assert Case.objects.count() == before


def test_a_file_whose_bars_nobody_proved_is_refused(give: Give, case: Done) -> None:
    lifang, file = give("lifang"), {"sha256": "0" * 64, "name": "a.pdf", "size": 1, "type": "application/pdf"}
    assert lifang.post(f"/cases/{case.uid}/acts/receive", {}, Idempotency_Key="a").status_code == 200
    listed = {each["act"]["id"]: each for each in lifang.get(f"/cases/{case.uid}/acts").json()}
    assert not listed["redact"]["may"]
    assert "核验" in listed["redact"]["reason"]
    data = {"redacted": file, "bars": "第1页"}
    is_problem(lifang.post(f"/cases/{case.uid}/acts/redact", {"data": data}, Idempotency_Key="r"), 403)


def test_a_yearly_table_by_the_figures_scope(give: Give, case: Done) -> None:
    found = give("lifang").get("/tables/disclosure_handled/2023").json()
    assert found["rows"][0]["numbers"]["总计"] == 1
    is_problem(give("lifang").get("/tables/nothing/2023"), 404)
