"""The duties themselves: guide, declaration, forms, and when a term would end. Open to everybody: law is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from msgspec import Struct, structs
from ninja import Query, Router, Schema
from pydantic import Field

from fadu.api.due import course
from fadu.api.reading import term, titled
from fadu.api.shapes import Line, TermOut, Titled, When, moment
from fadu.cases.errors import ActError
from fadu.faces.speech import cited, speak, spoken
from fadu.law.citation import Citation
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.guide import guide
from fadu.procedure.outline.schema import schema
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.say import Say, say

router = Router(tags=["duties"], auth=None)


class ProcedureOut(Schema):
    """A duty in its newest version, or in the version asked for."""

    id: str
    title: str
    english: str
    since: str
    until: str
    declaration: str
    basis: list[str]
    opening: Titled
    acts: list[Titled]


class OnDay(Schema, extra="forbid"):
    on: date | None = Field(None, description="The version in force on this day; the newest if not said.")


class StepIn(Schema, extra="forbid"):
    """An act of a case that is thought of: its id or title, when, and what it turns on (outcome, letter, number of days)."""

    act: Line
    at: When
    facts: dict[str, Any] = {}


class DueIn(Schema, extra="forbid"):
    """A case that is thought of: when it was received, and what was done since."""

    received: When
    acts: list[StepIn] = Field([], max_length=50)
    on: date | None = None


class DueOut(Schema):
    """Where that case would stand: its stage, its outcome, and every term with its proof."""

    stage: Titled
    outcome: str
    closed: date | None
    terms: list[TermOut]


@router.get("/procedures", response=list[ProcedureOut], operation_id="list_procedures")
def list_procedures(request: HttpRequest) -> list[dict[str, Any]]:
    """Every duty of this office."""
    return [_procedure(each.declaration) for each in installed().procedures]


@router.get("/procedures/{id}", response=ProcedureOut, operation_id="read_procedure")
def read_procedure(request: HttpRequest, id: str, day: Query[OnDay]) -> dict[str, Any]:
    """One duty."""
    return _procedure(_declared(id, day.on))


@router.get("/procedures/{id}/guide", response=dict[str, Any], operation_id="read_guide")
def read_guide(request: HttpRequest, id: str, day: Query[OnDay]) -> Any:
    """The service guide (办事指南), read from the declaration."""
    return plain(guide(_declared(id, day.on)))


@router.get("/procedures/{id}/declaration", response=dict[str, Any], operation_id="read_declaration")
def read_declaration(request: HttpRequest, id: str, day: Query[OnDay]) -> Any:
    """The declaration that entries name by its SHA-256."""
    declared = _declared(id, day.on)
    return {"sha256": declared.sha, "canonical": declared.text}


@router.get("/procedures/{id}/acts/{act}/form", response=dict[str, Any], operation_id="read_form_of_procedure")
def read_form(request: HttpRequest, id: str, act: str, day: Query[OnDay]) -> dict[str, Any]:
    """What `data` of an act takes, as JSON Schema (2020-12); that of the opening act is the intake form."""
    declared = _declared(id, day.on)
    try:
        return schema(declared, declared.find_act(act))
    except KeyError as unknown:
        raise Http404(str(unknown.args[0])) from None


@router.post("/procedures/{id}/due", response=DueOut, operation_id="ask_due")
def ask_due(request: HttpRequest, id: str, body: DueIn) -> dict[str, Any]:
    """When does the term end, and why? Nothing is kept of the question."""
    received = moment(body.received, "received")
    assert received is not None
    declared = _declared(id, body.on or date.fromisoformat(received.isoformat()[:10]))
    steps = [(step.act, moment(step.at) or received, step.facts) for step in body.acts]
    try:
        standing, proofs = course(declared, received, steps)
    except OverflowError:
        raise ActError(say("日期超出可以计算的范围"), say("改用实际可能的日期。")) from None
    return {
        "stage": titled(standing.stage, declared.stage_title(standing.stage)),
        "outcome": spoken(declared.outcome[standing.outcome].title) if standing.outcome else "",
        "closed": standing.closed,
        "terms": [term(declared, run, lines) for run, lines in proofs],
    }


def plain(value: Any) -> Any:
    """A value of the pure packages as JSON, its sentences, terms and citations in the language of the answer."""
    if isinstance(value, Say):
        return speak(value)
    if isinstance(value, Citation):
        return {"key": value.key, "text": cited(value)}
    if isinstance(value, Struct):
        return {name: plain(each) for name, each in structs.asdict(value).items()}
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [plain(each) for each in value]
    return value


def _procedure(declared: Declaration) -> dict[str, Any]:
    return {
        "id": declared.id,
        "title": spoken(declared.title),
        "english": declared.english,
        "since": declared.since,
        "until": declared.until,
        "declaration": declared.sha,
        "basis": list(declared.basis),
        "opening": titled(declared.opening.id, declared.opening.title),
        "acts": [titled(act.id, act.title) for act in declared.acts],
    }


def _declared(id: str, on: date | None) -> Declaration:
    try:
        return installed().declaration(id[:60], on.isoformat() if on else None)
    except UnknownProcedure as unknown:
        raise Http404(str(unknown)) from None
