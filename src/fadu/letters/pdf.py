"""A letter as PDF/A-2a: the same letter gives the same bytes, and what stands in the PDF is what was put in, or it is an error."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst
from pypdf import PdfReader

from fadu.letters.errors import LetterError

TEMPLATE = Path(__file__).with_name("letter.typ")
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")


class FontsMissing(Exception):
    """The machine lacks the fonts in which letters are set."""


@dataclass(frozen=True)
class Letter:
    """A letter as printed, from top to bottom. `mark` stands at the foot of every page (样章 测试), empty for none."""

    office: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    date: str
    mark: str = ""

    @property
    def text(self) -> Iterator[str]:
        """Everything that is printed once, in order."""
        yield from (self.office, self.number, self.title, self.addressee, *self.paragraphs, self.office, self.date)


def render(letter: Letter, at: datetime) -> bytes:
    """The PDF, made `at` that instant (aware).

    Raises:
        LetterError: a character that no font has, or a PDF that doesn't say what the letter says.
        FontsMissing: the fonts are not installed.
    """
    data = json.dumps(asdict(letter), ensure_ascii=False)
    try:
        made = _compiler().compile(
            input=TEMPLATE,
            format="pdf",
            sys_inputs={"letter": data},
            pdf_standards="a-2a",
            timestamp=at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise LetterError(_explained(error)) from None
    assert isinstance(made, bytes)
    _says_what_it_should(made, letter)
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for the process: finding the fonts takes longer than setting a letter."""
    fonts = typst.Fonts(include_embedded_fonts=False)
    absent = [name for name in FONTS if name not in fonts.families()]
    if absent:
        raise FontsMissing(
            f"没有安装文书所用的字体 {'、'.join(absent)}。安装 fonts-noto-cjk（apt-get install fonts-noto-cjk）后重试。"
        )
    return typst.Compiler(input=TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)


def _explained(error: typst.TypstError) -> str:
    missing = re.search(r'the text `?("(?:[^"\\]|\\.)*")`? could not be displayed', error.message)
    if missing is None:
        return f"文书不能排版：{error.message}"
    named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in dict.fromkeys(json.loads(missing[1])))
    return f"字体中没有字符{named}，文书不能排版。安装含有此字的字体，或者更正所填内容。"


def _says_what_it_should(pdf: bytes, letter: Letter) -> None:
    """Compare, character by character and without white space, what can be read in the PDF with what was put in."""
    printed = "".join(
        _body(page.extract_text(), n, letter.mark) for n, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1)
    )
    wanted = _bare("".join(letter.text))
    if printed == wanted:
        return
    pairs = zip(printed, wanted, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(printed), len(wanted)))
    # Where, not what: the text may be personal, and the error is shown to those who may not read it.
    raise LetterError(f"排出的文书自第 {at + 1} 字起与原文不符，没有发出。检查字体和文书的文本。")


def _body(text: str, page: int, mark: str) -> str:
    """A page's characters without those of its foot."""
    bare, foot = _bare(text), _bare(f"—{page}—{mark}")
    for side in (bare.removesuffix(foot), bare.removeprefix(foot)):
        if side != bare:
            return side
    raise LetterError(f"排出的文书第 {page} 页没有页码，与原文不符。文书没有发出。")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
