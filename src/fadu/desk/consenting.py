"""How an applicant who came on paper wants to be told: the official keeps what the applicant agreed to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fadu.cases.case_view import CaseView, seen
from fadu.cases.duties import duties
from fadu.desk.noticing import TITLES
from fadu.desk.whom import official
from fadu.policy import Actor, handles
from fadu.post import consent
from fadu.post.ways import FOR_PARTIES, Way


@dataclass(frozen=True)
class ConsentBox:
    """One way, and whether the applicant agrees to it now."""

    way: Way
    on: bool

    @property
    def title(self) -> str:
        return str(TITLES[self.way])


def shown(view: CaseView) -> tuple[ConsentBox, ...]:
    """The ways to those who handle the case; nothing to others, nor once it is closed or without an applicant."""
    if "personal" not in view.view.permitted or not view.parties or view.standing.closed:
        return ()
    agreed = consent.given(view.uid)
    return tuple(ConsentBox(way, way in agreed) for way in FOR_PARTIES)


@require_POST
@official
def consents(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """Keep the ways that are ticked; the others end."""
    if not handles(actor, seen(actor, uid).facts, duties()):
        raise PermissionDenied
    consent.agree(uid, frozenset(way for way in FOR_PARTIES if way in request.POST.getlist("way")), by=actor.id)
    messages.success(request, _("已记下申请人同意的通知方式。"))
    return redirect("desk:case", uid)
