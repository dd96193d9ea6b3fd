"""A PDF measured in millimetres from the upper left corner: characters from its text, ink from its picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pdfplumber
import pypdfium2
from PIL import Image, ImageChops

Colour = Callable[[Image.Image], Image.Image]
POINT = 25.4 / 72
FINE = 10
"""Pixels in a millimetre."""
CUT = "，。、；：！？“”‘’（）《》〈〉〔〕—"
"""Punctuation, whose cell is cut at the ends of lines."""


@dataclass(frozen=True)
class Row:
    """A line of text: its characters without white space, its base line, the edges of its first and last character's cell."""

    text: str
    base: float
    left: float
    right: float
    size: float
    font: str


@dataclass(frozen=True)
class Ink:
    left: float
    top: float
    right: float
    bottom: float


def rows(pdf: bytes) -> list[list[Row]]:
    """The lines of each page from top to bottom."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [_rows(page) for page in file.pages]


def _rows(page: pdfplumber.page.Page) -> list[Row]:
    found: dict[int, list[dict[str, float]]] = {}
    for each in page.chars:
        if each["text"].strip():
            found.setdefault(round(page.height - each["matrix"][5]), []).append(each)
    return [
        Row(
            "".join(str(each["text"]) for each in line),
            (page.height - line[0]["matrix"][5]) * POINT,
            min(each["x0"] for each in line) * POINT,
            max(each["x1"] for each in line) * POINT,
            line[0]["size"],
            str(line[0]["fontname"]),
        )
        for _, line in sorted(found.items())
    ]


def picture(pdf: bytes, page: int) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page - 1].render(scale=POINT * FINE).to_pil().convert("RGB")


def ink(
    image: Image.Image, colour: Colour, top: float = 0, bottom: float = 297, left: float = 0, right: float = 210
) -> Ink:
    """The box around the ink of a colour within a part of the page, in mm."""
    box = colour(
        image.crop((round(left * FINE), round(top * FINE), round(right * FINE), round(bottom * FINE)))
    ).getbbox()
    assert box is not None, "no such ink"
    return Ink(left + box[0] / FINE, top + box[1] / FINE, left + box[2] / FINE, top + box[3] / FINE)


def red(part: Image.Image) -> Image.Image:
    reds, greens, _ = part.split()
    return ImageChops.logical_and(_above(reds, 150), ImageChops.invert(_above(greens, 110)))


def black(part: Image.Image) -> Image.Image:
    return ImageChops.invert(_above(part.split()[0], 110))


def _above(channel: Image.Image, least: int) -> Image.Image:
    return channel.point(lambda value: 255 if value > least else 0).convert("1", dither=Image.Dither.NONE)
