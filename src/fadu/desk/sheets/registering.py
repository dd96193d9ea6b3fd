"""批量登记: requests that came on paper, registered from a sheet. All or nothing, unless the person asks for the right rows alone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases.acts import Done, open_case, perform_many
from fadu.cases.duties import duties
from fadu.cases.errors import ActError
from fadu.desk.sheets import cells
from fadu.desk.sheets.columns import columns, needs_files
from fadu.desk.sheets.reading import MOST_ROWS, Fault, Row, Sheet, Unreadable, read
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.speech import speak
from fadu.later import Later
from fadu.policy import Actor, CaseFacts, Permission, may_act
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.form import FormField, form
from fadu.procedure.registry import UnknownProcedure, installed

if TYPE_CHECKING:
    from fadu.desk.sheets import template
else:
    template = Later("fadu.desk.sheets.template")

SHOWN = 300
"""Faults that the page lists."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file: rows registered with their cases, or faults, or why nothing could be read."""

    registered: tuple[tuple[int, Done], ...] = ()
    faults: tuple[Fault, ...] = ()
    right: int = 0
    unreadable: str = ""
    refusal: entry.Refusal | None = None

    @property
    def status(self) -> int:
        return 200 if self.registered else 422


@require_http_methods(["GET", "HEAD", "POST"])
@official
def register(request: HttpRequest, actor: Actor, procedure: str) -> HttpResponse:
    """The page: template, upload, what is wrong row by row, or the numbers and query codes, which are shown this once."""
    declared, fields = _form(procedure)
    permission = _permission(declared, actor)
    outcome = _outcome(request, actor, declared, fields) if request.method == "POST" and permission else None
    context = {
        "declared": declared,
        "permission": permission,
        "files": needs_files(fields),
        "columns": columns(fields),
        "most": MOST_ROWS,
        "outcome": outcome,
        "shown": SHOWN,
        "only_right": "only_right" in request.POST,
        "here": "cases",
    }
    return render(request, "desk/register.html", context, status=outcome.status if outcome else 200)


@require_safe
@official
def sheet(request: HttpRequest, actor: Actor, procedure: str) -> HttpResponse:
    """The template to fill in."""
    declared, fields = _form(procedure)
    response = HttpResponse(template.template(columns(fields)), content_type=cells.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{declared.id}.xlsx"'
    return response


def _form(procedure: str) -> tuple[Declaration, tuple[FormField, ...]]:
    try:
        declared = installed().declaration(procedure)
    except UnknownProcedure as unknown:
        raise Http404(str(unknown)) from None
    return declared, form(declared, declared.opening)


def _permission(declared: Declaration, actor: Actor) -> Permission:
    facts = CaseFacts("", declared.id, declared.unit)
    return may_act(actor, facts, declared.opening, duties(), dict(declared.role))


def _outcome(request: HttpRequest, actor: Actor, declared: Declaration, fields: tuple[FormField, ...]) -> Outcome:
    sent = request.FILES.get("sheet")
    if sent is None:
        return Outcome(unreadable=_("请选择填好的表格。"))
    try:
        found = read(sent.read(), fields)
    except Unreadable as why:
        return Outcome(unreadable=speak(why.sentence))
    if found.faults and ("only_right" not in request.POST or not found.rows):
        return Outcome(faults=found.faults, right=len(found.rows))
    try:
        done = perform_many(_steps(found, declared, actor), batch=MOST_ROWS)
    except ActError as error:
        return Outcome(faults=found.faults, right=len(found.rows), refusal=entry.refusal(error, fields))
    numbers = [row.number for row in found.rows]
    return Outcome(tuple(zip(numbers, done, strict=True)), found.faults, len(found.rows))


def _steps(found: Sheet, declared: Declaration, actor: Actor) -> Iterator[Callable[[], Done]]:
    """One opening act for each row, all in one transaction."""
    times: Counter[str] = Counter()
    for row in found.rows:
        said = _content(row)
        times[said] += 1
        idem = hashlib.sha256(f"sheet|{declared.id}|{said}|{times[said]}".encode()).hexdigest()
        yield partial(open_case, declared.id, by=actor, at=row.at, data=row.data, source="desk", idem=idem)


def _content(row: Row) -> str:
    """What the row says. The key of the act is made of it and not of the file: a file saved again, or with its faulty rows

    put right, registers nothing twice; rows that say the same within one file are that many requests.
    """
    return json.dumps([row.at.isoformat(), row.data], ensure_ascii=False, sort_keys=True)
