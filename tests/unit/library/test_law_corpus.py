"""Whole folders of law texts: the samples always; a collection of real laws where it lies beside the repository."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.unit.library.samples import FOLDER

from fadu.library.text.header import split_header
from fadu.library.text.marking import is_classified
from fadu.library.text.reading import read_law
from fadu.library.text.values import Article, Chapter, LawText

LAWS = Path(__file__).resolve().parents[4] / "shared" / "laws"
NOT_WORDS = re.compile("[^\u4e00-\u9fff]|[零〇○一二三四五六七八九十百]")
LIBRARIES = ["samples", *(["laws"] if LAWS.is_dir() else [])]

ARTICLES = [
    ("行政法规/示例条例(2019-04-03).md", 3),
    ("行政法规/政府信息公开条例(2019-04-03).md", 56),
    ("民法商法/农民专业合作社法(2017-12-27).md", 74),
    ("行政法规/飞行基本规则(2007-10-18).md", 124),
    ("诉讼与非诉讼程序法/刑事诉讼法(2018-10-26).md", 308),
    ("诉讼与非诉讼程序法/民事诉讼法(2023-09-01).md", 306),
    ("刑法/刑法.md", 505),
    ("宪法/宪法.md", 143),
    ("宪法/宪法修正案（2018年）.md", 21),
    ("民法典/合同编.md", 526),
    ("宪法相关法/香港特别行政区基本法(1990-04-04).md", 160),
    ("DLC/北京地方法规/地方性法规/北京/北京市人民代表大会议事规则(2022-01-10).md", 53),
]
PARAGRAPHS = [
    ("行政法规/示例条例(2019-04-03).md", 2, 2),
    ("诉讼与非诉讼程序法/民事诉讼法(2023-09-01).md", 40, 3),
    ("诉讼与非诉讼程序法/民事诉讼法(2023-09-01).md", 41, 4),
    ("行政法规/政府信息公开条例(2019-04-03).md", 33, 3),
    ("诉讼与非诉讼程序法/刑事诉讼法(2018-10-26).md", 128, 1),
    ("民法商法/农民专业合作社法(2017-12-27).md", 54, 1),
]


def known(cases: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The cases whose file is at hand: those of the samples are always."""
    return [case for case in cases if case[0] in FOLDER or (LAWS / case[0]).is_file()]


def read(path: str) -> LawText:
    return library("samples" if path in FOLDER else "laws")[path]


@cache
def library(name: str) -> dict[str, LawText]:
    texts = FOLDER
    if name == "laws":
        paths = sorted(LAWS.rglob("*.md"))
        texts = {path.relative_to(LAWS).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    laws = {path: read_law(content, path.split("/")) for path, content in texts.items()}
    return {path: law for path, law in laws.items() if isinstance(law, LawText)}


def han(text: str) -> str:
    """The Chinese characters in order, without numerals, which marks write in their own way."""
    return NOT_WORDS.sub("", text.replace("笫", "第"))


def headings(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    for chapter in chapters:
        yield chapter.title
        yield from headings(chapter.chapters)


def words(article: Article) -> str:
    return "".join(part.text + "".join(item.text for item in part.items) for part in article.paragraphs)


@pytest.mark.parametrize("name", LIBRARIES)
def test_no_word_is_lost(name: str) -> None:
    for path, law in library(name).items():
        body = law.body
        kept = [body.preamble, *headings(body.chapters), *(article.mark + article.text for article in body.articles)]
        kept += [annex.title + annex.text for annex in body.annexes]
        assert Counter(han("".join(kept))) == Counter(han(split_header(law.raw)[1])), path
        for article in body.articles:
            assert han(words(article)) == han(article.text), f"{path} {article.mark}"


@pytest.mark.parametrize("name", LIBRARIES)
def test_numbers_rise_and_gaps_are_reported(name: str) -> None:
    for path, law in library(name).items():
        keys = [(article.number, article.sub) for article in law.body.articles]
        assert keys == sorted(set(keys)), path
        gaps = sum(after[0] > before[0] + 1 for before, after in pairwise(keys))
        assert sum("之后是" in warning.message for warning in law.warnings) >= gaps, path


@pytest.mark.parametrize("name", LIBRARIES)
def test_public_laws_bear_no_marking(name: str) -> None:
    assert not [path for path, law in library(name).items() if is_classified(law.raw)]


@pytest.mark.parametrize(("path", "count"), known(ARTICLES))
def test_articles_of_known_laws(path: str, count: int) -> None:
    assert len(read(path).body.articles) == count


@pytest.mark.parametrize(("path", "number", "paragraphs"), known(PARAGRAPHS))
def test_paragraphs_of_known_articles(path: str, number: int, paragraphs: int) -> None:
    assert [len(found.paragraphs) for found in read(path).body.articles if found.number == number] == [paragraphs]
