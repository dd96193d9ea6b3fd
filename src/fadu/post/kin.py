"""The outbox's part in 分案 and 并案: what the record tells of the act becomes acts of the system in the other cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from fadu.cases.dividing import link_joined, open_part
from fadu.letters.told import Told, Voided, told
from fadu.procedure.dividing import matters

KIND = "kin"


def follow(uid: str, seq: int) -> None:
    """Open the cases that the entry divided from its case, or enter in the other case that this one goes on in it."""
    try:
        record = told(uid, seq)
    except Voided:
        return
    rule = record.rule
    if rule.divides:
        for n, matter in enumerate(matters(record.fields[rule.divides]), 1):
            open_part(uid, seq, n, {**_asked(record), record.declared.heading: matter})
    if rule.joins:
        link_joined(uid, seq, record.event.facts[rule.joins])


def _asked(record: Told) -> dict[str, Any]:
    """What the opening act was told, as corrected since."""
    values = {name: record.fields[name] for name in record.declared.opening.asks if name != record.declared.heading}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items() if v != ""}
