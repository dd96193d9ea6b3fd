"""Icons by name, from the lucide files beside this module (ISC licence, kept in the folder)."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).with_name("icons")


@cache
def icon(name: str) -> Markup:
    """The inline SVG of one icon, hidden from screen readers: the words beside it carry the meaning.

    Raises LookupError with the folder to add to when there is no such icon.
    """
    try:
        source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LookupError(f"there is no icon «{name}»; add {name}.svg from lucide to fadu/faces/icons") from None
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if shapes is None:
        raise LookupError(f"icon «{name}» is not an SVG file; replace {name}.svg in fadu/faces/icons")
    body = re.sub(r"\s*\n\s*", "", shapes[1])
    return Markup(
        '<svg class="ic" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"'
        f' stroke-linejoin="round" aria-hidden="true" focusable="false">{body}</svg>'
    )
