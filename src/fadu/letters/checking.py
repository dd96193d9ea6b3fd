"""A letter that somebody holds, held against the register: what its code stands for, and what a copy of it shows.

Nothing personal leaves here, neither of the case nor of the letter: what differs in a copy is told in the copy's own words alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet

from fadu.cases import files, history
from fadu.cases.models import Material
from fadu.cases.texts import declaration
from fadu.letters.codes import PRINTED
from fadu.letters.copies import Copy, Differences, differences, read
from fadu.letters.likeness import unlike
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Examined, Finding
from fadu.letters.sealing.keeping import LETTERS, SEALED, as_sealed, seals
from fadu.ports import FileLost
from fadu.procedure.builtin import RECTIFY
from fadu.procedure.standing import resolve
from fadu.procedure.state import Event
from fadu.procedure.verdicts import rule_of


class State(StrEnum):
    """What has become of a letter since it left."""

    VALID = "valid"  # 有效
    VOIDED = "voided"  # 已作废: its entry, or the whole case
    CORRECTED = "corrected"  # 已被更正: its entry was corrected afterwards


@dataclass(frozen=True)
class Registered:
    """A letter as the register has it. `specimen`: it was made on trial and has no effect; `sealed` is "" as long as there is no seal."""

    number: str
    day: date
    kind: str
    approved: str
    sealed: str
    state: State
    specimen: bool


@dataclass(frozen=True)
class Checked:
    """What a copy shows. `same`: it is byte for byte a registered file; `differs` is None where it was not compared.

    `unseated`: it bears a seal that was voided since. `swapped` names the files inside the copy that are not those of the register, `lacking`
    counts those that are missing. `unlike`: the pages whose look is another though the words are those of the letter; None where it was not
    compared.
    """

    registered: Registered | None
    same: bool
    sha256: str
    unseated: bool = False
    examined: Examined | None = None
    differs: Differences | None = None
    swapped: tuple[str, ...] = ()
    lacking: int = 0
    unlike: tuple[int, ...] | None = None

    @property
    def before_seal(self) -> bool:
        """Whether it is the approved file of a letter that was sealed."""
        return bool(
            self.same and self.registered and self.registered.sealed and self.sha256 == self.registered.approved
        )

    @property
    def lacks_seal(self) -> bool:
        """Whether it is a copy without the seal that the letter has."""
        bare = self.examined is not None and self.examined.finding is Finding.UNSEALED
        return bool(bare and not self.same and self.registered and self.registered.sealed)


def find(code: str) -> Registered | None:
    """The letter of a code (as `codes.tidy` gives it). What can be no code is looked for like any other."""
    letter = _letters().filter(code__code=code).first()
    return _registered(letter) if letter else None


def check(content: bytes) -> Checked:
    """A file held against the register, first by its hash, then by the code that is printed in it. Never raises for a bad file."""
    sha256 = hashlib.sha256(content).hexdigest()
    examined = examine(content, roots()) if content.startswith(b"%PDF-") else None
    letter, unseated = _by_hash(sha256)
    if letter is not None:
        return Checked(_registered(letter), True, sha256, unseated, examined)
    copy = read(content) if examined else None
    printed = PRINTED.search(copy.text) if copy else None
    letter = _letters().filter(code__code=printed[1].replace("-", "")).first() if printed else None
    if copy is None or letter is None:
        return Checked(None, False, sha256, False, examined)
    original = _original(letter)
    if original is None:
        return Checked(_registered(letter), False, sha256, False, examined)
    swapped, lacking = _swapped(original, copy)
    differs = differences(original.text, copy.text)
    pages = unlike(_files(letter), content) if differs.none else None
    return Checked(_registered(letter), False, sha256, False, examined, differs, swapped, lacking, pages)


def _letters() -> QuerySet[Material]:
    return Material.objects.filter(kind__in=LETTERS, code__isnull=False).select_related("case", "entry")


def _by_hash(sha256: str) -> tuple[Material | None, bool]:
    """The letter whose file this is, and whether its seal was voided since."""
    letter = _letters().filter(sha256=sha256).first()
    if letter is not None:
        return letter, False
    sealed = Material.objects.filter(kind=SEALED, sha256=sha256, entry__isnull=False).select_related("entry").first()
    if sealed is None or sealed.entry is None:
        return None, False
    put_on = next(each for each in history.events(sealed.case_id) if each.seq == sealed.entry.seq)
    stands = seals(sealed.case_id).get(put_on.facts["of"])
    letter = _letters().filter(case=sealed.case_id, entry__seq=put_on.facts["of"], title=sealed.title).first()
    return letter, stands is None or stands.seq != put_on.seq


def _registered(letter: Material) -> Registered:
    entry, case, sealed = letter.entry, letter.case, as_sealed(letter)
    assert entry is not None
    records = list(history.records(case.id))
    events = [history.event(each) for each in records]
    declared = declaration(records[entry.seq - 1]["declaration"])
    nth = sum(bool(rule_of(declared, each.act).letter) for each in events[: entry.seq])
    return Registered(
        number=f"{case.number}-{nth}",
        day=entry.day,
        kind=letter.title,
        approved=letter.sha256,
        sealed=sealed.sha256 if sealed != letter else "",
        state=_state(entry.seq, resolve(events)),
        specimen=not (settings.FADU.production and case.origin == "real"),
    )


def _state(seq: int, effective: Sequence[Event]) -> State:
    if history.is_void(effective[seq - 1]) or history.is_void(effective[0]):
        return State.VOIDED
    corrections = (each for each in effective if each.act == RECTIFY.id and not history.is_void(each))
    return State.CORRECTED if any(each.facts["of"] == seq for each in corrections) else State.VALID


def _original(letter: Material) -> Copy | None:
    """What the registered file holds; None if it is no longer there."""
    try:
        return read(files.read(letter.sha256))
    except FileLost:
        return None


def _files(letter: Material) -> list[bytes]:
    """The registered file, and the sealed one if there is one."""
    found = [files.read(letter.sha256)]
    with suppress(FileLost):
        found += [files.read(each.sha256) for each in [as_sealed(letter)] if each != letter]
    return found


def _swapped(original: Copy, copy: Copy) -> tuple[tuple[str, ...], int]:
    """The names of files in a copy that are others than in the original, and how many of the original's are missing."""
    ours = original.attached
    swapped = tuple(name for name, digests in sorted(copy.attached.items()) if ours.get(name) != digests)
    return swapped, len(ours.keys() - copy.attached.keys())
