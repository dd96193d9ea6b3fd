"""A case's entries as replay reads them, and what follows from them beside the standing: who has the case, and what names it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fadu.cases.models import Entry, Part
from fadu.cases.planning import heading
from fadu.procedure.builtin import ASSIGN, RECTIFY, VOID
from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Event, moment

Values = Mapping[str, Mapping[str, Any]]


def records(case_id: int) -> Iterator[dict[str, Any]]:
    """The records of a case, parsed, in order."""
    for record in Entry.objects.filter(case_id=case_id).order_by("seq").values_list("record", flat=True):
        yield json.loads(bytes(record))


def event(record: dict[str, Any]) -> Event:
    """One record as an event."""
    return Event(record["seq"], record["act"], moment(record["happened_at"]), record["facts"], record["calendar"])


def events(case_id: int) -> list[Event]:
    """All events of a case, uncorrected, in order."""
    return [event(r) for r in records(case_id)]


def is_void(effective: Event) -> bool:
    """Whether a resolved event is one that was voided: it then names itself."""
    return effective.act == VOID.id and effective.facts.get("of") == effective.seq


def assigned(effective: Sequence[Event], opening: Event) -> tuple[str, str]:
    """The unit and the handler who have the case after these (resolved) events; `opening` is the first as it was entered."""
    unit, handler = str(opening.facts["case"]["unit"]), ""
    for each in effective:
        if each.act == ASSIGN.id:
            unit, handler = str(each.facts.get("unit", unit)), str(each.facts.get("handler", ""))
    return unit, handler


def heading_of(
    declared: Declaration, effective: Sequence[Event], opening: Event, contents: Mapping[int, Values]
) -> str:
    """What names the case: the opening entry's field, as later corrections of that entry have it.

    `contents` are the open parts ("public", "internal") of the entries that `naming` lists.
    """
    parts: dict[str, dict[str, Any]] = {"public": {}, "internal": {}}
    for seq in naming(effective):
        for name, values in contents.get(seq, {}).items():
            parts[name].update(values)
    return heading(declared, parts, {**opening.facts, **effective[0].facts})


def naming(effective: Sequence[Event]) -> list[int]:
    """The entries whose content names the case: the first, and the corrections of it that stand."""
    return [1, *(e.seq for e in effective if e.act == RECTIFY.id and e.facts.get("of") == 1)]


def contents(case_id: int, seqs: Sequence[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """The open parts of these entries, by entry and part."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    rows = Part.objects.filter(entry__case_id=case_id, entry__seq__in=seqs, name__in=("public", "internal"))
    for seq, name, data in rows.values_list("entry__seq", "name", "data"):
        found.setdefault(seq, {})[name] = json.loads(bytes(data))
    return found
