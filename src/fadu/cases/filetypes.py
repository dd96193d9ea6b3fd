"""What a file is by its content, and the words that can be read in it cheaply (enough to find a marking on it)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from fadu.later import Later

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Later("pypdf")

OFFICE = "application/vnd.openxmlformats-officedocument"
PDF, OFD, TEXT = "application/pdf", "application/ofd", "text/plain"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
TYPES: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    OFD: (".ofd",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    TEXT: (".txt", ".csv", ".md"),
}
"""What is taken in, by media type: the suffixes it may have, the usual one first."""
MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MAIN = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
READ = re.compile(
    r"word/(document|header\d*|footer\d*)\.xml|xl/sharedStrings\.xml|.*/Content\.xml|docProps/core\.xml"
)
"""Parts of an archive that hold text that people see."""
MOST_TEXT = 16 * 1024 * 1024
MOST_FILES = 5000
PAGES = 3
"""A marking stands on the first page; what is read beyond is for covers and half-titles."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ElementTree.ParseError,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
)
"""In how many ways an archive says that it is broken."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Unreadable(Exception):
    """The file says that it is of a type, and can't be read as one."""


def media_type(content: bytes) -> str | None:
    """The type of what is taken in, None for everything else."""
    for magic, found in MAGIC.items():
        if content.startswith(magic):
            return found
    if content.startswith(b"PK\x03\x04"):
        return _archive_type(content)
    return TEXT if _decoded(content) is not None else None


def words(content: bytes, kind: str) -> str:
    """The text that can be read in it: all of a text, docx, xlsx or ofd, the first pages of a PDF, nothing of a picture.

    Raises:
        Unreadable: damaged, encrypted, or unpacking to far more than it should.
    """
    if kind == TEXT:
        return _decoded(content) or ""
    if kind == PDF:
        return _pdf_words(content)
    if kind in (DOCX, XLSX, OFD):
        try:
            return "\n".join(_archive_words(content))
        except BROKEN:
            raise Unreadable from None
    return ""


def _archive_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if len(names) > MOST_FILES:
        return None
    return next((kind for main, kind in MAIN.items() if main in names), None)


def _archive_words(content: bytes) -> Iterator[str]:
    """The texts of an archive's parts, a line for each paragraph."""
    left = MOST_TEXT
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if READ.fullmatch(name):
                with archive.open(name) as part:
                    raw = part.read(left + 1)
                left -= len(raw)
                if left < 0 or b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw:
                    raise Unreadable
                yield from _paragraphs(ElementTree.fromstring(raw))


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    """Paragraphs (docx), shared strings (xlsx), text objects (ofd); the properties' own elements."""
    found = [e for e in root.iter() if e.tag.rpartition("}")[2] in ("p", "si", "TextObject")] or list(root)
    for element in found:
        text = "".join(element.itertext()).strip()
        if text:
            yield text


def _pdf_words(content: bytes) -> str:
    # pypdf says that a file is broken in as many ways as files can be broken.
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
        pages = reader.pages[:PAGES] if opened else []
    except Exception:
        raise Unreadable from None
    if not pages:
        raise Unreadable
    return "\n".join(_page_words(page) for page in pages)


def _page_words(page: pypdf.PageObject) -> str:
    """The page's text; nothing of a page that people can see and pypdf can't read."""
    try:
        return page.extract_text()
    except Exception:
        return ""


def _decoded(content: bytes) -> str | None:
    """The text, if it is one: UTF-8, UTF-16 with its mark, or GB 18030, without control characters."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text
    return None
