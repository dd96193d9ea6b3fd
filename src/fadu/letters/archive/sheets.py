"""Every file of a case as pages: a PDF as it is seen, a picture on a page, the words of a text; of what can't be shown, a page that says so."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from fadu.cases.filetypes import PDF, TEXT, XLSX, Unreadable, words
from fadu.letters.archive.pictures import FORMATS, page_of
from fadu.letters.archive.plain import printable, surely
from fadu.letters.blocks import Document, Paragraph
from fadu.letters.errors import LetterError
from fadu.letters.pdfium import reading

MOST_SHOWN = 100_000
"""Characters of a text that become pages, some 160 of them; the rest is in the original."""


@dataclass(frozen=True)
class Setting:
    """How pages are made: whose case it is, the instant they bear, the mark at their foot, the folder of fonts."""

    office: str
    at: datetime
    mark: str = ""
    fonts: Path | None = None


def sheets(content: bytes, media_type: str, title: str, path: str, how: Setting) -> bytes:
    """The file as PDF with at least one page. `path` says where the original lies. Raises FontsMissing."""
    if media_type == PDF:
        return _seen(content) or _note(title, path, "文件已损坏，或者设有密码", how)
    if media_type in FORMATS:
        return page_of(content, media_type, how.at) or _note(title, path, "图片已损坏", how)
    try:
        said = words(content, media_type)
        lines = tuple(printable(line.strip()) for line in said[:MOST_SHOWN].splitlines() if line.strip())
        if not lines:
            return _note(title, path, "其中没有能读出的文字", how)
        return _set(title, (_said(path, media_type, len(said) > MOST_SHOWN), *lines), how)
    except (Unreadable, LetterError):
        return _note(title, path, "其中的文字读不出，或者排不了版", how)


def _seen(pdf: bytes) -> bytes | None:
    """The PDF with what lies over its pages, such as a seal or what was typed into a form, made part of them."""
    try:
        with reading(pdf) as file:
            file.init_forms()
            for page in file:
                if raw.FPDFPage_Flatten(page.raw, raw.FLAT_PRINT) == raw.FLATTEN_FAIL:
                    return None
                page.close()
            made = io.BytesIO()
            file.save(made, flags=raw.FPDF_REMOVE_SECURITY)
            return made.getvalue() if len(file) else None
    except pypdfium2.PdfiumError:
        return None


def _said(path: str, media_type: str, cut: bool) -> str:
    what = "以下是它的文字" if media_type == TEXT else "以下只是其中的文字，版式、图片和表格线不在内"
    if media_type == XLSX:
        what = "以下只是其中的文字，数字、公式和表格线不在内"
    rest = f"，到第{MOST_SHOWN}字为止" if cut else ""
    return f"（原件见“{printable(path)}”，{what}{rest}。）"


def _note(title: str, path: str, why: str, how: Setting) -> bytes:
    return _set(title, (f"本件没有排成页面：{why}。原件见“{printable(path)}”，以原件为准。",), how)


def _set(title: str, lines: tuple[str, ...], how: Setting) -> bytes:
    document = Document(
        kind="register",
        issuers=(how.office,),
        title=printable(title),
        blocks=tuple(Paragraph(line) for line in lines),
        mark=how.mark,
    )
    return surely(document, how.at, how.fonts)
