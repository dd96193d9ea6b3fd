"""In English, nothing on the public pages is Chinese but what is marked as Chinese; in traditional Chinese, nothing simplified."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.integration.faces.untranslated import LANGUAGES, chinese_in, untranslated_on
from tests.integration.portal.asking import answer, asked, key_in, look, office, submit

from fadu.people.office import sync_office
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db


@pytest.fixture(params=LANGUAGES)
def reader(client: Client, request: pytest.FixtureRequest) -> Client:
    sync_office(installed().office(settings.FADU.office))
    client.cookies["django_language"] = request.param
    return client


def test_the_reader_of_this_test_finds_chinese() -> None:
    page = '<p>甲<b lang="zh-Hans">乙</b><br>ok 丁</p><input placeholder="丙">'
    assert chinese_in(page, "丁") == ["甲", "丙"]
    assert chinese_in('<p lang="zh-Hant">後<b>办</b><i lang="zh-Hans">办</i><input alt="办 行政"></p>') == [
        "办",
        "办 行政",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/services/",
        "/guide/disclosure/",
        "/apply/disclosure/",
        "/apply/disclosure/ask/applicant/",
        "/apply/disclosure/ask/wanted/",
        "/search/?q=nothing",
        "/progress/",
        "/verify/",
        "/check/",
        "/check/000000000000/",
        "/figures/2023/",
        "/figures/2023/tables/disclosure_handled/",
        "/register/",
    ],
)
def test_pages(reader: Client, address: str) -> None:
    assert untranslated_on(reader.get(address)) == []


def test_what_was_wrong_is_said_in_the_language_of_the_reader(reader: Client) -> None:
    response = submit(reader, **{"applicant.name": "", "applicant.phone": "", "form": "", "wanted": "", "kind": ""})
    assert response.status_code == 422
    assert untranslated_on(response) == []


def test_what_is_checked_and_what_is_kept_for_later(reader: Client) -> None:
    assert untranslated_on(answer(reader)) == []
    assert untranslated_on(reader.get("/apply/disclosure/later/")) == []
    assert untranslated_on(reader.get("/apply/disclosure/")) == []
    assert untranslated_on(reader.post("/apply/disclosure/resume/", {"code": "AAAAA"})) == []


def test_an_evaluation(reader: Client) -> None:
    address = look(reader, *asked(reader))
    for act, data in (("receive", {}), ("take_up", {}), ("answer", {"outcome": "granted"})):
        office(act, **data)
    form = f"{address}about/evaluation/"
    assert untranslated_on(reader.get(form)) == []
    assert untranslated_on(reader.post(form, {"grade": ""})) == []
    reader.post(form, {"grade": "不满意"})
    assert untranslated_on(reader.get("/receipt/")) == []


def test_the_receipt(reader: Client) -> None:
    submit(reader)
    assert untranslated_on(reader.get("/receipt/")) == []


def test_the_case_at_every_step(reader: Client) -> None:
    number, code = asked(reader)
    wrong = reader.post("/progress/", {"number": number, "code": "AAAAAAAAAA"})
    assert untranslated_on(wrong) == []
    address = look(reader, number, code)
    assert untranslated_on(reader.get(address)) == []
    steps = (
        ("receive", {}),
        ("ask_correction", {"missing": "请写明年度", "correct_by": "2023-09-25"}),
        ("correct", {"corrected": "2022年度"}),
        ("take_up", {}),
        ("answer", {"outcome": "granted"}),
    )
    for act, data in steps:
        office(act, **data)
        assert untranslated_on(reader.get(address)) == [], act


def test_the_form_of_what_the_party_may_do(reader: Client) -> None:
    address = look(reader, *asked(reader))
    office("receive")
    office("ask_correction", missing="请写明年度", correct_by="2023-09-25")
    form = f"{address}do/correct/"
    assert untranslated_on(reader.get(form)) == []
    empty = reader.post(form, {"key": key_in(reader.get(form)), "seen": "3", "corrected": ""})
    assert empty.status_code == 422
    assert untranslated_on(empty) == []


def test_the_figures_count_a_case(reader: Client) -> None:
    asked(reader)
    office("receive")
    assert untranslated_on(reader.get("/figures/2023/")) == []
