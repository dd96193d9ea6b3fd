"""Whatever is wrong with a request is said to be wrong with it; nothing is a fault of the office's."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.integration.api.conftest import REQUEST, Give, Program

from fadu.cases.acts import Done
from fadu.cases.models import Case, Entry

pytestmark = pytest.mark.django_db
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"NaN",
        DEEP,
        b'{"data": ' + DEEP + b"}",
        b'{"data": {"wanted": "\\ud800"}}',
        b'{"at": "\xff"}',
        b'{"at": "2023-02-30"}',
        b'{"at": "2023-09-11T00:00:00"}',
        b'{"at": "0001-01-01T00:00:00+14:00"}',
        b'{"at": "9999-12-31T23:59:59-14:00"}',
        b'{"at": 5}',
        b'{"at": "2023-09-11", "more": 1}',
        b'{"data": {"a\\u0000": "b"}}',
        b'{"data": {"note": "\\u0000"}}',
        b'{"data": {"note": 1e999}}',
        b'{"data": {"note": ["x"]}}',
        json.dumps({"data": {"note": {"sha256": "0" * 64}}}).encode(),
    ],
    ids=lambda body: body[:30].decode("latin-1"),
)
def test_an_act_with_a_bad_body_is_refused(give: Give, case: Done, body: bytes) -> None:
    answer = give("lifang").post(f"/cases/{case.uid}/acts/fadu.clerical", body, Idempotency_Key="k")
    assert answer.status_code in (400, 422), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]
    assert Entry.objects.count() == 1


def test_too_much_is_refused_before_it_is_read(give: Give, case: Done) -> None:
    lifang, path = give("lifang"), f"/cases/{case.uid}/acts/fadu.clerical"
    large = json.dumps({"data": {"note": "字" * 3_000_000}}).encode()
    assert lifang.post(path, large, Idempotency_Key="k").status_code == 413
    huge = Client(headers={"Authorization": f"Bearer {lifang.token}"})
    answer = huge.generic("POST", "/api/v1/files", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**40))
    assert answer.status_code == 413
    assert huge.post("/api/v1" + path, "{}", content_type="text/plain").status_code in (415, 422)
    headers = {"Authorization": f"Bearer {lifang.token}", "Idempotency-Key": "k"}
    assert Client(headers=headers).post("/api/v1" + path, "{}", content_type="text/plain").status_code == 415
    broken = huge.generic("POST", "/api/v1/files", b"--x\r\nnonsense", "multipart/form-data; boundary=" + "\x00" * 3)
    assert broken.status_code in (400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/cases?text=%00",
        "/cases?text=%ff%ed%a0%80",
        "/cases?limit=0",
        "/cases?limit=99999999999999999999999",
        "/cases?after=%00",
        "/cases?order=best",
        "/cases?more=1",
        "/cases/%00",
        "/cases/" + "a" * 5000,
        "/cases/../../etc",
        "/cases/x/files/99999999999999999999999999",
        "/figures/0",
        "/figures/2023?procedure=%00",
        "/procedures/%00",
        "/procedures/disclosure?on=0000-00-00",
        "/procedures/disclosure/acts/%00/form",
        "/nothing",
    ],
)
def test_a_bad_address_is_refused(give: Give, case: Done, path: str) -> None:
    answer = give("lifang").get(path)
    assert answer.status_code in (200, 404, 422)
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        json.loads(answer.content)


def test_a_key_is_needed_and_is_one_for_each_act_and_person(give: Give, case: Done) -> None:
    lifang = give("lifang")
    note = {"data": {"note": "来电核实"}}
    path = f"/cases/{case.uid}/acts/fadu.clerical"
    assert lifang.post(path, note).status_code == 422
    assert lifang.post(path, note, Idempotency_Key="a b").status_code == 422
    first = lifang.post(path, note, Idempotency_Key="same")
    assert first.status_code == 200, first.content.decode()
    assert give("wangqiang").post(path, note, Idempotency_Key="same").status_code == 403, (
        "not the answer of another's key"
    )
    assert lifang.post(path, note, Idempotency_Key="same").json()["repeated"] is True
    opened = lifang.post("/cases", {"procedure": "disclosure", "data": REQUEST}, Idempotency_Key="same")
    assert opened.status_code == 201
    assert (Case.objects.count(), Entry.objects.filter(case__uid=case.uid).count()) == (2, 2)
    assert lifang.post(path, note, Idempotency_Key="v", If_Match="1").status_code == 422


def test_a_due_question_out_of_this_world_is_refused(db: None) -> None:
    nobody, path = Program(""), "/procedures/disclosure/due"
    for received in ("0001-01-01", "9999-12-31", "x", ""):
        assert nobody.post(path, {"received": received}).status_code in (404, 422)
    beyond = nobody.post(path, {"received": "2060-12-31"})
    assert (beyond.status_code, beyond.json()["title"]) == (400, "日期超出可以计算的范围")
    for act in ("nothing", "submit", "fadu.void"):
        answer = nobody.post(path, {"received": "2023-09-11", "acts": [{"act": act, "at": "2023-09-12"}]})
        assert answer.status_code in (400, 422)
    early = nobody.post(path, {"received": "2023-09-11", "acts": [{"act": "take_up", "at": "2023-09-01"}]})
    assert early.status_code == 409
    assert early.json()["remedy"]
