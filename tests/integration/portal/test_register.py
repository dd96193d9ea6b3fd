"""The public register: decided requests, and nothing that tells of a person."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.integration.cases.cast import NAME, PHONE, REQUEST, do, opened

from fadu.cases.models import Case

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _cases(db: None) -> None:
    for origin in ("real", "sandbox"):
        for outcome in ("granted", "not_ours"):
            uid = opened(origin=origin).uid
            do(uid, "receive", 11)
            do(uid, "answer", 11, outcome=outcome, reason="由他机关公开", body="示例市统计局")
    opened()


def test_what_was_decided_without_who_asked_for_what(client: Client) -> None:
    page = client.get("/register/").content.decode()
    answered = Case.objects.filter(origin="real", closed__isnull=False)
    assert [each.number for each in answered if each.number in page] == [each.number for each in answered]
    assert page.count("<tr id=") == 2
    for words in (NAME, PHONE, REQUEST["wanted"], "统计局", "试〔"):
        assert words not in page
    assert client.get("/register/?page=2").status_code == 200
    for wrong in ("0", "-1", "x", "99999", "²"):
        assert client.get("/register/", {"page": wrong}).status_code == 404


def test_the_feed_is_atom(client: Client) -> None:
    answer = client.get("/register/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == 2
    assert {each.findtext(f"{ATOM}updated") for each in entries} == {"2023-09-11T00:00:00+00:00"}
    assert all(
        "予以公开" in text or "不属于本机关" in text for text in (e.findtext(f"{ATOM}title") or "" for e in entries)
    )
    assert not any(words in answer.content.decode() for words in (NAME, REQUEST["wanted"]))
