"""Papers that are set whatever people wrote: a character that no font has stands as its number, 〔U+1F600〕, and nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fadu.letters.blocks import Document
from fadu.letters.errors import LetterError
from fadu.letters.pdf import render

MOST_TRIES = 12
MISSING = re.compile(r"U\+([0-9A-F]{4,6})")
WRITTEN = re.compile(r"[^\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e·—‘’“”…]")
"""What every font of letters has, seen from outside: everything else is numbered when a paper can't be set otherwise."""


def printable(text: str) -> str:
    """The text with a number for whatever no paper shows: controls, marks of direction, what is assigned to nothing."""
    return "".join(_shown(character) for character in text)


def surely(document: Document, at: datetime, fonts: Path | None) -> bytes:
    """The PDF of the document, with numbers for the characters that can't be set.

    Raises:
        LetterError: it can't be set for another reason.
        FontsMissing: the fonts are not installed.
    """
    for _ in range(MOST_TRIES):
        try:
            return render(document, at, fonts)
        except LetterError as error:
            missing = {chr(int(code, 16)) for code in MISSING.findall(str(error))} - {" "}
            if "不能排版：" in str(error):
                raise
            if "字体中没有字符" not in str(error):
                break
            document = _changed(document, partial(_numbered, missing))
    return render(_changed(document, lambda text: WRITTEN.sub(lambda found: _number(found[0]), text)), at, fonts)


def _shown(character: str) -> str:
    if character == "\t":
        return "　"
    hidden = unicodedata.category(character)[0] == "C" or character in "\u2028\u2029\ufeff"
    return _number(character) if hidden else character


def _numbered(gone: set[str], text: str) -> str:
    return "".join(_number(c) if c in gone else c for c in text)


def _number(character: str) -> str:
    return f"〔U+{ord(character):04X}〕"


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """A value of the block model with every text in it changed; the words that say what kind a thing is are kept."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _changed(getattr(value, f.name), change) for f in fields(value)})
    return value
