"""What every answer carries, whichever face gives it."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_in_page(client: Client) -> HttpResponseBase:
    return client.get("/accounts/login/", headers={"accept-language": "zh-CN"})


def test_the_log_in_page_opens_and_loads_nothing_from_elsewhere(log_in_page: HttpResponseBase) -> None:
    assert log_in_page.status_code == 200
    page = log_in_page.content.decode()  # type: ignore[attr-defined]
    assert 'lang="zh' in page
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]+)", page)
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_headers_keep_the_browser_strict(log_in_page: HttpResponseBase) -> None:
    assert "default-src 'self'" in log_in_page["Content-Security-Policy"]
    assert log_in_page["X-Frame-Options"] == "DENY"
    assert log_in_page["X-Content-Type-Options"] == "nosniff"
    assert log_in_page["Referrer-Policy"] == "same-origin"


def test_the_page_keeps_the_policy_that_it_sends(log_in_page: HttpResponseBase) -> None:
    page = log_in_page.content.decode()  # type: ignore[attr-defined]
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)


def test_static_files_are_served_without_being_collected(client: Client, log_in_page: HttpResponseBase) -> None:
    page = log_in_page.content.decode()  # type: ignore[attr-defined]
    for address in re.findall(r"href=\"(/static/[^\"]+\.css)", page):
        assert client.get(address).status_code == 200


def test_an_unknown_address_is_answered_without_revealing_how_we_are_built(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert b"urlpatterns" not in answer.content
