"""更正记录, 作废, 依法删除: proposed by one, agreed to by another. Only then is there an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fadu.cases import corrections
from fadu.cases.case_view import CaseView, case_view
from fadu.cases.corrections import Corrected
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, Invalid, NotPermitted
from fadu.cases.moments import now, today
from fadu.desk import facts
from fadu.desk.models import Proposal
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.faces.speech import speak, spoken
from fadu.people.directory import actor_of
from fadu.policy import Actor, may_act
from fadu.procedure.builtin import BUILTIN, CLERICAL
from fadu.procedure.outline.form import FormField, clean
from fadu.procedure.say import Say, say
from fadu.procedure.service import PARTY

KINDS = Proposal.Kind
ERASURE_BASIS = "个人信息保护法#47"
"""«个人信息处理者应当主动删除个人信息；……个人有权请求删除»: the ground that the form offers first."""


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def propose(request: HttpRequest, actor: Actor, uid: str) -> HttpResponse:
    """Propose a correction. Nothing happens to the case until a second person agrees."""
    view = case_view(actor, uid)
    permission = may_act(actor, view.facts, CLERICAL, duties(), dict(view.declaration.role))
    errors: Mapping[str, Say] = {}
    key = entry.new_key()
    if request.method == "POST":
        key = entry.key_of(request)
        try:
            if not permission:
                raise NotPermitted(permission)
            made = _proposal(request, view, entry.idem(key, f"{uid}|propose"))
        except Invalid as refused:
            errors = refused.errors
        else:
            messages.success(request, _("已提出，等另一人同意后生效。"))
            return redirect("desk:proposal", made.pk)
    context = {
        "view": view,
        "permission": permission,
        "key": key,
        "boxes": entry.boxes(_fields(view), request, errors, online=False),
        "faults": [(name, speak(sentence)) for name, sentence in errors.items()],
        "here": "cases",
    }
    return render(request, "desk/propose.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def proposal(request: HttpRequest, actor: Actor, id: int) -> HttpResponse:
    """One proposal; whoever may agree does so here, or doesn't."""
    found = get_object_or_404(Proposal.objects.select_related("proposer", "decider"), pk=id)
    view = case_view(actor, found.case)
    rule = BUILTIN[found.kind]
    permission = may_act(actor, view.facts, rule, duties(), dict(view.declaration.role))
    decides = bool(permission) and actor.id != found.proposer.username and found.state == Proposal.State.OPEN
    refusal: ActError | None = None
    if request.method == "POST" and decides:
        try:
            _decide(request, found, actor)
        except ActError as error:
            refusal = error
        else:
            return redirect("desk:proposal", id)
    context = {
        "p": found,
        "view": view,
        "decides": decides,
        "refusal": entry.refusal(refusal, ()) if refusal else None,
        "lost": facts.lost(view),
        "line": next((e for e in view.entries if e.seq == found.payload.get("of")), None),
        "here": "cases",
    }
    return render(request, "desk/proposal.html", context, status=refusal.status if refusal else 200)


def _fields(view: CaseView) -> tuple[FormField, ...]:
    entries = tuple(
        (str(e.seq), f"{e.seq} {spoken(e.title)}")
        for e in view.entries
        if e.act not in BUILTIN or e.act in ("fadu.serve", "fadu.unserved")
    )
    parties = tuple((name, view.declaration.field[name].title) for name in view.parties)
    if any(e.act in ("fadu.serve", "fadu.unserved") for e in view.entries):
        parties += ((PARTY, "送达中的签收人、见证人"),)
    return (
        FormField("kind", "更正的方式", "choice", tuple(KINDS.choices)),
        FormField(
            "of",
            "哪一条记录",
            "choice",
            entries,
            required=False,
            hint="更正记录、作废时选。作废第一条，即作废整件案卷。",
        ),
        FormField("day", "正确的日期", "day", required=False, hint="更正记录时填。"),
        FormField(
            "party", "删除谁的个人信息", "choice", parties, required=False, hint="依法删除时选；删除后不能恢复。"
        ),
        FormField("reason", "理由", "longtext"),
    )


def _proposal(request: HttpRequest, view: CaseView, key: str) -> Proposal:
    fields = _fields(view)
    cleaned = clean(fields, entry.data(fields, request, online=False))
    if cleaned.errors:
        raise Invalid(cleaned.errors)
    values: dict[str, Any] = dict(cleaned.parts.get("internal", {}))
    kind, missing = values["kind"], {}
    if kind in (KINDS.RECTIFY, KINDS.VOID) and "of" not in values:
        missing["of"] = say("请选择要更正或者作废的记录")
    if kind == KINDS.RECTIFY and "day" not in values:
        missing["day"] = say("请填写正确的日期")
    if kind == KINDS.ERASE and "party" not in values:
        missing["party"] = say("请选择当事人")
    if missing:
        raise Invalid(missing)
    if kind == KINDS.ERASE:
        payload: dict[str, Any] = {"party": values["party"]}
    else:
        payload = {"of": int(values["of"])} | ({"day": values["day"]} if kind == KINDS.RECTIFY else {})
    asked = {"case": view.uid, "kind": kind, "payload": payload, "reason": values["reason"]}
    by = {"proposer": request.user, "at": now()}
    return Proposal.objects.get_or_create(key=key, defaults=asked | by)[0]


def _decide(request: HttpRequest, found: Proposal, actor: Actor) -> None:
    """Enter the answer, and with it the correction, or neither; one of two that answer at once finds it already decided."""
    agreed = request.POST.get("answer") == "agree"
    state = Proposal.State.DONE if agreed else Proposal.State.REFUSED
    with transaction.atomic():
        waiting = Proposal.objects.filter(pk=found.pk, state=Proposal.State.OPEN)
        if not waiting.update(state=state, decider=request.user, decided_at=now()):
            raise ActError(say("这项提议已经有人作了决定"), say("刷新本页查看。"))
        if agreed:
            done = _carry_out(found, actor)
            Proposal.objects.filter(pk=found.pk).update(entry=done.seq)


def _carry_out(found: Proposal, second: Actor) -> Corrected:
    by = actor_of(found.proposer, today())
    if found.kind == KINDS.ERASE:
        return corrections.erase(
            found.case,
            parties=tuple(found.payload.get("parties") or (found.payload["party"],)),
            by=by,
            second=second,
            reason=found.reason,
            basis=found.payload.get("basis", ERASURE_BASIS),
        )
    of = int(found.payload["of"])
    if found.kind == KINDS.VOID:
        return corrections.void(found.case, of, by=by, second=second, reason=found.reason)
    day = date.fromisoformat(found.payload["day"])
    return corrections.rectify(found.case, of, by=by, second=second, reason=found.reason, at=day)
