"""A document as HTML: a fragment for a page, read in the same order as the paper. Its looks are in the style sheet `fadu/document.css`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fadu.letters.blocks import Block, Document
from fadu.letters.square import square

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=True, trim_blocks=True
)


def render(document: Document) -> Markup:
    """The element `article` of a document; whatever its texts hold is text."""
    annexed = [(label, annex.title, _blocks(annex.blocks)) for label, annex in document.annexed]
    drawn = Markup(square(document.check.link)) if document.check else ""
    values = {"document": document, "blocks": _blocks(document.blocks), "annexed": annexed, "square": drawn}
    return Markup(_ENVIRONMENT.get_template("document.html").render(values))


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [{"is": type(block).__name__, **vars(block), "lines": list(block.lines)} for block in blocks]
