"""Versions compared: what is shown gives back both texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fadu.letters.comparing import Piece, compare

TEXTS = st.text("甲乙丙丁0。\n", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind != "in") == old
    assert "".join(p.text for p in pieces if p.kind != "out") == new
    assert all(p.text for p in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


def test_one_character_is_one_character() -> None:
    assert compare("自收到之日起30日内", "自收到之日起60日内") == (
        Piece("same", "自收到之日起"),
        Piece("out", "3"),
        Piece("in", "6"),
        Piece("same", "0日内"),
    )


def test_equal_texts_are_one_piece_and_nothing_is_none() -> None:
    assert compare("甲\n乙", "甲\n乙") == (Piece("same", "甲\n乙"),)
    assert compare("", "") == ()
