"""The public register: decided requests, and nothing that tells of a person."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.integration.cases.cast import LIFANG, NAME, PHONE, REQUEST, WANGQIANG, do, opened

from fadu.cases import files
from fadu.cases.corrections import void
from fadu.cases.models import Case, Entry

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


@pytest.fixture
def told() -> Case:
    """A request whose answer was included in active disclosure; it is decided."""
    uid = opened().uid
    kept = "用表".encode()
    file = {"sha256": files.put(kept), "name": "接待费用表.txt", "size": len(kept), "type": "text/plain"}
    for act, data in (("receive", {}), ("take_up", {}), ("propose", {})):
        do(uid, act, 11, **data)
    do(uid, "publish", 11, by=WANGQIANG, for_all="2022年度公务接待费用：12.3万元。", for_all_file=file)
    address = f"/register/{Case.objects.get(uid=uid).number.encode().hex()}/"
    assert Client().get(address).status_code == 404  # not before the request is decided
    do(uid, "answer", 11, outcome="granted")
    return Case.objects.get(uid=uid)


def test_what_was_included_in_active_disclosure_is_for_everybody(client: Client, told: Case) -> None:
    address = f"/register/{told.number.encode().hex()}/"
    register = client.get("/register/").content.decode()
    assert register.count(f'href="{address}"') == 1
    assert len(re.findall('href="/register/[0-9a-f]{20}', register)) == 1  # the others tell nothing more
    page = client.get(address).content.decode()
    assert "2022年度公务接待费用：12.3万元。" in page
    for words in (NAME, PHONE, REQUEST["wanted"], "李芳", "王强", told.uid):
        assert words not in page
    file = re.findall(r'href="(/register/[0-9a-f]+/[0-9a-f]{64}/)"', page)
    assert [b"".join(client.get(each).streaming_content).decode() for each in file] == ["用表"]  # type: ignore[attr-defined]
    assert client.get(f"{address}{'0' * 64}/").status_code == 404
    other = Case.objects.filter(closed__isnull=False).exclude(uid=told.uid)[0]
    for unknown in (other.number.encode().hex(), "zz", "00", "ff"):
        assert client.get(f"/register/{unknown}/").status_code == 404


def test_what_was_voided_is_told_no_more(client: Client, told: Case) -> None:
    seq = Entry.objects.get(case=told, act="publish").seq
    void(told.uid, seq, by=LIFANG, second=WANGQIANG, reason="误公开")
    address = f"/register/{told.number.encode().hex()}/"
    assert client.get(address).status_code == 404
    assert address not in client.get("/register/").content.decode()
