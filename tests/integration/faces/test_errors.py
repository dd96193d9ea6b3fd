"""Error pages say what was refused, why and what to do now, in the look of the face where it happened."""

from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from fadu.conf import urls
from fadu.faces.errors import PROBLEMS, error_page

pytestmark = pytest.mark.django_db

FAULTS = {
    "forbidden": PermissionDenied(),
    "large": RequestDataTooBig(),
    "mistake": ValueError("a mistake of ours"),
    "away": OperationalError("the database went away"),
}


def fail(request: HttpRequest, fault: str) -> HttpResponse:
    raise FAULTS[fault]


def show(request: HttpRequest, status: int) -> HttpResponse:
    return error_page(request, status)


urlpatterns = [
    *urls.urlpatterns,
    path("fail/<fault>", fail),
    path("show/<int:status>", show),
    path("desk/show/<int:status>", show),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def _addresses(settings: Settings, client: Client) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", HTTPStatus.NOT_FOUND),
        ("/fail/forbidden", HTTPStatus.FORBIDDEN),
        ("/fail/large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("/fail/mistake", HTTPStatus.INTERNAL_SERVER_ERROR),
        ("/fail/away", HTTPStatus.SERVICE_UNAVAILABLE),
        ("/preferences?size=xl", HTTPStatus.BAD_REQUEST),
    ],
)
def test_what_goes_wrong_gets_its_page(client: Client, address: str, status: HTTPStatus) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert str(PROBLEMS[status].title) in page
    assert all(str(way) in page for way in PROBLEMS[status].now)


def test_a_form_without_its_token_is_refused_in_our_words(settings: Settings) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "lifang", "password": "x"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert str(PROBLEMS[403].title) in response.content.decode()


@pytest.mark.parametrize("status", sorted(PROBLEMS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("face", "sheet"), [("", "portal.css"), ("/desk", "desk.css")])
def test_every_page_exists_in_both_looks_and_languages(
    client: Client, status: int, language: str, face: str, sheet: str
) -> None:
    client.cookies["django_language"] = language
    response = client.get(f"{face}/show/{status}")
    assert response.status_code == status
    assert sheet in response.content.decode()


def test_the_page_stands_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database went away")

    client.cookies["sessionid"] = "somebody"
    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/desk/show/503")
    monkeypatch.undo()
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.headers["Retry-After"] == "30"
    assert str(PROBLEMS[503].title) in response.content.decode()


def test_too_many_requests_are_held_off_in_our_words(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/h/ip"}  # by the hour, so that a slow machine counts the same
    statuses = [client.post("/accounts/login/", {"login": f"n{n}", "password": "x"}).status_code for n in range(6)]
    assert HTTPStatus.TOO_MANY_REQUESTS not in statuses[:3]
    assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS
