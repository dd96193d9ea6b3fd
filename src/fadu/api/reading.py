"""Questions about cases: the same rows, fields and masks as at the desk, through the same policy."""

from __future__ import annotations

import re
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from fadu.api import readings
from fadu.api.shapes import CaseOut, CasePage, EntryOut, Line, MyTask, TermOut, articles
from fadu.api.tokens import READ_CASES, Caller
from fadu.cases import files
from fadu.cases.case_view import CaseView, case_view, material_file
from fadu.cases.export import export
from fadu.cases.kinship import kin
from fadu.cases.moments import today
from fadu.cases.origins import origins
from fadu.cases.reading import COUNTED, CaseLine, Filters, case_list, tasks_for
from fadu.cases.texts import calendar
from fadu.faces.speech import proved, spoken
from fadu.letters.sealing.keeping import as_sealed
from fadu.procedure.declaration import Declaration
from fadu.procedure.proofs import proof
from fadu.procedure.state import Run

router = Router(tags=["cases"])
"""Of questions and acts alike: an address has one router."""
UID = re.compile(r"[0-9a-f]{1,40}")


class Sought(Schema, extra="forbid"):
    """What a list lets through."""

    procedure: Line = ""
    stage: Line = ""
    state: Literal["", "open", "closed", "overdue"] = ""
    text: Line = Field("", description="Sought in number and heading.")
    order: Literal["newest", "due"] = "newest"
    after: Line = Field("", description="`after` of the page before.")
    limit: int = Field(50, ge=1, le=200)


def caller(request: HttpRequest, scope: str = READ_CASES) -> Caller:
    """Who calls. Raises OutOfScope."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    found.needs(scope)
    return found


@router.get("/cases", response=CasePage, operation_id="list_cases")
def list_cases(request: HttpRequest, sought: Query[Sought]) -> dict[str, Any]:
    """The cases that this person may see."""
    filters = Filters(sought.procedure, sought.stage, sought.state, sought.text, origins=origins())
    page = case_list(
        caller(request).actor,
        filters,
        today=today(),
        after=sought.after,
        limit=sought.limit,
        order=sought.order,
        counted=COUNTED,
    )
    return {
        "cases": [line_of(each) for each in page.lines],
        "total": page.total,
        "withheld": page.withheld,
        "counted": page.counted,
        "after": page.after or None,
    }


@router.get("/tasks", response=list[MyTask], operation_id="list_tasks")
def list_tasks(request: HttpRequest) -> list[dict[str, Any]]:
    """What this person is asked to do, by what the law presses first."""
    found = tasks_for(caller(request).actor, today=today(), origins=origins())
    return [
        {
            "case": line_of(t.case),
            "key": t.key,
            "role": t.role,
            "acts": list(t.acts),
            "due": t.due,
            "since": t.since,
        }
        for t in found
    ]


@router.get("/cases/{uid}", response=CaseOut, operation_id="read_case")
def read_case(request: HttpRequest, response: HttpResponse, uid: str) -> dict[str, Any]:
    """One case. ETag is its version."""
    view = _viewed(request, uid)
    response["ETag"] = f'"{view.version}"'
    d, standing = view.declaration, view.standing
    return {
        "uid": view.uid,
        "number": view.number,
        "procedure": titled(d.id, d.title),
        "in_force_since": d.since,
        "declaration": d.sha,
        "heading": view.heading,
        "origin": view.origin,
        "unit": view.unit,
        "handler": view.handler,
        "version": view.version,
        "stage": titled(standing.stage, d.stage_title(standing.stage)),
        "outcome": _outcome(d, standing.outcome),
        "opened": standing.opened,
        "closed": standing.closed,
        "parties": view.parties,
        "tasks": [
            {"key": t.key, "role": t.role, "acts": list(t.acts), "due": t.due, "since": t.since} for t in view.tasks
        ],
        "files": [
            {
                "id": m.pk,
                "title": m.title,
                "kind": m.kind,
                "media_type": m.media_type,
                "size": m.size,
                "sha256": m.sha256,
                "made_at": m.made_at,
            }
            for m in view.materials
        ],
        "kin": [{"how": k.how, "number": k.number, "uid": k.uid} for k in kin(d, view.entries)],
    }


@router.get("/cases/{uid}/entries", response=list[EntryOut], operation_id="read_entries")
def read_entries(request: HttpRequest, uid: str) -> list[dict[str, Any]]:
    """The record of the case, entry by entry."""
    return [
        {
            "seq": e.seq,
            "act": titled(e.act, e.title),
            "at": e.at,
            "recorded_at": e.recorded_at,
            "actor": {"id": e.actor_id, "title": e.actor},
            "role": e.role,
            "standing_for": e.standing_for,
            "second": e.second,
            "source": e.source,
            "facts": dict(e.facts),
            "fields": dict(e.fields),
            "hash": e.hash.hex(),
            "leaf": e.leaf,
            "state": e.state,
        }
        for e in _viewed(request, uid).entries
    ]


@router.get("/cases/{uid}/terms", response=list[TermOut], operation_id="read_terms")
def read_terms(request: HttpRequest, uid: str) -> list[dict[str, Any]]:
    """The terms of the case, each with its proof, line by line."""
    view = _viewed(request, uid)
    day = calendar(view.standing.calendar)
    return [
        term(
            view.declaration,
            run,
            tuple(map(proved, proof(view.declaration, view.standing, run.key, day, spoken).steps)),
        )
        for run in view.standing.runs.values()
    ]


@router.get("/cases/{uid}/evidence", response=dict[str, Any], operation_id="read_evidence")
def read_evidence(request: HttpRequest, uid: str) -> dict[str, Any]:
    """The evidence of the case as far as this person may read it, in the form that `fadu verify` takes."""
    who = caller(request)
    view = case_view(who.actor, _uid(uid))
    if "personal" in view.view.permitted and view.parties:
        readings.note(who, uid, readings.EVIDENCE)
    return export([uid], who.actor)


@router.get(
    "/cases/{uid}/files/{int:id}",
    operation_id="read_file",
    response={200: None},
    openapi_extra={
        "responses": {
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
)
def read_file(request: HttpRequest, uid: str, id: int) -> HttpResponseBase:
    """A file of the case, as it was taken in or made; of a sealed letter the sealed one."""
    who = caller(request)
    if id >= 2**63:
        raise Http404
    found = material_file(who.actor, _uid(uid), id)
    readings.note(who, uid, f"file:{id}")
    content = files.open_stored(as_sealed(found).sha256)
    answer = FileResponse(content, as_attachment=True, filename=found.title, content_type=found.media_type)
    answer["Cache-Control"] = "no-store"
    return answer


def line_of(line: CaseLine) -> dict[str, Any]:
    """A case in a list, as `CaseLineOut` describes it."""
    return {
        "uid": line.uid,
        "number": line.number,
        "procedure": titled(line.procedure, line.title),
        "heading": line.heading,
        "stage": titled(line.stage, line.stage_title),
        "outcome": titled(line.outcome, line.outcome_title) if line.outcome else None,
        "unit": line.unit,
        "handler": line.handler,
        "origin": line.origin,
        "opened": line.opened,
        "closed": line.closed,
        "next_due": line.next_due,
        "overdue": line.overdue(today()),
    }


def term(declared: Declaration, run: Run, lines: tuple[str, ...]) -> dict[str, Any]:
    """One run of a clock, as `TermOut` describes it."""
    clock = declared.clock[run.clock]
    state = "moot" if run.moot else "ended" if run.ended is not None else "paused" if run.paused else "running"
    return {
        "key": run.key,
        "clock": titled(clock.id, clock.title),
        "start": run.start,
        "due": run.due,
        "provisional": run.provisional,
        "state": state,
        "ended": run.ended,
        "late": run.late,
        "articles": articles(clock.basis),
        "proof": list(lines),
    }


def titled(id: str, title: str) -> dict[str, str]:
    """An id with its title in the language of the answer."""
    return {"id": id, "title": spoken(title)}


def _outcome(declared: Declaration, id: str) -> dict[str, str] | None:
    return titled(id, declared.outcome[id].title) if id else None


def _viewed(request: HttpRequest, uid: str) -> CaseView:
    who = caller(request)
    view = case_view(who.actor, _uid(uid))
    readings.note_case(who, view)
    return view


def _uid(uid: str) -> str:
    return uid if UID.fullmatch(uid) else ""
