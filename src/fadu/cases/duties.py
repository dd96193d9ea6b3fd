"""Which procedures each role and each party has a part in, from the installed declarations."""

from __future__ import annotations

from functools import lru_cache

from fadu.policy import Duties
from fadu.procedure.builtin import SEAL
from fadu.procedure.registry import installed


@lru_cache(maxsize=1)
def duties() -> Duties:
    """Built once in a process: installed packs don't change under a running server."""
    found: dict[str, set[str]] = {}
    parties: set[tuple[str, str]] = set()
    for procedure in installed().every_version:
        parties |= {(procedure.id, f.id) for f in procedure.declaration.fields if f.kind == "party"}
        # Whoever keeps the seal has a part in every duty that sends letters.
        sealing = (SEAL,) if any(act.letter for act in procedure.declaration.acts) else ()
        for act in (*procedure.declaration.acts, *sealing):
            for role in act.by:
                found.setdefault(role, set()).add(procedure.id)
    return Duties({role: frozenset(ids) for role, ids in found.items()}, frozenset(parties))
