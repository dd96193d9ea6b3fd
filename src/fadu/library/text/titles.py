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
    if key.startswith("《") and _closing(key, 0) == len(key) - 1:
        key = key[1:-1]
    return key.removeprefix(_COUNTRY).replace("《" + _COUNTRY, "《")


def quoted_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """The outermost 《…》 in `text` as (start, end, title without them); an unclosed one is passed over."""
    position = 0
    while (start := text.find("《", position)) >= 0:
        end = _closing(text, start)
        if end is None:
            position = start + 1
            continue
        yield start, end + 1, text[start + 1 : end]
        position = end + 1


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for index in range(start, len(text)):
        depth += {"《": 1, "》": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return None
