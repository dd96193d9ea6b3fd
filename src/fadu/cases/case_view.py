"""One case as somebody may read it: where it stands, its entries with what the policy lets through, its files, its people.

Personal parts are decrypted only for those who may read them; of a party, what tells it from others is shown, and the rest when asked for by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fadu.cases import store
from fadu.cases.duties import duties
from fadu.cases.errors import NoSuchCase
from fadu.cases.history import event, is_void
from fadu.cases.keys import master
from fadu.cases.models import Entry, Material
from fadu.cases.planning import aad
from fadu.cases.rows import CaseState
from fadu.evidence import secrets
from fadu.people.asking import instant, rows
from fadu.policy import MASK, Actor, CaseFacts, View, may_see, view
from fadu.policy.masking import hide_sensitive, masked, numbers_masked
from fadu.policy.others import between_others, letters_to_others
from fadu.policy.view import readable
from fadu.procedure.builtin import fields_of
from fadu.procedure.declaration import Declaration, FieldRule
from fadu.procedure.standing import resolve
from fadu.procedure.state import Event, Moment, Standing
from fadu.procedure.tasks import Task, tasks
from fadu.procedure.verdicts import rule_of

LETTER = "letter"
_SUBJECTS = "SELECT party, wrapped_key FROM cases_subject WHERE case_id = %s AND wrapped_key IS NOT NULL"
_PARTS = (
    "SELECT e.seq, e.act, p.name, p.data FROM cases_entry e JOIN cases_part p ON p.entry_id = e.id "
    "WHERE e.case_id = %s ORDER BY e.seq, p.id"
)
_ENTRIES = (
    'SELECT e.recorded_at, e.record, e.hash, l."index" FROM cases_entry e LEFT JOIN cases_leaf l ON l.entry_id = e.id '
    "WHERE e.case_id = %s ORDER BY e.seq"
)
MATERIAL = ("id", "case_id", "entry_id", "title", "kind", "sha256", "size", "media_type", "made_at")
_MATERIALS = (
    f"SELECT {', '.join(f'm.{name}' for name in MATERIAL)}, e.seq FROM cases_material m "
    "LEFT JOIN cases_entry e ON e.id = m.entry_id WHERE m.case_id = %s ORDER BY m.id"
)

Parts = Mapping[str, Mapping[str, Any]]

ANYBODY = Actor("", "", "anonymous")


@dataclass(frozen=True)
class EntryLine:
    """One entry. `fields` are what one may read of its content, masked where one may not; `state` is "", corrected or voided.

    `withheld`: it is between the office and somebody else than the reader, who sees that there is such an entry and nothing of it.
    """

    seq: int
    act: str
    title: str
    at: Moment
    recorded_at: datetime
    actor: str
    actor_id: str
    role: str
    standing_for: str
    second: str
    source: str
    facts: Mapping[str, Any]
    fields: Mapping[str, Any]
    hash: bytes
    leaf: int | None
    state: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class CaseView:
    """A case, seen by one actor. `parties` are the people of the case by their field, masked where one may not read.

    `unmasked` are those that were asked for by name, by the entry that names them: there may be several third parties.
    """

    id: int
    uid: str
    number: str
    heading: str
    origin: str
    unit: str
    handler: str
    version: int
    declaration: Declaration
    standing: Standing
    facts: CaseFacts
    view: View
    entries: tuple[EntryLine, ...]
    materials: tuple[Material, ...]
    parties: Mapping[str, Mapping[str, Any]]
    tasks: tuple[Task, ...]
    unmasked: Mapping[int, Mapping[str, Any]]

    def asked(self, line: EntryLine) -> Mapping[str, FieldRule]:
        """The fields of an entry's act, by id."""
        return fields_of(self.declaration, line.act)


def case_view(actor: Actor, uid: str, *, unmask: Iterable[str] = ()) -> CaseView:
    """The case as the actor may read it. `unmask` names parties whose sensitive values are asked for; log that you asked.

    Raises:
        NoSuchCase: there is none, or the actor may not see it.
    """
    state = seen(actor, uid)
    window = view(actor, state.facts, duties())
    contents = _contents(state, window)
    wanted = frozenset(unmask) if "personal" in window.permitted else frozenset()
    return CaseView(
        state.id or 0,
        uid,
        state.number,
        state.heading,
        state.origin,
        state.unit,
        state.handler,
        state.version,
        state.declaration,
        state.standing,
        state.facts,
        window,
        _entries(state, window, contents, wanted),
        tuple(_materials(actor, state)),
        _parties(state, window, contents, wanted),
        tasks(state.declaration, state.standing),
        _unmasked(contents, wanted),
    )


def seen(actor: Actor, uid: str) -> CaseState:
    """The case's state, if the actor may see it.

    Raises:
        NoSuchCase: there is none, or the actor may not see it.
    """
    state = store.read(uid)
    if state is None or not may_see(actor, state.facts, duties()):
        raise NoSuchCase
    return state


def material_file(actor: Actor, uid: str, id: int) -> Material:
    """A file of the case that the actor may have.

    Raises:
        NoSuchCase: there is none, or it is not for this actor.
    """
    found = next((m for m in _materials(actor, seen(actor, uid)) if m.pk == id), None)
    if found is None:
        raise NoSuchCase
    return found


def _materials(actor: Actor, state: CaseState) -> list[Material]:
    """Those who handle the case have every file; a party has the letters addressed to it, not those to others; an auditor none."""
    window = view(actor, state.facts, duties())
    if "personal" not in window.permitted:
        return []
    listed = [_material(row) for row in rows(_MATERIALS, (state.id or 0,))]
    if actor.kind != "party":
        return listed
    to_others = letters_to_others(state.declaration, actor.party)
    return [m for m in listed if m.kind == LETTER and m.title not in to_others]


def _material(row: tuple[Any, ...]) -> Material:
    *values, made_at, seq = row
    found = Material.from_db(None, MATERIAL, (*values, instant(made_at)))
    if found.entry_id is not None:
        # Of the entry its place is known; what else it holds is fetched if somebody asks.
        found.entry = Entry.from_db(None, ("id", "seq"), (found.entry_id, seq))
    return found


def _contents(state: CaseState, window: View) -> Mapping[int, Parts]:
    """Parts of every entry by name; what one may not read is there with masks for its fields, what was erased is not there at all."""
    keys = {
        party: secrets.unwrap(master(), bytes(wrapped), f"{state.uid}:{party}")
        for party, wrapped in rows(_SUBJECTS, (state.id or 0,))
        if readable(f"personal:{party}", window.actor, window.permitted)
    }
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for seq, act, name, data in rows(_PARTS, (state.id or 0,)):
        found.setdefault(seq, {})[name] = _part(state, window, keys, seq, act, name, bytes(data))
    return found


def _part(
    state: CaseState, window: View, keys: Mapping[str, bytes], seq: int, act: str, name: str, data: bytes
) -> Mapping[str, Any]:
    kind, _, party = name.partition(":")
    rule = rule_of(state.declaration, act)
    if not readable(name, window.actor, window.permitted, rule.by):
        return {f: MASK for f in rule.asks if _lies_in(state.declaration, f, kind, party)}
    if kind == "personal":
        data = secrets.decrypt(keys[party], data, aad(state.uid, seq, name))
    values: dict[str, Any] = json.loads(data)
    return values


def _lies_in(declared: Declaration, field: str, kind: str, party: str) -> bool:
    rule = declared.field[field]
    if rule.factual:
        return False
    return (
        (rule.personal and (rule.kind != "party" or field == party)) if kind == "personal" else rule.privacy == kind
    )


def _entries(
    state: CaseState, window: View, contents: Mapping[int, Parts], unmask: frozenset[str]
) -> tuple[EntryLine, ...]:
    found = rows(_ENTRIES, (state.id or 0,))
    records = [json.loads(bytes(row[1])) for row in found]
    entered = [event(record) for record in records]
    effective = resolve(entered)
    withheld = withheld_from(window.actor, state.declaration, entered)
    lines = []
    for (recorded_at, _, hash, leaf), record, now in zip(found, records, effective, strict=True):
        seq = record["seq"]
        parts = contents.get(seq, {})
        line = _line(state, window, record, now, parts, instant(recorded_at), bytes(hash), leaf, unmask)
        lines.append(replace(line, facts={}, fields={}, withheld=True) if seq in withheld else line)
    return tuple(lines)


def public_lines(state: CaseState) -> tuple[EntryLine, ...]:
    """Every entry with its public fields alone: what anybody may read of a case that is published."""
    window = View(ANYBODY, state.facts, frozenset({"public"}))
    return _entries(state, window, _contents(state, window), frozenset())


def withheld_from(actor: Actor, declared: Declaration, entered: Iterable[Event]) -> frozenset[int]:
    """Places of the entries of which the actor sees only that they are there."""
    return between_others(declared, entered, actor.party) if actor.kind == "party" else frozenset()


def _line(
    state: CaseState,
    window: View,
    record: Mapping[str, Any],
    now: Event,
    parts: Parts,
    recorded_at: datetime,
    hash: bytes,
    leaf: int | None,
    unmask: frozenset[str],
) -> EntryLine:
    who, was = record["actor"], event(dict(record))
    changed = "corrected" if (now.at, now.facts) != (was.at, was.facts) else ""
    official = "internal" in window.permitted
    fields = {
        k: v
        for name, values in parts.items()
        for k, v in _masked(state, window, record["act"], name, values, unmask).items()
    }
    if not official:
        fields = {k: v for k, v in fields.items() if v != MASK}
    return EntryLine(
        seq=was.seq,
        act=was.act,
        title=rule_of(state.declaration, was.act).title,
        at=now.at,
        recorded_at=recorded_at,
        actor=who.get("name", "") if official else "",
        actor_id=who["id"] if official else "",
        role=who.get("role", ""),
        standing_for=who.get("for", "") if official else "",
        second=who.get("second", {}).get("name", "") if official else "",
        source=record["source"],
        facts=_facts(now.facts, official),
        fields=fields,
        hash=hash,
        leaf=leaf,
        state="voided" if is_void(now) else changed,
    )


def _facts(facts: Mapping[str, Any], official: bool) -> Mapping[str, Any]:
    """Facts hold nothing personal, but whom the office gave the case to is the office's affair."""
    hidden = ("case", "handler", "unit", "reason")
    return facts if official else {k: v for k, v in facts.items() if k not in hidden}


def _parties(
    state: CaseState, window: View, contents: Mapping[int, Parts], unmask: frozenset[str]
) -> Mapping[str, Mapping[str, Any]]:
    """The newest word on every party to the case."""
    party = window.actor.kind == "party"
    found: dict[str, Mapping[str, Any]] = {}
    for seq in sorted(contents):
        for values in contents[seq].values():
            for field, value in values.items():
                rule = state.declaration.field.get(field)
                if rule is None or rule.kind != "party":
                    continue
                if value == MASK:
                    if not party:  # A party is not told what else there is, as in its entries.
                        found.setdefault(field, {"name": MASK})
                else:
                    found[field] = value if field in unmask or party else masked(value)
    return found


def _unmasked(contents: Mapping[int, Parts], wanted: frozenset[str]) -> Mapping[int, Mapping[str, Any]]:
    """The parties that were asked for, as each entry names them."""
    return {
        seq: {name: values[name] for values in parts.values() for name in wanted if values.get(name, MASK) != MASK}
        for seq, parts in (contents.items() if wanted else ())
    }


def _masked(
    state: CaseState, window: View, act: str, part: str, values: Mapping[str, Any], unmask: frozenset[str]
) -> Mapping[str, Any]:
    """Values as a list of entries shows them: sensitive ones hidden, officials see parties masked, and numbers within texts.

    What a party that was asked for by name wrote is shown as it is; the party itself only where it was asked for.
    """
    if not part.startswith("personal:"):
        return values
    official = window.actor.kind != "party"
    asked_for = part.removeprefix("personal:") in unmask
    mask = masked if official else hide_sensitive
    shown: dict[str, Any] = {}
    asked = fields_of(state.declaration, act)
    for field, value in values.items():
        rule = asked.get(field)
        if rule is not None and rule.privacy == "sensitive":
            shown[field] = MASK
        elif isinstance(value, Mapping) and (rule is None or rule.kind == "party"):
            shown[field] = mask(value)
        elif isinstance(value, str) and official and not asked_for:
            shown[field] = numbers_masked(value)
        else:
            shown[field] = value
    return shown
