"""送达 in two steps that need no script: first which letter and by which way, then what that way asks, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fadu.cases.case_view import CaseView, EntryLine
from fadu.desk.law import passages
from fadu.faces.entry import Box
from fadu.faces.speech import cite
from fadu.procedure.builtin import SERVE, UNSERVED
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import FormField
from fadu.procedure.service import CHANNEL, CHANNELS

CHOSEN = ("letter", "channel")


@dataclass(frozen=True)
class Failed:
    """A letter whose last service failed: its title, the entry, and the cause."""

    letter: str
    line: EntryLine

    @property
    def cause(self) -> str:
        return str(self.line.facts.get("cause", ""))


@dataclass(frozen=True)
class Way:
    """A way of service as the first step offers it."""

    title: str
    hint: str
    basis: str


def chosen(request: HttpRequest) -> dict[str, str]:
    """The letter and the way that the first step gave; nothing if the way is none."""
    given = request.POST if request.method == "POST" else request.GET
    found = {name: given.get(name, "") for name in CHOSEN}
    return found if found["channel"] in CHANNEL and found["letter"] else {}


def asked_now(request: HttpRequest, rule: ActRule, fields: Sequence[FormField]) -> tuple[FormField, ...]:
    """The fields of the second step: those of the way chosen, each required as that way has it. Other acts keep theirs."""
    picked = chosen(request)
    if rule not in (SERVE, UNSERVED) or not picked:
        return tuple(fields)
    way = picked["channel"]
    kept = (f for f in fields if f.id not in CHOSEN and (not f.ways or way in f.ways))
    return tuple(replace(f, required=f.required or way in f.must) for f in kept)


def first_step(
    request: HttpRequest, view: CaseView, rule: ActRule, fields: Sequence[FormField]
) -> HttpResponse | None:
    """The page that asks for letter and way; None once they are chosen, and for every other act."""
    if rule not in (SERVE, UNSERVED) or request.method == "POST" or chosen(request):
        return None
    letter = next(f for f in fields if f.id == "letter")
    made = {a.letter for a in view.declaration.acts if a.letter and view.standing.times(a.id)}
    options = tuple(option for option in letter.options if option[0] in made)
    context = {
        "view": view,
        "act": rule,
        "box": Box(
            replace(letter, options=options), request.GET.get("letter") or (options[-1][0] if options else "")
        ),
        "ways": [Way(c.title, c.hint, cite(c.basis.key())) for c in CHANNELS],
        "way": request.GET.get("channel", ""),
        "passages": passages(tuple(dict.fromkeys(c.basis.key() for c in CHANNELS))),
        "here": "cases",
    }
    return render(request, "desk/serving.html", context)


def failed(view: CaseView) -> tuple[Failed, ...]:
    """Letters that did not arrive when last served: they have to be served another way."""
    last: dict[str, EntryLine] = {}
    for line in view.entries:
        if line.act in (SERVE.id, UNSERVED.id) and line.state != "voided":
            last[line.facts.get("errand", "") + line.facts["letter"]] = line
    return tuple(Failed(line.facts["letter"], line) for line in last.values() if line.act == UNSERVED.id)
