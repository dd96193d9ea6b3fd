"""拟答复: the page, keeping a version, comparing two, and the acts on a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fadu.cases.acts import perform
from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import ActError, Invalid
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.desk import access
from fadu.desk.answering import page
from fadu.desk.answering.copies import text_of
from fadu.desk.answering.records import held, precedents
from fadu.desk.models import Access
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.faces.speech import spoken
from fadu.letters.agreeing import draft_field
from fadu.letters.comparing import compare
from fadu.letters.errors import LetterError
from fadu.letters.versions import Version, keep, versions
from fadu.policy import Actor
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import clean
from fadu.procedure.say import say


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def answering(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """Write the reply: `propose` fills in the pack's text, `check` looks over what is there, `keep` keeps it as a version."""
    view = case_view(actor, uid)
    rule = page.decides(view)
    access.note(actor, uid, Access.PAGE)
    kept = versions(view)
    if request.method != "POST":
        chosen = _chosen(kept, request.GET.get("version", "") or page.resting(view))
        values = {"outcome": chosen.outcome, **(chosen.fields or {})} if chosen else {}
        return _page(request, view, actor, rule, values, chosen.text if chosen else "", chosen)
    values, text = _values(request, view, rule), request.POST.get("text", "")
    error: ActError | None = None
    try:
        if request.POST.get("do") == "propose":
            text = page.proposed(view, rule, today(), _cleaned(view, rule, values))
        elif request.POST.get("do") == "read" and (sent := request.FILES.get("copy")):
            text = text_of(cast(BinaryIO, sent.file))
            messages.success(request, _("工作稿已读回，还没有保存。核对以后，保存为一稿。"))
        elif request.POST.get("do") == "keep":
            fields = {k: v for k, v in _cleaned(view, rule, values).items() if k != "outcome"}
            made = keep(view, rule.id, values.get("outcome", ""), fields, text, actor)
            messages.success(request, _("已保存：%(version)s。") % {"version": page.label(made)})
            return redirect("desk:answering", uid)
    except LetterError:
        error = ActError(say("文书还写不成：这种处理结果所要求的内容没有填齐"), say("填写以后，再生成文本。"))
    except ActError as refused:
        error = refused
    return _page(request, view, actor, rule, values, text, None, error)


@require_safe
@official
def comparing(request: HttpRequest, actor: Actor, uid: str, old: int, new: int) -> HttpResponse:
    """Two versions by their numbers, what went and what came."""
    view = case_view(actor, uid)
    rule = page.decides(view)
    access.note(actor, uid, Access.PAGE)
    kept = {v.seq: v for v in versions(view) if v.act == rule.id and not v.erased}
    if old not in kept or new not in kept:
        raise Http404(uid)
    before, after = kept[old], kept[new]
    context = {
        "view": view,
        "before": before,
        "after": after,
        "pieces": compare(before.text, after.text),
        "label": page.label,
        "here": "cases",
    }
    return render(request, "desk/answering/compare.html", context)


@require_POST
@official
def step(request: HttpRequest, actor: Actor, uid: str, act: str) -> HttpResponse:
    """Do an act on the version that the page showed: the one whose SHA-256 was sent, and no other."""
    view = case_view(actor, uid)
    decides = page.decides(view)
    rule = view.declaration.act.get(act)
    name = draft_field(view.declaration, rule) if rule else ""
    chosen = next((v for v in versions(view) if v.sha256 == request.POST.get("version")), None)
    if rule is None or not name or chosen is None or chosen.erased:
        raise Http404(act)
    data: dict[str, Any] = {name: chosen.sha256}
    if rule.outcomes:
        data |= {"outcome": chosen.outcome, **(chosen.fields or {})}
    key = entry.idem(entry.key_of(request), f"{uid}|{act}|{chosen.sha256}")
    try:
        perform(uid, rule.id, by=actor, at=today(), data=data, source="desk", idem=key, seen=_seen(request))
    except ActError as error:
        values = {"outcome": chosen.outcome, **(chosen.fields or {})}
        return _page(request, view, actor, decides, values, chosen.text, chosen, error)
    messages.success(
        request, _("已办理：%(act)s（%(version)s）。") % {"act": spoken(rule.title), "version": page.label(chosen)}
    )
    return redirect("desk:case", uid) if rule.outcomes else redirect("desk:answering", uid)


def _page(
    request: HttpRequest,
    view: CaseView,
    actor: Actor,
    rule: ActRule,
    values: Mapping[str, Any],
    text: str,
    chosen: Version | None,
    error: ActError | None = None,
) -> HttpResponse:
    fields, kept = page.fields(view, rule), versions(view)
    day, outcome = today(), str(values.get("outcome", ""))
    outcome = outcome if outcome in rule.outcomes else ""
    found = page.findings(view, rule, day, {**values, "outcome": outcome}, text)
    context = {
        "view": view,
        "act": rule,
        "fields": fields,
        "options": page.options(fields),
        "values": values,
        "text": text,
        "chosen": chosen,
        "versions": [v for v in kept if v.act == rule.id],
        "agreed": page.resting(view),
        "findings": found,
        "forbidden": bool(chosen) and any(f.forbids for f in found),
        "steps": ()
        if any(f.forbids for f in found)
        else [s for s in page.steps(view, actor, day) if s.version == chosen],
        "returns": page.returns(view, actor, day),
        "grounds": page.grounds(view, actor, rule, day),
        "redactions": page.redactions(view, actor, day),
        "precedents": precedents(actor, view, view.heading, "", origins()),
        "held": held(view.heading),
        "refusal": entry.refusal(error, fields) if error else None,
        "label": page.label,
        "key": entry.new_key(),
        "today": day,
        "here": "cases",
    }
    return render(request, "desk/answering/page.html", context, status=error.status if error else 200)


def _chosen(kept: tuple[Version, ...], asked: str) -> Version | None:
    whole = [v for v in kept if not v.erased]
    return next((v for v in whole if v.sha256 == asked), whole[-1] if whole else None)


def _values(request: HttpRequest, view: CaseView, rule: ActRule) -> dict[str, Any]:
    """What was typed, as it was typed."""
    found = {f.id: request.POST.get(f.id, "").strip() for f in page.fields(view, rule) if f.kind != "document"}
    return {name: value for name, value in found.items() if value}


def _cleaned(view: CaseView, rule: ActRule, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as the act will take it; only what is there is judged, for a reply is not finished at once."""
    cleaned = clean([f for f in page.fields(view, rule) if f.id in values or f.id == "outcome"], values)
    if cleaned.errors:
        raise Invalid(cleaned.errors)
    return {**cleaned.facts, **{k: v for part in cleaned.parts.values() for k, v in part.items()}}


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
