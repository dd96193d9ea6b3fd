"""A small office in memory: it records entries, keeps its log, and exports — and can be tampered with."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fadu.evidence import checkpoint as cp
from fadu.evidence.canonical import canonical, hexdigest
from fadu.evidence.chain import Absent, Entry, Part, commitments, entry_hash, erased, record
from fadu.evidence.export import Export, ExportedCase, LoggedEntry, dump
from fadu.evidence.merkle import MemoryLog

KEY = cp.generate()
ORIGIN = "waiban.example.cn/log"
TIME = "2023-09-11T02:00:00Z"
DECLARATION = '{"id":"disclosure"}'
CALENDAR = '{"years":"2004-2026"}'
CALENDAR_ID = "2004-2026-" + hexdigest(CALENDAR.encode())

ZHANG = "personal:zhang-ming"
CONTENT: Mapping[str, Mapping[str, Any]] = {"public": {"所需信息": "因公出国经费"}, ZHANG: {"姓名": "张明"}}

Json = dict[str, Any]


class Office:
    def __init__(self) -> None:
        self.cases: dict[str, list[Entry]] = {}
        self.places: dict[bytes, int] = {}
        self.log = MemoryLog()

    def act(
        self,
        case: str,
        act: str = "receive",
        parts: Iterable[Part] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        entries = self.cases.setdefault(case, [])
        sealed = [Part.seal(name, value) for name, value in CONTENT.items()] if parts is None else list(parts)
        data = record(
            case=case,
            seq=len(entries) + 1,
            prev=entries[-1].hash.hex() if entries else "",
            act=act,
            happened_at="2023-09-11",
            recorded_at="2023-09-11T01:00:00.000000Z",
            source="portal",
            actor={"person": "li-fang"},
            declaration=hexdigest(DECLARATION.encode()),
            calendar=CALENDAR_ID,
            facts=facts or {},
            parts=commitments(sealed),
        )
        entries.append(Entry(data, entry_hash(data), {part.name: part for part in sealed}))

    def erase(self, case: str, *targets: tuple[int, str]) -> None:
        for seq, name in targets:
            entry = self.cases[case][seq - 1]
            self.cases[case][seq - 1] = Entry(entry.record, entry.hash, {**entry.parts, name: Absent.ERASED})
        self.act(case, "fadu.erase", [], {"parts": erased(targets), "reason": "个人信息保护法第四十七条"})

    def sequence(self) -> str:
        """Take everything into the log and sign its head."""
        for entries in self.cases.values():
            for entry in entries:
                if entry.hash not in self.places:
                    self.places[entry.hash] = self.log.size
                    self.log.append([entry.hash])
        return self.sign()

    def sign(self, size: int | None = None, key: Ed25519PrivateKey = KEY, origin: str = ORIGIN) -> str:
        size = self.log.size if size is None else size
        return cp.sign(key, origin, size, self.log.root(size), TIME)

    def export(self, *sizes: int) -> Json:
        """The export as JSON, with consistency proofs for the other ``sizes``."""
        size = self.log.size
        export = Export(
            office="示例市人民政府外事办公室",
            cases=tuple(
                ExportedCase(case, "2023-0001", tuple(self._logged(entry) for entry in entries))
                for case, entries in self.cases.items()
            ),
            keys=(KEY.public_key(),),
            declarations={hexdigest(DECLARATION.encode()): DECLARATION},
            calendars={CALENDAR_ID: CALENDAR},
            checkpoint=self.sign(),
            consistency={other: tuple(self.log.consistency_proof(other, size)) for other in sizes},
            complete=True,
        )
        loaded: Json = json.loads(dump(export))
        return loaded

    def _logged(self, entry: Entry) -> LoggedEntry:
        leaf = self.places.get(entry.hash)
        return LoggedEntry(entry, leaf, None if leaf is None else tuple(self.log.inclusion_proof(leaf)))


def two_cases() -> Office:
    """Case «a» with four entries, «b» with three; everything in the log; one part of «a» erased by its fourth."""
    office = Office()
    for case in ("a", "b", "a", "b", "a", "b"):
        office.act(case)
    office.erase("a", (2, ZHANG))
    office.sequence()
    return office


def to_bytes(export: Any) -> bytes:
    return json.dumps(export, ensure_ascii=False).encode()


def entry(export: Json, case: int, position: int) -> Json:
    """The entry at this position (from 0) of this case of the export."""
    found: Json = export["cases"][case]["entries"][position]
    return found


def rewrite(export: Json, case: int, position: int, /, *, relink: bool = True, **fields: Any) -> None:
    """What someone without the signing key can do: change a record, and all hashes after it, so that the chain holds."""
    entries = export["cases"][case]["entries"]
    value = json.loads(entries[position]["record"]) | fields
    for place in range(position, len(entries) if relink else position + 1):
        if place > position:
            value = json.loads(entries[place]["record"]) | {"prev": entries[place - 1]["hash"]}
        store(entries[place], canonical(value))


def store(entry: Json, data: bytes) -> None:
    entry["record"], entry["hash"] = data.decode(), entry_hash(data).hex()
