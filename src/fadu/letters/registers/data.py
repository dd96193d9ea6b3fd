"""Tables and records as the files that lie in a PDF, byte for byte those that are downloaded alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from fadu.letters.blocks import Attached

CSV, JSON = "text/csv", "application/json"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")
"""What spreadsheets take for a formula (CWE-1236) is quoted."""


def sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8, with a mark in front by which spreadsheets know the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(["'" + each if each.startswith(FORMULA) else each for each in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def attached_sheet(name: str, about: str, content: bytes) -> Attached:
    """CSV as an attachment; `name` ends in .csv and is ASCII, for there are readers that garble other names."""
    return Attached(name, CSV, about, content)


def attached_record(name: str, about: str, record: dict[str, Any]) -> Attached:
    """A record as JSON; `name` ends in .json and is ASCII."""
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return Attached(name, JSON, about, text.encode())
