"""The square code (QR) of an address, as letters carry it: black on white, with the white border that readers need."""

from __future__ import annotations

import io

import segno

BORDER = 4
MASK = 3
"""Readers take the mask from the code itself and read all eight alike; trying out which is the most even costs more than setting a page."""


def square(address: str) -> str:
    """As an SVG drawing; what draws it says how large."""
    drawn = io.BytesIO()
    _made(address).save(drawn, kind="svg", border=BORDER, light="#fff", xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


def picture(address: str) -> bytes:
    """As a PNG picture, for writers that draw none."""
    drawn = io.BytesIO()
    _made(address).save(drawn, kind="png", border=BORDER, scale=8)
    return drawn.getvalue()


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False, mask=MASK)
