"""The values of redaction."""

from __future__ import annotations

from dataclasses import dataclass

from fadu.cases.errors import ActError


class RedactionError(ActError):
    """The file can't be redacted, or the result would still hold what was to go. Nothing was kept."""

    status = 422


@dataclass(frozen=True, order=True)
class Box:
    """A rectangle of a page as people see it, turned and cropped: fractions of its width and height, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError(f"no rectangle within a page: {self}")


@dataclass(frozen=True, order=True)
class Bar:
    """One black bar: the page (from 1), where on it, and the provision (citation key) on which it rests."""

    page: int
    box: Box
    ground: str


@dataclass(frozen=True)
class Redacted:
    """The new file and what was proved of it. `pictures` are the pages (from 1) that are pictures now; hashes are SHA-256, hex."""

    pdf: bytes
    bars: tuple[Bar, ...]
    pages: int
    pictures: tuple[int, ...]
    before: str
    after: str
