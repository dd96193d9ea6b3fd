"""A wording tried on letters that were sent: what they would have said. Nothing is sent and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fadu.cases.duties import duties
from fadu.cases.models import Entry
from fadu.letters.blocks import Document
from fadu.letters.comparing import Piece, compare
from fadu.letters.errors import LetterError
from fadu.letters.making import letter, template
from fadu.letters.told import Told, Voided, told
from fadu.letters.wordings import Letter
from fadu.policy import Actor, CaseFacts, may_read

TRIAL_MARK = "试印 无效"
LOOKED_AT, SHOWN = 300, 6
"""How far back is looked, and how many letters are shown: one for every outcome, if there are so many."""


@dataclass(frozen=True)
class Trial:
    """One letter as it would be: the case, what it was decided to be, its text against the present one; or the `fault` that keeps it from being."""

    uid: str
    number: str
    seq: int
    outcome: str
    pieces: tuple[Piece, ...] = ()
    fault: str = ""


def trials(of: Letter, text: str, actor: Actor) -> tuple[Trial, ...]:
    """The wording tried on the latest letters of this kind whose cases the actor may read whole, one for every outcome."""
    found: dict[str, Trial] = {}
    for record in _records(of, actor):
        outcome = str(record.event.facts.get("outcome", ""))
        if outcome not in found:
            found[outcome] = _trial(record, outcome, text)
        if len(found) == SHOWN:
            break
    return tuple(found.values())


def tried(of: Letter, text: str, actor: Actor, uid: str, seq: int) -> Document:
    """One of those letters in that wording, ready to be set; marked as a trial whatever the office runs as.

    Raises:
        LookupError: the actor may not read the case, or the entry sent no such letter.
        LetterError: it can't be written.
    """
    entry = Entry.objects.filter(case__uid=uid, seq=seq, act__in=of.acts).select_related("case").first()
    if entry is None or not _readable(entry, actor):
        raise LookupError(uid)
    record = told(uid, seq)
    return replace(letter(record, template(record, text)), mark=TRIAL_MARK, check=None)


def _records(of: Letter, actor: Actor) -> Iterator[Told]:
    procedures = {p.id for p in of.pack.procedures}
    entries = Entry.objects.filter(act__in=of.acts, case__procedure__in=procedures).select_related("case")
    for entry in entries.order_by("-id")[:LOOKED_AT]:
        if _readable(entry, actor):
            try:
                yield told(entry.case.uid, entry.seq)
            except Voided:
                continue


def _readable(entry: Entry, actor: Actor) -> bool:
    case = entry.case
    facts = CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)
    return "personal" in may_read(actor, facts, duties())


def _trial(record: Told, outcome: str, text: str) -> Trial:
    about = (record.case.uid, record.case.number, record.event.seq, outcome)
    try:
        new = template(record, text).text
    except LetterError as error:
        return Trial(*about, fault=str(error))
    try:
        old = template(record).text
    except LetterError:
        old = ""
    return Trial(*about, pieces=compare(old, new))
