"""Which pages of a copy look other than those of the registered letter: what was painted over, crossed out or added says nothing as text.

The copy is anybody's file, so it is drawn in a process of its own with an end: `python -m fadu.letters.likeness`. That reads a line of JSON
(the sizes of the files, the copy last) and the files from standard input, and answers with the numbers of the pages as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pypdfium2
from PIL import Image, ImageChops

from fadu.letters.pdfium import reading

SECONDS = 10
MEMORY = 1 << 30
MOST_DRAWN = 40
"""How many pages are drawn; of a longer letter the others are not looked at."""
CELL = 12
"""Side in points of the squares whose greys are compared: about one character."""
UNLIKE = 48
"""How much the grey of a square may differ (0–255): other programs draw the same letter up to about 20 apart, a covered character is 100."""
SAME_SIZE = 1.5
"""Points by which the sides of a page may differ."""


def unlike(registered: Sequence[bytes], copy: bytes) -> tuple[int, ...] | None:
    """The numbers of the copy's pages that look like none of the registered files' (with and without seal); None where it could not be found out."""
    files = (*registered, copy)
    head = json.dumps([len(each) for each in files]).encode() + b"\n"
    try:
        drawn = subprocess.run(
            [sys.executable, "-m", "fadu.letters.likeness"],
            input=head + b"".join(files),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return tuple(json.loads(drawn.stdout))
    except (subprocess.SubprocessError, ValueError):
        return None


def compared(registered: Sequence[bytes], copy: bytes) -> Iterator[int]:
    """The same, here and now.

    Raises:
        pypdfium2.PdfiumError: a file can't be drawn.
    """
    originals = [list(_squares(each)) for each in registered]
    sizes = [[size for size, _ in pages] for pages in originals]
    copied = 0
    for n, (size, picture) in enumerate(_squares(copy, sizes), 1):
        copied = n
        there = [pages[n - 1] for pages in originals if len(pages) >= n]
        if not any(_alike(size, other) and picture and _near(picture, squares) for other, squares in there):
            yield n
    yield from range(copied + 1, max(map(len, originals)) + 1)


Size = tuple[float, float]


def _squares(pdf: bytes, wanted: Sequence[Sequence[Size]] | None = None) -> Iterator[tuple[Size, Image.Image | None]]:
    """Each page's size and its greys; a page of a size that is not wanted is not drawn."""
    with reading(pdf) as file:
        file.init_forms()
        for n, page in enumerate(file):
            if n >= MOST_DRAWN:
                return
            size = page.get_size()
            drawn = wanted is None or any(len(sizes) > n and _alike(size, sizes[n]) for sizes in wanted)
            yield size, _greys(page) if drawn else None


def _greys(page: pypdfium2.PdfPage) -> Image.Image:
    picture = page.render(scale=1, grayscale=True).to_pil().convert("L")
    return picture.resize((picture.width // CELL, picture.height // CELL), Image.Resampling.BOX)


def _alike(one: Size, other: Size) -> bool:
    return all(abs(a - b) <= SAME_SIZE for a, b in zip(one, other, strict=True))


def _near(one: Image.Image, other: Image.Image | None) -> bool:
    if other is None or one.size != other.size:
        return False
    _, most = ImageChops.difference(one, other).getextrema()
    return float(str(most)) <= UNLIKE


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    files = [sys.stdin.buffer.read(size) for size in json.loads(sys.stdin.buffer.readline())]
    json.dump(list(compared(files[:-1], files[-1])), sys.stdout)


if __name__ == "__main__":
    main()
