"""What can be read in a copy of a letter, and where its text is another than the original's."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pypdfium2

from fadu.later import Later
from fadu.letters.blocks import bare
from fadu.letters.gate import pages

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Later("pypdf")

MOST_PAGES = 300
MOST_COMPARED = 2000
"""How many characters may lie between the first and the last difference."""
LEAST_ALIKE = 0.9
"""What part of the characters a copy must share with the original to be told what differs. Whoever knows the code but has not the letter
must not find out its text by asking for one guess after the other."""
MOST_SHOWN = 20
AROUND = 6


@dataclass(frozen=True)
class Copy:
    """The characters of a PDF without white space, and the SHA-256 of the files inside it by their names."""

    text: str
    attached: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Stretch:
    """Characters that only the copy has, with what stands before and after them in the copy."""

    before: str
    text: str
    after: str


@dataclass(frozen=True)
class Differences:
    """`alike` is false where the copy is so unlike the original that nothing is told of it; `left_out` counts the places where it lacks text."""

    alike: bool
    put_in: tuple[Stretch, ...] = ()
    left_out: int = 0

    @property
    def none(self) -> bool:
        return self.alike and not self.put_in and not self.left_out


def read(pdf: bytes) -> Copy | None:
    """What the PDF holds; None for one that can't be read or has more than 300 pages."""
    try:
        file = pypdf.PdfReader(io.BytesIO(pdf))
        if len(file.pages) > MOST_PAGES:
            return None
        attached = {name: tuple(map(_digest, contents)) for name, contents in file.attachments.items()}
        return Copy(bare("".join(pages(pdf))), attached)
    except pypdfium2.PdfiumError:
        return None
    except Exception:
        # A damaged file makes the reader raise whatever it stumbles over.
        return None


def differences(original: str, copy: str) -> Differences:
    """What the copy has that the original has not, in the copy's words; the original's own are never given."""
    start = _shared(original, copy)
    end = _shared(original[start:][::-1], copy[start:][::-1])
    ours, theirs = original[start : len(original) - end], copy[start : len(copy) - end]
    if max(len(ours), len(theirs)) > MOST_COMPARED:
        return Differences(alike=False)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    shared = start + end + sum(block.size for block in matcher.get_matching_blocks())
    if shared < LEAST_ALIKE * max(len(original), len(copy)):
        return Differences(alike=False)
    put_in, left_out = [], 0
    for tag, _, _, c, d in matcher.get_opcodes():
        if tag in ("insert", "replace"):
            put_in.append(_stretch(copy, start + c, start + d))
        left_out += tag == "delete"
    return Differences(True, tuple(put_in[:MOST_SHOWN]), left_out)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    both = min(len(one), len(other))
    return next((n for n in range(both) if one[n] != other[n]), both)


def _stretch(copy: str, start: int, end: int) -> Stretch:
    return Stretch(copy[max(0, start - AROUND) : start], copy[start:end], copy[end : end + AROUND])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
