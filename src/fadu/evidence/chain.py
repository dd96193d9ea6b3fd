"""The chain of a case: every entry names the hash of the one before it and commits to its contents part by part.

An entry's record holds what replay needs, and for every part of its content only a salted commitment. A part may
therefore be withheld from a reader, or destroyed by law, while the chain stays whole and checkable.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from fadu.evidence.canonical import CanonicalError, canonical, parse
from fadu.evidence.report import Counts, Fault, Report

VERSION = 1
SALT_BYTES = 16
ERASE = "fadu.erase"

_PART = b"fadu/part/1\0"
_ENTRY = b"fadu/entry/1\0"

_HASH = re.compile(r"[0-9a-f]{64}")
_PART_NAME = re.compile(r"public|internal|personal:.+", re.DOTALL)
_HAPPENED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?\+08:00)?", re.ASCII)
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class ChainError(ValueError):
    """A record that would not be an entry. The message names the field, what it holds and what it must hold."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry's content, under its own salt.

    ``name`` is «public», «internal» or «personal:<subject id>»; ``data`` are the canonical bytes of a dictionary.
    """

    name: str
    salt: bytes = field(repr=False)
    data: bytes = field(repr=False)

    @classmethod
    def seal(cls, name: str, value: Mapping[str, Any], salt: bytes | None = None) -> "Part":
        """Make a part of ``value``; the salt is fresh and random unless given. Raises ChainError, CanonicalError."""
        if not _PART_NAME.fullmatch(name):
            raise ChainError(f"part {name!r} refused: a part is public, internal or personal:<subject id>")
        if salt is not None and len(salt) < SALT_BYTES:
            raise ChainError(
                f"salt of {len(salt)} bytes refused: at least {SALT_BYTES}, or the content can be guessed"
            )
        return cls(name, os.urandom(SALT_BYTES) if salt is None else salt, canonical(dict(value)))

    @property
    def commitment(self) -> bytes:
        """32 bytes that fix this content without showing it."""
        # Name and salt carry their lengths: no other division into name, salt and data has the same commitment.
        name = self.name.encode()
        lengths = len(name).to_bytes(4, "big"), len(self.salt).to_bytes(4, "big")
        return hashlib.sha256(b"".join((_PART, lengths[0], name, lengths[1], self.salt, self.data))).digest()


class Absent(Enum):
    """Why a part is not here: the reader may not see it, or the law had it destroyed."""

    WITHHELD = "withheld"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as kept or exported: its canonical record, the hash stated for it, its parts or their absence.

    ``record`` is None where the whole entry is withheld from the reader: its hash still holds its place in the chain and the log.
    """

    record: bytes | None
    hash: bytes
    parts: Mapping[str, Part | Absent] = field(default_factory=dict)


Value = dict[str, Any] | Fault | None
"""What reading an entry gives: its record's value, what is wrong with it, or nothing if it is withheld."""


def commitments(parts: Iterable[Part]) -> dict[str, str]:
    """The ``parts`` of a record: commitment (hex) by part name."""
    return {part.name: part.commitment.hex() for part in parts}


def erased(targets: Iterable[tuple[int, str]]) -> list[dict[str, int | str]]:
    """What an erasure entry (act «fadu.erase») holds under ``facts["parts"]``: the entries and parts destroyed."""
    return [{"seq": seq, "part": name} for seq, name in sorted(targets)]


def record(
    *,
    case: str,
    seq: int,
    prev: str,
    act: str,
    happened_at: str,
    recorded_at: str,
    source: str,
    actor: Mapping[str, Any],
    declaration: str,
    calendar: str,
    facts: Mapping[str, Any],
    parts: Mapping[str, str],
) -> bytes:
    """Return the canonical bytes of one entry; raise ChainError or CanonicalError if it would not be one.

    ``seq`` counts from 1; ``prev`` is the hex hash of the case's previous entry, "" for the first. ``happened_at``
    is a date, or an instant with +08:00; ``recorded_at`` is UTC with microseconds and Z. ``declaration`` is the hex
    SHA-256 of the declaration applied, ``calendar`` the id of the calendar edition. ``facts`` hold what replay needs
    and never anything personal; ``parts`` are the ``commitments``.
    """
    value = {
        "v": VERSION,
        "case": case,
        "seq": seq,
        "prev": prev,
        "act": act,
        "happened_at": happened_at,
        "recorded_at": recorded_at,
        "source": source,
        "actor": dict(actor),
        "declaration": declaration,
        "calendar": calendar,
        "facts": dict(facts),
        "parts": dict(parts),
    }
    if wrong := _misshapen(value):
        name, rule = wrong
        raise ChainError(f"entry refused: {name} is {value[name]!r:.80}; {rule}")
    return canonical(value)


def entry_hash(record_bytes: bytes) -> bytes:
    """The hash by which the next entry, the log and the receipt refer to this one: 32 bytes."""
    return hashlib.sha256(_ENTRY + record_bytes).digest()


def verify_case(entries: Iterable[Entry], case: str | None = None) -> Report:
    """Check one case from its first entry to its last: spelling, order, links, hashes, commitments and erasures.

    ``case`` is the uid expected; without it the first entry's own is taken. Nothing is raised: the report names the
    first bad entry first.
    """
    checked = check_case(tuple(entries), case)
    return Report(faults=tuple(fault for _, fault in checked.faults), counts=checked.counts)


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """What checking one case gave: faults with the position (from 0) of their entry, counts, and the texts named.

    ``seqs`` are the numbers that the entries give themselves; where one cannot be read, its place.
    """

    faults: tuple[tuple[int, Fault], ...]
    seqs: tuple[int, ...]
    counts: Counts
    declarations: frozenset[str]
    calendars: frozenset[str]


def check_case(entries: Sequence[Entry], case: str | None = None) -> CheckedCase:
    """Check one case like ``verify_case``, and keep what a check of the whole export goes on with."""
    values = [_read(entry) for entry in entries]
    readable = [value for value in values if isinstance(value, dict)]
    if case is None:
        case = readable[0]["case"] if readable else ""
    return CheckedCase(
        tuple(_faults(entries, values, case)),
        tuple(value["seq"] if isinstance(value, dict) else place for place, value in enumerate(values, 1)),
        _count(entries),
        frozenset(value["declaration"] for value in readable),
        frozenset(value["calendar"] for value in readable),
    )


def _faults(entries: Sequence[Entry], values: Sequence[Value], case: str) -> Iterator[tuple[int, Fault]]:
    gone = _erasures(values)
    link = _Link(case)
    for position, (entry, value) in enumerate(zip(entries, values, strict=True)):
        seq = link.seq
        if isinstance(value, Fault):
            yield position, replace(value, case=case, seq=seq)
        if not isinstance(value, dict):
            link.skip(entry)
            continue
        if fault := link.follow(entry, value):
            yield position, fault
        for fault in _part_faults(case, seq, entry, value, gone):
            yield position, fault
        for fault in _erasure_faults(case, seq, value, values):
            yield position, fault


def _count(entries: Sequence[Entry]) -> Counts:
    kinds = [part for entry in entries for part in entry.parts.values()]
    withheld, gone = kinds.count(Absent.WITHHELD), kinds.count(Absent.ERASED)
    closed = sum(entry.record is None for entry in entries)
    return Counts(1, len(entries), len(kinds) - withheld - gone, withheld + closed, gone)


class _Link:
    """The place reached in a case: the sequence number expected next and the hash it must name."""

    def __init__(self, case: str) -> None:
        self.case = case
        self.seq = 1
        self.prev: str | None = ""

    def skip(self, entry: Entry) -> None:
        """Pass over an entry that is unreadable or withheld, trusting its stated hash: the entry after it must name that."""
        self.seq, self.prev = self.seq + 1, entry.hash.hex()

    def follow(self, entry: Entry, value: dict[str, Any]) -> Fault | None:
        """Take one step; return the first thing that is wrong with it."""
        seq, expected, found = self.seq, self.prev, value["seq"]
        if value["case"] != self.case:
            self.skip(entry)
            return Fault(self.case, seq, "case", self.case, value["case"])
        if found != seq:
            # Behind: a stray, the place is kept. Ahead: something is missing, so go on from there.
            if found > seq:
                self.seq, self.prev = found + 1, entry.hash.hex()
            return Fault(self.case, seq, "seq", str(seq), str(found))
        self.seq, self.prev = seq + 1, entry.hash.hex()
        if value["prev"] != expected:
            return Fault(self.case, seq, "prev", expected or '""', value["prev"] or '""')
        return None


_TEXTS = ("case", "act", "source", "calendar")
_DICTIONARIES = ("actor", "facts", "parts")


def _misshapen(value: dict[str, Any]) -> tuple[str, str] | None:
    """The first field of a record that is not as it must be, with the rule it breaks."""
    for name in _TEXTS:
        if type(value[name]) is not str or not value[name]:
            return name, "it must be text, not empty"
    for name in _DICTIONARIES:
        if type(value[name]) is not dict:
            return name, "it must be a dictionary"
    seq, prev, digest = value["seq"], value["prev"], value["declaration"]
    if type(seq) is not int or seq < 1:
        return "seq", "entries are counted from 1"
    if type(prev) is not str or not (_HASH.fullmatch(prev) if seq > 1 else prev == ""):
        return "prev", "it must be the hex hash of the entry before, and empty for the first"
    if type(digest) is not str or not _HASH.fullmatch(digest):
        return "declaration", "it must be the hex SHA-256 of the declaration"
    if type(value["happened_at"]) is not str or not _HAPPENED.fullmatch(value["happened_at"]):
        return "happened_at", "it must be a date, or an instant like 2023-09-11T09:00:00+08:00"
    if type(value["recorded_at"]) is not str or not _RECORDED.fullmatch(value["recorded_at"]):
        return "recorded_at", "it must be UTC like 2023-09-11T01:00:00.000000Z"
    for name, commitment in value["parts"].items():
        if not _PART_NAME.fullmatch(name) or type(commitment) is not str or not _HASH.fullmatch(commitment):
            return "parts", "it must hold hex commitments under public, internal or personal:<subject id>"
    return None


_FIELDS = {"v", "seq", "prev", "declaration", "happened_at", "recorded_at", *_TEXTS, *_DICTIONARIES}


def _read(entry: Entry) -> Value:
    if entry.record is None:
        return None
    computed = entry_hash(entry.record)
    if computed != entry.hash:
        return Fault("", 0, "hash", entry.hash.hex(), computed.hex())
    try:
        value = parse(entry.record)
    except CanonicalError as error:
        return Fault("", 0, "canonical", found=str(error))
    if type(value) is not dict or value.keys() != _FIELDS or value["v"] != VERSION:
        return Fault("", 0, "shape", found=f"an entry has v={VERSION} and exactly: {' '.join(sorted(_FIELDS))}")
    if wrong := _misshapen(value):
        return Fault("", 0, "shape", found=": ".join(wrong))
    return value


def _part_faults(
    case: str, seq: int, entry: Entry, value: dict[str, Any], gone: Mapping[tuple[int, str], int]
) -> Iterator[Fault]:
    for name, commitment in value["parts"].items():
        part = entry.parts.get(name)
        is_gone = gone.get((value["seq"], name), 0) > value["seq"]
        if part is None:
            yield Fault(case, seq, "part-missing", found=name)
        elif part is Absent.ERASED and not is_gone:
            yield Fault(case, seq, "part-erased", found=name)
        elif isinstance(part, Part):
            yield from _content_faults(case, seq, name, part, commitment)
            if is_gone:
                yield Fault(case, seq, "part-kept", found=name)
    for name in sorted(entry.parts.keys() - value["parts"].keys()):
        yield Fault(case, seq, "part-extra", found=name)


def _content_faults(case: str, seq: int, name: str, part: Part, commitment: str) -> Iterator[Fault]:
    if part.name != name or len(part.salt) < SALT_BYTES or part.commitment.hex() != commitment:
        yield Fault(case, seq, "part", f"{name} {commitment}", part.commitment.hex())
        return
    try:
        if type(parse(part.data)) is not dict:
            yield Fault(case, seq, "part-form", found=f"{name}: not a dictionary")
    except CanonicalError as error:
        yield Fault(case, seq, "part-form", found=f"{name}: {error}")


def _targets(value: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The (seq, part) pairs that an erasure entry names; a pair of None for each that cannot be read."""
    listed = value["facts"].get("parts")
    if value["act"] != ERASE or type(listed) is not list:
        return [(None, None)] if value["act"] == ERASE else []
    pairs = [(item.get("seq"), item.get("part")) if type(item) is dict else (None, None) for item in listed]
    return [pair if type(pair[0]) is int and type(pair[1]) is str else (None, None) for pair in pairs]


def _erasures(values: Sequence[Value]) -> dict[tuple[int, str], int]:
    """Which parts were erased, and by which entry."""
    return {
        (seq, name): value["seq"]
        for value in values
        if isinstance(value, dict)
        for seq, name in _targets(value)
        if seq is not None
    }


def _erasure_faults(case: str, seq: int, value: dict[str, Any], values: Sequence[Value]) -> Iterator[Fault]:
    targets = _targets(value)
    if not targets:
        return
    known = {
        (other["seq"], name)
        for other in values
        if isinstance(other, dict) and other["seq"] < value["seq"]
        for name in other["parts"]
    }
    # What an unreadable or withheld entry held is not known: the erasure is not to blame.
    unreadable = {place for place, other in enumerate(values, 1) if not isinstance(other, dict)}
    for target in targets:
        if target not in known and target[0] not in unreadable:
            yield Fault(case, seq, "erasure", found=f"{target[0]} {target[1]}")
