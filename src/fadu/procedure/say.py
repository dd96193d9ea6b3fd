"""Sentences that a face can translate: a Chinese text with named gaps, and what fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fadu.law.citation import Citation


@dataclass(frozen=True)
class Say:
    """A sentence. `text` is the msgid; `values` hold legal terms (themselves msgids), days, numbers, citations or lists of those.

    `str()` gives the Chinese; `fadu.faces.speech` gives the sentence in the reader's language.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**{name: chinese(value) for name, value in self.values.items()})

    def __bool__(self) -> bool:
        return bool(self.text)


def say(text: str, /, **values: Any) -> Say:
    """A `Say` with its gaps filled; the name is what message extraction looks for."""
    return Say(text, values)


def chinese(value: Any) -> str:
    """A value as Chinese text: 2023年9月11日, 《…》第三十三条, lists with 、."""
    if isinstance(value, (list, tuple)):
        return "、".join(chinese(v) for v in value)
    if isinstance(value, Citation):
        return value.zh()
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
