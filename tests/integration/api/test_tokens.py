"""A token never may more than its person, nor more than it was made for, nor longer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.integration.api.conftest import NOON, REQUEST, Give, Program

from fadu.api import urls
from fadu.api.models import ApiToken
from fadu.cases import moments
from fadu.cases.acts import Done
from fadu.cases.models import Entry
from fadu.desk.models import Access
from fadu.people.models import Person
from fadu.policy import MASK

pytestmark = pytest.mark.django_db


def test_whoever_may_not_see_a_case_finds_none(give: Give, case: Done) -> None:
    zhaomin = give("zhaomin")
    for path in ("", "/entries", "/terms", "/acts", "/evidence", "/files/1", "/acts/receive/form"):
        answer = zhaomin.get(f"/cases/{case.uid}{path}")
        assert (path, answer.status_code) == (path, 404)
        assert answer.json()["title"] == zhaomin.get(f"/cases/00{path}").json()["title"]
    done = zhaomin.post(f"/cases/{case.uid}/acts/receive", {}, Idempotency_Key="k")
    assert done.status_code == 404
    assert Entry.objects.count() == 1
    assert not Access.objects.exists()


def test_the_auditor_sees_the_case_and_nothing_personal(give: Give, case: Done) -> None:
    chenjing = give("chenjing")
    seen = chenjing.get(f"/cases/{case.uid}")
    assert seen.json()["parties"] == {"applicant": {"name": MASK}}
    for path in ("", "/entries", "/evidence"):
        text = chenjing.get(f"/cases/{case.uid}{path}").content.decode()
        assert "张明示例" not in text
        assert "13800001234" not in text
        assert "E00000000" not in text
    assert chenjing.post(f"/cases/{case.uid}/acts/receive", {}, Idempotency_Key="k").status_code == 403


def test_reading_is_kept_as_at_the_desk(give: Give, case: Done) -> None:
    lifang = give("lifang")
    for _ in range(2):
        assert lifang.get(f"/cases/{case.uid}").json()["parties"]["applicant"]["id_number"] == MASK
    assert lifang.get(f"/cases/{case.uid}/evidence")["Cache-Control"] == "no-store"
    read = Access.objects.order_by("id").values_list("person__username", "case", "what")
    assert list(read) == [("lifang", case.uid, "api"), ("lifang", case.uid, "evidence")]


def test_a_scope_that_was_not_given_is_refused(give: Give, case: Done) -> None:
    reader = give("lifang", ["read:cases"])
    assert reader.get(f"/cases/{case.uid}").status_code == 200
    assert reader.get("/figures/2023").status_code == 403
    refused = reader.post(f"/cases/{case.uid}/acts/receive", {}, Idempotency_Key="k")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:fadu:problem:not-permitted")
    assert reader.post("/cases", {"procedure": "disclosure", "data": REQUEST}, Idempotency_Key="k").status_code == 403
    assert give("lifang", ["read:figures"]).get("/cases").status_code == 403
    assert Entry.objects.count() == 1


def test_a_token_ends_with_its_time_its_owner_or_its_person(give: Give, case: Done) -> None:
    for end in ("time", "owner", "person"):
        program = give("lifang")
        assert program.get("/cases").status_code == 200
        if end == "owner":
            ApiToken.objects.filter(person__username="lifang").update(revoked_at=NOON)
        if end == "person":
            Person.objects.filter(username="lifang").update(is_active=False)
        with moments.at(NOON + timedelta(days=31 if end == "time" else 0)):
            assert program.get("/cases").status_code == 401
    for wrong in ("fadu_", "fadu_x", "x" * 5000, "é"):
        assert Program(wrong).get("/cases").status_code == 401


def test_of_a_token_only_a_hash_is_kept(give: Give) -> None:
    program = give("lifang")
    kept = ApiToken.objects.get()
    assert program.token not in str(vars(kept))
    program.get("/cases")
    kept.refresh_from_db()
    assert kept.used_at == NOON


def test_one_makes_a_token_after_showing_again_who_one_is(people: object) -> None:
    person = Person.objects.get(username="lifang")
    person.set_password("nine-lives-of-a-cat")
    person.save(update_fields=["password"])
    client = Client()
    client.force_login(person)
    form = {"label": "归档", "scopes": ["read:cases"], "days": "30"}
    refused = client.post("/desk/tokens/new/", form)
    assert refused.status_code == 302
    assert "/accounts/reauthenticate/" in refused["Location"]
    assert not ApiToken.objects.exists()
    client.post("/accounts/reauthenticate/", {"password": "nine-lives-of-a-cat"})
    page = client.get("/desk/tokens/new/").content.decode()
    asked = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page))
    assert set(form) <= asked
    made = client.post("/desk/tokens/new/", form)
    assert made.status_code == 200
    token = made.content.decode().partition(">fadu_")[2].partition("<")[0]
    assert Program(f"fadu_{token}").get("/cases").status_code == 200
    assert token not in client.get("/desk/tokens/").content.decode()
    mine = ApiToken.objects.get()
    other = Client()
    other.force_login(Person.objects.get(username="zhaomin"))
    other.post("/desk/tokens/stop/", {"token": str(mine.pk)})
    assert Program(f"fadu_{token}").get("/cases").status_code == 200
    client.post("/desk/tokens/stop/", {"token": str(mine.pk)})
    assert Program(f"fadu_{token}").get("/cases").status_code == 401


def test_who_asks_too_often_waits(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls.THROTTLES[0], "num_requests", 2)
    lifang = give("lifang")
    assert [lifang.get("/cases").status_code for _ in range(3)] == [200, 200, 429]
    assert give("wangqiang").get("/cases").status_code == 200
    answer = lifang.get("/cases")
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 0
