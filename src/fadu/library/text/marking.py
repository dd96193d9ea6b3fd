"""Markings of state secrets (密级). A marked text is dealt with off line (转线下): nothing of it is kept."""

import re

from fadu.library.text.characters import clean_lines

_LEVEL = "(?:绝\\s*密|机\\s*密|秘\\s*密)"
_MARKED = re.compile(rf"(?:密\s*级\s*[:：]\s*)?{_LEVEL}\s*(?:[★☆*＊]\s*.{{0,12}})?")
_WITH_STAR = re.compile(rf"(?:^|[\s\d:：]){_LEVEL}\s*[★☆]")
_MARKING_LINE_MAX = 40


def is_classified(text: str) -> bool:
    """Whether a line of `text` is a marking: «秘密», «机密★10年», «密级：绝密», «000012 秘密★长期».

    The word inside a sentence is none: laws on secrecy are public.
    """
    return any(_is_marking(line.text) for line in clean_lines(text))


def _is_marking(line: str) -> bool:
    if len(line) > _MARKING_LINE_MAX:
        return False
    return bool(_MARKED.fullmatch(line) or _WITH_STAR.search(line))
