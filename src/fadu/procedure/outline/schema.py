"""The form of an act as JSON Schema 2020-12, for those who send it by a program. What the schema accepts, `clean` accepts.

Three things no schema says: classification markings (密级) are refused in every text, a day must exist, and texts are measured after
their outer blanks are cut off.
"""

from __future__ import annotations

from typing import Any

from fadu.law.citation import Citation
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.outline.form import CONTACTS, LONG_MAX, PARTY_PARTS, TEXT_MAX, FormField, form
from fadu.procedure.outline.speech import CHINESE, Speech

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILLED = r"[^\s\p{C}]"
PLAIN = r"^[^\p{C}]*$"
LINES = r"^(?:[^\p{C}]|[\n\t])*$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
GREATEST = 10**15 - 1
