"""A case as the party to it reads it: where it stands, what was done and when, its letters. Never content, never who in the office.

The policy decides whether the actor may see the case; a case that isn't there and one that may not be seen get the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from fadu.cases import store
from fadu.cases.duties import duties
from fadu.cases.errors import NoSuchCase
from fadu.cases.history import event, records
from fadu.cases.keys import master
from fadu.cases.models import Case, Entry, Material
from fadu.cases.rows import CaseState
from fadu.evidence.secrets import check_code, hash_code
from fadu.policy import Actor, may_see
from fadu.portal.services import party_of
from fadu.procedure.declaration import Declaration
from fadu.procedure.standing import resolve
from fadu.procedure.state import Standing
from fadu.procedure.verdicts import rule_of

LETTER = "letter"
"""The kind of material that is addressed to who asked."""


@dataclass(frozen=True)
class EntryLine:
    """One entry: its act (id and title), its day as corrected, in which role it was done, its hash and its place in the log."""

    seq: int
    act: str
    title: str
    at: date | datetime
    role: str
    hash: bytes
    leaf: int | None
    voided: bool


@dataclass(frozen=True)
class CaseView:
    """The case and its entries in order; `letters` are those addressed to the party."""

    uid: str
    number: str
    declaration: Declaration
    standing: Standing
    version: int
    entries: tuple[EntryLine, ...]
    letters: tuple[Material, ...]


def case_view(actor: Actor, uid: str) -> CaseView:
    """The actor's own case.

    Raises:
        NoSuchCase: there is none, or the actor may not see it.
    """
    state = _seen(actor, uid)
    letters = Material.objects.filter(case_id=state.id or 0, kind=LETTER).order_by("id")
    return CaseView(
        uid, state.number, state.declaration, state.standing, state.version, tuple(_entries(state)), tuple(letters)
    )


def letter_of(actor: Actor, uid: str, id: int) -> Material:
    """One letter of the actor's own case.

    Raises:
        NoSuchCase: there is none, or the actor may not see it.
    """
    found = Material.objects.filter(case_id=_seen(actor, uid).id or 0, kind=LETTER, id=id).first()
    if found is None:
        raise NoSuchCase
    return found


def party_actor(number: str, code: str) -> Actor | None:
    """Who shows the number and the code of a case, as a party to it; None if they don't fit. Both are weighed the same way always."""
    row = Case.objects.filter(number=number).values_list("uid", "code").first()
    stored = bytes(row[1]) if row and row[1] else hash_code(master(), number, "")
    if not check_code(master(), number, code, stored) or row is None or not code:
        return None
    state = store.read(row[0])
    if state is None:
        return None
    party = party_of(state.declaration, state.declaration.opening)
    return Actor("applicant", "", "party", case=state.uid, party=party)


def _seen(actor: Actor, uid: str) -> CaseState:
    state = store.read(uid)
    if state is None or not may_see(actor, state.facts, duties()):
        raise NoSuchCase
    return state


def _entries(state: CaseState) -> Iterator[EntryLine]:
    told = list(records(state.id or 0))
    effective = {each.seq: each for each in resolve(event(record) for record in told)}
    rows = Entry.objects.filter(case_id=state.id or 0).values_list("seq", "hash", "leaf__index")
    kept = {seq: (bytes(hash), leaf) for seq, hash, leaf in rows}
    for record in told:
        seq, act = record["seq"], record["act"]
        hash, leaf = kept[seq]
        now = effective[seq]
        title = rule_of(state.declaration, act).title
        yield EntryLine(seq, act, title, now.at, record["actor"]["role"], hash, leaf, now.act != act)
