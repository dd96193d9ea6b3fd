"""The front page promises only what the declaration says, and has only doors that open."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.integration.portal.asking import text

pytestmark = pytest.mark.django_db
BEHIND_A_DOOR = ("/accounts/login/", "/preferences")


def test_every_link_of_the_front_page_opens(client: Client) -> None:
    found = set(re.findall(r'href="(/[^"#]*)', text(client.get("/"))))
    pages = {address for address in found if not address.startswith(("/static/", *BEHIND_A_DOOR))}
    assert "/guide/disclosure/" in pages
    for address in sorted(pages):
        assert client.get(address, follow=True).status_code == 200, address


def test_terms_and_fees_are_those_of_the_declaration(client: Client) -> None:
    page = text(client.get("/"))
    assert "<span>20个工作日</span>" in page
    assert "<span>不收取费用</span>" in page


@pytest.mark.parametrize(
    ("words", "language"), [("依申请 公开 信息", "zh-hans"), ("third party", "en"), ("征求第三方意见", "zh-hans")]
)
def test_the_search_leads_to_the_one_guide_that_fits(client: Client, words: str, language: str) -> None:
    client.cookies["django_language"] = language
    assert client.get("/search/", {"q": words}).headers["Location"] == "/guide/disclosure/"


def test_a_search_without_result_shows_what_there_is(client: Client) -> None:
    page = text(client.get("/search/", {"q": "办<护照>"}))
    assert "没有找到“办<护照>”" in page
    assert "/guide/disclosure/" in page


def test_pages_carry_no_inline_script_or_style(client: Client) -> None:
    for address in ("/", "/services/", "/apply/disclosure/", "/progress/", "/verify/"):
        page = client.get(address).content.decode()
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page), address


def test_health_answers_machines(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == (200 if answer.json()["ok"] else 503)
    assert {each["title"] for each in answer.json()["conditions"]} >= {"数据库", "记录入序"}


def test_figures_are_given_in_the_forms_that_there_are(client: Client) -> None:
    forms = {form: client.get(f"/figures/2023/figures.{form}").status_code for form in ("csv", "json", "exe")}
    assert forms == {"csv": 200, "json": 200, "exe": 404}
