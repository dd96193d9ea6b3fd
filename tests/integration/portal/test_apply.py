"""The opening form: what was sent is a case, once; what is refused is not lost; the code is the applicant's alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.integration.portal.asking import (
    APPLY,
    FILLED,
    NAME,
    PHONE,
    answer,
    asked,
    first_page,
    key_in,
    submit,
    text,
    to_send,
)

from fadu.cases.keys import signing
from fadu.cases.models import Case, Entry, Measure
from fadu.evidence.checkpoint import verify_receipt
from fadu.letters.pdfium import reading
from fadu.post import consent
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db


def test_a_request_becomes_a_case_and_a_receipt(client: Client) -> None:
    number, code = asked(client)
    case = Case.objects.get()
    assert case.number == number == "示外办公开〔2023〕1号"
    assert (case.stage, case.origin, case.heading) == ("submitted", "real", FILLED["wanted"])
    assert re.fullmatch(r"[34679ACDEFGHJKMNPQRTWXY]{10}", code)
    record = json.loads(bytes(Entry.objects.get().record))
    assert record["source"] == "portal"
    assert record["actor"] == {"kind": "party", "id": "applicant", "role": "applicant"}
    assert record["facts"]["channel"] == "互联网"


def test_the_receipt_is_signed_and_the_code_is_kept_nowhere(client: Client) -> None:
    _, code = asked(client)
    signed = client.get("/receipt/signed.json").json()
    assert verify_receipt(signed, signing().public_key())
    assert signed["hash"] == bytes(Entry.objects.get().hash).hex()
    case = Case.objects.get()
    assert code.encode() not in bytes(case.code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert cursor.fetchall() == []


def test_the_receipt_says_from_when_the_term_runs_for_what_came_on_line(client: Client) -> None:
    submit(client)
    assert "自“确认收到”之日起" in text(client.get("/receipt/"))


def test_the_code_is_forgotten_when_it_is_noted(client: Client) -> None:
    _, code = asked(client)
    assert code in text(client.get("/receipt/"))
    assert client.post("/receipt/noted/").status_code == 302
    gone = client.get("/receipt/")
    assert gone.status_code == 410
    assert code not in text(gone)


def test_a_form_sent_twice_is_one_case_with_one_receipt(client: Client) -> None:
    sending = to_send(answer(client))
    draft = client.cookies["fadu_draft"].value
    pages = []
    for _ in range(2):
        client.cookies["fadu_draft"] = draft
        assert client.post(f"{APPLY}check/", sending).status_code == 302
        found = re.search(r'id="receipt-code">([^<]+)<', text(client.get("/receipt/")))
        assert found
        pages.append(found[1])
    assert pages[0] == pages[1]
    assert Case.objects.count() == 1


def test_a_page_that_is_wrong_comes_back_as_it_was_typed(client: Client) -> None:
    response = submit(client, **{"applicant.phone": ""})
    page = text(response)
    assert response.status_code == 422
    assert Case.objects.count() == 0
    assert f'value="{NAME}"' in page
    assert '<a href="#applicant.name">请填写“申请人”的联系方式（电话、邮箱、地址），至少一项</a>' in page


def test_an_answer_that_is_no_choice_is_refused(client: Client) -> None:
    page = text(submit(client, form="飞鸽传书"))
    assert '<a href="#form">' in page
    assert Case.objects.count() == 0


def test_what_is_marked_secret_is_refused_and_never_shown_again(client: Client) -> None:
    response = submit(client, wanted="机密★10年 某文件")
    assert response.status_code == 422
    assert "转线下" in text(response)
    assert Case.objects.count() == 0


def test_a_field_that_the_form_has_not_is_refused(client: Client) -> None:
    response = submit(client, outcome="granted")
    assert response.status_code == 422
    assert "没有这一栏，不能填写" in text(response)
    assert Case.objects.count() == 0


def test_the_channel_is_the_sites_own_and_not_asked(client: Client) -> None:
    page = text(client.get(APPLY)) + text(answer(client))
    assert "提交渠道" not in page
    assert submit(Client(), channel="当面提交").status_code == 422
    submit(client)
    assert Measure.objects.get(name="channel").text == "互联网"


@contextmanager
def database_away() -> Iterator[None]:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        yield


def test_what_was_typed_survives_a_database_that_goes_away(client: Client) -> None:
    at = first_page(client)
    typed = {name: value for name, value in FILLED.items() if name.startswith("applicant.")}
    with database_away():
        response = client.post(at, typed)
    page = text(response)
    assert response.status_code == 503
    assert response["Retry-After"]
    for name, value in typed.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_what_was_checked_can_be_sent_again_when_the_database_is_back(client: Client) -> None:
    sending = to_send(answer(client))
    with database_away():
        page = text(client.post(f"{APPLY}check/", sending))
    for name, value in sending.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert client.post(f"{APPLY}check/", sending).status_code == 302
    assert Case.objects.count() == 1


@pytest.mark.parametrize("address", ["/apply/nothing/", "/guide/nothing/"])
def test_doors_that_do_not_exist_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_personal_data_lies_encrypted(client: Client) -> None:
    asked(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM cases_part")
        kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert NAME.encode() not in kept
    assert PHONE.encode() not in kept


def test_the_applicant_is_asked_by_which_ways_to_be_told(client: Client) -> None:
    page = answer(client)
    assert "有进展时通知我" in text(page)
    assert 'value="sms"' in text(page)
    assert " checked>" not in text(page)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', text(page))
    sent = {"key": key_in(page), "seen": seen[1] if seen else "", "way": ["sms", "email", "wecom"]}
    receipt = client.post(f"{APPLY}check/", sent, follow=True)
    assert receipt.status_code == 200
    assert consent.given(Case.objects.get().uid) == {Way.SMS}
    slip = client.get("/receipt/receipt.pdf")
    assert slip["Content-Type"] == "application/pdf"
    with reading(slip.content) as file:
        said = "".join(each.get_textpage().get_text_range() for each in file)
    number = Case.objects.get().number
    assert number in said
    assert re.search(r'id="receipt-code">([^<]+)<', text(receipt))[1] in said
    client.post("/receipt/noted/")
    assert client.get("/receipt/receipt.pdf").status_code == 404
