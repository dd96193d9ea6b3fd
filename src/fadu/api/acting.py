"""Acts: what this person may do and why not, the form of each act, and doing it — through the one writer, once for each key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Header, UploadedFile
from ninja.responses import Status
from pydantic import WithJsonSchema

from fadu.api import readings
from fadu.api.models import Upload
from fadu.api.reading import UID, caller, router, titled
from fadu.api.shapes import ActIn, DoneOut, Key, OpenIn, StoredOut, VerdictOut, articles, moment
from fadu.api.tokens import ACT, Caller
from fadu.cases.acts import Done, open_case, perform
from fadu.cases.case_view import CaseView, case_view, seen
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, Invalid, NoSuchCase, Overtaken
from fadu.cases.intake import check_upload
from fadu.cases.moments import now, today
from fadu.faces.speech import speak
from fadu.policy import may_act
from fadu.procedure.builtin import ASSIGN, CLERICAL, SERVE, UNSERVED
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.outline.form import form
from fadu.procedure.outline.schema import schema
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.say import say
from fadu.procedure.verdicts import rule_of, verdict

ALSO = (SERVE, UNSERVED, CLERICAL, ASSIGN)
"""Acts of every case that one person does; corrections need two and go another way."""
KEPT_FOR = timedelta(days=1)
VERSION = re.compile(r'"(\d{1,9})"', re.ASCII)

Idempotency = Annotated[
    Key,
    Header(
        alias="Idempotency-Key",
        description="Any text of your own, new for each act: sent twice, the act is done once and the first answer repeated.",
    ),
]
IfMatch = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "pattern": '^"[0-9]{1,9}"$'}),
    Header(
        None,
        alias="If-Match",
        description="ETag of the case as you saw it: if what the act rests on has changed since, it is refused (412).",
    ),
]


class AtTheDesk(ActError):
    """An act that is possible at the desk alone, where what it rests on is proved."""

    status = 403


class UnknownAct(ActError):
    """The procedure has no such act, or none that one person does."""

    status = 404


@router.get("/cases/{uid}/acts", response=list[VerdictOut], tags=["acts"], operation_id="list_acts")
def list_acts(request: HttpRequest, uid: str) -> list[dict[str, Any]]:
    """Every act of the case: may I do it now, and if not, why, by which article, and what to do instead."""
    who = caller(request)
    view = case_view(who.actor, _uid(uid))
    readings.note_case(who, view)
    rules = [r for r in view.declaration.acts if not r.opens and r.kind != "lapse"]
    return [_verdict(who, view, rule) for rule in (*rules, *ALSO)]


@router.get("/cases/{uid}/acts/{act}/form", response=dict[str, Any], tags=["acts"], operation_id="read_form")
def read_form(request: HttpRequest, uid: str, act: str) -> dict[str, Any]:
    """What `data` of the act takes, as JSON Schema (2020-12), in the version of the duty under which this case is.

    `errand` takes what is going on: its id and the place of the entry that began it (consult/4), where who was asked is told.
    """
    state = seen(caller(request).actor, _uid(uid))
    rule = act_of(state.declaration, act)
    found = schema(state.declaration, rule)
    going = [each.key for each in state.standing.open_errands(*((rule.errand,) if rule.errand else ()))]
    if going and "errand" in found["properties"]:
        found["properties"]["errand"]["enum"] = going
    return found


@router.post("/cases/{uid}/acts/{act}", response=DoneOut, tags=["acts"], operation_id="do_act")
def do_act(
    request: HttpRequest, uid: str, act: str, body: ActIn, key: Idempotency, if_match: IfMatch = None
) -> dict[str, Any]:
    """Do the act."""
    who: Caller = request.auth  # type: ignore[attr-defined]
    state = seen(who.actor, _uid(uid))
    who.needs(f"{ACT}{state.declaration.id}")
    rule = act_of(state.declaration, act)
    proved_at_the_desk(state.declaration, rule)
    version = _version(if_match)
    try:
        done = perform(
            uid,
            rule.id,
            by=who.actor,
            at=moment(body.at) or today(),
            data=_data(who, state.declaration, rule, body.data),
            source="api",
            idem=_idem(who, key, f"{uid}|{rule.id}"),
            seen=version,
        )
    except Overtaken as overtaken:
        if version is not None:
            overtaken.status = 412
        raise
    return _told(done)


@router.post("/cases", response={201: DoneOut, 200: DoneOut}, tags=["acts"], operation_id="open_case")
def open_a_case(request: HttpRequest, response: HttpResponse, body: OpenIn, key: Idempotency) -> Status:
    """Open a case with the procedure's opening act, as this person. 200: it had been opened under this key before."""
    who: Caller = request.auth  # type: ignore[attr-defined]
    who.needs(f"{ACT}{body.procedure}")
    at = moment(body.at) or today()
    declared = _declared(body.procedure, at.isoformat()[:10])
    done = open_case(
        body.procedure,
        by=who.actor,
        at=at,
        data=_data(who, declared, declared.opening, body.data),
        source="api",
        idem=_idem(who, key, f"open|{body.procedure}"),
    )
    response["Location"] = f"/api/v1/cases/{done.uid}"
    return Status(200 if done.repeated else 201, _told(done))


@router.post("/files", response={201: StoredOut}, tags=["acts"], operation_id="hand_in_file")
def hand_in(request: HttpRequest, file: File[UploadedFile]) -> Status:
    """Hand in a file; it is examined as on the pages. What this answers is the value of a document field."""
    who: Caller = request.auth  # type: ignore[attr-defined]
    who.needs_an_act()
    stored = check_upload(file.name or "", file)  # type: ignore[arg-type]
    Upload.objects.create(
        person_id=who.person,
        sha256=stored.sha256,
        name=stored.name,
        size=stored.size,
        media_type=stored.media_type,
        at=now(),
    )
    return Status(201, stored.value)


def act_of(declared: Declaration, act: str) -> ActRule:
    """The act with this id or title. Raises UnknownAct."""
    try:
        rule = rule_of(declared, act)
    except KeyError as unknown:
        hint = say("{hint}", hint=unknown.args[0])
        raise UnknownAct(say("没有“{act}”这一行为", act=act[:60]), hint) from None
    if rule.opens or rule.kind == "lapse" or (rule.kind == "builtin" and rule not in ALSO):
        raise UnknownAct(
            say("“{act}”不能这样进行", act=rule.title), say("立案用 POST /cases；更正须两人，在工作台办理。")
        )
    return rule


def proved_at_the_desk(declared: Declaration, rule: ActRule) -> None:
    """Refuse a file whose bars nobody has proved: the desk draws them and takes the new file apart again.

    Raises:
        AtTheDesk: the act takes a redacted file.
    """
    if any(declared.field[name].grounds for name in rule.asks if name in declared.field):
        raise AtTheDesk(
            say("遮盖没有核验，不能“{act}”", act=rule.title),
            say("在工作台遮盖：由系统涂黑并重新提取核验。"),
            rule.basis,
        )


def _verdict(who: Caller, view: CaseView, rule: ActRule) -> dict[str, Any]:
    law = verdict(view.declaration, view.standing, rule, today())
    allowed = may_act(who.actor, view.facts, rule, duties(), dict(view.declaration.role))
    no = law if not law else allowed
    if law and allowed:
        try:
            proved_at_the_desk(view.declaration, rule)
        except AtTheDesk as desk:
            return _said(view, rule, False, speak(desk.reason), speak(desk.remedy), rule.basis)
    basis = law.basis if not law else rule.basis
    return _said(
        view, rule, bool(law and allowed), "" if no else speak(no.reason), "" if no else speak(no.remedy), basis
    )


def _said(
    view: CaseView, rule: ActRule, may: bool, reason: str, remedy: str, basis: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "act": titled(rule.id, rule.title),
        "may": may,
        "reason": reason,
        "articles": articles(basis),
        "remedy": remedy,
        "form": f"/api/v1/cases/{view.uid}/acts/{rule.id}/form",
    }


def _data(who: Caller, declared: Declaration, rule: ActRule, data: Mapping[str, Any]) -> dict[str, Any]:
    """The form as filled in; a file is taken as it was examined, and only from whoever handed it in.

    Raises:
        Invalid: a file that this person has not handed in, or too long ago.
    """
    found = dict(data)
    for field in (f.id for f in form(declared, rule) if f.kind == "document" and found.get(f.id)):
        value = found[field]
        sha = value.get("sha256") if isinstance(value, Mapping) else None
        kept = (
            Upload.objects.filter(person_id=who.person, sha256=sha, at__gt=now() - KEPT_FOR).order_by("-id").first()
            if isinstance(sha, str) and re.fullmatch("[0-9a-f]{64}", sha)
            else None
        )
        if kept is None:
            raise Invalid({field: say("没有您近一日内提交的这份文件，先用 POST /files 提交")})
        found[field] = {"sha256": kept.sha256, "name": kept.name, "size": kept.size, "type": kept.media_type}
    return found


def _idem(who: Caller, key: str, what: str) -> str:
    """The key of this person for this act: nobody else's key, and no other act's, is the same."""
    return hashlib.sha256(f"api|{who.person}|{what}|{key}".encode()).hexdigest()


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    found = VERSION.fullmatch(if_match.strip())
    if found is None:
        raise Invalid({"If-Match": say('应当是案卷的 ETag，如 "3"')})
    return int(found[1])


def _declared(procedure: str, day: str) -> Declaration:
    try:
        return installed().declaration(procedure, day)
    except UnknownProcedure as unknown:
        raise Invalid({"procedure": say("{hint}", hint=str(unknown))}) from None


def _told(done: Done) -> dict[str, Any]:
    return {
        "uid": done.uid,
        "number": done.number,
        "seq": done.seq,
        "hash": done.hash.hex(),
        "recorded_at": done.recorded_at,
        "stage": done.standing.stage,
        "version": done.standing.seq,
        "repeated": done.repeated,
        "query_code": done.code or None,
        "receipt": done.receipt(),
    }


def _uid(uid: str) -> str:
    if not UID.fullmatch(uid):
        raise NoSuchCase
    return uid
