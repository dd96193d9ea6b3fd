"""The square code (QR) of an address, as letters carry it: black on white, with the white border that readers need."""

from __future__ import annotations

import io
import re

import segno

BORDER = 4
DARK = re.compile(rb"\x01+")
MASK = 3
"""Readers take the mask from the code itself and read all eight alike; trying out which is the most even costs more than setting a page."""


def square(address: str) -> str:
    """As an SVG drawing; what draws it says how large."""
    rows = _made(address).matrix
    side = len(rows) + 2 * BORDER
    # One line through the middle of each run of dark modules.
    runs = ((y, run) for y, row in enumerate(rows, BORDER) for run in DARK.finditer(row))
    path = "".join([f"M{run.start() + BORDER} {y}.5h{run.end() - run.start()}" for y, run in runs])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path stroke="#000" d="{path}"/></svg>'
    )


def picture(address: str) -> bytes:
    """As a PNG picture, for writers that draw none."""
    drawn = io.BytesIO()
    _made(address).save(drawn, kind="png", border=BORDER, scale=8)
    return drawn.getvalue()


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False, mask=MASK)
