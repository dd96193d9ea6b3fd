"""One use of pdfium at a time: the library keeps state of the whole process, in which the threads of a server must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import pypdfium2

ALONE = RLock()


@contextmanager
def reading(pdf: bytes) -> Iterator[Any]:
    """The document; nobody else uses the library meanwhile.

    Raises:
        pypdfium2.PdfiumError: it is no PDF that can be read.
    """
    with ALONE:
        file = pypdfium2.PdfDocument(pdf)
        try:
            yield file
        finally:
            file.close()
