"""The opening form of a declaration, one question to a page, and what was answered as the check page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fadu.cases.errors import Invalid
from fadu.faces import entry
from fadu.faces.speech import speak, spoken
from fadu.portal.drafts import Begun
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.form import FormField, clean, form
from fadu.procedure.say import Say


@dataclass(frozen=True)
class Question:
    """One page of the form: a field that must be filled in or a party, each alone; or what may be left out, together."""

    fields: tuple[FormField, ...]

    @property
    def id(self) -> str:
        return self.fields[0].id

    @property
    def title(self) -> str:
        """What is asked, in the reader's language."""
        return spoken(self.fields[0].title) if len(self.fields) == 1 else _("其他内容")

    def answered(self, answers: Mapping[str, Any]) -> bool:
        """Whether nothing is wrong or missing."""
        return not clean(self.fields, given(self, answers)).errors


@dataclass(frozen=True)
class Answer:
    """One field as the check page shows it: its title, and its lines as (name of the part or "", words, whether they were typed)."""

    title: str
    lines: tuple[tuple[str, str, bool], ...]


def questions(declared: Declaration) -> tuple[Question, ...]:
    """The pages, in the order of the file."""
    pages: list[list[FormField]] = []
    for each in entry.shown(form(declared, declared.opening), online=True):
        joins = pages and not _alone(each) and not _alone(pages[-1][-1])
        pages[-1].append(each) if joins else pages.append([each])
    return tuple(Question(tuple(page)) for page in pages)


def first_open(every: Iterable[Question], begun: Begun) -> Question | None:
    """The first page that must still be filled in."""
    return next((page for page in every if not page.answered(begun.answers)), None)


def go_on_at(every: tuple[Question, ...], begun: Begun) -> Question | None:
    """Where to go on: after the last page that was filled in, but at none after one that is still open; None if all is answered."""
    unanswered = first_open(every, begun)
    if unanswered is None:
        return None
    filled_in = [place for place, page in enumerate(every) if given(page, begun.answers)]
    return every[min(every.index(unanswered), max(filled_in, default=-1) + 1)]


def given(page: Question, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that belong to the page."""
    return {each.id: answers[each.id] for each in page.fields if each.id in answers}


def whole(declared: Declaration, begun: Begun) -> dict[str, Any]:
    """All answers and what the site fills in itself, as `acts` takes them. A field that the form no longer has is left out."""
    fields = form(declared, declared.opening)
    asked = {f.id: begun.answers[f.id] for f in entry.shown(fields, online=True) if f.id in begun.answers}
    return asked | {f.id: f.online for f in fields if f.online}


def filled(page: Question, begun: Begun) -> tuple[entry.Box, ...]:
    """The page's fields with what was answered before."""
    return tuple(_box(each, begun.answers.get(each.id)) for each in page.fields)


def faults(page: Question, brought: Mapping[str, Any], files: entry.Files, *, later: bool) -> Mapping[str, Say]:
    """What is wrong with what came; if the rest is to follow later, what is missing is no fault.

    A name that no field has is a fault.
    """
    found = {**clean(page.fields, _completed(page, brought) if later else brought).errors, **files.errors}
    if not later:
        return found
    empty = {each.id for each in page.fields if _blank(brought.get(each.id))}
    return {name: sentence for name, sentence in found.items() if name not in empty or name in files.errors}


def filed(page: Question, files: entry.Files, begun: Begun) -> entry.Files:
    """The files of this request, and those that came before where none came now."""
    documents = [each.id for each in page.fields if each.kind == "document" and each.id not in files.errors]
    before = {id: begun.answers[id] for id in documents if id in begun.answers}
    return entry.Files({**before, **files.stored}, files.errors)


def told(page: Question, begun: Begun) -> tuple[Answer, ...]:
    """What was answered on the page."""
    return tuple(Answer(spoken(each.title), _lines(each, begun.answers.get(each.id))) for each in page.fields)


def whose(every: Iterable[Question], error: Invalid) -> tuple[tuple[str, str], ...]:
    """Each fault of the whole form, with the id of the page that it belongs to ("" if none)."""
    pages = {each.id: page.id for page in every for each in page.fields}
    return tuple((pages.get(name, ""), speak(sentence)) for name, sentence in error.errors.items())


def _alone(each: FormField) -> bool:
    return each.kind == "party" or (each.required and each.kind != "yesno")


def _completed(page: Question, brought: Mapping[str, Any]) -> dict[str, Any]:
    """What came, with a word in place of what a party still lacks."""
    parties = {each.id: each for each in page.fields if each.kind == "party" and not _blank(brought.get(each.id))}
    return {
        name: {**value, **{part: "—" for part in ("name", parties[name].contacts[0]) if not value.get(part)}}
        if name in parties
        else value
        for name, value in brought.items()
    }


def _blank(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(str(text).strip() for part, text in value.items() if part != "kind")
    return value is None or not str(value).strip()


def _box(each: FormField, value: Any) -> entry.Box:
    if each.kind == "party":
        return entry.Box(each, parts={part: (value or {}).get(part, "") for part in ("kind", *each.parts)})
    if each.kind == "document" and value:
        return entry.Box(each, value["name"], {"kept": "draft"})
    return entry.Box(each, str(value or ""))


def _lines(each: FormField, value: Any) -> tuple[tuple[str, str, bool], ...]:
    if each.kind == "yesno":
        return (("", _("是") if value == "on" else _("否"), False),)
    if not value:
        return (("", _("没有填写"), False),)
    if each.kind == "party":
        return _party(each, value)
    if each.kind == "choice":
        return (("", spoken(dict(each.options).get(value, value)), False),)
    if each.kind == "day":
        return (("", spoken(date.fromisoformat(value)), False),)
    return (("", value["name"] if each.kind == "document" else str(value), True),)


def _party(each: FormField, value: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    kind = [(str(_("类型")), spoken(value["kind"]), False)] if value.get("kind") and each.options else []
    kinds = dict(entry.ID_KINDS)
    parts = [
        (str(words), str(kinds.get(value[part], value[part])), part != "id_kind")
        for part, words, *_rest in entry.PARTS
        if value.get(part)
    ]
    return (*kind, *parts)
