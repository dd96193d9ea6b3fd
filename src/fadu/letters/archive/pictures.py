"""A picture that was handed in, as a page: A4, upright or lying as the picture is. `python -m fadu.letters.archive.pictures` sets one.

In a process of its own with a time limit, because a picture comes from anybody: the bytes on standard input, its type and instant as arguments,
the PDF on standard output.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from fadu.letters.setting import OFFLINE

SECONDS = 30.0
FORMATS = {"image/png": "png", "image/jpeg": "jpg"}
PAGE = """#let it(..size) = image("picture", format: sys.inputs.format, ..size)
#context {
  let natural = measure(it())
  let lying = natural.width > natural.height
  let (wide, high) = if lying { (257mm, 160mm) } else { (170mm, 247mm) }
  let scale = calc.min(1, wide / natural.width, high / natural.height)
  page(paper: "a4", flipped: lying, margin: (top: 30mm, rest: 20mm),
    align(center + horizon, it(width: natural.width * scale, height: natural.height * scale)))
}"""


def page_of(picture: bytes, media_type: str, at: datetime) -> bytes | None:
    """One page of PDF; None for a picture that is damaged or takes too long. The same picture gives the same bytes."""
    command = [sys.executable, "-m", "fadu.letters.archive.pictures", FORMATS[media_type], at.isoformat()]
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, check=False, timeout=SECONDS, env={**os.environ, **OFFLINE}
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def main() -> int:
    form, at = sys.argv[1:3]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.typ").write_text(PAGE)
        (folder / "picture").write_bytes(sys.stdin.buffer.read())
        try:
            made = typst.compile(
                folder / "page.typ",
                root=folder,
                format="pdf",
                sys_inputs={"format": form},
                font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
                ignore_system_fonts=True,
                timestamp=datetime.fromisoformat(at),
            )
        except typst.TypstError:
            return 1
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
