"""The gate after setting: what can be read in a PDF is, character by character, what was put in; else there is no letter."""

from __future__ import annotations

from collections.abc import Iterator

from fadu.letters.blocks import Document, Table, bare, named
from fadu.letters.errors import LetterError
from fadu.letters.pdfium import reading
from fadu.letters.textlayer import Unknown, read


def compare(pdf: bytes, document: Document) -> None:
    """White space apart, which is no text, and apart from page numbers, the mark and repeated table heads.

    Raises:
        LetterError: naming the first character that differs and its place.
    """
    wanted = bare("".join(document.text))
    heads = tuple(bare("".join(block.columns)) for block in _tables(document))
    printed = ""
    for page, text in enumerate(_drawn(pdf), 1):
        body = _body(bare(text), page, document)
        again = next((h for h in heads if h and body.startswith(h) and not wanted.startswith(h, len(printed))), "")
        printed += body.removeprefix(again)
    if printed != wanted:
        raise LetterError(_difference(printed, wanted))


def pages(pdf: bytes) -> tuple[str, ...]:
    """The text of each page as any reader finds it."""
    found: list[str] = []
    with reading(pdf) as file:
        for page in file:
            text = page.get_textpage()
            # A hyphen at the end of a line is taken for one that divides a word, and told by a code point that is no character.
            found.append(text.get_text_range(errors="strict").replace("\ufffe", "-"))
            text.close()
            page.close()
    return tuple(found)


def _drawn(pdf: bytes) -> tuple[str, ...]:
    """The text of each page of a PDF of our own: from its bytes where they are of the plain kind, else as any reader finds it."""
    try:
        return read(pdf)
    except Unknown:
        return pages(pdf)


def _tables(document: Document) -> Iterator[Table]:
    blocks = (*document.blocks, *(block for annex in document.annexes for block in annex.blocks))
    return (block for block in blocks if isinstance(block, Table))


def _body(text: str, page: int, document: Document) -> str:
    """A page's characters without those of its foot."""
    number, mark = f"—{page}—", bare(document.mark)
    for foot in (number + mark, mark) if _unnumbered(page, document) else (number + mark,):
        if foot and text.endswith(foot):
            return text.removesuffix(foot)
        if foot and text.startswith(foot):
            return text.removeprefix(foot)
    # The blank page before a 版记 has not even the mark.
    if _unnumbered(page, document) and not (mark and text):
        return text
    raise LetterError(f"排出的文书第{page}页没有页码，与原文不符。文书没有发出。")


def _unnumbered(page: int, document: Document) -> bool:
    """Whether a page may stand without a number (GB/T 9704-2012 7.5, 10.1)."""
    return document.kind == "cover" or (document.kind == "letter" and page == 1) or document.imprint is not None


def _difference(printed: str, wanted: str) -> str:
    # One character, not the sentence: the text may be personal, and the error is shown to those who may not read it.
    at = next(
        (i for i, (a, b) in enumerate(zip(printed, wanted, strict=False)) if a != b), min(len(printed), len(wanted))
    )
    there = named(printed[at]) if at < len(printed) else "没有字"
    should = named(wanted[at]) if at < len(wanted) else "没有字"
    return f"排出的文书第{at + 1}字与原文不符：原文是{should}，排出的是{there}。文书没有发出。更正所填内容，或者检查字体。"
