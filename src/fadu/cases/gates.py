"""Gates: what else must hold before an act is done. Higher apps put theirs here when they start; `acts` asks every one of them.

A gate is asked after policy and law have said yes, with the cleaned facts of the act; it raises an `ActError` to forbid the act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fadu.cases.rows import CaseState
from fadu.procedure.declaration import ActRule
from fadu.procedure.state import Moment

Gate = Callable[[CaseState, ActRule, Moment, Mapping[str, Any]], None]
GATES: list[Gate] = []


def pass_gates(state: CaseState, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
    """Ask every gate. Raises the ActError of the first that forbids the act."""
    for gate in GATES:
        gate(state, rule, at, facts)
