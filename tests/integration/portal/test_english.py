"""In English, nothing on the public pages is Chinese but what is marked as Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from tests.integration.portal.asking import submit

from fadu.people.office import sync_office
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")
"""A document's or a case's number is its name in every language."""
CHINESE = re.compile(r"[一-鿿]")
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle"})
SAID = frozenset({"title", "aria-label", "placeholder", "alt"})


class Untranslated(HTMLParser):
    """Collects Chinese text outside elements whose language is Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.languages = ["en"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # The office's seal is a picture.
        language = "zh-Hans" if given.get("class") == "mark" else given.get("lang") or self.languages[-1]
        self.found += [
            v for k, v in attrs if k in SAID and v and CHINESE.search(NUMBER.sub("", v)) and language == "en"
        ]
        if tag not in VOID:
            self.languages.append(language)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if CHINESE.search(NUMBER.sub("", data)) and self.languages[-1] == "en":
            self.found.append(data.strip())


def chinese_on(page: str) -> list[str]:
    reader = Untranslated()
    reader.feed(page)
    return reader.found


@pytest.fixture
def english(client: Client) -> Client:
    sync_office(installed().office(settings.FADU.office))
    client.cookies["django_language"] = "en"
    return client


def test_the_reader_of_this_test_finds_chinese() -> None:
    assert chinese_on('<p>甲<b lang="zh-Hans">乙</b><br>ok</p><input placeholder="丙">') == ["甲", "丙"]


@pytest.mark.parametrize(
    "address",
    ["/", "/services/", "/guide/disclosure/", "/apply/disclosure/", "/search/?q=nothing", "/progress/", "/verify/"],
)
def test_pages(english: Client, address: str) -> None:
    assert chinese_on(english.get(address).content.decode()) == []


def test_what_was_wrong_is_said_in_english(english: Client) -> None:
    response = submit(english, **{"applicant.name": "", "applicant.phone": "", "form": "", "wanted": "", "kind": ""})
    assert response.status_code == 422
    assert chinese_on(response.content.decode()) == []


def test_the_receipt(english: Client) -> None:
    submit(english)
    assert chinese_on(english.get("/receipt/").content.decode()) == []
