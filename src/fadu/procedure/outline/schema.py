"""The form of an act as JSON Schema 2020-12, for those who send it by a program. What the schema accepts, `clean` accepts.

No schema says four things, which `clean` judges all the same: classification markings (密级) are refused in every text, texts are
measured in Unicode's composed form (NFC) and hold no unassigned or private characters, and a day must exist (`format`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fadu.law.citation import Citation
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.outline.form import LONG_MAX, TEXT_MAX, FormField, form
from fadu.procedure.outline.speech import CHINESE, Speech
from fadu.procedure.say import say

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GREATEST = 10**15 - 1

# Written without Unicode properties, which not every reader of patterns knows.
_CONTROL = r"\u0000-\u001f\u007f-\u009f\ud800-\udfff"
_LINE_CONTROL = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff"
LINE = rf"^[^{_CONTROL}]*$"
FILLED = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
LINES = rf"^[^{_LINE_CONTROL}]*$"
FILLED_LINES = rf"^[^{_LINE_CONTROL}]*[^\s{_LINE_CONTROL}][^{_LINE_CONTROL}]*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
EMAIL = rf"^[^@\s{_CONTROL}]+@[^@\s{_CONTROL}]+\.[^@\s{_CONTROL}]+$"
PARTY_TITLES = {
    "kind": say("类型"),
    "name": say("姓名或者名称"),
    "id_kind": say("证件类型"),
    "id_number": say("证件号码"),
    "phone": say("电话"),
    "email": say("邮箱"),
    "address": say("地址"),
}

Schema = dict[str, Any]


def schema(declaration: Declaration, rule: ActRule, speech: Speech = CHINESE) -> Schema:
    """The schema of what an act is given; that of the opening act is the intake form. `speech` says titles and hints."""
    fields = form(declaration, rule)
    found = {
        "$schema": DIALECT,
        "$id": f"urn:fadu:{declaration.id}:{declaration.since}:{rule.id}",
        "title": speech.value(rule.title),
        "type": "object",
        "properties": {each.id: _property(each, speech) for each in fields},
        # A box that is not ticked is a no.
        "required": [each.id for each in fields if each.required and each.kind != "yesno"],
        "additionalProperties": False,
    }
    needs = [_needed(outcome, fields, speech) for outcome in rule.outcomes]
    ways = {way for each in fields for way in each.ways}
    needs += [_served_by(way, fields, speech) for way in sorted(ways)]
    return {**found, **({"allOf": [n for n in needs if n]} if any(needs) else {})}


def _needed(outcome: str, fields: Sequence[FormField], speech: Speech) -> Schema:
    """What must be filled in if the case is so decided."""
    asked = {each.id: _property(replace(each, required=True), speech) for each in fields if outcome in each.outcomes}
    if not asked:
        return {}
    decided: Schema = {"properties": {"outcome": {"const": outcome}}}
    return {"if": decided, "then": {"properties": asked, "required": list(asked)}}


def _served_by(way: str, fields: Sequence[FormField], speech: Speech) -> Schema:
    """What must, and what can't, be filled in if a letter is so served."""
    asked: Schema = {each.id: _property(replace(each, required=True), speech) for each in fields if way in each.must}
    other: Schema = {each.id: False for each in fields if each.ways and way not in each.ways}
    served: Schema = {"properties": {"channel": {"const": way}}, "required": ["channel"]}
    return {"if": served, "then": {"properties": asked | other, "required": list(asked)}}


def _property(each: FormField, speech: Speech) -> Schema:
    found: Schema = {"title": speech.value(each.title), **_KINDS[each.kind](each, speech)}
    if each.hint:
        found["description"] = speech.value(each.hint)
    if each.basis:
        found["$comment"] = speech.value([Citation.from_key(key) for key in each.basis])
    return found


def _text(each: FormField, _: Speech) -> Schema:
    return {"type": "string", "maxLength": TEXT_MAX, "pattern": FILLED if each.required else LINE}


def _longtext(each: FormField, _: Speech) -> Schema:
    return {"type": "string", "maxLength": LONG_MAX, "pattern": FILLED_LINES if each.required else LINES}


def _choice(each: FormField, speech: Speech) -> Schema:
    """The values; where they are ids, each with its title."""
    if all(value == title for value, title in each.options):
        return {"enum": [value for value, _ in each.options]}
    return {"oneOf": [{"const": value, "title": speech.value(title)} for value, title in each.options]}


def _day(_: FormField, __: Speech) -> Schema:
    return {"type": "string", "format": "date", "pattern": DAY}


def _number(_: FormField, __: Speech) -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": GREATEST}


def _yesno(_: FormField, __: Speech) -> Schema:
    return {"type": "boolean"}


def _document(_: FormField, __: Speech) -> Schema:
    """A file that was uploaded before: what the upload answered."""
    properties: Schema = {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "name": {"type": "string", "maxLength": TEXT_MAX, "pattern": FILLED},
        "size": {"type": "integer", "minimum": 0, "maximum": GREATEST},
        "type": {"type": "string"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _draft(_: FormField, __: Speech) -> Schema:
    """The version of a text, by its SHA-256."""
    return {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _party(each: FormField, speech: Speech) -> Schema:
    """A person or body: at least a name and one way to reach it."""
    properties: Schema = {
        part: {"title": speech.value(PARTY_TITLES[part]), "type": "string", "maxLength": TEXT_MAX, "pattern": FILLED}
        for part in ("kind", *each.parts)
    }
    if "email" in properties:
        properties["email"]["pattern"] = EMAIL
    if each.options:
        properties["kind"] = {
            "title": speech.value(PARTY_TITLES["kind"]),
            "enum": [value for value, _ in each.options],
        }
    return {
        "type": "object",
        "properties": properties,
        "required": ["name"],
        "anyOf": [{"required": [contact]} for contact in each.contacts],
        "additionalProperties": False,
    }


_KINDS: Mapping[str, Callable[[FormField, Speech], Schema]] = {
    "text": _text,
    "case": _text,
    "longtext": _longtext,
    "choice": _choice,
    "day": _day,
    "number": _number,
    "yesno": _yesno,
    "document": _document,
    "party": _party,
    "draft": _draft,
}
