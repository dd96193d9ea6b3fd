"""In English, nothing on the public pages is Chinese but what is marked as Chinese."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.integration.faces.untranslated import chinese_in, chinese_on
from tests.integration.portal.asking import asked, key_in, look, office, submit

from fadu.people.office import sync_office
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(client: Client) -> Client:
    sync_office(installed().office(settings.FADU.office))
    client.cookies["django_language"] = "en"
    return client


def test_the_reader_of_this_test_finds_chinese() -> None:
    page = '<p>甲<b lang="zh-Hans">乙</b><br>ok 丁</p><input placeholder="丙">'
    assert chinese_in(page, "丁") == ["甲", "丙"]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/services/",
        "/guide/disclosure/",
        "/apply/disclosure/",
        "/search/?q=nothing",
        "/progress/",
        "/verify/",
        "/figures/2023/",
    ],
)
def test_pages(english: Client, address: str) -> None:
    assert chinese_on(english.get(address)) == []


def test_what_was_wrong_is_said_in_english(english: Client) -> None:
    response = submit(english, **{"applicant.name": "", "applicant.phone": "", "form": "", "wanted": "", "kind": ""})
    assert response.status_code == 422
    assert chinese_on(response) == []


def test_the_receipt(english: Client) -> None:
    submit(english)
    assert chinese_on(english.get("/receipt/")) == []


def test_the_case_at_every_step(english: Client) -> None:
    number, code = asked(english)
    wrong = english.post("/progress/", {"number": number, "code": "AAAAAAAAAA"})
    assert chinese_on(wrong) == []
    address = look(english, number, code)
    assert chinese_on(english.get(address)) == []
    steps = (
        ("receive", {}),
        ("ask_correction", {"missing": "请写明年度", "correct_by": "2023-09-25"}),
        ("correct", {"corrected": "2022年度"}),
        ("take_up", {}),
        ("answer", {"outcome": "granted"}),
    )
    for act, data in steps:
        office(act, **data)
        assert chinese_on(english.get(address)) == [], act


def test_the_form_of_what_the_party_may_do(english: Client) -> None:
    address = look(english, *asked(english))
    office("receive")
    office("ask_correction", missing="请写明年度", correct_by="2023-09-25")
    form = f"{address}do/correct/"
    assert chinese_on(english.get(form)) == []
    empty = english.post(form, {"key": key_in(english.get(form)), "seen": "3", "corrected": ""})
    assert empty.status_code == 422
    assert chinese_on(empty) == []


def test_the_figures_count_a_case(english: Client) -> None:
    asked(english)
    office("receive")
    assert chinese_on(english.get("/figures/2023/")) == []
