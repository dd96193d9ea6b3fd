"""By which ways the applicant wants to be told of news: asked for, and taken back as easily (个人信息保护法第十五条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import NoSuchCase
from fadu.policy import Actor
from fadu.portal import access
from fadu.post import consent
from fadu.post.notices import CONTACT
from fadu.post.ways import FOR_PARTIES, Way, fits

TITLES = {Way.EMAIL: gettext_lazy("电子邮件"), Way.SMS: gettext_lazy("短信")}


@dataclass(frozen=True)
class Offered:
    """One way, the address that the applicant gave, and whether they agree to it now."""

    way: Way
    address: str
    on: bool

    @property
    def title(self) -> str:
        return str(TITLES[self.way])


def offered(view: CaseView, actor: Actor) -> tuple[Offered, ...]:
    """The ways for which the applicant gave an address; none once the case is closed."""
    mine = view.parties.get(actor.party, {})
    if view.standing.closed:
        return ()
    agreed = consent.given(view.uid)
    ways = [(way, str(mine.get(CONTACT[way], ""))) for way in FOR_PARTIES]
    return tuple(Offered(way, address, way in agreed) for way, address in ways if fits(way, address))


def asked(party: Mapping[str, Any], ticked: Sequence[str]) -> tuple[Offered, ...]:
    """The ways for which somebody who is about to apply gave an address; none is ticked before they tick it."""
    ways = [(way, str(party.get(CONTACT[way], ""))) for way in FOR_PARTIES]
    return tuple(Offered(way, address, way in ticked) for way, address in ways if fits(way, address))


@never_cache
@require_POST
def agree(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep the ways that are ticked; the others end."""
    try:
        actor = access.party(request, uid)
        view = case_view(actor, uid)
    except NoSuchCase:
        raise Http404 from None
    ticked = request.POST.getlist("way")
    consent.agree(uid, frozenset(each.way for each in offered(view, actor) if each.way in ticked))
    messages.success(request, _("已记下您选择的通知方式。"))
    return redirect("portal:case", uid)
