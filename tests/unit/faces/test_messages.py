"""Every message of the engine has an English text, with the same gaps as the Chinese."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
ENGINE = ROOT / "src" / "fadu"
REMEDY = "run script/messages, fill in what is empty, and run it again"
KEYWORDS = DEFAULT_KEYWORDS | {
    "say": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


CATALOGUES = sorted(ENGINE.glob("**/locale/en/LC_MESSAGES/django.po"))
"""The engine's own, and one for every face that keeps its messages apart."""


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def texts(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def gaps(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_no_english_text_is_empty_or_guessed(path: Path) -> None:
    unfinished = [
        ids(message)[0] for message in catalogue(path) if message.id and (message.fuzzy or not all(texts(message)))
    ]
    assert not unfinished, f"{REMEDY}: {unfinished}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_english_texts_keep_the_gaps_of_the_chinese(path: Path) -> None:
    for message in catalogue(path):
        for text in texts(message) if message.id else ():
            assert gaps(text) == gaps(ids(message)[0]), text


def sources() -> Iterator[tuple[str, str]]:
    """Every message of the sources, with its file's address below the engine."""
    with (ROOT / "babel.cfg").open() as file:
        method_map, options_map = parse_mapping_cfg(file)
    found = extract_from_dir(ENGINE, method_map, options_map, keywords=KEYWORDS, strip_comment_tags=False)
    for name, _, message, _, _ in found:
        yield name, message if isinstance(message, str) else message[0]


def known(*paths: Path) -> set[str]:
    return {ids(message)[0] for path in paths for message in catalogue(path) if message.id}


def test_every_message_in_the_sources_is_in_a_catalogue() -> None:
    found = {message for _, message in sources()}
    assert found <= known(*CATALOGUES), f"{REMEDY}: {sorted(found - known(*CATALOGUES))}"


def test_the_engine_does_without_the_catalogues_of_the_faces() -> None:
    apart = {path.parents[3].name for path in CATALOGUES if path.parents[3] != ENGINE}
    found = {message for name, message in sources() if Path(name).parts[0] not in apart}
    own = known(ENGINE / "locale" / "en" / "LC_MESSAGES" / "django.po")
    assert found <= own, f"{REMEDY}: {sorted(found - own)}"
