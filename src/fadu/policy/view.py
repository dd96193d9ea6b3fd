"""What of an entry one may read: the permitted parts, and a mask for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fadu.policy.actor import Actor, CaseFacts, Duties
from fadu.policy.rules import may_read

MASK = "＊＊＊"


def readable(part: str, actor: Actor, permitted: frozenset[str], by: tuple[str, ...] = ()) -> bool:
    """Whether a part ("public", "internal" or "personal:<party>") is among what the actor may read.

    A party reads its own personal part, not that of another party to the case, and what it said to the office itself: `by` are those
    who may do the act that the part came with, and what such an act asks for are that party's own words, whoever wrote them down.
    """
    kind, _, subject = part.partition(":")
    if kind != "personal":
        return kind in permitted or (kind == "internal" and actor.kind == "party" and actor.party in by)
    return "personal" in permitted and (actor.kind != "party" or subject == actor.party)


@dataclass(frozen=True)
class View:
    """An actor's window on one case: every list, page, search, export, feed and file takes only what it lets through."""

    actor: Actor
    case: CaseFacts
    permitted: frozenset[str]

    def parts(self, names: Iterable[str], by: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of the parts one may read of an act that `by` may do."""
        return tuple(n for n in names if readable(n, self.actor, self.permitted, by))

    def fields(self, parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """All field values one may read; fields of other parts are masked, so that one sees that they exist."""
        seen: dict[str, Any] = {}
        for name, values in parts.items():
            allowed = readable(name, self.actor, self.permitted)
            if allowed:
                seen.update(values)
            elif self.actor.kind != "party":
                seen.update(dict.fromkeys(values, MASK))
        return seen


def view(actor: Actor, case: CaseFacts, duties: Duties) -> View:
    """The actor's window on the case; it lets nothing through if the actor may not see the case."""
    return View(actor, case, may_read(actor, case, duties))
