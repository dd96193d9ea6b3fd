"""One PDF of many: the pages of each file in order, every page stamped with its running number at the top, outside.

Each page is drawn as it is seen, into a page of its own: nothing that a file does besides (scripts, links, attachments, signatures) comes along.
The same files give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fadu.later import Later

if TYPE_CHECKING:
    import pypdf
    from pypdf import constants, generic
else:
    pypdf, constants, generic = Later("pypdf"), Later("pypdf.constants"), Later("pypdf.generic")

MM = 72 / 25.4
SIZE, ASIDE, DOWN = 13.0, 12 * MM, 12 * MM
"""Points: the size of the number, how far its outer side is from the edge, and its base line from the top."""
DIGIT = 0.5
"""Width of a digit of Times, in its size."""


@dataclass(frozen=True)
class Part:
    """A file as PDF, and what the bookmark to its first page says; `numbered` pages count, from 1 through all parts."""

    title: str
    pdf: bytes
    numbered: bool = True


def length(pdf: bytes) -> int:
    """How many pages."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def bound(title: str, author: str, parts: Sequence[Part]) -> bytes:
    """The parts as one PDF with bookmarks and page labels. Those that are not numbered come first or last."""
    writer = pypdf.PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    font = writer._add_object(_dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Times-Roman"))
    number = front = back = 0
    for part in parts:
        reader = pypdf.PdfReader(io.BytesIO(part.pdf))
        first = len(writer.pages)
        for page in reader.pages:
            number += part.numbered
            front += not part.numbered and not number
            back += not part.numbered and number > 0
            _draw(writer, page, number if part.numbered else 0, font)
        writer.add_outline_item(title=part.title, page_number=first)
    if front:
        writer.set_page_label(0, front - 1, style=constants.PageLabelStyle.LOWERCASE_ROMAN)
    if number:
        writer.set_page_label(front, front + number - 1, style=constants.PageLabelStyle.DECIMAL, start=1)
    if back:
        last = front + number
        writer.set_page_label(last, last + back - 1, style=constants.PageLabelStyle.UPPERCASE_ROMAN)
    writer.add_metadata({"/Title": title, "/Author": author})
    root = writer.root_object
    root[_name("Lang")] = generic.TextStringObject("zh-CN")
    root[_name("PageMode")] = _name("UseOutlines")
    root[_name("ViewerPreferences")] = generic.DictionaryObject(
        {_name("DisplayDocTitle"): generic.BooleanObject(True)}
    )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _draw(writer: pypdf.PdfWriter, page: pypdf.PageObject, number: int, font: Any) -> None:
    """The page as one drawing on a new page, with its number; 0 for none."""
    drawing = generic.StreamObject()
    contents = page.get_contents()
    drawing.set_data(b"" if contents is None else contents.get_data())
    drawing = drawing.flate_encode()
    box, turn = page.cropbox, page.rotation % 360
    sides = tuple(float(each) for each in (box.left, box.bottom, box.right, box.top))
    width, height = sides[2] - sides[0], sides[3] - sides[1]
    if turn in (90, 270):
        width, height = height, width
    drawing.update(_dictionary(Type="/XObject", Subtype="/Form", FormType=1))
    drawing[_name("BBox")] = _numbers(sides)
    drawing[_name("Matrix")] = _numbers(_turned(turn, *sides))
    for key in ("/Resources", "/Group"):
        if key in page:
            drawing[generic.NameObject(key)] = page[key].clone(writer)
    made = writer.add_blank_page(width, height)
    scale = float(page.get("/UserUnit", 1))
    if scale != 1:
        made[_name("UserUnit")] = generic.FloatObject(scale)
    made[_name("Resources")] = generic.DictionaryObject(
        {
            _name("XObject"): generic.DictionaryObject({_name("Page"): writer._add_object(drawing)}),
            _name("Font"): generic.DictionaryObject({_name("Number"): font}),
        }
    )
    painted = generic.StreamObject()
    painted.set_data("\n".join(("q /Page Do Q", *_stamp(number, width, height, scale))).encode())
    made[_name("Contents")] = writer._add_object(painted)


def _stamp(number: int, width: float, height: float, scale: float) -> Iterator[str]:
    """The number on white, right on odd pages and left on even ones."""
    if not number:
        return
    size = SIZE / scale
    wide = len(str(number)) * size * DIGIT
    x = width - ASIDE / scale - wide if number % 2 else ASIDE / scale
    y = height - DOWN / scale
    yield f"q 1 g {x - size / 3:.2f} {y - size / 3:.2f} {wide + size * 2 / 3:.2f} {size * 1.3:.2f} re f Q"
    yield f"BT 0 g /Number {size:.2f} Tf {x:.2f} {y:.2f} Td ({number}) Tj ET"


def _turned(turn: int, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
    """How the space of a page that is shown turned clockwise becomes that of one which is not."""
    return {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }.get(turn, (1.0, 0.0, 0.0, 1.0, -left, -bottom))


def _dictionary(**values: str | int) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            _name(key): generic.NameObject(value) if isinstance(value, str) else generic.NumberObject(value)
            for key, value in values.items()
        }
    )


def _numbers(values: Sequence[float]) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(round(value, 4)) for value in values])


def _name(name: str) -> generic.NameObject:
    return generic.NameObject(f"/{name}")
