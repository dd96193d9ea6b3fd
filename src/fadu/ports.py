"""Where the office meets what lies outside it: what it asks of a store of files, of a mail server, of the day, and of a book of cases.

Each port is crossed by the code that runs and has a twin in memory for tests; one suite of tests holds the twin and the real part together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol, TypeVar

C = TypeVar("C", contravariant=True)


class CaseBook(Protocol[C]):
    """Where cases are counted, by conditions of the type `C`."""

    def count(self, condition: C) -> int:
        """How many cases fulfil the condition."""
        ...

    def total(self, condition: C, field: str) -> int:
        """What the cases that fulfil the condition have in a measured field of numbers, together."""
        ...


class FileLost(Exception):
    """A file that the record names is not in the store, or its bytes are not those that were stored."""


class Store(Protocol):
    """Where files are kept, each under the SHA-256 of its bytes (64 lower-case hex digits). Nothing in it changes."""

    def put(self, content: bytes) -> str:
        """Keep a file, once; gives its SHA-256. A damaged one is replaced by the good one. When this returns, it is kept for good."""
        ...

    def open_stored(self, sha: str) -> BinaryIO:
        """The file, at its beginning, after its bytes were checked.

        Raises:
            FileLost: it is not there, or damaged.
            ValueError: no SHA-256.
        """
        ...


class Reply(StrEnum):
    """What a mail server can have said to a message. Without an answer it may have taken it or not."""

    YES = "yes"
    NO = "no"
    NOBODY_THERE = "nobody-there"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Answer:
    """A reply and the server's own words, without the address of the addressee."""

    reply: Reply
    said: str = ""


@dataclass(frozen=True)
class Message:
    """What is to be sent, and to whom. `link` is where to look; it is in the body too."""

    to: str
    subject: str
    body: str
    link: str = ""


class Post(Protocol):
    """What carries messages out of the house."""

    def hand_over(self, message: Message, message_id: str) -> Answer:
        """Hand a message over, once, under its Message-ID (`<…@…>`), by which mail systems tell a copy. It never raises."""
        ...


@dataclass(frozen=True)
class Spot:
    """Where the middle of a seal goes: page from 1, `x` from the left and `y` from the foot of the page in points (1/72 inch)."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Sealed:
    """A sealed paper: the file (none, if the seal is on paper only), the name of the seal, the SHA-256 of its certificate ("" without one)."""

    pdf: bytes | None
    seal: str
    certificate: str = ""


class Seal(Protocol):
    """What puts the office's seal on a letter."""

    @property
    def key(self) -> str:
        """The word by which the setting and the record name this way of sealing."""
        ...

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed | None:
        """Seal a PDF at that spot; None if it was sent away and is not back yet: ask again with the same PDF.

        What comes back says what the PDF says, character by character; whoever asked compares them.
        """
        ...


class Today(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """This instant, UTC."""
        ...
