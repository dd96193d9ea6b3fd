"""Titles of acts: two spellings of one title have one key."""

import re
from collections.abc import Iterator

_COUNTRY = "中华人民共和国"
_BRACKETS = str.maketrans("〈〉<>＜＞()〔〕［］[]", "《》《》《》（）（）（）（）")


def title_key(title: str) -> str:
    """`title` without 中华人民共和国 (also after 《), spaces and outer 《》, with brackets of one kind.

    北京市实施〈中华人民共和国水法〉办法 and 北京市实施《水法》办法 have the same key.
    """
    key = re.sub(r"\s", "", title).translate(_BRACKETS)
    if (0, len(key) - 1) in _pairs(key):
        key = key[1:-1]
    return key.removeprefix(_COUNTRY).replace("《" + _COUNTRY, "《")


def quoted_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """The outermost 《…》 in `text` as (start, end, title without them); an unclosed one is passed over."""
    end = 0
    for start, close in sorted(_pairs(text)):
        if start >= end:
            end = close + 1
            yield start, end, text[start + 1 : close]


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()
