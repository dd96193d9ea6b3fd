"""Redaction: parts of a PDF are blacked out so that nothing of them is left in the file, and the result proves it.

hits = find(pdf, words=("张明",), patterns=("id_number",))
bars = [Bar(hit.page, box, "中华人民共和国政府信息公开条例#15") for hit in hits for box in hit.boxes]
made = redact(pdf, bars, hidden=[hit.text for hit in hits])      # or RedactionError
"""

from fadu.letters.redaction.blacking import redact
from fadu.letters.redaction.finding import PATTERNS, Hit, find
from fadu.letters.redaction.pages import Page, pages, picture
from fadu.letters.redaction.values import Bar, Box, Redacted, RedactionError

__all__ = [
    "PATTERNS",
    "Bar",
    "Box",
    "Hit",
    "Page",
    "Redacted",
    "RedactionError",
    "find",
    "pages",
    "picture",
    "redact",
]
