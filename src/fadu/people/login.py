"""The door: who may log in, when the door stays shut for a while, and the record of what happened at it.

Wrong passwords are counted in the record itself, so that the lock holds across server processes and restarts.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import context
from allauth.mfa.signals import authentication_failed as code_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import PermissionDenied, ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fadu.people.models import LoginEvent, Person

WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)


class AccountAdapter(DefaultAccountAdapter):
    """Staff log in; nobody signs up. Five wrong passwords for a name shut the door for a quarter of an hour."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        username = _typed(credentials)
        if locked(username):
            record(request, LoginEvent.Kind.REFUSED, username)
            raise ValidationError(
                _(
                    "口令连续错误 %(times)d 次，为保护账号，此用户名暂停登录 %(minutes)d 分钟。"
                    "请稍后再试；忘记口令请联系系统管理员重置。"
                )
                % {"times": WRONG_PASSWORDS, "minutes": LOCKED_FOR // timedelta(minutes=1)},
                code="locked",
            )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record(request, LoginEvent.Kind.FAILED, _typed(credentials))


def locked(username: str) -> bool:
    """Whether the name has had `WRONG_PASSWORDS` failures within `LOCKED_FOR` and no log-in since the last of them.

    It does not matter whether anybody has this name: the door tells nobody which names exist.
    """
    since = timezone.now() - LOCKED_FOR
    events = LoginEvent.objects.filter(key=key_of(username), at__gt=since)
    last_login = events.filter(kind=LoginEvent.Kind.LOGIN).order_by("-at", "-id").first()
    failures = events.filter(kind=LoginEvent.Kind.FAILED)
    if last_login is not None:
        failures = failures.filter(at__gt=last_login.at)
    return failures.count() >= WRONG_PASSWORDS


def key_of(username: str) -> str:
    """The keyed hash under which the record keeps a typed log-in name."""
    return salted_hmac("fadu.people.login", username.strip().lower(), algorithm="sha256").hexdigest()


def record(request: HttpRequest, kind: LoginEvent.Kind, username: str) -> LoginEvent:
    """Write one line of the record; it names the person if the log-in name is somebody's."""
    return LoginEvent.objects.create(
        kind=kind,
        person=Person.objects.filter(username=username.strip().lower()).first(),
        key=key_of(username),
        address=_address(request),
        agent=request.headers.get("User-Agent", "")[:255],
    )


def _address(request: HttpRequest) -> str | None:
    """The client's address as the trusted proxies give it; none for a request that came over no network."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or "")


@receiver(user_logged_in)
def on_login(sender: type[Person], request: HttpRequest, user: Person, **rest: Any) -> None:
    record(request, LoginEvent.Kind.LOGIN, user.username)


@receiver(user_logged_out)
def on_logout(sender: type[Person] | None, request: HttpRequest, user: Person | None, **rest: Any) -> None:
    # A session that has already ended belongs to nobody: there is no log-out to record.
    if user is not None:
        record(request, LoginEvent.Kind.LOGOUT, user.username)


@receiver(code_failed)
def on_wrong_code(sender: type[Any], user: Person, **rest: Any) -> None:
    record(rest.get("request") or context.request, LoginEvent.Kind.CODE_FAILED, user.username)
