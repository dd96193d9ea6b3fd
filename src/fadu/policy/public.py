"""What everybody may know of the office's cases: that a request was decided, when, and how. Nothing that anybody said, and no person."""

from __future__ import annotations

from collections.abc import Iterable

from fadu.figures.conditions import Condition, In, Missing, Not, both

REGISTER = ("number", "procedure", "opened", "closed", "outcome")
"""The columns of a case in the public register; its matter is not among them, for people write of themselves in it."""


def register_scope(procedures: Iterable[str], origins: Iterable[str]) -> Condition:
    """The cases in the public register: decided ones, of these procedures and origins."""
    return both(
        In("procedure", frozenset(procedures)),
        In("origin", frozenset(origins)),
        Not(Missing("closed")),
        Not(Missing("outcome")),
    )
