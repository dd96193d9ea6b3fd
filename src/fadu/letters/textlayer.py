"""The text of a PDF as the typesetter writes it, read from its bytes: objects, content streams, and what each font says of its glyphs.

It knows exactly what the typesetter writes, token by token, and no more. Whatever else it meets, it doesn't read: `Unknown`, and a reader of
all PDFs has to (pdfium: for a letter of two pages three times as dear). So it is never a guess what it says.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

__all__ = ["Unknown", "read"]


class Unknown(Exception):
    """Something that the typesetter doesn't write, or a character whose place among others is a matter of opinion."""


def read(pdf: bytes) -> tuple[str, ...]:
    """The characters of each page in the order in which they are drawn, without line breaks; of what lies off the paper, none.

    Raises:
        Unknown: the file, a stream or a character is not of the plain kind.
    """
    try:
        return tuple(_page(file, page) for file in [_File(pdf)] for page in file.pages())
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        zlib.error,
        struct.error,
    ) as error:
        raise Unknown(f"not as the typesetter writes it: {error!r}") from None


# Objects (ISO 32000-1, 7.3) ---------------------------------------------------------------------------------------

_PLAIN = rb"\\(?:[0-7]{3}|[nrtbf()\\])|[^()\\\r]++"
# Parentheses inside a string stand unescaped where they are balanced.
_NESTED = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*\)"
_BODY = rb"(?:" + _PLAIN + rb"|" + _NESTED + rb")*"
_STRING = rb"\(" + _BODY + rb"\)"
_HEX = rb"<(?:[0-9A-Fa-f]{2})*>"
_NAME = rb"/[\w.+-]++"
# In a repetition each way to go on excludes the others: a file that was tampered with can't make the reader try them all.
_NUMBER = rb"[+-]?(?:\d++\.\d*+|\d++(?!\.)|\.\d++)"
_TOKEN = re.compile(
    rb"\s*+(?:(?P<ref>\d++ 0 R)(?!\w)|(?P<number>"
    + _NUMBER
    + rb")|(?P<name>"
    + _NAME
    + rb")|(?P<numbers>\[[-\d.\s]*+\])|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<string>" + _STRING + rb")|(?P<hex>" + _HEX + rb")|(?P<word>true|false|null)(?!\w))"
)
_OBJECT = re.compile(rb"(\d++) 0 obj\s")
_TABLE = re.compile(rb"xref\r?\n0 (\d++)\r?\n")
_START = re.compile(rb"startxref\s+(\d++)\s+%%EOF\s*+\Z")
_STREAM = re.compile(rb"\s*+stream\r?\n")


class _Ref(int):
    """The number of another object."""


class _File:
    """The objects of a file with one table of them and no later additions."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        start = int(_START.search(pdf, len(pdf) - 64)[1])  # type: ignore[index]  # None is Unknown, see `read`
        table = _TABLE.match(pdf, start)
        count = int(table[1])  # type: ignore[index]
        end = table.end() + 20 * count  # type: ignore[union-attr]
        self._at = [int(pdf[at : at + 10]) for at in range(table.end(), end, 20)]  # type: ignore[union-attr]
        if pdf[end : end + 7] != b"trailer":
            raise Unknown("more than one table of objects")
        self._meanings: dict[_Ref, Mapping[int, str]] = {}
        self._widths: dict[_Ref, Mapping[int, float]] = {}
        self._trailer, _ = self._value(end + 7)
        if self._trailer.keys() & {"Prev", "Encrypt", "XRefStm"} or self._trailer["Size"] != count:
            raise Unknown("a file with additions")

    def get(self, value: Any) -> Any:
        """What a value stands for: the object itself, if it is a reference."""
        return self._object(value)[0] if isinstance(value, _Ref) else value

    def stream(self, value: Any) -> bytes:
        """The content of a stream."""
        said, at = self._object(value)
        opened = _STREAM.match(self._pdf, at)
        begin = opened.end()  # type: ignore[union-attr]
        end = begin + int(self.get(said["Length"]))
        if self._pdf[end : end + 10].split() != [b"endstream"]:
            raise Unknown("a stream of another length")
        packed = self._pdf[begin:end]
        if "Filter" not in said:
            return packed
        if said["Filter"] != "FlateDecode" or "DecodeParms" in said:
            raise Unknown("a stream packed in another way")
        return zlib.decompress(packed)

    def meanings(self, font: _Ref) -> Mapping[int, str]:
        """What the glyphs of a font mean."""
        said = self._meanings.get(font)
        if said is None:
            said = self._meanings[font] = _meanings(self, font)
        return said

    def widths(self, font: _Ref) -> Mapping[int, float]:
        """How wide the glyphs of a font are, in thousandths of its size."""
        said = self._widths.get(font)
        if said is None:
            said = self._widths[font] = _widths(self, font)
        return said

    def pages(self) -> Iterator[dict[str, Any]]:
        yield from self._leaves(self.get(self.get(self._trailer["Root"])["Pages"]), {}, 0)

    def _leaves(self, node: dict[str, Any], above: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        node = {**above, **node}
        if node["Type"] == "Page":
            yield node
        elif node["Type"] == "Pages" and depth < 20:
            handed = {"Resources": node["Resources"]} if "Resources" in node else {}
            for kid in self.get(node["Kids"]):
                yield from self._leaves(self.get(kid), handed, depth + 1)
        else:
            raise Unknown("a tree of pages of another kind")

    def _object(self, ref: _Ref) -> tuple[Any, int]:
        begun = _OBJECT.match(self._pdf, self._at[ref])
        if begun is None or int(begun[1]) != ref:
            raise Unknown("an object elsewhere than the table says")
        return self._value(begun.end())

    def _value(self, at: int) -> tuple[Any, int]:
        """A value and where it ends."""
        found = _TOKEN.match(self._pdf, at)
        if found is None:
            raise Unknown("an object of another kind")
        text, at = found[0].strip(), found.end()
        match found.lastgroup:
            case "ref":
                return _Ref(int(text[:-4])), at
            case "number":
                return (float(text) if b"." in text else int(text)), at
            case "name":
                return text[1:].decode("ascii"), at
            case "numbers":
                return [float(each) for each in text[1:-1].split()], at
            case "open":
                values, at = self._values(at, b">>" if text == b"<<" else b"]")
                if text == b"[":
                    return values, at
                keys = values[::2]
                if len(set(keys)) < len(keys):
                    raise Unknown("a key that stands twice")
                return dict(zip(keys, values[1::2], strict=True)), at
            case "close":
                raise Unknown("a bracket that closes nothing")
            case _:
                return text, at

    def _values(self, at: int, closing: bytes) -> tuple[list[Any], int]:
        values: list[Any] = []
        while True:
            found = _TOKEN.match(self._pdf, at)
            if found is not None and found.lastgroup == "close":
                if found[0].strip() != closing:
                    raise Unknown("brackets that cross")
                return values, found.end()
            value, at = self._value(at)
            values.append(value)


# Content ----------------------------------------------------------------------------------------------------------

_SHOWN = rb"(?:" + _STRING + rb"|" + _HEX + rb")"
# Lines, areas, colours; no image, no form, no text.
_DRAWN = (
    rb"[-\d.\s]++|(?:q|Q|cm|scn|SCN|sc|SC|g|G|rg|RG|k|K|m|l|c|v|y|h|re|S|s|f\*?|F|B\*?|b\*?|n|W\*?|w|J|j|M|i|ri)(?![\w*])|"
    + _NAME
    + rb"\s++(?:cs|CS|gs)(?!\w)|\[[-\d.\s]*+\]\s*+[-\d.]++\s++d(?!\w)"
)
# What runs belong to: an element of the structure, or none. A text given in place of the glyphs (ActualText) is not of the plain kind.
_SORTS = rb"/(?:Pagination|Layout|Background|Page|Header|Footer|Top|Bottom|Left|Right)(?!\w)"
_SAID = rb"/(?:MCID|Type|Subtype|BBox|Attached|Alt|Lang)(?!\w)|" + _NUMBER + rb"|[\[\]]|" + _SORTS + rb"|" + _SHOWN
_MARKED = rb"/\w++\s*+(?:<<(?:\s++|" + _SAID + rb")*>>\s*+BDC|BMC)(?!\w)|EMC(?!\w)"
# Where a line is justified each glyph stands alone, most often as one of the first 256: that comes first.
_USUAL = rb"\(\\000[^()\\\r]\)"
_GLYPHS = rb"(?:" + _USUAL + rb"|(?!" + _USUAL + rb")" + _SHOWN + rb")"
# A run of glyphs: visible, in one font, at one place.
_RUN = (
    rb"BT\s+[012] Tr\s*+(?P<font>" + _NAME + rb") " + _NUMBER + rb" Tf (?:" + _NUMBER + rb" ){6}Tm\s*+"
    rb"(?P<shown>\[[-\d.\s]*+(?:" + _GLYPHS + rb"[-\d.\s]*+)*\]\s*+TJ|" + _SHOWN + rb"\s*+Tj)\s++ET(?!\w)"
)
_PIECE = re.compile(rb"(?:" + _DRAWN + rb"|" + _MARKED + rb")*(?:" + _RUN + rb")?")
_STRINGS = re.compile(rb"\((" + _BODY + rb")\)|<([0-9A-Fa-f]*+)>")
_PLACED = re.compile(
    rb"q 1 0 0 -1 ([-\d.]++) ([-\d.]++) cm/\w++ cs [-\d. ]++scn\s*+BT 0 Tr/\w++ ([\d.]++) Tf 1 0 0 -1 0 0 Tm"
)
_ESCAPED = re.compile(rb"\\([()])|\\\\")


def _page(file: _File, page: dict[str, Any]) -> str:
    if file.get(page.get("Annots", [])):
        raise Unknown("a page with annotations")
    fonts = file.get(file.get(page["Resources"]).get("Font", {}))
    _, _, *paper = page["MediaBox"]
    content, at = file.stream(page["Contents"]), 0
    runs: list[tuple[bytes, Mapping[int, str]]] = []
    while at < len(content):
        piece = _PIECE.match(content, at)
        if piece is None or piece.end() == at:
            raise Unknown(f"content of another kind: {content[at : at + 20]!r}")
        at = piece.end()
        if (font := piece["font"]) and _on_paper(file, piece, fonts[font[1:].decode()], paper):
            runs.append((piece["shown"], file.meanings(fonts[font[1:].decode()])))
    text = _text(runs)
    if not all(map(_plain, set(text))):
        raise Unknown("a character that is not of the plain kind")
    return text


def _on_paper(file: _File, piece: re.Match[bytes], font: _Ref, paper: list[float]) -> bool:
    """Whether a run of glyphs begins and ends on the paper, if it is set where the typesetter sets one."""
    placed = _PLACED.search(piece[0])
    if placed is None:
        return True
    x, y, size = map(float, placed.groups())
    wide, high = paper
    if not (0 <= x <= wide and 0 <= y <= high):
        return False
    # Each glyph takes more than two bytes, and few are wider than they are high: most runs need no look at their widths.
    if x + len(piece["shown"]) / 4 * size <= wide:
        return True
    widths = file.widths(font)
    drawn = sum(widths.get(glyph, 0.0) for glyph in _glyphs(_STRINGS.findall(piece["shown"])))
    return x + drawn * size / 1000 <= wide


_BEGIN, _BEGUN = rb"(\377\377)", 0xFFFF
"""What is put before every run, so that a page is decoded at once: the number of no glyph (OpenType, maxp)."""


def _text(runs: list[tuple[bytes, Mapping[int, str]]]) -> str:
    """The characters of runs of glyphs, each glyph two bytes."""
    codes = _glyphs(_STRINGS.findall(b"".join([_BEGIN + shown for shown, _ in runs])))
    if codes.count(_BEGUN) != len(runs):
        raise Unknown("a run with half a glyph")
    text, fonts = [], iter(runs)
    for code in codes:
        if code == _BEGUN:
            _, meanings = next(fonts)
        else:
            text.append(meanings[code])
    return "".join(text)


def _glyphs(strings: list[tuple[bytes, bytes]]) -> tuple[int, ...]:
    """The glyphs of strings, each two bytes."""
    if any(digits for _, digits in strings):
        glyphs = b"".join([_bytes(body) + bytes.fromhex(digits.decode()) for body, digits in strings])
    else:
        glyphs = _bytes(b"".join([body for body, _ in strings]))
    return struct.unpack(f">{len(glyphs) // 2}H", glyphs)


def _bytes(body: bytes) -> bytes:
    if b"\\" not in body:
        return body
    # What PDF and Python escape, they escape alike, but for parentheses.
    if b"\\(" in body or b"\\)" in body:
        body = _ESCAPED.sub(lambda found: found[1] or found[0], body)
    return body.decode("unicode_escape").encode("latin-1")


_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s+<((?:[0-9A-Fa-f]{4})+)>\s+")
_MAPPINGS = re.compile(rb"\d+ beginbfchar\s+((?:<[0-9A-Fa-f]{4}>\s+<(?:[0-9A-Fa-f]{4})+>\s+)+)endbfchar")
_RANGE = re.compile(rb"1 begincodespacerange\s+<0000>\s+<FFFF>\s+endcodespacerange")


def _meanings(file: _File, value: Any) -> Mapping[int, str]:
    """What the glyphs of a font mean: its ToUnicode (ISO 32000-1, 9.10.3)."""
    font = file.get(value)
    if (font["Subtype"], font["Encoding"]) != ("Type0", "Identity-H"):
        raise Unknown("a font of another kind")
    _shapes(file, font)
    said = file.stream(font["ToUnicode"])
    blocks = _MAPPINGS.findall(said)
    if not _RANGE.search(said) or len(blocks) != said.count(b"beginbfchar") or b"beginbfrange" in said:
        raise Unknown("a font that tells its characters in another way")
    pairs = [pair for block in blocks for pair in _MAPPED.findall(block)]
    glyphs = struct.unpack(f">{len(pairs)}H", bytes.fromhex(b"".join([glyph for glyph, _ in pairs]).decode()))
    texts: str | list[str] = _utf16(b"".join([text for _, text in pairs]))
    if len(texts) != len(pairs) or any(len(text) != 4 for _, text in pairs):
        texts = [_utf16(text) for _, text in pairs]
    meanings = dict(zip(glyphs, texts, strict=True))
    if len(meanings) < len(pairs):
        raise Unknown("a glyph with two meanings")
    return meanings


def _shapes(file: _File, font: Mapping[str, Any]) -> None:
    """A font whose shapes are not in the file, whole, may draw nothing."""
    (drawn,) = map(file.get, file.get(font["DescendantFonts"]))
    kept = file.get(drawn["FontDescriptor"])
    if drawn["Subtype"] not in ("CIDFontType0", "CIDFontType2") or not all(
        isinstance(each, int | float) for each in drawn["W"] if not isinstance(each, list)
    ):
        raise Unknown("a font of another kind")
    if not file.stream(kept["FontFile3" if drawn["Subtype"] == "CIDFontType0" else "FontFile2"]):
        raise Unknown("a font without shapes")


def _widths(file: _File, font: _Ref) -> Mapping[int, float]:
    """What the W of a font says (ISO 32000-1, 9.7.4.3): first and last glyph and the width of each, or the first and a list of widths."""
    (drawn,) = map(file.get, file.get(file.get(font)["DescendantFonts"]))
    said, widths = iter(drawn["W"]), dict[int, float]()
    for first in said:
        then = next(said)
        if isinstance(then, list):
            widths.update(zip(range(int(first), int(first) + len(then)), then, strict=True))
        else:
            widths.update(dict.fromkeys(range(int(first), int(then) + 1), next(said)))
    return widths


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


@cache
def _plain(character: str) -> bool:
    """Whether it stands for itself, in the line, from left to right: no mark on another, no turn of direction, no joined or halved form."""
    return (
        unicodedata.category(character)[0] not in "MC"
        and unicodedata.bidirectional(character) not in ("R", "AL", "AN")
        and not 0xFB00 <= ord(character) <= 0xFDFF
        and not 0xFE70 <= ord(character) <= 0xFEFF
    )
