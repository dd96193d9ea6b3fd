"""How what a declaration says is said to a reader, where no page is at hand: on a terminal, in a drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fadu.law.citation import Citation
from fadu.law.period import Unit, amount_en, amount_zh
from fadu.law.wording import day_en, day_zh
from fadu.procedure.say import Say

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Speech:
    """Chinese as the law has it or, with `english`, English through `translate`; what that doesn't know stays Chinese."""

    english: bool = False
    translate: Translate = str

    @property
    def lang(self) -> str:
        """The language as HTML names it."""
        return "en" if self.english else "zh-Hans"

    def say(self, sentence: Say) -> str:
        """A sentence with its gaps filled; its values are said in the same language."""
        if not sentence:
            return ""
        return self.translate(sentence.text).format(**{name: self.value(v) for name, v in sentence.values.items()})

    def value(self, value: Any) -> str:
        """A legal term, a day, a citation, a sentence, a list of these, or a number."""
        if isinstance(value, Say):
            return self.say(value)
        if isinstance(value, (list, tuple)):
            return (", " if self.english else "、").join(self.value(each) for each in value)
        if isinstance(value, Citation):
            return self.cite(value)
        if isinstance(value, date):
            return day_en(value) if self.english else day_zh(value)
        return self.translate(value) if isinstance(value, str) and value else str(value)

    def cite(self, citation: Citation) -> str:
        """《政府信息公开条例》第三十三条; in English with the law's English title, if `translate` knows it."""
        if not self.english:
            return citation.zh()
        title = self.translate(citation.law)
        return citation.en(title if title != citation.law else "")

    def amount(self, n: int, unit: str) -> str:
        """20个工作日, 20 working days. Raises ValueError for an unknown unit."""
        return amount_en(n, Unit(unit)) if self.english else amount_zh(n, Unit(unit))

    def beside(self, text: str, *more: str) -> str:
        """`text` with something beside it in brackets, unless there is nothing: 20个工作日（第三十三条）."""
        inside = ("; " if self.english else "；").join(each for each in more if each)
        if not inside:
            return text
        return f"{text} ({inside})" if self.english else f"{text}（{inside}）"


CHINESE = Speech()
