"""What everybody may read of a decided case: the fields that its declaration calls public, and the files in them.

They are shown once the case is in the public register, not before: until then somebody may still think better of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fadu.cases import store
from fadu.cases.case_view import public_lines
from fadu.cases.models import Case
from fadu.cases.register import Decided, decided_as
from fadu.procedure.declaration import FieldRule


@dataclass(frozen=True)
class Published:
    """A decided case as everybody may read it: its line in the register, and what is told, in the order in which it was."""

    line: Decided
    told: tuple[tuple[FieldRule, Any], ...]

    def file(self, sha256: str) -> Mapping[str, Any] | None:
        """A file that is told: sha256, name, size, type."""
        files = (value for rule, value in self.told if rule.kind == "document")
        return next((file for file in files if file["sha256"] == sha256), None)


def published(number: str, origins: tuple[str, ...]) -> Published | None:
    """What is told of the case with that number; None where nothing is, or not yet."""
    uid = Case.objects.filter(number=number).values_list("uid", flat=True).first()
    line = decided_as(uid, origins) if uid else None
    state = store.read(uid) if uid and line else None
    if line is None or state is None:
        return None
    told: dict[str, tuple[FieldRule, Any]] = {}
    for entry in public_lines(state):
        if entry.state == "voided":
            continue
        for name, value in entry.fields.items():
            rule = state.declaration.field.get(name)
            if rule and rule.privacy == "public" and not rule.factual:
                told.pop(name, None)
                told[name] = (rule, value)
    return Published(line, tuple(told.values())) if told else None
