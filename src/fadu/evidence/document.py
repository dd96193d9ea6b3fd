"""The export format «fadu-export/1»: one JSON file that holds records, proofs and everything needed to check them.

::

    {"format": "fadu-export/1", "office": "…", "complete": false,
     "keys": [{"id": "…", "public": "<base64>"}],
     "cases": [{"case": "<uid>", "number": "…", "entries": [
         {"record": "<canonical JSON>", "hash": "<hex>", "leaf": 0 | null, "proof": ["<hex>", …] | null,
          "parts": {"public": {"salt": "<hex>", "data": "<canonical JSON>"},
                    "internal": {"withheld": true}, "personal:p1": {"erased": true}}},
         {"record": null, "hash": "<hex>", "leaf": 1, "proof": ["<hex>", …], "parts": {}}]}],
     "declarations": {"<sha256>": "<text>"}, "calendars": {"<id>": "<text>"},
     "checkpoint": "<signed note>" | null, "consistency": {"<size>": ["<hex>", …]}}

``consistency`` leads from the checkpoints of other sizes to this one. ``complete`` (false if absent) claims that
every leaf of the checkpoint's log is here: only then does a missing last entry show. ``number`` must be the one that the
first entry gives; ``office`` is a label for the reader, nothing signs it. An entry whose ``record`` is null is between the office and
somebody else than the reader: only its place in the chain and the log is shown.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fadu.evidence.canonical import CanonicalError, canonical
from fadu.evidence.canonical import load as load_json
from fadu.evidence.chain import Absent, Entry, Part
from fadu.evidence.checkpoint import CheckpointError, from_base64, key_id, public_base64

FORMAT = "fadu-export/1"

_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


class ExportError(ValueError):
    """Input that is not an export. The message names the place and what belongs there."""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry with its place in the log (from 0) and the proof of it; None while the log has not taken it in."""

    entry: Entry
    leaf: int | None = None
    proof: tuple[bytes, ...] | None = None


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case: uid, number as the public knows it, and all its entries in order."""

    case: str
    number: str
    entries: tuple[LoggedEntry, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A whole export. ``declarations`` by SHA-256, ``calendars`` by id, ``consistency`` proofs by the other size."""

    office: str
    cases: tuple[ExportedCase, ...]
    keys: tuple[Ed25519PublicKey, ...] = ()
    declarations: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    checkpoint: str | None = None
    consistency: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)
    complete: bool = False


def dump(export: Export) -> bytes:
    """Return the export as a file: canonical JSON, so that the same records give the same bytes."""
    return canonical(
        {
            "format": FORMAT,
            "office": export.office,
            "complete": export.complete,
            "keys": [{"id": key_id(key), "public": public_base64(key)} for key in export.keys],
            "cases": [
                {"case": case.case, "number": case.number, "entries": [_dump_entry(entry) for entry in case.entries]}
                for case in export.cases
            ],
            "declarations": dict(export.declarations),
            "calendars": dict(export.calendars),
            "checkpoint": export.checkpoint,
            "consistency": {str(size): _dump_hashes(proof) for size, proof in export.consistency.items()},
        }
    )


def load(data: bytes) -> Export:
    """Read an export file; raise ExportError, in one line, for anything that is not one.

    Only the form is judged here: what the hashes and signatures are worth is for ``verify_export`` to say.
    """
    try:
        root = load_json(data.removeprefix(BOM_UTF8))  # editors put it there; it says nothing
    except CanonicalError as error:
        raise ExportError(str(error)) from None
    optional = {"complete": False, "keys": [], "declarations": {}, "calendars": {}, "checkpoint": None}
    top = _object(root, "", ("format", "office", "cases"), optional | {"consistency": {}})
    if top["format"] != FORMAT:
        raise ExportError(f'format: expected "{FORMAT}", found {_brief(top["format"])}')
    if type(top["complete"]) is not bool:
        raise ExportError(f"complete: expected true or false, found {_brief(top['complete'])}")
    return Export(
        office=_text(top["office"], "office"),
        cases=tuple(_case(item, path) for item, path in _items(top["cases"], "cases")),
        keys=tuple(_key(item, path) for item, path in _items(top["keys"], "keys")),
        declarations=_texts(top["declarations"], "declarations"),
        calendars=_texts(top["calendars"], "calendars"),
        checkpoint=None if top["checkpoint"] is None else _text(top["checkpoint"], "checkpoint"),
        consistency=_consistency(top["consistency"]),
        complete=top["complete"],
    )


def _dump_entry(logged: LoggedEntry) -> dict[str, Any]:
    return {
        "record": None if logged.entry.record is None else logged.entry.record.decode(),
        "hash": logged.entry.hash.hex(),
        "leaf": logged.leaf,
        "proof": None if logged.proof is None else _dump_hashes(logged.proof),
        "parts": {name: _dump_part(part) for name, part in logged.entry.parts.items()},
    }


def _dump_part(part: Part | Absent) -> dict[str, Any]:
    if isinstance(part, Absent):
        return {part.value: True}
    return {"salt": part.salt.hex(), "data": part.data.decode()}


def _dump_hashes(hashes: Iterable[bytes]) -> list[str]:
    return [item.hex() for item in hashes]


def _key(value: object, path: str) -> Ed25519PublicKey:
    item = _object(value, path, ("id", "public"))
    try:
        key = from_base64(_text(item["public"], f"{path}.public"))
    except CheckpointError as error:
        raise ExportError(f"{path}.public: {error}") from None
    if item["id"] != key_id(key):
        raise ExportError(f"{path}.id: expected {key_id(key)} for this key, found {_brief(item['id'])}")
    return key


def _case(value: object, path: str) -> ExportedCase:
    item = _object(value, path, ("case", "number", "entries"))
    return ExportedCase(
        _text(item["case"], f"{path}.case"),
        _text(item["number"], f"{path}.number"),
        tuple(_entry(entry, where) for entry, where in _items(item["entries"], f"{path}.entries")),
    )


def _entry(value: object, path: str) -> LoggedEntry:
    item = _object(value, path, ("record", "hash", "leaf", "proof", "parts"))
    parts = _object(item["parts"], f"{path}.parts")
    if item["record"] is None and parts:
        raise ExportError(f"{path}.parts: parts of a record that is withheld")
    entry = Entry(
        None if item["record"] is None else _text(item["record"], f"{path}.record").encode(),
        _hash(item["hash"], f"{path}.hash"),
        {name: _part(name, part, f"{path}.parts.{name[:80]}") for name, part in parts.items()},
    )
    leaf, proof = item["leaf"], item["proof"]
    if leaf is not None and (type(leaf) is not int or leaf < 0):
        raise ExportError(f"{path}.leaf: expected a place in the log or null, found {_brief(leaf)}")
    if leaf is None and proof is not None:
        raise ExportError(f"{path}.proof: a proof without a leaf")
    return LoggedEntry(entry, leaf, None if proof is None else _hashes(proof, f"{path}.proof"))


def _part(name: str, value: object, path: str) -> Part | Absent:
    item = _object(value, path, (), dict.fromkeys(("salt", "data", "withheld", "erased")))
    present = {key: content for key, content in item.items() if content is not None}
    for absent in Absent:
        if present == {absent.value: True} and present[absent.value] is True:
            return absent
    if present.keys() != {"salt", "data"}:
        raise ExportError(f"{path}: expected salt and data, or withheld, or erased")
    return Part(name, _hex(item["salt"], f"{path}.salt"), _text(item["data"], f"{path}.data").encode())


def _consistency(value: object) -> dict[int, tuple[bytes, ...]]:
    proofs = {}
    for size, proof in _object(value, "consistency").items():
        if not _SIZE.fullmatch(size):
            raise ExportError(f"consistency: expected sizes of the log as keys, found {_brief(size)}")
        proofs[int(size)] = _hashes(proof, f"consistency.{size}")
    return proofs


def _object(
    value: object, path: str, required: tuple[str, ...] | None = None, optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A dictionary; with ``required``, exactly these keys, and ``optional`` ones with what stands in for them."""
    if type(value) is not dict:
        raise ExportError(f"{path or 'the file'}: expected an object, found {_brief(value)}")
    if required is None:
        return value
    fallback = optional or {}
    for name in required:
        if name not in value:
            raise ExportError(f"{path or 'the file'}: {name} is missing")
    for name in value:
        if name not in required and name not in fallback:
            raise ExportError(f"{path or 'the file'}: {_brief(name)} is not part of the format {FORMAT}")
    return {**fallback, **value}


def _items(value: object, path: str) -> list[tuple[object, str]]:
    if type(value) is not list:
        raise ExportError(f"{path}: expected a list, found {_brief(value)}")
    return [(item, f"{path}[{number}]") for number, item in enumerate(value)]


def _text(value: object, path: str) -> str:
    if type(value) is not str:
        raise ExportError(f"{path}: expected text, found {_brief(value)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ExportError(f"{path}: lone surrogate; it is not text") from None
    return value


def _texts(value: object, path: str) -> dict[str, str]:
    return {name: _text(text, f"{path}.{name[:80]}") for name, text in _object(value, path).items()}


def _hex(value: object, path: str) -> bytes:
    if type(value) is not str or not _HEX.fullmatch(value):
        raise ExportError(f"{path}: expected lower-case hexadecimal digits, found {_brief(value)}")
    return bytes.fromhex(value)


def _hash(value: object, path: str) -> bytes:
    data = _hex(value, path)
    if len(data) != 32:
        raise ExportError(f"{path}: expected 64 hexadecimal digits, found {len(data) * 2}")
    return data


def _hashes(value: object, path: str) -> tuple[bytes, ...]:
    return tuple(_hash(item, where) for item, where in _items(value, path))


def _brief(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else text[:40] + "…"
