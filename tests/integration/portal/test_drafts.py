"""A form begun: kept, gone on with by its code alone, changed, checked, and gone when it is sent, deleted or old."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.integration.portal.asking import APPLY, FILLED, NAME, PHONE, answer, first_page, submit, text, to_send
from tests.integration.portal.conftest import NOON

from fadu.cases import moments
from fadu.cases.models import Case, Part
from fadu.portal.drafts import DAYS, Begun, expire, find, keep
from fadu.portal.models import Draft
from fadu.post.worker import STEPS, Worker

pytestmark = pytest.mark.django_db
TYPED = {name: value for name, value in FILLED.items() if name.startswith("applicant.")}


def begin(client: Client) -> str:
    """Answer the first page and save it for later; the draft code."""
    sent = client.post(f"{first_page(client)}?later", TYPED)
    assert sent.status_code == 302
    found = re.search(r'id="draft-code">([^<]+)<', text(client.get(sent.headers["Location"])))
    assert found
    return found[1]


def test_one_goes_on_from_another_browser_with_the_code(client: Client) -> None:
    code = begin(client)
    other = Client()
    assert NAME not in text(other.get(first_page(other)))
    sent = other.post(f"{APPLY}resume/", {"code": f" {code.lower()} "})
    assert sent.headers["Location"].startswith(f"{APPLY}ask/")
    assert f'value="{NAME}"' in text(other.get(f"{APPLY}ask/applicant/"))
    assert submit(other).headers["Location"] == "/receipt/"


def test_without_the_code_nobody_reads_it(client: Client) -> None:
    code = begin(client)
    row = Draft.objects.get()
    for secret in (NAME, PHONE, code.replace("-", "")):
        assert secret.encode() not in bytes(row.sealed) + bytes(row.token)
    wrong = Client().post(f"{APPLY}resume/", {"code": "AAAAA-AAAAA"})
    assert wrong.status_code == 422
    assert '<a href="#code">没有这个草稿码' in text(wrong)


def test_who_guesses_is_held_up(client: Client) -> None:
    code = begin(client)
    other = Client()
    tries = [other.post(f"{APPLY}resume/", {"code": f"AAAAA-AAAA{n}"}).status_code for n in range(10)]
    assert tries == [422] * 10
    assert other.post(f"{APPLY}resume/", {"code": code}).status_code == 429
    cache.clear()
    assert other.post(f"{APPLY}resume/", {"code": code}).status_code == 302


def test_what_is_missing_may_follow_but_what_is_wrong_may_not(client: Client) -> None:
    page = first_page(client)
    assert client.post(f"{page}?later", {"applicant.kind": "公民"}).status_code == 302
    assert client.post(f"{page}?later", {"applicant.name": NAME}).status_code == 302
    assert f'value="{NAME}"' in text(client.get(page))
    assert client.post(f"{page}?later", {"applicant.name": NAME, "applicant.email": "没有"}).status_code == 422
    assert client.post(page, {"applicant.kind": "公民"}).status_code == 422


def test_an_answer_is_changed_from_the_check_page(client: Client) -> None:
    page = text(answer(client))
    assert FILLED["wanted"] in page
    assert f'href="{APPLY}ask/wanted/?change"' in page
    sent = client.post(f"{APPLY}ask/wanted/?change", {"wanted": "2021年度的决算"})
    assert sent.headers["Location"] == f"{APPLY}check/"
    page = text(client.get(f"{APPLY}check/"))
    assert "2021年度的决算" in page
    assert FILLED["wanted"] not in page


def test_what_was_not_checked_is_not_sent(client: Client) -> None:
    sending = to_send(answer(client))
    client.post(f"{APPLY}ask/wanted/", {"wanted": "在另一页改过"})
    page = client.post(f"{APPLY}check/", sending)
    assert page.status_code == 409
    assert "请再核对一遍" in text(page)
    assert Case.objects.count() == 0
    assert client.post(f"{APPLY}check/", to_send(page)).status_code == 302
    assert Case.objects.get().heading == "在另一页改过"


def test_nothing_is_checked_before_all_is_answered(client: Client) -> None:
    begin(client)
    assert client.get(f"{APPLY}check/").headers["Location"] == f"{APPLY}ask/wanted/"
    assert client.post(f"{APPLY}check/", {"key": "0" * 64, "seen": ""}).headers["Location"] == f"{APPLY}ask/wanted/"
    assert Client().get(f"{APPLY}check/").headers["Location"] == APPLY


def test_sent_or_deleted_it_is_gone(client: Client) -> None:
    begin(client)
    assert Draft.objects.count() == 1
    client.post(f"{APPLY}discard/")
    assert Draft.objects.count() == 0
    assert NAME not in text(client.get(first_page(client)))
    submit(client)
    assert Draft.objects.count() == 0
    assert Part.objects.exists()


def test_after_seven_days_it_is_gone(client: Client) -> None:
    code = begin(client)
    with moments.at(NOON + timedelta(days=DAYS)):
        assert find(code, "disclosure")
        assert expire() == 0
    with moments.at(NOON + timedelta(days=DAYS + 1)):
        assert find(code, "disclosure") is None
        assert STEPS["过期草稿"](Worker()) == 1
    assert Draft.objects.count() == 0


def test_a_code_opens_the_form_that_it_was_given_for() -> None:
    begun = keep(Begun("disclosure").answered({"wanted": "某件"}))
    assert find(begun.shown_code, "disclosure") == begun
    assert find(begun.code, "another") is None


def test_what_is_marked_secret_is_not_kept(client: Client) -> None:
    begin(client)
    before = bytes(Draft.objects.get().sealed)
    refused = client.post(f"{APPLY}ask/wanted/?later", {"wanted": "机密★10年 某文件"})
    assert refused.status_code == 422
    assert "转线下" in text(refused)
    assert bytes(Draft.objects.get().sealed) == before
