"""用印登记簿: letters that wait for a seal, and what was sealed, each as far as one may see its case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from fadu.cases import history
from fadu.cases.duties import duties
from fadu.cases.models import Entry, Material
from fadu.cases.sql import where
from fadu.letters.sealing.asking import asker
from fadu.letters.sealing.keeping import LETTERS, seals
from fadu.policy import Actor, scope
from fadu.procedure.builtin import SEAL, VOID
from fadu.procedure.standing import resolve

PAGE = 20
WAITING = f"""
SELECT m.id FROM cases_material m JOIN cases_case c ON c.id = m.case_id
WHERE m.kind IN (%s, %s) AND m.entry_id IS NOT NULL AND m.id < %s AND c.origin IN ({{origins}}) AND ({{seen}})
AND (EXISTS (SELECT 1 FROM cases_entry v WHERE v.case_id = c.id AND v.act = '{VOID.id}')
  OR (SELECT count(*) FROM cases_material l WHERE l.case_id = c.id AND l.kind IN (%s, %s))
   > (SELECT count(*) FROM cases_entry s WHERE s.case_id = c.id AND s.act = '{SEAL.id}'))
ORDER BY m.id DESC LIMIT %s"""
"""Letters of cases that may have unsealed ones: which do, the record of the case says."""
USED = """
SELECT e.id FROM cases_entry e JOIN cases_case c ON c.id = e.case_id
WHERE e.act = %s AND e.id < %s AND c.origin IN ({origins}) AND ({seen}) ORDER BY e.id DESC LIMIT %s"""
LAST = 2**62


@dataclass(frozen=True)
class Paper:
    """A letter that waits for its seal. `approved` is the SHA-256 of its PDF."""

    id: int
    uid: str
    number: str
    origin: str
    title: str
    seq: int
    asked_by: str
    asked_at: datetime
    approved: str


@dataclass(frozen=True)
class Use:
    """One use of the seal: who asked, who put it on, what exactly. `sealed` is "" for a seal on paper; `letter` is None if the file is lost."""

    id: int
    uid: str
    number: str
    origin: str
    title: str
    seq: int
    letter: int | None
    asked_by: str
    sealed_by: str
    sealed_at: datetime
    provider: str
    seal: str
    approved: str
    sealed: str
    certificate: str
    reason: str
    voided: bool


@dataclass(frozen=True)
class Waiting:
    papers: tuple[Paper, ...]
    after: int


@dataclass(frozen=True)
class Uses:
    uses: tuple[Use, ...]
    after: int


def waiting(actor: Actor, origins: Sequence[str], after: int = 0, limit: int = PAGE) -> Waiting:
    """Letters without a seal, newest first; `after` is where the next page begins (0: nowhere)."""
    ids = _ids(WAITING, actor, origins, (*LETTERS, after or LAST), (*LETTERS, limit))
    listed = Material.objects.filter(pk__in=ids).select_related("entry__case").order_by("-pk")
    done: dict[int, _Case] = {}
    papers = []
    for each in listed:
        entry = each.entry
        assert entry is not None
        if each.case_id not in done:
            done[each.case_id] = _case(each.case_id)
        case = done[each.case_id]
        if entry.seq not in case.sealed and entry.seq not in case.voided:
            papers.append(_paper(each, entry))
    return Waiting(tuple(papers), ids[-1] if len(ids) == limit else 0)


def uses(actor: Actor, origins: Sequence[str], after: int = 0, limit: int = PAGE) -> Uses:
    """Uses of the seal, newest first; `after` is where the next page begins (0: nowhere)."""
    ids = _ids(USED, actor, origins, (SEAL.id, after or LAST), (limit,))
    entries = list(Entry.objects.filter(pk__in=ids).select_related("case").order_by("-pk"))
    return Uses(tuple(_uses(entries)), ids[-1] if len(ids) == limit else 0)


@dataclass(frozen=True)
class _Case:
    sealed: frozenset[int]
    voided: frozenset[int]


def _case(case_id: int) -> _Case:
    effective = resolve(history.events(case_id))
    voided = frozenset(e.seq for e in effective if history.is_void(e))
    return _Case(frozenset(seals(case_id)), voided)


def _paper(letter: Material, entry: Entry) -> Paper:
    case = entry.case
    asked = asker(entry, case.handler)
    return Paper(
        letter.pk,
        case.uid,
        case.number,
        case.origin,
        letter.title,
        entry.seq,
        asked.name if asked else "",
        entry.recorded_at,
        letter.sha256,
    )


def _uses(entries: Sequence[Entry]) -> Iterable[Use]:
    cases = {e.case_id for e in entries}
    letters = {
        (m.case_id, m.entry.seq): m
        for m in Material.objects.filter(case_id__in=cases, kind__in=LETTERS).select_related("entry")
        if m.entry is not None
    }
    voided = {case: _case(case).voided for case in cases}
    for entry in entries:
        record: Mapping[str, Any] = json.loads(bytes(entry.record))
        facts = record["facts"]
        letter = letters.get((entry.case_id, facts["of"]))
        asked = asker(letter.entry, entry.case.handler) if letter and letter.entry else None
        yield Use(
            entry.pk,
            entry.case.uid,
            entry.case.number,
            entry.case.origin,
            facts["letter"],
            entry.seq,
            letter.pk if letter else None,
            asked.name if asked else "",
            record["actor"].get("name", ""),
            entry.recorded_at,
            facts["provider"],
            facts["seal"],
            facts["approved"],
            facts.get("sealed", ""),
            facts.get("certificate", ""),
            facts.get("reason", ""),
            entry.seq in voided[entry.case_id],
        )


def _ids(
    sql: str, actor: Actor, origins: Sequence[str], before: tuple[Any, ...], after: tuple[Any, ...]
) -> list[int]:
    seen = where(scope(actor, duties()))
    text = sql.format(origins=", ".join(["%s"] * len(origins)), seen=seen.text)
    with connection.cursor() as cursor:
        cursor.execute(text, (*before, *origins, *seen.params, *after))
        return [row[0] for row in cursor.fetchall()]
