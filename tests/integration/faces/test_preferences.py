from http import HTTPStatus

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/accounts/login/"


def html_tag(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    start = page.index("<html")
    return page[start : page.index(">", start)]


def test_a_page_is_chinese_and_light_until_its_reader_chooses(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    tag = html_tag(client)
    assert 'lang="zh-Hans"' in tag
    assert 'data-size="sm"' in tag
    assert 'data-color-scheme="light"' in tag


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ("size=lg", 'data-size="lg"'),
        ("scheme=dark", 'data-color-scheme="dark"'),
        ("language=en", 'lang="en"'),
        ("language=zh-hant", 'lang="zh-Hant"'),
    ],
)
def test_a_choice_is_kept_and_undone_by_links(client: Client, choice: str, shown: str) -> None:
    response = client.get(f"/preferences?{choice}&next={PAGE}")
    assert response.headers["Location"] == PAGE
    assert shown in html_tag(client)


def test_the_links_on_a_page_set_and_unset_a_choice(client: Client) -> None:
    assert "/preferences?size=lg&amp;next=%2Faccounts%2Flogin%2F" in client.get(PAGE).content.decode()
    client.get(f"/preferences?size=lg&next={PAGE}")
    assert "/preferences?size=md&amp;next=" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"])
def test_the_way_back_never_leaves_the_site(client: Client, address: str) -> None:
    assert client.get("/preferences", {"size": "lg", "next": address}).headers["Location"] == "/"


@pytest.mark.parametrize("choice", ["size=xl", "scheme=pink", "language=tlh"])
def test_an_unknown_choice_is_a_bad_request(client: Client, choice: str) -> None:
    response = client.get(f"/preferences?{choice}")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not response.cookies


def test_a_spoilt_cookie_is_ignored(client: Client) -> None:
    client.cookies["fadu_size"] = '"><script>'
    client.cookies["django_language"] = "tlh"
    assert 'data-size="sm"' in html_tag(client)


def test_preferences_are_only_read(client: Client) -> None:
    assert client.post("/preferences?size=lg").status_code == HTTPStatus.METHOD_NOT_ALLOWED
