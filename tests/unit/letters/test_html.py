"""HTML says what the paper says, in the same order, and texts stay texts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.unit.letters.papers import DOWN, PAPERS

from fadu.letters.blocks import Document, Paragraph, bare
from fadu.letters.html import render


class Said(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name == "style" or name.startswith("on")]


def said(document: Document) -> str:
    return bare("".join(Said(render(document)).words))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_kind_says_what_its_paper_says(name: str) -> None:
    paper = PAPERS[name]
    assert said(paper) == bare("".join(paper.text) + paper.mark)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "&lt;", '" onclick="x', "{{ 7 * 7 }}", "😀 שלום"])
def test_what_was_typed_is_text(typed: str) -> None:
    paper = replace(DOWN, blocks=(Paragraph(typed),), title=typed)
    assert said(paper) == bare("".join(paper.text) + paper.mark)
    assert "script" not in Said(render(paper)).tags


def test_headings_follow_each_other_in_rank() -> None:
    ranks = [int(tag[1]) for tag in Said(render(PAPERS["down"])).tags if tag in ("h2", "h3", "h4", "h5", "h6")]
    assert ranks[:5] == [2, 3, 4, 5, 6]
