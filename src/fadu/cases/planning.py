"""From an intention to the rows that carry it out. Nothing here writes, reads or asks whether the act is permitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from msgspec import Struct, field
from msgspec.structs import replace

from fadu.cases.keys import master
from fadu.cases.rows import (
    CaseState,
    MaterialRow,
    OutboxRow,
    PartRow,
    SubjectRow,
    Write,
    measure_rows,
    run_row,
    run_rows,
    task_changes,
)
from fadu.cases.texts import calendar
from fadu.evidence import secrets
from fadu.evidence.chain import Part, commitments, entry_hash, record
from fadu.law.period import day_of
from fadu.policy import Actor
from fadu.procedure.builtin import ASSIGN, SEAL, fields_of
from fadu.procedure.declaration import ActRule, Declaration, FieldRule
from fadu.procedure.dividing import INHERITED
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Moment, Standing
from fadu.procedure.tasks import tasks

LOOKED_UP = ("name", "id_number", "phone", "email")
NO_FACTS: Mapping[str, Any] = {}


class Intent(Struct, frozen=True):
    """An act that is about to be done: who, what, when, with what facts and parts, already permitted and cleaned."""

    rule: ActRule
    at: Moment
    actor: Actor
    source: str
    role: str = ""
    standing_for: str = ""
    second: Actor | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    idem: str | None = None
    calendar: str = ""


def new_state(declared: Declaration, uid: str, number: str, origin: str, unit: str, level: int = 1) -> CaseState:
    """A case before its first entry."""
    return CaseState(None, uid, number, declared, origin, unit, "", level, "", 0, b"", Standing())


def event_of(state: CaseState, intent: Intent) -> Event:
    """The intention as replay will see it."""
    used = intent.calendar or state.standing.calendar
    return Event(state.version + 1, intent.rule.id, intent.at, intent.facts, used)


def plan(state: CaseState, intent: Intent, recorded_at: datetime, keys: Mapping[str, bytes] = NO_FACTS) -> Write:
    """The rows of an act that only goes forward. `keys` are the wrapped keys of the subjects whose parts it adds to."""
    event = event_of(state, intent)
    sealed = seal(state, intent, event, recorded_at, keys)
    standing = advance(state.declaration, state.standing, event, calendar)
    after = settled(state, intent, standing, sealed.hash)
    if after.unit == state.unit:
        put, gone = task_changes(state.declaration, state.standing, standing)
    else:
        put, gone = tasks(state.declaration, standing), ()
    return Write(
        before=state if state.version else None,
        after=after,
        act=event.act,
        day=event.day,
        recorded_at=recorded_at,
        actor=intent.actor.id,
        record=sealed.record,
        hash=sealed.hash,
        idem=intent.idem,
        parts=sealed.parts,
        subjects=sealed.subjects,
        runs=run_rows(state.declaration, state.standing, standing),
        tasks_in=put,
        tasks_out=gone,
        measures=measure_rows(state.standing, standing),
        outbox=_outbox(state, intent, after),
        materials=_materials(fields_of(state.declaration, intent.rule.id), intent.parts),
    )


def plan_anew(
    state: CaseState, intent: Intent, standing: Standing, recorded_at: datetime, keys: Mapping[str, bytes] = NO_FACTS
) -> Write:
    """The rows of a correction: `standing` is the replay of all entries with it, and the projections are made anew."""
    event = event_of(state, intent)
    sealed = seal(state, intent, event, recorded_at, keys)
    return Write(
        before=state,
        after=settled(state, intent, standing, sealed.hash),
        act=event.act,
        day=event.day,
        recorded_at=recorded_at,
        actor=intent.actor.id,
        record=sealed.record,
        hash=sealed.hash,
        parts=sealed.parts,
        subjects=sealed.subjects,
        runs=tuple(run_row(state.declaration, r) for r in standing.runs.values()),
        tasks_in=tasks(state.declaration, standing),
        measures=measure_rows(Standing(), standing),
        anew=True,
    )


def settled(state: CaseState, intent: Intent, standing: Standing, head: bytes) -> CaseState:
    """The case after the entry: its standing, the hash it now ends in, and what 转办 or the opening act set."""
    after = state.at(standing, head)
    if intent.rule is ASSIGN:
        return replace(after, unit=intent.facts.get("unit", state.unit), handler=intent.facts.get("handler", ""))
    if intent.rule.opens:
        return replace(after, heading=heading(state.declaration, intent.parts, intent.facts))
    return after


def heading(declared: Declaration, parts: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """What names the case in lists: the declared field's first line, at most 200 characters."""
    named = declared.heading
    for values in (facts, parts.get("public", {}), parts.get("internal", {})):
        if named in values:
            lines = str(values[named]).strip().splitlines()
            origin = f"（分自{facts[INHERITED]['number']}）" if INHERITED in facts else ""
            return (lines[0] if lines else "")[: 200 - len(origin)] + origin
    return ""


class Sealed(Struct, frozen=True):
    """What is hashed and what is encrypted: the entry's canonical bytes and their hash, its parts, and new subjects."""

    record: bytes
    hash: bytes
    parts: tuple[PartRow, ...]
    subjects: tuple[SubjectRow, ...]


def seal(state: CaseState, intent: Intent, event: Event, recorded_at: datetime, keys: Mapping[str, bytes]) -> Sealed:
    """Make the entry: seal its parts, commit to them, write its canonical record."""
    sealed = [Part.seal(name, value) for name, value in intent.parts.items() if value]
    if intent.rule.kind == "reply" and not sealed:
        # Others see of an answer only its hash: without a salt in it, the few words that it can be could be tried out.
        sealed = [Part.seal("internal", {})]
    text = record(
        case=state.uid,
        seq=event.seq,
        prev=state.head.hex(),
        act=event.act,
        happened_at=event.at.isoformat(),
        recorded_at=utc(recorded_at),
        source=intent.source,
        actor=actor_record(intent),
        declaration=state.declaration.sha,
        calendar=event.calendar,
        facts=event.facts,
        parts=commitments(sealed),
    )
    subjects, parts = _sealed_parts(state, event.seq, sealed, intent.parts, keys)
    return Sealed(text, entry_hash(text), parts, subjects)


def utc(instant: datetime) -> str:
    """An instant as entries and receipts write it: 2023-09-11T01:00:00.000000Z."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def actor_record(intent: Intent) -> dict[str, Any]:
    """Who acted, as the entry keeps it. Officials by name, for the act is theirs by office; parties never by name."""
    actor = intent.actor
    kept: dict[str, Any] = {"kind": actor.kind, "id": actor.id, "role": intent.role}
    if actor.kind == "staff":
        kept["name"] = actor.name
    if intent.standing_for:
        kept["for"] = intent.standing_for
    if intent.second is not None:
        kept["second"] = {"id": intent.second.id, "name": intent.second.name}
    return kept


def aad(uid: str, seq: int, part: str) -> bytes:
    """What binds an encrypted part to its place."""
    return f"{uid}|{seq}|{part}".encode()


def _sealed_parts(
    state: CaseState,
    seq: int,
    sealed: list[Part],
    values: Mapping[str, Mapping[str, Any]],
    keys: Mapping[str, bytes],
) -> tuple[tuple[SubjectRow, ...], tuple[PartRow, ...]]:
    subjects: list[SubjectRow] = []
    rows: list[PartRow] = []
    for part in sealed:
        kind, _, party = part.name.partition(":")
        if kind != "personal":
            rows.append(PartRow(part.name, part.salt, part.data))
            continue
        name = f"{state.uid}:{party}"
        tokens = _tokens(values[part.name])
        if party in keys:
            key = secrets.unwrap(master(), keys[party], name)
            if tokens:
                subjects.append(SubjectRow(party, keys[party], tokens))
        else:
            key = secrets.new_key()
            subjects.append(SubjectRow(party, secrets.wrap(master(), key, name), tokens))
        rows.append(PartRow(part.name, part.salt, secrets.encrypt(key, part.data, aad(state.uid, seq, part.name))))
    return tuple(subjects), tuple(rows)


def _tokens(values: Mapping[str, Any]) -> tuple[tuple[str, bytes], ...]:
    """Look-up tokens of the parties among the values."""
    found = []
    for value in values.values():
        if isinstance(value, Mapping):
            found += [(k, secrets.lookup_token(master(), k, str(value[k]))) for k in LOOKED_UP if value.get(k)]
    return tuple(found)


def _materials(asked: Mapping[str, FieldRule], parts: Mapping[str, Mapping[str, Any]]) -> tuple[MaterialRow, ...]:
    if not parts:
        return ()
    files = [
        (asked[name].title, value)
        for values in parts.values()
        for name, value in values.items()
        if name in asked and asked[name].kind == "document"
    ]
    return tuple(MaterialRow(t, "upload", v["sha256"], int(v["size"]), v["type"]) for t, v in files)


def _outbox(state: CaseState, intent: Intent, after: CaseState) -> tuple[OutboxRow, ...]:
    """A row for an act that sends or seals a letter or moves the case, one for its kin if it divides or joins it: the workers find out the rest from the record."""
    sealing = intent.rule is SEAL
    if intent.rule.kind == "builtin" and not sealing:
        return ()
    kin = bool(intent.rule.divides or intent.rule.joins)
    moved = sealing or bool(intent.rule.letter) or after.standing.stage != state.standing.stage
    if not moved and not kin:
        return ()
    payload = orjson.dumps({"case": state.uid, "seq": after.version, "day": day_of(intent.at).isoformat()}).decode()
    kind = "sealed" if sealing else "letter" if intent.rule.letter else "moved"
    rows = (OutboxRow(kind, payload),) if moved else ()
    return (*rows, OutboxRow("kin", payload)) if kin else rows
