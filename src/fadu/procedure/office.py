"""What an office says of itself: its name, units, posts, and the sample people who try it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitSpec:
    """A division or district. `parent` is the key of the unit above, empty for the office itself."""

    key: str
    name: str
    english: str
    parent: str = ""


@dataclass(frozen=True)
class PostSpec:
    """A post that people hold in a unit; `role` is the word that procedures use."""

    role: str
    title: str
    english: str
    needs_totp: bool = False


@dataclass(frozen=True)
class PersonSpec:
    """A sample person; `posts` are "role@unit" strings."""

    name: str
    username: str
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Office:
    """One installation is one office. `key` is what `FADU_OFFICE` names; `short` begins its case numbers."""

    key: str
    name: str
    english: str
    short: str
    units: tuple[UnitSpec, ...]
    posts: tuple[PostSpec, ...]
    people: tuple[PersonSpec, ...] = ()
