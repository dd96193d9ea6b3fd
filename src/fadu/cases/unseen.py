"""What a file carries that its pages don't show: properties, comments, names, files inside it; and what would run by itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from fadu.cases.filetypes import BROKEN, DOCX, OFD, PDF, XLSX, Unreadable, media_type, words
from fadu.later import Later

if TYPE_CHECKING:
    import pypdf
else:
    pypdf = Later("pypdf")

MOST_TEXT = 32 * 1024 * 1024
"""Bytes of text parts that are looked through, those of files inside included."""
DEPTH = 2
PAGES = 20
"""Pages of a PDF whose buttons and notes are looked at."""
DULL = re.compile(
    r".*(?:/theme/.*|/styles|/stylesWithEffects|/fontTable|/webSettings|/calcChain)\.xml", re.IGNORECASE
)
INSIDE = re.compile(r".*/(?:embeddings|Attachs?|Attachments?)/.*", re.IGNORECASE)
MACROS = re.compile(r"(?:.*/)?(?:vbaProject\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)[\"'])"
    rb"(?=[^>]*Target\s*=\s*[\"']\s*https?:)",
    re.IGNORECASE,
)
"""A part that the reader's program would fetch from the network when the file is opened."""
BLOCK = re.compile(r"<(/?)(?:\w+:)?(?:p|si|is|TextObject|comment|property)(?:\s[^<>]*)?(?<!/)>")
"""Begin or end of what reads as one line, though it be made of many runs."""
MOST_BLOCKS = 1_000_000
TAG = re.compile(r"<[^<>]*>")
NAMED = re.compile(r"""\b(?:name|descr|title)\s{0,9}=\s{0,9}(?:"([^"<>]*)"|'([^'<>]*)')""")
ENCODING = re.compile(rb"""<\?xml[^<>]*?encoding\s*=\s*["']([\w.-]+)["']""")
LAID_OUT = re.compile(r"&(?:[LCRPNDTFAGBIUESXYZ]|\d+|\"[^\"]*\"|K[0-9A-F]{6})")
"""How a sheet's header says where its text stands and in which font."""
CODES = frozenset({"utf-8", "utf-16", "gb2312", "gbk", "gb18030", "big5"})
IN_PICTURES = tuple(
    (word + mark).encode(code)
    for word in ("绝密", "机密", "秘密")
    for mark in "★☆"
    for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
)
RUNS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})


class Budget:
    """How many bytes of text may still be read."""

    def __init__(self, left: int) -> None:
        self.left = left

    def read(self, part: Any) -> bytes:
        raw: bytes = part.read(self.left + 1)
        self.left -= len(raw)
        if self.left < 0:
            raise Unreadable
        return raw


def unseen(content: bytes, kind: str) -> str:
    """The texts that the pages don't show, a line for each: to look for a marking in them, not to be read.

    Raises:
        Unreadable: damaged, or unpacking to far more than it should.
    """
    return "\n".join(_unseen(content, kind, Budget(MOST_TEXT), DEPTH))


def runs_by_itself(content: bytes, kind: str) -> bool:
    """Whether the file has macros or scripts, or fetches something, for whoever opens it."""
    try:
        if kind == PDF:
            return _pdf_runs(content)
        return kind in (DOCX, XLSX, OFD) and _archive_runs(content)
    except Exception:
        # A file that is broken there is judged by whoever reads its words.
        return False


def _unseen(content: bytes, kind: str, budget: Budget, depth: int) -> Iterator[str]:
    if kind == PDF:
        yield from _of_pdf(content, budget, depth)
    elif kind in (DOCX, XLSX, OFD):
        try:
            yield from _of_archive(content, budget, depth)
        except BROKEN:
            raise Unreadable from None
    elif kind.startswith("image/") and any(mark in content for mark in IN_PICTURES):
        yield "机密★"


def _of_archive(content: bytes, budget: Budget, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            path = PurePosixPath(member.filename)
            yield path.stem
            if path.suffix.lower() == ".xml" and not DULL.fullmatch(member.filename):
                with archive.open(member) as part:
                    yield from _texts(budget.read(part))
            elif depth and INSIDE.fullmatch(member.filename) and path.suffix.lower() != ".bin":
                with archive.open(member) as part:
                    yield from _file_inside(budget.read(part), budget, depth - 1)


def _file_inside(content: bytes, budget: Budget, depth: int) -> Iterator[str]:
    """The words of a file that lies in another; nothing of one that can't be read."""
    kind = media_type(content)
    if kind is None:
        return
    try:
        yield words(content, kind)
        yield from _unseen(content, kind, budget, depth)
    except Unreadable:
        if budget.left < 0:
            raise


def _texts(raw: bytes) -> Iterator[str]:
    """Each paragraph, cell, comment or property as a line; other elements' own text; names and descriptions.

    By regular expressions that go through the text once, not by a parser: what hides a marking may be small when packed, huge, and no XML.
    """
    text = _decoded(raw).replace("<![CDATA[", "").replace("]]>", "")
    yield from (unescape(found[0] or found[1]) for found in NAMED.findall(text))
    depth, start, line = 0, 0, ""
    for n, tag in enumerate(BLOCK.finditer(text)):
        if n > MOST_BLOCKS:
            raise Unreadable
        between, start = text[start : tag.start()], tag.end()
        if depth:
            line += TAG.sub("", between)
        else:
            yield _apart(between)
        if tag[1]:
            yield unescape(line)
            line = ""
        depth = max(0, depth - 1) if tag[1] else depth + 1
    yield _apart(text[start:])


def _apart(text: str) -> str:
    """What stands outside paragraphs, each element's text for itself."""
    return LAID_OUT.sub("\n", unescape(TAG.sub("\n", text)))


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    said = ENCODING.match(raw[:200])
    code = said[1].decode().lower() if said else "utf-8"
    return raw.decode(code if code in CODES else "utf-8", errors="replace")


def _archive_runs(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if any(MACROS.fullmatch(m.filename) for m in members):
            return True
        budget = Budget(MOST_TEXT)
        for member in members:
            if member.filename == "[Content_Types].xml" or member.filename.endswith(".rels"):
                with archive.open(member) as part:
                    raw = budget.read(part)
                if b"macroEnabled" in raw or FROM_ELSEWHERE.search(raw):
                    return True
    return False


def _of_pdf(content: bytes, budget: Budget, depth: int) -> Iterator[str]:
    """Title, subject and the like; names and words of the files attached. pypdf fails in as many ways as files can be broken."""
    try:
        reader = _opened(content)
        yield from (str(value) for value in (reader.metadata or {}).values())
        attached = list(reader.attachment_list) if depth else []
    except Exception:
        return
    for each in attached:
        try:
            name, inside = str(each.name), each.content
        except Exception:
            continue
        yield PurePosixPath(name).stem
        yield from _file_inside(budget.read(io.BytesIO(inside)), budget, depth - 1)


def _opened(content: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def _pdf_runs(content: bytes) -> bool:
    """Whether the document, a page, or a button or note on one of the first pages does something that is no mere jump."""
    reader = _opened(content)
    root: Any = reader.trailer["/Root"]
    names = _got(root, "/Names")
    if names is not None and "/JavaScript" in names:
        return True
    if _acts(_got(root, "/OpenAction")) or _reacts(root):
        return True
    for page in reader.pages[:PAGES]:
        notes = [note.get_object() for note in _got(page, "/Annots") or ()]
        if _reacts(page) or any(_reacts(note) or _acts(_got(note, "/A")) for note in notes):
            return True
    return False


def _got(holder: Any, key: str) -> Any:
    found = holder.get(key)
    return found.get_object() if found is not None else None


def _reacts(holder: Any) -> bool:
    """Whether one of its additional actions runs something."""
    actions = _got(holder, "/AA")
    return actions is not None and any(_acts(each.get_object()) for each in actions.values())


def _acts(action: Any) -> bool:
    return hasattr(action, "get") and action.get("/S") in RUNS
