"""Markings of State secrets (密级) in files that come in. Markings, not the mere words: a law on secrecy is public."""

from __future__ import annotations

import re
import unicodedata

from fadu.library.text.marking import is_classified
from fadu.procedure.outline.form import AS_MEANT, SECRET

SPACED = re.compile(r"(?<=[绝机秘])[ \t\u3000]+(?=密)")
EDGE = r"[\s_\-—·.,，。、()\[\]【】★☆*]"
IN_NAME = re.compile(rf"(?:^|{EDGE})(?:绝密|机密|秘密)级?(?:$|{EDGE})")
LEVEL = "(?:绝密|机密|秘密)级?"
ALONE = re.compile(rf"^\s*(?:[【\[(]\s*{LEVEL}\s*[】\])]|{LEVEL}\s*(?:\d+\s*(?:年|个?月)|长期)?)\s*$", re.MULTILINE)
"""A line with nothing else: 【机密】, 秘密级, 机密 10年."""


def is_marked(text: str) -> bool:
    """Whether a text carries a marking: 机密★10年, 密级：秘密, a line that says only 绝密, also with spaces between the characters."""
    # Every marking has this character: of a long text few lines are looked at closely.
    plain = _plain("\n".join(line for line in text.splitlines() if "密" in line))
    return bool(SECRET.search(plain) or ALONE.search(plain)) or is_classified(plain)


def is_marked_name(name: str) -> bool:
    """Whether a file's name carries one: 机密-方案.docx, 方案（秘密）.pdf, but not 商业秘密保护办法.pdf."""
    plain = _plain(name)
    return bool(IN_NAME.search(plain)) or is_marked(plain)


def _plain(text: str) -> str:
    """The text as it reads: forms folded, invisible characters and accents gone, the two characters of a marking together."""
    folded = unicodedata.normalize("NFKC", text).translate(AS_MEANT)
    visible = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn"))
    return SPACED.sub("", visible)
