"""Texts of the letters that the common duties send, and the functions that the texts call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fadu.procedure.replies import ReplyCheck
from fadu_common.parts.fees import BY_REQUEST, MORE, TARIFF, Step
from fadu_common.parts.remedies import remedy
from fadu_common.parts.reply_checks import remedies


def required(value: str, article: str) -> str:
    """The value, which the letter must not leave out. Raises ValueError if it is empty, naming the article that asks for it."""
    if not value.strip():
        raise ValueError(f"{article}要求说明理由，而“答复的理由”没有填写；更正该条记录，填写理由")
    return value


def tariff(unit: str) -> str:
    """What a request or a page costs, in words: a notice of a fee states the tariff (the office's one, «待核»)."""
    known, each = TARIFF.values[-1].value, "件" if unit == BY_REQUEST else "页"
    steps = known.requests if unit == BY_REQUEST else known.pages
    free = f"{'同一申请人一个自然月内' if unit == BY_REQUEST else ''}{steps[0].above}{each}以下（含{steps[0].above}{each}）不收费"
    ends = [step.above for step in steps[1:]]
    charged = [_charged(step, each, end) for step, end in zip(steps, [*ends, 0], strict=True)]
    return "；".join((free, *charged))


def _charged(step: Step, each: str, end: int) -> str:
    span = f"第{step.above + 1}{each}至第{end}{each}" if end else f"第{step.above + 1}{each}起"
    more = f"，以{step.every}{each}为一档，每增加一档，每{each}加收{MORE}元" if step.every else ""
    return f"{span}，每{each}{step.yuan}元{more}"


def decision_remedy(outcome: str, day: date, office: str) -> str:
    """The remedy against what is no reply but a decision told to somebody else than the applicant: 本决定, served by 本告知书."""
    return str(remedy(outcome, day, office)).replace("本答复书", "本告知书").replace("本答复", "本决定")


WORDS: dict[str, Callable[..., Any]] = {
    "remedy": remedy,
    "decision_remedy": decision_remedy,
    "required": required,
    "tariff": tariff,
}

CHECKS: dict[str, tuple[ReplyCheck, ...]] = {"答复书": (remedies,)}
