"""Finds what is left untranslated on a page: Chinese in English, simplified in traditional Chinese, not marked as such."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from tests.support.traditional import simplified

NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")
"""A document's or a case's number is its name in every language."""
CHINESE = re.compile(r"[一-鿿]")
LANGUAGES = {"en": "en", "zh-hant": "zh-Hant"}
"""What the reader of a test may choose, and how HTML names it."""
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle"})
SAID = frozenset({"title", "aria-label", "placeholder", "alt"})
PICTURES = frozenset({"mark", "ava"})
"""The seal of the office and the badge of a person: a sign taken from the name."""


class Untranslated(HTMLParser):
    """Collects Chinese text outside elements whose language is Chinese, and outside what is `known` to be a name.

    In elements in traditional Chinese it collects what has simplified characters.
    """

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__()
        self.found: list[str] = []
        self.languages = ["en"]
        # A name may stand within another.
        self.known = sorted(known, key=len, reverse=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # A sign of a name is seen, not read.
        language = "zh-Hans" if given.get("class") in PICTURES else given.get("lang") or self.languages[-1]
        for name, value in attrs:
            if name in SAID and value:
                self.hear(value, language)
        if tag not in VOID:
            self.languages.append(language)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        self.hear(data, self.languages[-1])

    def hear(self, said: str, language: str) -> None:
        rest = NUMBER.sub("", said)
        for name in self.known:
            rest = rest.replace(name, "")
        strange = CHINESE.search(rest) if language == "en" else language == "zh-Hant" and simplified() & set(rest)
        if strange:
            self.found.append(said.strip())


def chinese_in(html: str, *known: str) -> list[str]:
    reader = Untranslated(known)
    reader.feed(html)
    return reader.found


def untranslated_on(page: HttpResponse, *known: str) -> list[str]:
    """What a page says in another language than the one that its reader chose; a page in another is none, however little it says."""
    html = page.content.decode()
    chosen = page.client.cookies["django_language"].value
    assert f'<html lang="{LANGUAGES[chosen]}"' in html, html[:200]
    return chinese_in(html, *known)
