"""Check an export offline: every record, link, commitment, proof and signature in it, with nothing but the file."""

import re
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fadu.evidence.canonical import CanonicalError, hexdigest
from fadu.evidence.canonical import load as load_json
from fadu.evidence.chain import CheckedCase, check_case
from fadu.evidence.checkpoint import Checkpoint, CheckpointError, verify_any
from fadu.evidence.document import Export, ExportedCase, ExportError, LoggedEntry, dump, load
from fadu.evidence.merkle import verify_consistency, verify_inclusion
from fadu.evidence.report import Counts, Fault, Note, Report

__all__ = ["Export", "ExportError", "ExportedCase", "LoggedEntry", "dump", "load", "verify_export"]

_NAMED_BY_HASH = re.compile(r"(?:.*[^0-9a-f])?([0-9a-f]{64})", re.DOTALL)


def verify_export(
    data: bytes, *, trusted_key: Ed25519PublicKey | None = None, checkpoint_text: str | None = None
) -> Report:
    """Check an export file and report; never raises.

    ``trusted_key`` is a public key obtained elsewhere: what it signed must be there; without it the keys in the file
    are used and the report says so. ``checkpoint_text`` is a signed checkpoint obtained elsewhere, older or newer: the export must be shown
    consistent with it. An entry that the log has not taken in yet is a note, not a fault.
    """
    try:
        export = load(data)
    except ExportError as error:
        return Report(unreadable=str(error))
    return _Verification(export, trusted_key).run(checkpoint_text)


class _Verification:
    """One pass over one export, collecting faults, notes and counts."""

    def __init__(self, export: Export, trusted_key: Ed25519PublicKey | None) -> None:
        self.export = export
        self.trusted = trusted_key is not None
        self.keys: Sequence[Ed25519PublicKey] = [trusted_key] if trusted_key else export.keys
        self.head: Checkpoint | None = None
        self.faults: list[Fault] = []
        self.notes: dict[str, int] = {}
        self.counts = Counts()
        self.leaves: set[int] = set()
        self.named: set[str] = set()

    def run(self, checkpoint_text: str | None) -> Report:
        head_faults = list(self._head_faults())
        self._check_cases()
        self.faults += self._text_faults()
        self.faults += self._missing_leaf_faults()
        if not self.counts.entries:
            self.faults.append(Fault("", 0, "nothing"))
        # Entries come first: the first line of a report names the first bad entry.
        self.faults += head_faults
        if checkpoint_text is not None:
            self.faults += self._outside_faults(checkpoint_text)
        elif self.trusted and self.export.checkpoint is None:
            self.faults.append(Fault("", 0, "unsigned"))
        if not self.trusted and (self.export.checkpoint is not None or checkpoint_text is not None):
            self._note("own-key")
        notes = tuple(Note(what, count) for what, count in self.notes.items())
        return Report(tuple(self.faults), notes, self.counts)

    def _note(self, what: str, count: int = 1) -> None:
        self.notes[what] = self.notes.get(what, 0) + count

    def _head_faults(self) -> Iterator[Fault]:
        if self.export.checkpoint is None:
            return
        try:
            self.head = verify_any(self.export.checkpoint, self.keys)
        except CheckpointError as error:
            yield Fault("", 0, "checkpoint", found=str(error))

    def _check_cases(self) -> None:
        seen = set()
        for case in self.export.cases:
            if case.case in seen:
                self.faults.append(Fault(case.case, 0, "case-twice"))
            seen.add(case.case)
            if not case.entries:
                self.faults.append(Fault(case.case, 0, "empty"))
            elif (number := _number_in(case.entries[0].entry.record)) not in (None, case.number):
                self.faults.append(Fault(case.case, 1, "number", str(number), case.number))
            if closed := sum(logged.entry.record is None for logged in case.entries):
                self._note("closed", closed)
            checked = check_case([logged.entry for logged in case.entries], case.case)
            self.counts += checked.counts
            self.named |= checked.declarations | checked.calendars
            found = [*checked.faults, *self._log_faults(case, checked)]
            self.faults += [fault for _, fault in sorted(found, key=lambda pair: pair[0])]

    def _log_faults(self, case: ExportedCase, checked: CheckedCase) -> Iterator[tuple[int, Fault]]:
        bad = {position for position, _ in checked.faults}
        last_logged = max((n for n, logged in enumerate(case.entries) if logged.leaf is not None), default=-1)
        for position, logged in enumerate(case.entries):
            seq = checked.seqs[position]
            if logged.leaf is None:
                if position < last_logged:
                    yield position, Fault(case.case, seq, "leaf-gap")
                self._note("unsequenced")
                continue
            if logged.leaf in self.leaves:
                yield position, Fault(case.case, seq, "leaf", found=str(logged.leaf))
            self.leaves.add(logged.leaf)
            if position not in bad and not self._included(logged, logged.leaf):
                yield position, Fault(case.case, seq, "inclusion", found=f"leaf {logged.leaf}")

    def _included(self, logged: LoggedEntry, leaf: int) -> bool:
        """Whether the signed log holds this entry, or cannot be asked yet: then a note says so."""
        if self.head is None:
            self._note("unproved")
            return True
        if leaf >= self.head.size:
            self._note("after-checkpoint")
            return True
        if not verify_inclusion(logged.entry.hash, leaf, self.head.size, logged.proof or (), self.head.root):
            return False
        self.counts += Counts(included=1)
        return True

    def _missing_leaf_faults(self) -> Iterator[Fault]:
        if self.head is None:
            return
        if not self.export.complete:
            self._note("excerpt")
            return
        missing = next((leaf for leaf in range(self.head.size) if leaf not in self.leaves), None)
        if missing is None:
            self._note("complete")
        else:
            yield Fault("", 0, "leaf-missing", found=f"leaf {missing}")

    def _text_faults(self) -> Iterator[Fault]:
        for name, text in self.export.declarations.items():
            if hexdigest(text.encode()) != name:
                yield Fault("", 0, "declaration", name, hexdigest(text.encode()))
        for name, text in self.export.calendars.items():
            bound = _NAMED_BY_HASH.fullmatch(name)
            if bound is None:
                self._note("calendar-unbound")
            elif hexdigest(text.encode()) != bound[1]:
                yield Fault("", 0, "calendar", name, hexdigest(text.encode()))
        absent = self.named - self.export.declarations.keys() - self.export.calendars.keys()
        if absent:
            self._note("not-included", len(absent))

    def _outside_faults(self, note: str) -> Iterator[Fault]:
        try:
            given = verify_any(note, self.keys)
        except CheckpointError as error:
            yield Fault("", 0, "outside-checkpoint", found=str(error))
            return
        head = self.head
        if head is None:
            if self.export.checkpoint is None:
                yield Fault("", 0, "no-checkpoint")
        elif head.origin != given.origin:
            yield Fault("", 0, "origin", given.origin, head.origin)
        elif not _consistent(head, given, self.export.consistency.get(given.size, ())):
            yield Fault("", 0, "inconsistent", _head_text(given), _head_text(head))
        else:
            self._note("consistent")


def _number_in(record: bytes | None) -> object:
    """The number that the first entry of a case gives it; None if it gives none, or can't be read (which is reported by itself)."""
    try:
        value = load_json(record or b"")
        return value["facts"]["case"]["number"]
    except (CanonicalError, KeyError, TypeError, IndexError):
        return None


def _consistent(head: Checkpoint, given: Checkpoint, proof: Sequence[bytes]) -> bool:
    old, new = sorted((head, given), key=lambda checkpoint: checkpoint.size)
    return verify_consistency(old.size, new.size, old.root, new.root, proof if old.size != new.size else ())


def _head_text(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.size} {checkpoint.root.hex()[:16]}… {checkpoint.time}"
