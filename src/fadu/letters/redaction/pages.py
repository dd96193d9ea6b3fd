"""Pages as people see them, through one library that is not made for threads."""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pypdfium2
from pypdfium2 import raw

from fadu.letters.pdfium import ALONE
from fadu.letters.redaction.values import Bar, Box, RedactionError
from fadu.procedure.say import say

DPI = 200
MOST_PIXELS = 25_000_000
MOST_PAGES = 200
FINE = 1_000_000
"""Units into which a page is divided when places on it are asked for."""


@dataclass(frozen=True)
class Page:
    """A page as shown: number from 1, width and height in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True)
class Picture:
    """Pixels of a page, three bytes each (red, green, blue), row after row."""

    width: int
    height: int
    pixels: bytes

    def png(self) -> bytes:
        """The picture as PNG."""
        line = self.width * 3
        rows = b"".join(b"\0" + self.pixels[y * line : (y + 1) * line] for y in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        chunks = (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in parts
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """The document; nobody else uses the library meanwhile.

    Raises:
        RedactionError: it is no PDF that can be read, or has too many pages.
    """
    with ALONE:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise RedactionError(
                say("文件打不开：已损坏，或者设有密码"), say("去掉密码，确认能打开后再上传。")
            ) from None
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise RedactionError(
                    say("文件有 {n} 页，最多 {most} 页", n=len(document), most=MOST_PAGES),
                    say("分成几个文件再遮盖。"),
                )
            document.init_forms()
            yield document
        finally:
            document.close()


def pages(pdf: bytes) -> tuple[Page, ...]:
    """The pages of the file. Raises RedactionError like `opened`."""
    with opened(pdf) as document:
        return tuple(Page(n, *document.get_page_size(n - 1)) for n in range(1, len(document) + 1))


def picture(pdf: bytes, page: int, dpi: int = DPI) -> Picture:
    """A page (from 1) as people see it. Raises RedactionError, or IndexError for a page that is not there."""
    with opened(pdf) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        return drawn(document[page - 1], dpi)


def drawn(page: Any, dpi: int = DPI) -> Picture:
    """A page of an opened document; very large ones with fewer pixels."""
    width, height = page.get_size()
    scale = min(dpi / 72, sqrt(MOST_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False, force_bitmap_format=raw.FPDFBitmap_BGR)
    data, line = bytes(bitmap.buffer), bitmap.width * 3
    pixels = b"".join(data[y * bitmap.stride : y * bitmap.stride + line] for y in range(bitmap.height))
    return Picture(bitmap.width, bitmap.height, pixels)


def barred(seen: Picture, bars: tuple[Bar, ...]) -> Picture:
    """The picture with its bars black."""
    pixels = bytearray(seen.pixels)
    for bar in bars:
        left, top, right, bottom = edges(seen, bar.box)
        black = bytes(3 * (right - left))
        for y in range(top, bottom):
            at = (y * seen.width + left) * 3
            pixels[at : at + len(black)] = black
    return Picture(seen.width, seen.height, bytes(pixels))


def edges(seen: Picture, box: Box) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels: every pixel that the box touches lies within."""
    return (
        int(box.left * seen.width),
        int(box.top * seen.height),
        min(seen.width, int(box.right * seen.width) + 1),
        min(seen.height, int(box.bottom * seen.height) + 1),
    )


def place(page: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box of the page's own space (left, bottom, right, top in points) as fractions of the page as shown; may lie outside of it."""
    corners = (_shown(page, box[0], box[1]), _shown(page, box[2], box[3]))
    (x0, x1), (y0, y1) = (sorted(c[0] for c in corners), sorted(c[1] for c in corners))
    return x0, y0, x1, y1


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value / FINE, down.value / FINE
