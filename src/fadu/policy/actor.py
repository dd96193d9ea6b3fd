"""Who acts, and what the policy needs to know of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

Kind = Literal["staff", "party", "system", "time", "anonymous"]
Held = tuple[str, str]


@dataclass(frozen=True)
class Actor:
    """Somebody at the door of the policy.

    `roles` are (role key, unit key) pairs of the posts held today, `units` the units whose cases the actor's posts cover (own and
    below), `stands_for` the persons whom the actor deputises, with their roles. A party is bound to one `case` and one `party` field.
    """

    id: str
    name: str
    kind: Kind
    roles: frozenset[Held] = frozenset()
    units: frozenset[str] = frozenset()
    clearance: int = 0
    stands_for: tuple[tuple[str, frozenset[Held]], ...] = ()
    case: str = ""
    party: str = ""

    def holds(self, role: str, unit: str = "") -> bool:
        """Whether the actor holds the role, in that unit if one is named."""
        return any(r == role and (not unit or u == unit) for r, u in self.roles)


ANONYMOUS = Actor("", "匿名", "anonymous")
SYSTEM = Actor("system", "系统", "system")
TIME_ACTOR = Actor("time", "时限届满", "time")


class CaseFacts(Struct, frozen=True):
    """A case as the policy sees it. `level`: 0 公开, 1 内部, 2 工作秘密."""

    uid: str
    procedure: str
    unit: str
    origin: str = "real"
    stage: str = ""
    handler: str = ""
    level: int = 1


@dataclass(frozen=True, eq=False)
class Duties:
    """Which procedures each role has a part in, and the parties of each as (procedure, party field).

    Built from the installed declarations, once in a process.
    """

    by_role: dict[str, frozenset[str]] = field(default_factory=dict)
    parties: frozenset[tuple[str, str]] = frozenset()

    def of(self, role: str) -> frozenset[str]:
        return self.by_role.get(role, frozenset())
