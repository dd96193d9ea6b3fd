"""The English of messages and legal terms, read from the catalogues of the engine and the packs, without settings."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

import fadu
from fadu.procedure.outline.speech import CHINESE, Speech
from fadu.procedure.registry import installed

CATALOGUE = "locale/en/LC_MESSAGES/django.po"


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option of the commands that speak both languages."""
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出的语言（默认 zh）")


def speech(lang: str) -> Speech:
    """How a command speaks in this language, zh or en."""
    if lang == "zh":
        return CHINESE
    known = _catalogues()
    return Speech(english=True, translate=lambda text: known.get(text, text))


@lru_cache(maxsize=1)
def _catalogues() -> Mapping[str, str]:
    folders = (Path(fadu.__file__).parent, *(pack.folder for pack in installed().packs))
    return {text: english for folder in folders for text, english in _messages(folder / CATALOGUE)}


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for message in read_po(file, locale="en"):
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
                yield message.id, message.string
