"""Finds Chinese on a page where its markup does not say that it is Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse

NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")
"""A document's or a case's number is its name in every language."""
CHINESE = re.compile(r"[一-鿿]")
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle"})
SAID = frozenset({"title", "aria-label", "placeholder", "alt"})
PICTURES = frozenset({"mark", "ava"})
"""The seal of the office and the badge of a person: a sign taken from the name."""


class Untranslated(HTMLParser):
    """Collects Chinese text outside elements whose language is Chinese, and outside what is `known` to be a name."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__()
        self.found: list[str] = []
        self.languages = ["en"]
        self.known = known

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
        if language == "en" and CHINESE.search(rest):
            self.found.append(said.strip())


def chinese_in(html: str, *known: str) -> list[str]:
    reader = Untranslated(known)
    reader.feed(html)
    return reader.found


def chinese_on(page: HttpResponse, *known: str) -> list[str]:
    """The Chinese of a page in English; a page in another language is no page in English, however little it says."""
    html = page.content.decode()
    assert '<html lang="en"' in html, html[:200]
    return chinese_in(html, *known)
