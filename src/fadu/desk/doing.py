"""An act's form, read from the declaration; and the registration of a request that came on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fadu.cases.acts import open_case, perform
from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import ActError, Invalid
from fadu.cases.moments import today
from fadu.desk import serving
from fadu.desk.answering import page
from fadu.desk.errands import choices
from fadu.desk.law import passages
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.faces.speech import chinese, spoken
from fadu.people.models import Person, Unit
from fadu.policy import Actor
from fadu.procedure.builtin import BUILTIN
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import FormField, form
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.say import say

CORRECTIONS = ("fadu.rectify", "fadu.void", "fadu.erase", "fadu.redate", "fadu.seal")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def do(request: HttpRequest, actor: Actor, uid: str, act: str) -> HttpResponse:
    """The form of one act; posted, it is done."""
    view = case_view(actor, uid)
    rule = view.declaration.act.get(act) or BUILTIN.get(act)
    if rule is None or rule.opens or rule.kind == "lapse" or rule.id in CORRECTIONS:
        raise Http404(act)
    if any(view.declaration.field[name].grounds for name in rule.asks if name in view.declaration.field):
        return redirect("desk:redact", uid, rule.id)
    fields = serving.asked_now(request, rule, _fields(view, rule, serving.chosen(request).get("letter", "")))
    if request.method != "POST":
        if (first := serving.first_step(request, view, rule, fields)) is not None:
            return first
        if "version" not in request.GET and any(
            each.kind == "choice" and each.id in _drafts(view) for each in fields
        ):
            return redirect("desk:answering", uid)  # where the text stands beside what is found in it
        return _page(request, view, rule, fields, entry.new_key())
    key, files = entry.key_of(request), entry.files(fields, request, online=False)
    try:
        if files.errors:
            raise Invalid(files.errors)
        _told_apart(request, fields)
        perform(
            uid,
            rule.id,
            by=actor,
            at=_day(request),
            data=entry.data(fields, request, files, online=False),
            source="desk",
            idem=entry.idem(key, f"{uid}|{rule.id}"),
            seen=_seen(request),
        )
    except ActError as error:
        return _page(request, view, rule, fields, key, error, files)
    messages.success(request, _("已办理：%(act)s。") % {"act": spoken(rule.title)})
    return redirect("desk:case", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def new(request: HttpRequest, actor: Actor, procedure: str) -> HttpResponse:
    """Register a request that came by hand, post or fax. The applicant's query code is shown once, on the page that follows."""
    try:
        declared = installed().declaration(procedure)
    except UnknownProcedure as unknown:
        raise Http404(str(unknown)) from None
    rule = declared.opening
    fields = form(declared, rule)
    key, error, files = entry.new_key(), None, entry.NO_FILES
    if request.method == "POST":
        key, files = entry.key_of(request), entry.files(fields, request, online=False)
        try:
            if files.errors:
                raise Invalid(files.errors)
            data = entry.data(fields, request, files, online=False)
            idem = entry.idem(key, f"desk|{procedure}")
            done = open_case(procedure, by=actor, at=_day(request), data=data, source="desk", idem=idem)
        except ActError as refused:
            error = refused
        else:
            return render(request, "desk/registered.html", {"done": done, "declared": declared, "here": "cases"})
    context = {
        "declared": declared,
        "act": rule,
        "boxes": entry.boxes(fields, request, entry.errors_of(error), files, online=False),
        **_shared(request, rule, key, error, fields),
    }
    return render(request, "desk/new.html", context, status=error.status if error else 200)


def _page(
    request: HttpRequest,
    view: CaseView,
    rule: ActRule,
    fields: Sequence[FormField],
    key: str,
    error: ActError | None = None,
    files: entry.Files = entry.NO_FILES,
) -> HttpResponse:
    context = {
        "view": view,
        "act": rule,
        "serving": serving.chosen(request),
        "about": choices(view, rule, serving.chosen(request).get("letter", "")),
        "boxes": _on_a_version(
            view, request, entry.boxes(fields, request, entry.errors_of(error), files, online=False)
        ),
        **_shared(request, rule, key, error, fields),
    }
    return render(request, "desk/do.html", context, status=error.status if error else 200)


def _on_a_version(view: CaseView, request: HttpRequest, boxes: Iterable[entry.Box]) -> tuple[entry.Box, ...]:
    """The same, the version chosen that the page «拟答复» showed."""
    asked = request.GET.get("version", "")
    return tuple(replace(box, value=box.value or asked) if box.asked.id in _drafts(view) else box for box in boxes)


def _shared(
    request: HttpRequest, rule: ActRule, key: str, error: ActError | None, fields: Iterable[FormField]
) -> dict[str, object]:
    return {
        "passages": passages((*(error.basis if error else ()), *rule.basis)),
        "key": key,
        "refusal": entry.refusal(error, fields) if error else None,
        "party_parts": entry.PARTS,
        "id_kinds": entry.ID_KINDS,
        "at": request.POST.get("at") or today().isoformat(),
        "today": today().isoformat(),
        "here": "cases",
    }


def _fields(view: CaseView, rule: ActRule, letter: str) -> tuple[FormField, ...]:
    """The act's fields; where one has to name an errand, a unit or a person, those that there are."""
    found = []
    for each in form(view.declaration, rule):
        if each.id == "errand":
            options = tuple((going.state.key, going.label) for going in choices(view, rule, letter))
            if len(options) > 1:
                found.append(replace(each, kind="choice", options=options, required=True))
        elif each.id == "unit" and rule.id == "fadu.assign":
            units = Unit.objects.filter(closed=False).order_by("key")
            options = tuple((unit.key, _(unit.name) if chinese() else unit.english or unit.name) for unit in units)
            found.append(replace(each, kind="choice", options=options))
        elif each.id == "handler" and rule.id == "fadu.assign":
            people = Person.objects.filter(is_active=True).order_by("username").values_list("username", "name")
            found.append(replace(each, kind="choice", options=tuple(people)))
        elif each.kind == "draft":
            found += [replace(each, kind="choice", options=o, required=True) for o in [page.choices(view)] if o]
        else:
            found.append(each)
    return tuple(found)


def _told_apart(request: HttpRequest, fields: Iterable[FormField]) -> None:
    """Of several errands going on, the form says which: the oldest is not taken for the one that was meant."""
    for each in fields:
        if each.id == "errand" and each.required and not request.POST.get("errand"):
            raise Invalid({"errand": say("请填写“{title}”", title=each.title)})


def _drafts(view: CaseView) -> frozenset[str]:
    return frozenset(field.id for field in view.declaration.fields if field.kind == "draft")


def _day(request: HttpRequest) -> date:
    """The day on which it happened: today unless the form says an earlier one."""
    text = request.POST.get("at", "").strip()
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"at": say("“{title}”应当是日期，如 2023-10-08", title="办理日期")}) from None


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
