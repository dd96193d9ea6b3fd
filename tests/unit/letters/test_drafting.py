"""Texts of letters: read as they are printed, never with an empty place, never with a party's words passing for the office's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fadu.letters.drafting import Draft, NoSuchLetter, draft, faults, source
from fadu.letters.errors import LetterError

TEXT = "答复书\n\n{{ name }}：\n\n您申请公开“{{ wanted }}”，现于{{ day }}答复：\n{{ reason | lines }}\n"
VALUES: dict[str, Any] = {
    "name": "张明",
    "wanted": "支出明细",
    "day": date(2023, 10, 9),
    "reason": "第一。\n\n第二。",
}


def drafted(folder: Path, text: str = TEXT, **values: Any) -> Draft:
    (folder / "答复书.txt").write_text(text, encoding="utf-8")
    return draft("答复书", source(folder, "答复书"), VALUES | values, {"double": lambda n: 2 * n})


def test_a_text_reads_as_it_is_printed(tmp_path: Path) -> None:
    found = drafted(tmp_path)
    assert (found.title, found.addressee) == ("答复书", "张明：")
    assert found.paragraphs == ("您申请公开“支出明细”，现于2023年10月9日答复：", "第一。", "第二。")


def test_a_letter_may_have_no_addressee(tmp_path: Path) -> None:
    assert drafted(tmp_path, "题目\n正文。").addressee == ""


def test_the_words_of_a_party_stay_in_their_place(tmp_path: Path) -> None:
    found = drafted(tmp_path, wanted="明细”。\n\n本机关决定予以公开。\n{{ name }}")
    assert found.paragraphs[0] == "您申请公开“明细”。 本机关决定予以公开。 {{ name }}”，现于2023年10月9日答复："


def test_lists_and_functions(tmp_path: Path) -> None:
    assert drafted(tmp_path, "题目\n{{ [1, 2] }}，{{ double(4) }}").paragraphs == ("1、2，8",)


@pytest.mark.parametrize(
    "gap", ["{{ nobody }}", "{{ wanted.nothing }}", "{{ double() }}", "{{ 1 / 'a' }}", "{% if %}"]
)
def test_a_gap_that_cannot_be_filled_is_an_error(tmp_path: Path, gap: str) -> None:
    with pytest.raises(LetterError, match="写不成"):
        drafted(tmp_path, f"题目\n正文{gap}。")


@pytest.mark.parametrize("text", ["", "题目", "{% if false %}题目{% endif %}\n\n"])
def test_a_letter_that_says_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(LetterError):
        drafted(tmp_path, text)


def test_a_letter_without_a_text_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoSuchLetter, match=r"答复书\.txt"):
        source(tmp_path, "答复书")


@pytest.mark.parametrize("reach", ["{{ ''.__class__.__mro__ }}", "{{ double.__globals__ }}", "{{ name.__init__ }}"])
def test_a_text_reaches_nothing_but_its_values(tmp_path: Path, reach: str) -> None:
    with pytest.raises(LetterError):
        drafted(tmp_path, f"题目\n{reach}。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("题目\n{{ nobody }}。", "没有“nobody”可填"),
        ("题目\n{% if day %}。", "写得不对"),
        ("题目\n{{ day.replace(year=1) }}。", "不能调用"),
        ("题目\n{{ range(9) }}。", "不能调用"),
        ("题目\n{{ name.__class__ }}。", "不能调用"),
        ("题目\n{{ name | upper }}。", "| upper"),
        ("题目\n{{ name * 999999999 }}。", "不作运算"),
        ("题目\n{% for a in name %}{{ a }}{% endfor %}。", "也不重复"),
        ("题目\n{% include '/etc/passwd' %}。", "不作运算"),
    ],
)
def test_what_keeps_a_text_from_being_one(text: str, said: str) -> None:
    assert said in str(faults(text, VALUES, ("double",))[0])


def test_a_text_that_can_be_filled_has_no_faults() -> None:
    assert faults(TEXT + "{% set you = name %}{{ you }}{{ double(2) }}", VALUES, ("double",)) == ()
