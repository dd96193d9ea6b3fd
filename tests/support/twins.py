"""The ports in memory: what a store and a mail server mean, without disk and network.

The twin of the book of cases is `figures.measures.MemoryBook`, that of the day `cases.moments.Stopped`: the product itself uses them.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field
from typing import BinaryIO

from fadu.ports import Answer, FileLost, Message, Reply, Sealed, Spot


@dataclass
class MemoryStore:
    """Files in a dictionary, which a test may damage."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        sha = hashlib.sha256(content).hexdigest()
        self.kept[sha] = bytes(content)
        return sha

    def open_stored(self, sha: str) -> BinaryIO:
        if not re.fullmatch(r"[0-9a-f]{64}", sha):
            raise ValueError(sha)
        content = self.kept.get(sha)
        if content is None or hashlib.sha256(content).hexdigest() != sha:
            raise FileLost(sha)
        return io.BytesIO(content)


@dataclass
class MemoryPost:
    """Answers as it was told to; `taken` are the messages that reached it, whatever was answered, with their Message-IDs."""

    answer: Answer = field(default_factory=lambda: Answer(Reply.YES))
    taken: list[tuple[Message, str]] = field(default_factory=list)

    def hand_over(self, message: Message, message_id: str) -> Answer:
        if self.answer.reply in (Reply.YES, Reply.UNANSWERED):
            self.taken.append((message, message_id))
        return self.answer


@dataclass
class MemorySeal:
    """A seal that leaves its mark behind the end of the file; told to be `away`, it keeps what it gets and gives nothing back yet."""

    away: bool = False
    key: str = "memory"
    taken: list[tuple[bytes, Spot, str]] = field(default_factory=list)

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed | None:
        self.taken.append((pdf, spot, reason))
        return None if self.away else Sealed(pdf + b"%sealed", "测试印章", hashlib.sha256(b"seal").hexdigest())
