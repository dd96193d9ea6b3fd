"""What differs in a copy is told in the copy's words, and nothing of the original is found out by guessing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.letters.papers import AT, PAPERS

from fadu.letters.blocks import Attached, bare
from fadu.letters.copies import MOST_SHOWN, Stretch, differences, read
from fadu.letters.pdf import render

SAID = "您申请公开二〇二二年度公务接待费用支出明细。经审查，决定予以公开，随函提供。" * 5
CSV = Attached("figures.csv", "text/csv", "数字", b"a\r\n1\r\n")


def test_a_copy_that_says_the_same_differs_in_nothing() -> None:
    assert differences(SAID, SAID).none


def test_a_character_that_was_changed_is_shown_among_its_neighbours_and_what_stood_there_is_not() -> None:
    found = differences(SAID, SAID.replace("明细", "概况", 1))
    assert found.put_in == (Stretch("接待费用支出", "概况", "。经审查，决"),)
    assert (found.alike, found.left_out) == (True, 0)


def test_what_was_left_out_is_counted_and_not_said() -> None:
    found = differences(SAID, SAID.replace("随函提供。", "", 1))
    assert (found.put_in, found.left_out) == ((), 1)


@pytest.mark.parametrize(
    "guess", ["", "的一是在不了有和人这中大为上个国我以要他", SAID[: len(SAID) // 2], SAID + "附" * 100]
)
def test_whoever_has_not_the_letter_finds_out_nothing_by_guessing(guess: str) -> None:
    found = differences(SAID, guess)
    assert (found.alike, found.put_in, found.left_out) == (False, (), 0)


def test_long_differences_are_not_compared_and_many_are_not_all_shown() -> None:
    assert not differences("甲" * 50_000, "乙" * 50_000).alike
    spread = "".join(f"第{n}段文字照旧照旧照旧照旧，" for n in range(60))
    assert len(differences(spread, spread.replace("段", "节")).put_in) == MOST_SHOWN


@given(st.text("甲乙丙丁", min_size=40, max_size=80), st.integers(0, 39), st.text("戊己", min_size=1, max_size=3))
def test_only_what_the_copy_says_is_ever_shown(original: str, at: int, put_in: str) -> None:
    copy = original[:at] + put_in + original[at:]
    found = differences(original, copy)
    assert "".join(each.text for each in found.put_in) == put_in
    assert all(each.before + each.text + each.after in copy for each in found.put_in)


def test_the_text_and_the_files_inside_are_read() -> None:
    document = replace(PAPERS["notice"], data=(CSV,))
    copy = read(render(document, AT))
    assert copy is not None
    assert bare("".join(document.paragraphs))[:20] in copy.text
    assert list(copy.attached) == ["figures.csv"]
    other = read(render(replace(document, data=(replace(CSV, content=b"a\r\n2\r\n"),)), AT))
    assert other is not None
    assert other.attached != copy.attached


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 500, b"PK\x03\x04"])
def test_what_can_not_be_read_is_not_an_error(content: bytes) -> None:
    assert read(content) is None
