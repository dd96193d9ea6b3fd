"""The new file: touched pages become pictures with black bars, all others keep their text and nothing else.

Nothing is taken over but what a page shows: no metadata, comments, attachments, scripts, layers, bookmarks, forms, structure, earlier
versions. A page whose text is not what people see (hidden layers, invisible or replaced text, text beyond the edge) or that bears a
stamp or a form becomes a picture too.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fadu.later import Later
from fadu.letters.redaction.finding import stray
from fadu.letters.redaction.pages import Picture, barred, drawn, opened
from fadu.letters.redaction.proving import prove
from fadu.letters.redaction.values import Bar, Redacted, RedactionError
from fadu.procedure.say import say

if TYPE_CHECKING:
    import pypdf
    from pypdf import generic
else:
    pypdf, generic = Later("pypdf"), Later("pypdf.generic")

SHOWN = frozenset({"/Stamp", "/Widget"})
"""Annotations that are part of what a page says: stamps and seals, filled-in fields. Comments are not."""
DROPPED = (
    "/Metadata",
    "/PieceInfo",
    "/AF",
    "/OPI",
    "/Alternates",
    "/Ref",
    "/A",
    "/AA",
    "/StructParent",
    "/StructParents",
)
MARKED = re.compile(rb"/ActualText|/Alt\b|/E\s*\(|/OC\b|\b3\s+Tr\b|\b7\s+Tr\b")
"""In the drawing of a page: replaced text, layers, text that is not drawn."""


def redact(pdf: bytes, bars: Sequence[Bar], hidden: Sequence[str] = ()) -> Redacted:
    """The file with these bars. `hidden` are the words sought: they must not be left anywhere in it.

    Raises:
        RedactionError: no bars, a file that can't be read, a bar on a page that is not there, or a result that fails its proof.
    """
    if not bars:
        raise RedactionError(say("没有要遮盖的地方"), say("查找词语，或者在页面上画出要遮盖的地方。"))
    reader = _read(pdf)
    clean = _without_comments(pdf)
    writer = pypdf.PdfWriter()
    pictures: list[int] = []
    with opened(clean) as document:
        if any(not 1 <= bar.page <= len(document) for bar in bars):
            raise RedactionError(say("要遮盖的页不在文件中"), say("核对页码，从 1 起。"))
        for number in range(1, len(document) + 1):
            page, mine = document[number - 1], tuple(b for b in bars if b.page == number)
            if mine or _unsure(reader.pages[number - 1]) or stray(page):
                _add_picture(writer, page.get_size(), barred(drawn(page), mine))
                pictures.append(number)
            else:
                _add_page(writer, reader.pages[number - 1])
    made = _written(writer)
    prove(made, bars, pictures, hidden)
    return Redacted(made, tuple(sorted(bars)), len(reader.pages), tuple(pictures), _sha(pdf), _sha(made))


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(pdf: bytes) -> pypdf.PdfReader:
    # pypdf says that a file is broken in as many ways as files can be broken.
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        opens = not reader.is_encrypted or bool(reader.decrypt(""))
        len(reader.pages)
    except Exception:
        opens = False
    if not opens:
        raise RedactionError(say("文件打不开：已损坏，或者设有密码"), say("去掉密码，确认能打开后再上传。"))
    return reader


def _without_comments(pdf: bytes) -> bytes:
    """The file with those annotations only that are part of what it says, for drawing."""
    writer = pypdf.PdfWriter(clone_from=_read(pdf))
    for page in writer.pages:
        kept = [a for a in page.get("/Annots") or () if a.get_object().get("/Subtype") in SHOWN]
        if "/Annots" in page:
            page[generic.NameObject("/Annots")] = generic.ArrayObject(kept)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _unsure(page: pypdf.PageObject) -> bool:
    """Whether what can be read in the page may not be what people see, or it bears what is not in its own drawing."""
    if any(a.get_object().get("/Subtype") in SHOWN for a in page.get("/Annots") or ()):
        return True
    try:
        return _hides(page, set())
    except Exception:
        return True


def _hides(holder: Any, seen: set[int]) -> bool:
    """Whether the drawing of a page or form has marked content that hides or replaces text, or layers; forms in it included."""
    content = holder.get_contents() if isinstance(holder, pypdf.PageObject) else holder
    if content is not None and MARKED.search(content.get_data()):
        return True
    resources = _dictionary(holder, "/Resources")
    if _dictionary(resources, "/Properties"):
        return True
    for each in _dictionary(resources, "/XObject").values():
        form = each.get_object()
        if id(form) in seen:
            continue
        seen.add(id(form))
        if "/OC" in form or (form.get("/Subtype") == "/Form" and _hides(form, seen)):
            return True
    return False


def _dictionary(holder: Any, name: str) -> Any:
    found = holder.get(name)
    return found.get_object() if found is not None else generic.DictionaryObject()


def _add_page(writer: pypdf.PdfWriter, page: pypdf.PageObject) -> None:
    """The page's drawing and what it is drawn with, and nothing that merely hangs on it."""
    added = writer.add_blank_page(1, 1)
    for name, box in (("/MediaBox", page.mediabox), ("/CropBox", page.cropbox)):
        added[generic.NameObject(name)] = generic.ArrayObject(generic.FloatObject(value) for value in box)
    if page.rotation:
        added[generic.NameObject("/Rotate")] = generic.NumberObject(page.rotation)
    resources = page.get("/Resources")
    if resources is not None:
        added[generic.NameObject("/Resources")] = resources.get_object().clone(
            writer, force_duplicate=True, ignore_fields=DROPPED
        )
    content = page.get_contents()
    if content is not None:
        stream = generic.DecodedStreamObject()
        stream.set_data(content.get_data())
        added[generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def _add_picture(writer: pypdf.PdfWriter, size: tuple[float, float], seen: Picture) -> None:
    """A page that is one picture, of the size in points as shown."""
    width, height = size
    page = writer.add_blank_page(width, height)
    image = generic.StreamObject()
    image._data = zlib.compress(seen.pixels, 6)
    for key, value in (
        ("/Type", generic.NameObject("/XObject")),
        ("/Subtype", generic.NameObject("/Image")),
        ("/Width", generic.NumberObject(seen.width)),
        ("/Height", generic.NumberObject(seen.height)),
        ("/ColorSpace", generic.NameObject("/DeviceRGB")),
        ("/BitsPerComponent", generic.NumberObject(8)),
        ("/Filter", generic.NameObject("/FlateDecode")),
    ):
        image[generic.NameObject(key)] = value
    drawing = generic.DecodedStreamObject()
    drawing.set_data(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /P Do Q".encode())
    named = generic.DictionaryObject({generic.NameObject("/P"): writer._add_object(image)})
    page[generic.NameObject("/Resources")] = generic.DictionaryObject({generic.NameObject("/XObject"): named})
    page[generic.NameObject("/Contents")] = writer._add_object(drawing)


def _written(writer: pypdf.PdfWriter) -> bytes:
    writer.metadata = None
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
