"""The door: log-in, lock-out, the second step, and the record of it all."""

import dataclasses
from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.integration.people.conftest import PASSWORD

from fadu.people.login import LOCKED_FOR, WRONG_PASSWORDS, key_of
from fadu.people.models import LoginEvent, Person

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client: Client, username: str = "lifang", password: str = PASSWORD) -> str:
    """Try to log in; the address of the page that follows, "" when the form comes back."""
    response = client.post(LOGIN, {"login": username, "password": password}, HTTP_USER_AGENT="test-browser")
    return response.headers.get("Location", "")


def kinds(username: str = "lifang") -> list[str]:
    return list(LoginEvent.objects.filter(key=key_of(username)).order_by("id").values_list("kind", flat=True))


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def enrol(person: Person) -> str:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return secret


def test_the_right_password_opens_the_desk_and_is_recorded(client: Client, lifang: Person) -> None:
    assert log_in(client) == "/desk/"
    event = LoginEvent.objects.get()
    assert (event.kind, event.person, event.address, event.agent) == ("login", lifang, "127.0.0.1", "test-browser")


def test_a_wrong_password_is_refused_in_words_and_recorded(client: Client, lifang: Person) -> None:
    response = client.post(LOGIN, {"login": "lifang", "password": "wrong"})
    assert response.status_code == HTTPStatus.OK
    assert 'role="alert"' in response.content.decode()
    assert kinds() == ["failed"]


def test_logging_out_is_recorded_and_leads_to_the_door(client: Client, lifang: Person) -> None:
    log_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == LOGIN
    assert kinds() == ["login", "logout"]
    client.post("/accounts/logout/")
    assert kinds() == ["login", "logout"]


def test_five_wrong_passwords_shut_the_door_even_for_the_right_one(client: Client, lifang: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        assert log_in(client, password="wrong") == ""
    response = client.post(LOGIN, {"login": " Lifang", "password": PASSWORD})
    assert "暂停登录 15 分钟" in response.content.decode()
    assert kinds() == ["failed"] * WRONG_PASSWORDS + ["refused"]
    assert "_auth_user_id" not in client.session


def test_the_door_opens_again_after_a_while(client: Client, lifang: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        log_in(client, password="wrong")
    LoginEvent.objects.update(at=timezone.now() - LOCKED_FOR - timedelta(seconds=1))
    assert log_in(client) == "/desk/"


def test_refusals_do_not_prolong_the_lock(client: Client, lifang: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        log_in(client, password="wrong")
    LoginEvent.objects.update(at=timezone.now() - LOCKED_FOR + timedelta(minutes=1))
    assert log_in(client) == ""
    LoginEvent.objects.filter(kind="failed").update(at=timezone.now() - LOCKED_FOR - timedelta(seconds=1))
    assert log_in(client) == "/desk/"


def test_a_log_in_forgives_what_came_before(client: Client, lifang: Person) -> None:
    for _ in range(WRONG_PASSWORDS - 1):
        log_in(client, password="wrong")
    assert log_in(client) == "/desk/"
    client.post("/accounts/logout/")
    assert log_in(client, password="wrong") == ""
    assert log_in(client) == "/desk/"


def test_one_name_locked_leaves_others_open(client: Client, lifang: Person, wangqiang: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        log_in(client, password="wrong")
    assert log_in(client, "wangqiang") == "/desk/"


def test_a_name_that_nobody_has_is_locked_alike_and_not_kept_readable(client: Client, lifang: Person) -> None:
    for _ in range(WRONG_PASSWORDS):
        log_in(client, "my-secret-password", "x")
    response = client.post(LOGIN, {"login": "my-secret-password", "password": "x"})
    assert "暂停登录" in response.content.decode()
    event = LoginEvent.objects.filter(kind="refused").get()
    assert event.person is None
    assert "secret" not in event.key


def test_whoever_has_left_cannot_log_in(client: Client, lifang: Person) -> None:
    Person.objects.filter(pk=lifang.pk).update(is_active=False)
    log_in(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_there_is_no_way_to_sign_up_or_to_reset_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_second_step_is_asked_for_once_enrolled(client: Client, lifang: Person) -> None:
    secret = enrol(lifang)
    assert log_in(client) == "/accounts/two-step/authenticate/"
    assert "_auth_user_id" not in client.session
    assert "输入动态验证码" in client.get("/accounts/two-step/authenticate/").content.decode()
    wrong = client.post("/accounts/two-step/authenticate/", {"code": "000000x"})
    assert 'role="alert"' in wrong.content.decode()
    right = client.post("/accounts/two-step/authenticate/", {"code": code_of(secret)})
    assert right.headers["Location"] == "/desk/"
    assert kinds() == ["code_failed", "login"]


def test_enrolling_shows_the_key_and_gives_recovery_codes(client: Client, lifang: Person) -> None:
    log_in(client)
    address = "/accounts/two-step/totp/activate/"
    assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(address)
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    done = client.post(address, {"code": code_of(secret)})
    assert done.headers["Location"] == "/accounts/two-step/recovery-codes/"
    codes = client.get("/accounts/two-step/recovery-codes/").content.decode()
    assert "还有 10 个备用码可用" in codes
    assert "已启用" in client.get("/accounts/two-step/").content.decode()


PAGES = (
    "/accounts/password/change/",
    "/accounts/two-step/",
    "/accounts/two-step/totp/deactivate/",
    "/accounts/two-step/recovery-codes/generate/",
    "/accounts/two-step/recovery-codes/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_ones_own_opens_in_both_languages(client: Client, lifang: Person, language: str) -> None:
    secret = enrol(lifang)
    log_in(client)
    client.post("/accounts/two-step/authenticate/", {"code": code_of(secret)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/two-step/recovery-codes/generate/")
    client.cookies["django_language"] = language
    for page in PAGES:
        response = client.get(page)
        assert response.status_code == HTTPStatus.OK, page
        assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in response.content.decode()


def test_changing_the_password(client: Client, lifang: Person) -> None:
    log_in(client)
    new = "another-password-9"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    lifang.refresh_from_db()
    assert lifang.check_password(new)


def test_in_production_a_post_that_needs_the_second_step_comes_first(
    client: Client, wangqiang: Person, lifang: Person, settings: Settings
) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, mode="production")
    client.force_login(wangqiang)
    assert client.get("/desk/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.get("/preferences?size=lg").headers["Location"] == "/"
    assert client.get("/accounts/password/change/").status_code == HTTPStatus.OK
    enrol(wangqiang)
    assert client.get("/desk/").headers.get("Location") != reverse("mfa_activate_totp")
    client.force_login(lifang)
    assert client.get("/desk/").headers.get("Location") != reverse("mfa_activate_totp")


def test_a_demonstration_asks_nobody_for_the_second_step(client: Client, wangqiang: Person) -> None:
    client.force_login(wangqiang)
    assert client.get("/desk/").headers.get("Location") != reverse("mfa_activate_totp")


def test_the_issuer_in_the_authenticator_is_the_product(lifang: Person) -> None:
    assert "issuer=" in get_adapter().build_totp_url(lifang, "JBSWY3DPEHPK3PXP")
