"""文书文本: what letters say, in the office's own words; proposed by one, tried on letters that were sent, decided by another."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases.errors import ActError
from fadu.cases.filetypes import PDF
from fadu.cases.moments import now
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.letters import wordings
from fadu.letters.comparing import compare
from fadu.letters.drafting import NoSuchLetter
from fadu.letters.errors import LetterError
from fadu.letters.models import Wording
from fadu.letters.pdf import render as set_pdf
from fadu.letters.trying import trials, tried
from fadu.letters.wordings import Letter, NotAText, decide, may_decide, may_propose, propose, versions
from fadu.policy import Actor
from fadu.procedure.say import say

TOLD = {
    "fields": N_("各栏，按代号取用"),
    "office": N_("本机关名称"),
    "number": N_("办件编号"),
    "day": N_("办理日期"),
    "outcome": N_("处理结果的代号"),
    "outcome_title": N_("处理结果"),
    "basis": N_("依据的条款"),
    "opened": N_("立案日期"),
    "done": N_("各项行为最近办理的日期"),
    "due": N_("各项期限的最后一日"),
    "term": N_("各项期限的长短"),
    "limit": N_("各项期限至多延长多久"),
}
"""What a text may name beside the fields of the duty (msgids)."""


@require_safe
@official
def letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every letter, which wording it has, and what waits for a decision."""
    rows = [(each, versions(each)) for each in wordings.letters()]
    return render(request, "desk/letters.html", {"rows": rows, "here": "letters"})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def letter(request: HttpRequest, actor: Actor, pack: str, name: str) -> HttpResponse:
    """One letter: its wording now, the versions, and a form for another."""
    of = _letter(pack, name)
    text, reason, error = request.POST.get("text", ""), request.POST.get("reason", ""), None
    if request.method == "POST":
        try:
            made = propose(of, text, reason, actor)
            messages.success(request, _("已提出第 %(n)s 稿。请看试印，再由处室负责人决定。") % {"n": made.seq})
            return redirect("desk:wording", pack, name, made.seq)
        except ActError as refused:
            error = refused
    present = _present(of)
    context = {
        "of": of,
        "present": present,
        "text": text or present,
        "reason": reason,
        "refusal": entry.refusal(error, ()) if error else None,
        "faults": error.faults if isinstance(error, NotAText) else (),
        "gaps": _gaps(of),
        "versions": versions(of),
        "may": may_propose(actor, of),
        "here": "letters",
    }
    return render(request, "desk/letter.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official
def wording(request: HttpRequest, actor: Actor, pack: str, name: str, seq: int) -> HttpResponse:
    """One version against the one before it, tried on letters that were sent; the head decides here."""
    of = _letter(pack, name)
    found = _version(of, seq)
    shown = trials(of, found.text, actor)
    error = None
    if request.method == "POST":
        use = {"use": True, "drop": False}.get(request.POST.get("answer", ""))
        if use is None:
            return HttpResponse(status=400)
        try:
            if use and (faults := [t for t in shown if t.fault]):
                raise ActError(
                    say("这一稿用在 {number} 上写不成", number=faults[0].number),
                    say("另提一稿，改正试印中标出的问题。"),
                )
            decide(of, found, use, actor)
            messages.success(request, _("已启用。此后制发的文书用这一稿。") if use else _("没有采用。"))
            return redirect("desk:wording", pack, name, seq)
        except ActError as refused:
            error = refused
    context = {
        "of": of,
        "version": found,
        "pieces": compare(_before(of, found), found.text),
        "trials": shown,
        "may": found.decided_at is None and may_decide(actor, of, found),
        "refusal": entry.refusal(error, ()) if error else None,
        "here": "letters",
    }
    return render(request, "desk/wording.html", context, status=error.status if error else 200)


@require_safe
@official
def trial(
    request: HttpRequest, actor: Actor, pack: str, name: str, seq: int, uid: str, of_entry: int
) -> HttpResponse:
    """A letter that was sent, set in another wording and marked as a trial."""
    of = _letter(pack, name)
    try:
        made = set_pdf(tried(of, _version(of, seq).text, actor, uid, of_entry), now(), settings.FADU.fonts)
    except LookupError:
        raise Http404(uid) from None
    except LetterError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=422)
    return HttpResponse(made, content_type=PDF, headers={"Content-Disposition": "inline"})


def _letter(pack: str, name: str) -> Letter:
    try:
        return wordings.letter(pack, name)
    except LookupError as unknown:
        raise Http404(str(unknown)) from None


def _version(of: Letter, seq: int) -> Wording:
    found = next((v for v in versions(of) if v.seq == seq), None)
    if found is None:
        raise Http404(of.name)
    return found


def _gaps(of: Letter) -> list[tuple[str, str]]:
    """What the text may name, each with what it is called."""
    sending = [p.declaration for p in of.pack.procedures if any(a.letter == of.name for a in p.declaration.acts)]
    titles = {f.id: f.title for declared in sending for f in declared.fields}
    return [(name, TOLD.get(name) or titles.get(name, "")) for name in sorted(of.names)]


def _present(of: Letter) -> str:
    try:
        return wordings.in_force(of.pack, of.name, now())
    except NoSuchLetter:
        return ""


def _before(of: Letter, version: Wording) -> str:
    """The wording that was in force when this one was proposed."""
    try:
        return wordings.in_force(of.pack, of.name, version.at)
    except NoSuchLetter:
        return ""
