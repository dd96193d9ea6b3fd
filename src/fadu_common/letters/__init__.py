"""Texts of the letters that the common duties send, and the functions that the texts call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fadu.procedure.replies import ReplyCheck
from fadu_common.parts.remedies import remedy
from fadu_common.parts.reply_checks import remedies


def required(value: str, article: str) -> str:
    """The value, which the letter must not leave out. Raises ValueError if it is empty, naming the article that asks for it."""
    if not value.strip():
        raise ValueError(f"{article}要求说明理由，而“答复的理由”没有填写；更正该条记录，填写理由")
    return value


WORDS: dict[str, Callable[..., Any]] = {"remedy": remedy, "required": required}

CHECKS: dict[str, tuple[ReplyCheck, ...]] = {"答复书": (remedies,)}
