"""The model: what a kind demands, what no paper shows, and what is printed of a document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.letters.papers import DOWN, OFFICE, PAPERS

from fadu.letters.blocks import Annex, Imprint, Paragraph, Table, named
from fadu.letters.errors import LetterError


@pytest.mark.parametrize(
    "character",
    ["\n", "\t", "\x00", "\x1b", "\u200b", "\u202e", "\u2066", "\ufeff", "\ue000", "\ud800", "\u0378", "\u2028"],
)
def test_what_no_paper_shows_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(LetterError, match=rf"U\+{ord(character):04X}"):
        replace(DOWN, blocks=(Paragraph(f"前{character}后"),))
    with pytest.raises(LetterError, match=rf"U\+{ord(character):04X}"):
        replace(DOWN, annexes=(Annex("名", (Table(("甲",), ((character,),)),)),))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"issuers": ()}, "没有发文机关"),
        ({"issuers": ("",)}, "没有发文机关"),
        ({"title": ""}, "没有标题"),
        ({"blocks": ()}, "没有正文"),
        ({"blocks": (Paragraph(""),)}, "没有正文"),
        ({"blocks": (Table(("甲", "乙"), (("只有一格",),)),)}, "格数与表头不同"),
        ({"kind": "letter", "issuers": (OFFICE, "乙")}, "联合行文只用于文件格式"),
        ({"kind": "minutes"}, "没有署名和成文日期"),
        ({"kind": "cover"}, "没有署名和成文日期"),
    ],
)
def test_a_document_that_lacks_what_its_kind_demands_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(LetterError, match=why):
        replace(DOWN, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("down", (f"{OFFICE}文件",)),
        ("joint", (OFFICE, "示例市公安局", "示例市商务局", "文件")),
        ("letter", (OFFICE,)),
        ("notice", (OFFICE,)),
        ("order", (f"{OFFICE}令",)),
        ("minutes", (f"{OFFICE}纪要",)),
        ("register", ()),
        ("cover", ()),
    ],
)
def test_the_head_of_each_kind(name: str, head: tuple[str, ...]) -> None:
    assert PAPERS[name].head == head


def test_annexes_are_numbered_when_there_are_several() -> None:
    assert replace(DOWN, annexes=(Annex("甲"),)).annex_note == ("附件：甲",)
    assert replace(DOWN, annexes=(Annex("甲"), Annex("乙"))).annex_note == ("附件：1.甲", "2.乙")
    assert [label for label, _ in PAPERS["down"].annexed] == ["附件1"]


def test_the_imprint_says_who_and_when() -> None:
    assert list(Imprint("甲，乙", "办公室", "2026年1月1日").lines) == ["抄送：甲，乙。", "办公室", "2026年1月1日印发"]
    assert list(Imprint().lines) == []


def test_a_character_that_cannot_be_seen_has_only_its_number() -> None:
    assert named("昇") == "“昇”（U+6607）"
    assert named("\u202e") == "（U+202E）"
