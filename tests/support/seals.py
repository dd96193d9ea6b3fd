"""Files as they come back from where letters are sealed by hand."""

from __future__ import annotations

import io

import pypdf

SEAL = b"1 0 0 rg 300 300 80 80 re f"
"""A red square, where a picture of a seal would be."""


def redrawn(content: bytes, more: bytes = b"") -> bytes:
    """The file written anew by another program, with something painted on its first page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    drawn = writer.pages[0].get_contents()
    assert drawn is not None
    drawn.set_data(drawn.get_data() + b"\nq " + more + b" Q")
    writer.pages[0].replace_contents(drawn)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
