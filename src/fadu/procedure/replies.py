"""A reply before it is given, and what is found when it is looked over. Packs look over the letters of their own duties:

`CHECKS` in a pack's package `letters` maps a letter's title to functions from a `Reply` to its findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fadu.law.citation import Citation
from fadu.procedure.say import Say


@dataclass(frozen=True)
class Reply:
    """The text of a letter by which the act `act` would decide with `outcome` on `day`; `fields` are all fields of the case by id."""

    act: str
    letter: str
    outcome: str
    day: date
    office: str
    fields: Mapping[str, Any]
    text: str


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `title` says what, `said` how it is. What is not `ok` and `hard` must be put right before the act is done."""

    title: Say
    ok: bool
    said: Say
    hard: bool = True
    basis: tuple[Citation, ...] = ()

    @property
    def forbids(self) -> bool:
        return self.hard and not self.ok


ReplyCheck = Callable[[Reply], Iterable[Finding]]
