"""Personal data as a page shows them until they are asked for: enough to tell people apart, not enough to use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fadu.policy.view import MASK

HIDDEN = "****"
NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(1[0-9]{2})[0-9]{4}([0-9]{4})(?![0-9A-Za-z])|(?<![0-9A-Za-z])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9A-Za-z])"
)
"""A mobile telephone number or an identity number (GB 11643), as people write them into a text."""
SENSITIVE = ("id_number",)
"""Parts of a party of which nothing is shown, not even to itself in a list of entries."""
LEGAL_PERSON = "法人或者其他组织"
"""The kind of a party whose name is public (个人信息保护法第四条 protects natural persons)."""


def masked(party: Mapping[str, Any]) -> dict[str, Any]:
    """A party with its name as 张*, its telephone as 138****8000, its e-mail as z****@example.cn, its address by the first six characters.

    The name of an organisation is not masked; its contacts are people's and are.
    """
    shown = hide_sensitive(party)
    for part, mask in MASKS.items():
        value = party.get(part)
        if isinstance(value, str) and value and not (part == "name" and party.get("kind") == LEGAL_PERSON):
            shown[part] = mask(value)
    return shown


def numbers_masked(text: str) -> str:
    """A text of a person with the telephone and identity numbers in it masked: 李四：137****1111."""
    return NUMBER.sub(lambda found: HIDDEN.join(part for part in found.groups() if part), text)


def hide_sensitive(party: Mapping[str, Any]) -> dict[str, Any]:
    """A party with only the parts hidden of which nothing is ever shown unasked."""
    return {part: MASK if part in SENSITIVE and value else value for part, value in party.items()}


def _name(value: str) -> str:
    return value if value == MASK else f"{value[0]}*"


def _phone(value: str) -> str:
    return f"{value[:3]}{HIDDEN}{value[-4:]}" if len(value) >= 11 else f"{value[:1]}{HIDDEN}"


def _email(value: str) -> str:
    mailbox, _, host = value.partition("@")
    return f"{mailbox[:1]}{HIDDEN}@{host}"


def _address(value: str) -> str:
    return f"{value[: min(6, len(value) // 2)]}{HIDDEN}"


MASKS = {"name": _name, "phone": _phone, "email": _email, "address": _address}
