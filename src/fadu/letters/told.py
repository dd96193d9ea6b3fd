"""What the record tells of an entry: the values that a letter of that entry may name, as corrected since. Later acts change nothing of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fadu.cases import history
from fadu.cases.corrections import REASON
from fadu.cases.keys import master
from fadu.cases.models import Case, Entry, Part, Subject
from fadu.cases.planning import aad
from fadu.cases.texts import calendar, declaration
from fadu.evidence import secrets
from fadu.procedure.builtin import RECTIFY
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.standing import advance, resolve
from fadu.procedure.state import Event, Standing
from fadu.procedure.verdicts import rule_of


@dataclass(frozen=True)
class Told:
    """A case as it stood after one entry: the act, the standing, every field as filled in and corrected until then."""

    case: Case
    entry: Entry
    declared: Declaration
    rule: ActRule
    event: Event
    standing: Standing
    fields: Mapping[str, Any]
    actor_kind: str
    letters: int

    @property
    def foretold(self) -> bool:
        """Whether nobody has done the act yet."""
        return self.event.seq > self.entry.seq

    @property
    def recorded_at(self) -> datetime:
        return self.entry.recorded_at


class Voided(Exception):
    """The entry was voided since: nothing follows from it any more."""


def told(uid: str, seq: int) -> Told:
    """The case after entry number `seq`, with what its parties said in clear.

    Raises:
        LookupError: there is no such case or entry.
        Voided: the entry was voided.
    """
    entries = list(Entry.objects.filter(case__uid=uid).select_related("case").order_by("seq"))
    if not 1 <= seq <= len(entries):
        raise LookupError(f"没有案卷 {uid} 的第 {seq} 条记录。")
    case, entry = entries[0].case, entries[seq - 1]
    records = [json.loads(bytes(e.record)) for e in entries]
    events = [history.event(r) for r in records]
    effective = resolve(events)
    event = effective[seq - 1]
    if history.is_void(event):
        raise Voided
    declared = declaration(records[seq - 1]["declaration"])
    standing = Standing()
    for each in effective[:seq]:
        standing = advance(declared, standing, each, calendar)
    return Told(
        case=case,
        entry=entry,
        declared=declared,
        rule=rule_of(declared, entry.act),
        event=event,
        standing=standing,
        actor_kind=records[seq - 1]["actor"]["kind"],
        fields=_fields(declared, effective, seq, _contents(case)),
        letters=sum(bool(rule_of(declared, e.act).letter) for e in events[:seq]),
    )


def foretold(uid: str, act: str, day: date, facts: Mapping[str, Any], given: Mapping[str, Any]) -> Told:
    """The case as it would stand after an act that nobody has done yet; `given` are the fields that it would fill.

    Raises:
        LookupError: there is no such case or act.
    """
    entries = list(Entry.objects.filter(case__uid=uid).select_related("case").order_by("seq"))
    if not entries:
        raise LookupError(f"没有案卷 {uid}。")
    last, seq = entries[-1], len(entries) + 1
    records = [json.loads(bytes(e.record)) for e in entries]
    declared = declaration(records[-1]["declaration"])
    rule = rule_of(declared, act)
    effective = resolve([history.event(r) for r in records])
    standing = Standing()
    for each in effective:
        standing = advance(declared, standing, each, calendar)
    event = Event(seq, rule.id, day, facts, standing.calendar)
    return Told(
        case=last.case,
        entry=last,
        declared=declared,
        rule=rule,
        event=event,
        standing=advance(declared, standing, event, calendar),
        actor_kind="staff",
        fields=_fields(declared, (*effective, event), seq, {**_contents(last.case), seq: given}),
        letters=1 + sum(bool(rule_of(declared, e.act).letter) for e in effective),
    )


def _fields(
    declared: Declaration, effective: Sequence[Event], seq: int, contents: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    """The value of every field as last filled in until entry `seq`, a correction in the place of what it corrects; "" if nobody did."""
    found: dict[str, Any] = {each.id: "" for each in declared.fields}
    corrections = [e for e in effective if e.act == RECTIFY.id]
    for event in effective[:seq]:
        if history.is_void(event) or event.act == RECTIFY.id:
            continue
        found.update(event.facts)
        found.update(contents.get(event.seq, {}))
        for correction in corrections:
            if correction.facts["of"] == event.seq:
                found.update(contents.get(correction.seq, {}))
    days = {each.id for each in declared.fields if each.kind == "day"}
    return {k: date.fromisoformat(v) if k in days and v else v for k, v in found.items() if k in declared.field}


def _contents(case: Case) -> dict[int, dict[str, Any]]:
    """What the entries' parts hold, personal ones opened; what was erased by law is not there."""
    subjects = Subject.objects.filter(case=case).values_list("party", "wrapped_key")
    keys = {party: bytes(key) for party, key in subjects if key is not None}
    found: dict[int, dict[str, Any]] = {}
    rows = Part.objects.filter(entry__case=case).order_by("entry__seq", "name")
    for seq, name, data in rows.values_list("entry__seq", "name", "data"):
        party = name.partition(":")[2]
        if party and party not in keys:
            continue
        plain = _opened(case.uid, seq, name, bytes(data), keys[party]) if party else bytes(data)
        found.setdefault(seq, {}).update(json.loads(plain))
    return {seq: {k: v for k, v in values.items() if k != REASON} for seq, values in found.items()}


def _opened(uid: str, seq: int, part: str, data: bytes, wrapped: bytes) -> bytes:
    key = secrets.unwrap(master(), wrapped, f"{uid}:{part.partition(':')[2]}")
    return secrets.decrypt(key, data, aad(uid, seq, part))
