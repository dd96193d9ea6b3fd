"""The evidence of cases as one file, in the form that `fadu verify` reads without this database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from fadu.cases import sequencer
from fadu.cases.case_view import withheld_from
from fadu.cases.duties import duties
from fadu.cases.errors import NoSuchCase
from fadu.cases.history import event
from fadu.cases.keys import master, signing
from fadu.cases.models import Case, DeclarationText, Entry, Part, Subject
from fadu.cases.planning import aad
from fadu.cases.texts import calendar, declaration
from fadu.evidence import checkpoint, secrets
from fadu.evidence.canonical import CanonicalError, parse
from fadu.law.edition_files import dump_editions
from fadu.policy import Actor, CaseFacts, View, may_see, view
from fadu.procedure.registry import installed


class Damaged(Exception):
    """What is kept here was changed so that it cannot be shown; the message names the case and the entry."""


def export(uids: Iterable[str], actor: Actor, *, personal: bool = True, since: Iterable[int] = ()) -> dict[str, Any]:
    """The export of these cases as far as the actor may read them; what one may not read is withheld, its commitment kept.

    Of an entry between the office and another party nothing but its hash and its place in the log is given to a party.

    `since` are sizes of older heads of the log, to which a proof of consistency is attached. An export of every case says that it is
    complete, so that whoever verifies it sees if the log knows of more.

    Raises:
        NoSuchCase: there is no such case, or the actor may not see it.
        Damaged: something kept here cannot even be shown; `fadu verify` names everything else that is not as it was written.
    """
    head = sequencer.head()
    size = head.size if head else 0
    wanted = set(uids)
    found = list(Case.objects.filter(uid__in=wanted).order_by("id"))
    if len(found) != len(wanted):
        raise NoSuchCase
    cases = [_case(case, actor, personal, size) for case in found]
    shas, calendars = _named(cases)
    key = signing().public_key()
    office = installed().office(settings.FADU.office).name if installed().packs else sequencer.origin()
    return {
        "format": "fadu-export/1",
        "office": office,
        "complete": len(found) == Case.objects.count(),
        "keys": [{"id": checkpoint.key_id(key), "public": checkpoint.public_base64(key)}],
        "cases": cases,
        "declarations": {d.sha: d.text for d in DeclarationText.objects.filter(sha__in=shas)},
        "calendars": {id: dump_editions(calendar(id).editions) for id in calendars},
        "checkpoint": head.note if head else None,
        "consistency": {str(old): sequencer.consistency(old, size) for old in since if 0 < old < size},
    }


def _case(case: Case, actor: Actor, personal: bool, size: int) -> dict[str, Any]:
    facts = CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)
    if not may_see(actor, facts, duties()):
        raise NoSuchCase
    window = view(actor, facts, duties())
    keys = _keys(case) if personal else {}
    entries = Entry.objects.filter(case=case).order_by("seq").select_related("leaf").prefetch_related("parts")
    closed = _closed(case, actor, entries)
    return {
        "case": case.uid,
        "number": case.number,
        "entries": [
            _logged(e, size, None, {})
            if e.seq in closed
            else _entry(case, e, window, _by(case, e), personal, keys, size)
            for e in entries
        ],
    }


def _closed(case: Case, actor: Actor, entries: Iterable[Entry]) -> frozenset[int]:
    """The entries that are withheld whole from the actor."""
    if actor.kind != "party":
        return frozenset()
    try:
        entered = [event(parse(bytes(entry.record))) for entry in entries]
    except (CanonicalError, LookupError, TypeError, ValueError):
        raise Damaged(f"{case.number}：有记录不能识读。请从备份恢复（fadu restore）") from None
    return withheld_from(actor, declaration(case.declaration_id), entered)


def _by(case: Case, entry: Entry) -> tuple[str, ...]:
    """Those who may do the entry's act; nobody for an act that the declaration does not know."""
    rule = declaration(case.declaration_id).act.get(entry.act)
    return rule.by if rule else ()


def _entry(
    case: Case, entry: Entry, window: View, by: tuple[str, ...], personal: bool, keys: dict[str, bytes], size: int
) -> dict[str, Any]:
    try:
        record = bytes(entry.record).decode()
        committed = parse(bytes(entry.record))["parts"]
    except (UnicodeDecodeError, CanonicalError, LookupError, TypeError):
        raise _damaged(case, entry, "记录不能识读") from None
    kept = {p.name: p for p in entry.parts.all()}
    parts: dict[str, Any] = {}
    for name in committed:
        if name not in kept:
            parts[name] = {"erased": True}
        elif name not in window.parts([name], by) or (name.startswith("personal:") and not personal):
            parts[name] = {"withheld": True}
        else:
            parts[name] = _open(case, entry, kept[name], keys)
    return _logged(entry, size, record, parts)


def _logged(entry: Entry, size: int, record: str | None, parts: dict[str, Any]) -> dict[str, Any]:
    """An entry with its place in the log, if the log has taken it in."""
    leaf = entry.leaf.index if hasattr(entry, "leaf") else None
    inside = leaf is not None and leaf < size
    return {
        "record": record,
        "hash": bytes(entry.hash).hex(),
        "leaf": leaf if inside else None,
        "proof": sequencer.inclusion(leaf, size) if inside and leaf is not None else None,
        "parts": parts,
    }


def _open(case: Case, entry: Entry, part: Part, keys: dict[str, bytes]) -> dict[str, Any]:
    data = bytes(part.data)
    party = part.name.partition(":")[2]
    if party:
        if party not in keys:
            raise _damaged(case, entry, f"{part.name} 的密钥不在")
        try:
            data = secrets.decrypt(keys[party], data, aad(case.uid, entry.seq, part.name))
        except secrets.SecretError:
            raise _damaged(case, entry, f"{part.name} 的密文被改动") from None
    try:
        return {"salt": bytes(part.salt).hex(), "data": data.decode()}
    except UnicodeDecodeError:
        raise _damaged(case, entry, f"{part.name} 不是文字") from None


def _damaged(case: Case, entry: Entry, what: str) -> Damaged:
    return Damaged(f"{case.number} 第 {entry.seq} 条：{what}。请从备份恢复（fadu restore）")


def _keys(case: Case) -> dict[str, bytes]:
    rows = Subject.objects.filter(case=case).values_list("party", "wrapped_key")
    try:
        return {p: secrets.unwrap(master(), bytes(key), f"{case.uid}:{p}") for p, key in rows if key is not None}
    except secrets.SecretError:
        raise Damaged(
            f"{case.number}：当事人的密钥打不开，被改动过，或者主密钥不是本机关的。请从备份恢复（fadu restore）"
        ) from None


def _named(cases: list[dict[str, Any]]) -> tuple[set[str], set[str]]:
    """The declarations and calendars that the exported entries name."""
    records = [parse(e["record"].encode()) for c in cases for e in c["entries"] if e["record"] is not None]
    return {r["declaration"] for r in records}, {r["calendar"] for r in records}
