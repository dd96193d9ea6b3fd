"""From one's own case to those that were divided from it or go on with it: they are of the same applicant, so its code opens them too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fadu.cases.case_view import case_view
from fadu.cases.errors import NoSuchCase
from fadu.cases.kinship import kin
from fadu.policy import Actor
from fadu.portal import access


@require_POST
def follow(request: HttpRequest, uid: str, other: str) -> HttpResponse:
    """This browser follows the other case too, if this one names it as its kin."""
    try:
        actor = access.party(request, uid)
        view = case_view(actor, uid)
    except NoSuchCase:
        return redirect("portal:progress")
    if other not in {each.uid for each in kin(view.declaration, view.entries) if each.uid}:
        raise Http404
    access.let_in(request, Actor("applicant", "", "party", case=other, party=actor.party))
    return redirect("portal:case", other)
