"""事项与流程, 法规库: what the office may do, and the texts that say so, each leading to the other."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from fadu.cases.moments import today
from fadu.desk.whom import official
from fadu.law.citation import Citation
from fadu.library.lookup import CitationError, Passage, text_of
from fadu.library.models import Law, Version
from fadu.library.text.titles import title_key
from fadu.policy import Actor
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.schema import schema
from fadu.procedure.registry import UnknownProcedure, installed

SHOWN = 60


@require_safe
@official
def procedures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every duty that is installed."""
    context = {"procedures": [p.declaration for p in installed().procedures], "here": "procedures"}
    return render(request, "desk/procedures.html", context)


@require_safe
@official
def procedure(request: HttpRequest, actor: Actor, id: str) -> HttpResponse:
    """One duty as declared: stages, acts, terms, outcomes, each with its article."""
    return render(request, "desk/procedure.html", {"d": _declaration(id), "here": "procedures"})


@require_safe
@official
def declaration(request: HttpRequest, actor: Actor, id: str) -> HttpResponse:
    """The declaration as entries name it: canonical JSON, whose SHA-256 stands in every record."""
    text = json.dumps(json.loads(_declaration(id).text), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
@official
def schema_of(request: HttpRequest, actor: Actor, id: str) -> HttpResponse:
    """The data that the opening act takes, as JSON Schema."""
    declared = _declaration(id)
    text = json.dumps(schema(declared, declared.opening), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


@require_safe
@official
def laws(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Laws by words of their title."""
    sought = request.GET.get("text", "").strip()[:100]
    found = Law.objects.filter(title__icontains=sought) if sought else Law.objects.all()
    cited = _cited_laws()
    listed = sorted(found.order_by("title")[: SHOWN * 20], key=lambda law: (law.title_key not in cited, law.title))[
        :SHOWN
    ]
    context = {"laws": listed, "total": found.count(), "sought": sought, "cited": cited, "here": "laws"}
    return render(request, "desk/laws.html", context)


@require_safe
@official
def law(request: HttpRequest, actor: Actor, id: int) -> HttpResponse:
    """One law in the version asked for, or the one in force today; beside each article the acts that rest on it."""
    found = get_object_or_404(Law, pk=id)
    versions = list(found.versions.defer("raw").order_by("-in_force_from", "-id"))
    asked = request.GET.get("version", "")
    version = next((v for v in versions if str(v.pk) == asked), None) or _current(versions)
    context = {
        "law": found,
        "versions": versions,
        "version": version,
        "articles": version.articles.all() if version else (),
        "citing": _citing(found.title_key),
        "today": today(),
        "here": "laws",
    }
    return render(request, "desk/law.html", context)


def passages(keys: Iterable[str]) -> tuple[Passage, ...]:
    """The words in force today of what is cited, as far as the library has them."""
    found = []
    for key in dict.fromkeys(keys):
        try:
            found.append(text_of(Citation.from_key(key), today()))
        except CitationError:
            continue
    return tuple(found)


def _declaration(id: str) -> Declaration:
    try:
        return installed().declaration(id)
    except UnknownProcedure as unknown:
        raise Http404(str(unknown)) from None


def _current(versions: list[Version]) -> Version | None:
    day = today()
    for version in versions:
        started = version.in_force_from is None or version.in_force_from <= day
        if started and (version.in_force_until is None or version.in_force_until > day):
            return version
    return versions[0] if versions else None


def _keys() -> list[tuple[Declaration, str, str]]:
    """Every citation of every duty: (declaration, title of what rests on it, key)."""
    found = []
    for each in installed().procedures:
        d = each.declaration
        words = [(w.title, w.basis) for group in (d.acts, d.clocks, d.outcomes, d.fields) for w in group]
        found += [(d, title, key) for title, basis in words for key in basis]
    return found


def _cited_laws() -> frozenset[str]:
    return frozenset(title_key(Citation.from_key(key).law) for _, _, key in _keys())


def _citing(law_key: str) -> dict[tuple[int, int], list[tuple[Declaration, str]]]:
    """What rests on each article of the law, by (article, 之)."""
    found: dict[tuple[int, int], list[tuple[Declaration, str]]] = {}
    for declared, title, key in _keys():
        citation = Citation.from_key(key)
        if title_key(citation.law) == law_key and citation.article:
            place = found.setdefault((citation.article, citation.sub), [])
            if (declared, title) not in place:
                place.append((declared, title))
    return found
