"""The same questions and the same acts as on the pages, in JSON."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.api.conftest import MONDAY, REQUEST, Give, Program

from fadu.cases.acts import Done
from fadu.cases.models import Case, Entry
from fadu.cases.reading import COUNTED

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_once_for_each_key_and_then_moved(give: Give) -> None:
    lifang = give("lifang")
    body = {"procedure": "disclosure", "data": REQUEST}
    made = lifang.post("/cases", body, Idempotency_Key="a1")
    assert made.status_code == 201, made.content
    done = made.json()
    assert made["Location"] == f"/api/v1/cases/{done['uid']}"
    assert (done["seq"], len(done["query_code"]), done["repeated"]) == (1, 10, False)
    again = lifang.post("/cases", body, Idempotency_Key="a1")
    assert (again.status_code, again.json()["uid"], again.json()["query_code"]) == (200, done["uid"], None)
    assert Case.objects.count() == 1
    acts = {each["act"]["id"]: each for each in lifang.get(f"/cases/{done['uid']}/acts").json()}
    assert any(each["may"] for each in acts.values())
    refused = next(each for each in acts.values() if not each["may"])
    assert refused["reason"]
    assert refused["remedy"]
    assert Entry.objects.get().recorded_at is not None


def test_an_act_is_done_once_and_what_was_overtaken_is_refused(give: Give, case: Done) -> None:
    lifang, path = give("lifang"), f"/cases/{case.uid}/acts/receive"
    seen = lifang.get(f"/cases/{case.uid}")
    assert (seen["ETag"], seen.json()["version"]) == ('"1"', 1)
    first = lifang.post(path, {"at": "2023-09-11"}, Idempotency_Key="k", If_Match='"1"')
    assert first.status_code == 200, first.content
    again = lifang.post(path, {"at": "2023-09-11"}, Idempotency_Key="k", If_Match='"1"')
    assert (again.json()["seq"], again.json()["repeated"]) == (first.json()["seq"], True)
    late = lifang.post(path, {}, Idempotency_Key="other", If_Match='"1"')
    assert late.status_code == 412
    assert late["Content-Type"] == "application/problem+json"
    assert late.json()["title"]
    assert late.json()["remedy"]
    assert Entry.objects.count() == 2
    assert [e["source"] for e in lifang.get(f"/cases/{case.uid}/entries").json()] == ["desk", "api"]
    due = {t["clock"]["id"]: t for t in lifang.get(f"/cases/{case.uid}/terms").json()}
    assert due["reply"]["due"] == "2023-10-13"
    assert due["reply"]["proof"]
    assert due["reply"]["articles"]


def test_what_the_law_forbids_says_which_article(give: Give, case: Done) -> None:
    answer = give("lifang").post(f"/cases/{case.uid}/acts/answer", {"data": {}}, Idempotency_Key="x")
    assert answer.status_code in (409, 422)
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["remedy"]


def test_lists_filter_and_turn_pages(give: Give, people: object) -> None:
    lifang = give("lifang")
    for n in range(5):
        lifang.post("/cases", {"procedure": "disclosure", "data": REQUEST}, Idempotency_Key=f"n{n}")
    found, after = [], ""
    while True:
        page = lifang.get("/cases", limit=2, after=after).json()
        found += [each["uid"] for each in page["cases"]]
        if not page["after"]:
            break
        after = page["after"]
    assert len(found) == len(set(found)) == page["total"] == 5
    assert lifang.get("/cases", state="closed").json()["total"] == 0
    assert lifang.get("/cases", state="lost").status_code == 422
    assert give("zhaomin").get("/cases").json() == {
        "cases": [],
        "total": 0,
        "withheld": 5,
        "counted": COUNTED,
        "after": None,
    }


def test_a_file_is_taken_only_from_whoever_handed_it_in(give: Give) -> None:
    lifang = give("lifang")
    file = lifang.send("/files", file=SimpleUploadedFile("说明.txt", "附上说明".encode()))
    assert file.status_code == 201, file.content
    assert file.json()["type"] == "text/plain"
    secret = lifang.send("/files", file=SimpleUploadedFile("a.txt", "机密★10年".encode()))
    assert secret.status_code == 422
    program = lifang.send("/files", file=SimpleUploadedFile("a.exe", b"MZ\0\1\2"))
    assert program.status_code == 415
    assert lifang.send("/files").status_code == 422


def test_duties_and_terms_are_open_to_everybody(db: None) -> None:
    nobody = Program("")
    assert [p["id"] for p in nobody.get("/procedures").json()]
    assert nobody.get("/procedures/disclosure/guide").json()["terms"]
    assert nobody.get("/procedures/disclosure/acts/submit/form").status_code in (200, 404)
    assert nobody.get("/procedures/nothing").status_code == 404
    due = nobody.post("/procedures/disclosure/due", {"received": MONDAY.isoformat()})
    assert due.status_code == 200, due.content
    reply = next(t for t in due.json()["terms"] if t["clock"]["id"] == "reply")
    assert reply["due"] == "2023-10-13"
    assert nobody.get("/cases").status_code == 401
    assert nobody.get("/cases")["WWW-Authenticate"] == "Bearer"


def test_figures_are_those_of_the_desk(give: Give, case: Done) -> None:
    answer = give("zhaomin").get("/figures/2023")
    assert answer.status_code == 200
    assert {f["id"]: f["value"] for f in answer.json()["figures"]}["disclosure.received"] in (0, 1)
    assert give("zhaomin").get("/figures/99999999999999999999").status_code == 404


def test_the_form_of_an_answer_lists_whose_it_can_be(give: Give, case: Done) -> None:
    lifang, path = give("lifang"), f"/cases/{case.uid}/acts"
    firm = {"third_party": {"kind": "法人或者其他组织", "name": "示例公司", "phone": "02100000000"}}
    for n, (act, data) in enumerate((("receive", {}), ("take_up", {}), ("consult", firm), ("consult", firm))):
        done = lifang.post(f"{path}/{act}", {"at": "2023-09-11", "data": data}, Idempotency_Key=f"k{n}")
        assert done.status_code == 200, done.content
    asked = lifang.get(f"{path}/consult.reply/form").json()["properties"]["errand"]
    assert asked["enum"] == ["consult/4", "consult/5"]
    assert "enum" not in lifang.get(f"{path}/consult_makers.reply/form").json()["properties"]["errand"]
