"""发件: what waits to go out, and what could not; the latter can be tried again by those who answer for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fadu.cases.models import Outbox, Waiting
from fadu.cases.moments import now
from fadu.desk.whom import official
from fadu.policy import Actor

ANSWERABLE = ("unit_head", "disclosure_head", "auditor")


@require_http_methods(["GET", "HEAD", "POST"])
@official
def outbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Counts for everybody; the failed rows, with their error, for those who answer for them."""
    answerable = any(role in ANSWERABLE for role, _unit in actor.roles)
    if request.method == "POST":
        if not answerable:
            raise PermissionDenied
        again = Outbox.objects.filter(pk=_number(request.POST.get("id", "")), dead=True)
        if again.update(dead=False, attempts=0, not_before=now(), claimed_until=None, error=""):
            messages.success(request, _("已重新排队，后台随即再试。"))
        return redirect("desk:outbox")
    failed = Outbox.objects.filter(dead=True).select_related("entry__case").order_by("-id")[:100]
    context = {
        "waiting": Outbox.objects.filter(done_at__isnull=True, dead=False).count(),
        "unsequenced": Waiting.objects.count(),
        "failed": failed if answerable else (),
        "count": Outbox.objects.filter(dead=True).count(),
        "answerable": answerable,
        "here": "outbox",
    }
    return render(request, "desk/outbox.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
