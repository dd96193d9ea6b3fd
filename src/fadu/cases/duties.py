"""Which procedures each role has a part in, from the installed declarations."""

from __future__ import annotations

from functools import lru_cache

from fadu.policy import Duties
from fadu.procedure.registry import installed


@lru_cache(maxsize=1)
def duties() -> Duties:
    """Built once in a process: installed packs don't change under a running server."""
    found: dict[str, set[str]] = {}
    for procedure in installed().every_version:
        for act in procedure.declaration.acts:
            for role in act.by:
                found.setdefault(role, set()).add(procedure.id)
    return Duties({role: frozenset(ids) for role, ids in found.items()})
