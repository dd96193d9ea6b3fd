"""接口令牌: the programs that one lets in under one's own name, and where they hear of cases. What is secret is shown once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fadu.api.models import ApiToken
from fadu.api.tokens import ACT, READ_CASES, READ_FIGURES, issue, revoke, scopes
from fadu.cases.moments import now, today
from fadu.faces.keeping import keeps_what_was_typed
from fadu.faces.speech import spoken
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.post import hooks
from fadu.post.hook_line import LONGEST, BadAddress
from fadu.post.models import Hook
from fadu.procedure.registry import installed

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Person, Rest], HttpResponse]

MANAGER = "unit_head"
"""Whoever answers for a unit may have its cases announced to a program."""
DAYS = (30, 90, 180, 365)


def one_self(view: View[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """A page for whoever is logged in, about nobody else."""

    @never_cache
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        assert isinstance(request.user, Person)
        return view(request, request.user, *args, **kwargs)

    return seated


def scope_titles() -> list[tuple[str, str]]:
    """Every scope, and what it lets a program do."""
    titles = {READ_CASES: _("读案卷（本人能看的）"), READ_FIGURES: _("读数字")}
    titles |= {
        f"{ACT}{p.id}": _("办理“%(duty)s”") % {"duty": spoken(p.declaration.title)} for p in installed().procedures
    }
    return [(scope, titles[scope]) for scope in scopes()]


def day_choices() -> list[tuple[int, str]]:
    """How long a token can be good."""
    return [(days, _("%(days)d 天") % {"days": days}) for days in DAYS]


class TokenForm(forms.Form):
    """For which program, what it may do, and for how long."""

    label = forms.CharField(
        label=gettext_lazy("用途"), max_length=80, help_text=gettext_lazy("哪个系统、做什么用，如“档案系统归档”。")
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("权限"), choices=lazy(scope_titles, list))
    days = forms.TypedChoiceField(
        label=gettext_lazy("有效期"),
        coerce=int,
        choices=day_choices,
        initial=90,
    )


class HookForm(forms.Form):
    """Where to call."""

    url = forms.CharField(label=gettext_lazy("推送地址"), max_length=LONGEST)


@require_http_methods(["GET", "HEAD"])
@one_self
def listing(request: HttpRequest, person: Person) -> HttpResponse:
    """One's own tokens and webhooks."""
    titles = dict(scope_titles())
    tokens = [
        (each, [titles.get(scope, scope) for scope in each.scopes], _state(each))
        for each in ApiToken.objects.filter(person=person)[:50]
    ]
    context = {
        "tokens": tokens,
        "hooks": Hook.objects.filter(person=person)[:50],
        "manager": _manages(person),
        "here": "tokens",
    }
    return render(request, "api/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@login_required
@reauthentication_required
@one_self
def new_token(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a token; who asks has just shown again who they are."""
    form = TokenForm(request.POST if request.method == "POST" else None, auto_id="%s")
    if form.is_valid():
        given = form.cleaned_data
        token, text = issue(person, given["label"], given["scopes"], given["days"])
        return render(request, "api/made.html", {"token": token, "text": text, "here": "tokens"})
    context = {"form": form, "chosen": request.POST.getlist("scopes"), "here": "tokens"}
    return render(request, "api/new_token.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@login_required
@reauthentication_required
@one_self
def new_hook(request: HttpRequest, person: Person) -> HttpResponse:
    """Have cases announced to an address; only those that one may see."""
    if not _manages(person):
        raise PermissionDenied
    form = HookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hook, text = hooks.subscribe(person, form.cleaned_data["url"])
        except BadAddress as bad:
            form.add_error("url", _(str(bad)))
        else:
            return render(request, "api/made.html", {"hook": hook, "text": text, "here": "tokens"})
    return render(request, "api/new_hook.html", {"form": form, "here": "tokens"}, status=422 if form.errors else 200)


@require_POST
@one_self
def stop(request: HttpRequest, person: Person) -> HttpResponse:
    """Take a token or a webhook of one's own out of use. That asks for no second step: it only takes away."""
    token, hook = _number(request.POST.get("token", "")), _number(request.POST.get("hook", ""))
    mine = Hook.objects.filter(pk=hook, person=person).first()
    if token and revoke(person, token):
        messages.success(request, _("令牌已停用，用它的程序从现在起进不来。"))
    elif mine is not None:
        hooks.end(mine, hooks.ENDED_BY_OWNER)
        messages.success(request, _("推送已停用。"))
    return redirect("tokens:list")


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= now() else "good"


def _manages(person: Person) -> bool:
    return actor_of(person, today()).holds(MANAGER)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
