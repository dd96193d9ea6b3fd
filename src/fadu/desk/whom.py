"""Who sits at the desk, and the cases that this installation works on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fadu.cases.errors import NoSuchCase
from fadu.cases.moments import today
from fadu.faces.keeping import LOGGED_OUT, kept
from fadu.faces.speech import chinese
from fadu.people.directory import actor_of
from fadu.people.models import Person, Unit
from fadu.policy import Actor

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Actor, Rest], HttpResponseBase]


def official(view: View[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """A view for whoever is logged in, given as the actor that the policy judges. What one may not see is not found."""

    @never_cache
    @wraps(view)
    def seated(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.method == "POST":
                return kept(request, LOGGED_OUT, 403, reverse(settings.LOGIN_URL))
            return redirect_to_login(request.get_full_path())
        try:
            return view(request, actor(request), *args, **kwargs)
        except NoSuchCase as unknown:
            raise Http404(str(unknown)) from None

    return seated


def actor(request: HttpRequest) -> Actor:
    """The person logged in, as an actor today."""
    person = request.user
    assert isinstance(person, Person)
    return actor_of(person, today())


def unit_names() -> dict[str, str]:
    """The office's units by their keys, in the reader's language."""
    return {unit.key: _(unit.name) if chinese() else unit.english or unit.name for unit in Unit.objects.all()}
