"""The proof: the new file is taken apart again by two readers, and holds neither what was under the bars nor anything unseen."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fadu.later import Later
from fadu.letters.redaction.finding import compact
from fadu.letters.redaction.pages import drawn, edges, opened
from fadu.letters.redaction.values import Bar, RedactionError
from fadu.procedure.say import Say, say

if TYPE_CHECKING:
    import pypdf
    from pypdf import generic
else:
    pypdf, generic = Later("pypdf"), Later("pypdf.generic")

UNSEEN = frozenset(
    {
        "/Metadata", "/PieceInfo", "/EmbeddedFiles", "/EF", "/AF", "/JS", "/JavaScript", "/OpenAction", "/AA", "/Annots",
        "/AcroForm", "/Outlines", "/OCProperties", "/OCGs", "/StructTreeRoot", "/StructParents", "/Names", "/Dests",
        "/Collection", "/Perms", "/Threads", "/XFA", "/ActualText", "/Info", "/Lang", "/PageLabels",
    }
)  # fmt: skip
"""What a page does not show. None of these names may be left in the file."""


def prove(made: bytes, bars: Sequence[Bar], pictures: Sequence[int], hidden: Sequence[str]) -> None:
    """Take the new file apart.

    Raises:
        RedactionError: it is not one plain save; something unseen is left; a page of bars can be read; a bar is not black; or words that
            were sought can still be read somewhere.
    """
    if made.count(b"%%EOF") != 1 or made.count(b"startxref") != 1:
        raise _failed(say("文件中有以前保存的版本"))
    reader = pypdf.PdfReader(io.BytesIO(made))
    if left := sorted(_names(reader.trailer, set()) & UNSEEN):
        raise _failed(say("文件中还有看不见的内容（{names}）", names=left))
    read = [compact(page.extract_text()) for page in reader.pages]
    with opened(made) as document:
        again = [compact(document[n].get_textpage().get_text_range()) for n in range(len(document))]
        for number in pictures:
            if read[number - 1] or again[number - 1]:
                raise _failed(say("第 {n} 页遮盖之后还能读出文字", n=number))
            _black(document[number - 1], tuple(b for b in bars if b.page == number))
    _gone(read, again, hidden)
    _not_in_bytes(reader, hidden)


def _black(page: Any, bars: tuple[Bar, ...]) -> None:
    """Every pixel of every bar is black, but for a pixel at its edge, which belongs to both sides."""
    seen = drawn(page)
    for bar in bars:
        left, top, right, bottom = edges(seen, bar.box)
        left, top, right, bottom = left + 2, top + 2, right - 2, bottom - 2
        for y in range(top, bottom):
            row = seen.pixels[(y * seen.width + left) * 3 : (y * seen.width + right) * 3]
            if max(row, default=0) > 8:
                raise _failed(say("第 {n} 页有一处没有涂黑", n=bar.page))


def _gone(read: Sequence[str], again: Sequence[str], hidden: Sequence[str]) -> None:
    for words in {compact(each) for each in hidden} - {""}:
        left = [n for n, texts in enumerate(zip(read, again, strict=True), 1) if any(words in text for text in texts)]
        if left:
            # Where, not what: the words are not for everybody who reads of the refusal.
            raise RedactionError(
                say("要遮盖的词语在第 {pages} 页还能读出", pages=[str(n) for n in left]),
                say("把这些地方也选上；确属可以公开的，改用画框遮盖。"),
            )


def _not_in_bytes(reader: pypdf.PdfReader, hidden: Sequence[str]) -> None:
    """The words are in no stream either, in none of the usual encodings; pictures and fonts apart, which hold no text."""
    sought = {
        word.encode(coding, "ignore")
        for word in hidden
        for coding in ("utf-8", "utf-16-be", "gb18030")
        if len(compact(word)) > 1
    }
    sought = {each for each in sought if len(each) >= 6}
    for stream in _streams(reader.trailer, set()):
        data = stream.get_data() if stream.get("/Subtype") != "/Image" else b""
        if any(each in data for each in sought):
            raise _failed(say("要遮盖的词语还在文件的数据里"))


def _names(value: Any, seen: set[tuple[int, int]]) -> set[str]:
    """Every key of every dictionary that can be reached."""
    return {key for each in _dictionaries(value, seen) for key in each}


def _streams(value: Any, seen: set[tuple[int, int]]) -> Iterator[generic.StreamObject]:
    return (each for each in _dictionaries(value, seen) if isinstance(each, generic.StreamObject))


def _dictionaries(value: Any, seen: set[tuple[int, int]]) -> Iterator[generic.DictionaryObject]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, generic.IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        if isinstance(each, generic.DictionaryObject):
            yield each
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, generic.ArrayObject):
            waiting += list(each)


def _failed(reason: Say) -> RedactionError:
    return RedactionError(reason, say("没有保存任何文件。换一份另存的 PDF 再试。"))
