"""Posts that need a second step at log-in: their holders may do nothing else until they have enrolled one."""

from collections.abc import Callable
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from fadu.people.models import Appointment, Deputy, Person

SESSION_MARK = "second_step_settled"


def needs_totp(person: Person, on: date) -> bool:
    """Whether a post that the person holds or stands in for on the day asks for a second step at log-in."""
    absent = Deputy.objects.on(on).filter(person=person).values("absent_id")
    held = Appointment.objects.on(on).filter(Q(person=person) | Q(person_id__in=absent))
    return held.filter(post__needs_totp=True).exists()


def has_totp(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


class SecondStepMiddleware:
    """In production, send people whose post needs a second step to the page that enrols one.

    The answer is kept in the session for the day, so that an ordinary page asks nothing of the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.FADU.production and not self._may_pass(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _may_pass(self, request: HttpRequest) -> bool:
        if request.path.startswith(open_addresses()) or not isinstance(request.user, Person):
            return True
        today = timezone.localdate()
        if request.session.get(SESSION_MARK) == today.isoformat():
            return True
        if needs_totp(request.user, today) and not has_totp(request.user):
            return False
        request.session[SESSION_MARK] = today.isoformat()
        return True


def open_addresses() -> tuple[str, ...]:
    """Where somebody may go before enrolling: the log-in pages, preferences and the files that make them readable."""
    return (reverse("account_login").removesuffix("login/"), reverse("preferences"), settings.STATIC_URL)
