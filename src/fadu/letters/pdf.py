"""A document as PDF/A-2a and PDF/UA-1 in one file: the same document gives the same bytes, and the PDF says what the document says, or it is an error."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from fadu.letters.blocks import Block, Document, named, texts
from fadu.letters.errors import LetterError
from fadu.letters.fonts import FontsMissing, families
from fadu.letters.gate import compare
from fadu.letters.setting import Setter, UnsetError
from fadu.letters.square import square

__all__ = ["ARCHIVE", "ARCHIVE_WITH_DATA", "FontsMissing", "render", "setter"]

ARCHIVE = ("a-2a", "ua-1")
ARCHIVE_WITH_DATA = ("a-3a", "ua-1")
LONG = re.compile(r"[!-~]{20}")
"""What may be longer than a line and has no place to break."""


def render(document: Document, at: datetime, fonts: Path | None = None, standards: Sequence[str] = ()) -> bytes:
    """The PDF, made `at` that instant (aware), in the fonts of a folder by role or in the free ones; an archival form unless `standards` name one.

    Raises:
        LetterError: a character that no font has, or a PDF that doesn't say what the document says.
        FontsMissing: the fonts are not installed.
    """
    standards = standards or (ARCHIVE_WITH_DATA if document.data else ARCHIVE)
    # The validators that archives use take the bookmarks of a PDF/A-1 for an error.
    bookmarks = not any(each.startswith("a-1") for each in standards)
    try:
        made = setter(fonts).set(as_json(document, bookmarks), at.replace(microsecond=0).isoformat(), standards)
    except UnsetError as error:
        raise LetterError(_explained(str(error))) from None
    compare(made, document)
    return made


@lru_cache(maxsize=4)
def setter(fonts: Path | None) -> Setter:
    """The process that sets documents in these fonts; one is kept for each folder."""
    return Setter(families(fonts))


def as_json(document: Document, bookmarks: bool = True) -> str:
    """What the template reads: the fields of the document, each block with its kind as `is`, and the texts that follow from them."""
    check = document.check
    data = asdict(document) | {
        "blocks": [_block(block) for block in document.blocks],
        "head": document.head,
        "signature": document.signature,
        "signers": document.signers,
        "annexed": [
            {"label": label, "annex": {"title": annex.title, "blocks": [_block(each) for each in annex.blocks]}}
            for label, annex in document.annexed
        ],
        "check": check and {"lines": [*check.lines], "link": check.link, "svg": square(check.link)},
        "bookmarks": bookmarks,
        "long": any(LONG.search(text) for text in texts(document)),
        "data": [asdict(each) | {"content": each.content.decode()} for each in document.data],
    }
    return json.dumps(data, ensure_ascii=False)


def _block(block: Block) -> dict[str, Any]:
    return {"is": type(block).__name__.lower(), **asdict(block)}


def _explained(message: str) -> str:
    missing = re.search(r'the text `?("(?:[^"\\]|\\.)*")`? could not be displayed', message)
    if missing is None:
        return f"文书不能排版：{message}"
    characters = "、".join(named(c) for c in dict.fromkeys(_unquoted(missing[1])))
    return f"字体中没有字符{characters}，文书不能排版。安装含有此字的字体，或者更正所填内容。"


def _unquoted(quoted: str) -> str:
    """A string as the typesetter quotes it, with code points as \\u{…}."""
    plain = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), quoted[1:-1])
    return re.sub(r"\\(.)", r"\1", plain)
