"""The gate before electronic service: without the addressee's recorded consent no letter counts as served that way.

What counts: a consent to e-mail that stands now (for service on line, one to any way), as the applicant gave it on the case's own page or
an official wrote it down; or a paper that the act names, the application or the confirmation of the address (送达地址确认书). Consents
kept here are the applicant's: for a letter to somebody else only a paper counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fadu.cases.errors import ActError
from fadu.cases.rows import CaseState
from fadu.policy.others import letters_to_others
from fadu.post import consent
from fadu.post.ways import Way
from fadu.procedure.builtin import SERVE
from fadu.procedure.declaration import ActRule
from fadu.procedure.say import say
from fadu.procedure.service import CHANNEL
from fadu.procedure.state import Moment


class NoConsent(ActError):
    """The addressee has not agreed to electronic service."""

    status = 409


def hold(state: CaseState, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
    """Refuse electronic service without consent. Raises NoConsent."""
    channel = CHANNEL.get(facts.get("channel", ""))
    if rule is not SERVE or channel is None or not channel.electronic or "agreed" in facts:
        return
    applicant = next((f for f in state.declaration.opening.asks if state.declaration.field[f].kind == "party"), "")
    to_others = facts.get("letter") in letters_to_others(state.declaration, applicant)
    given = frozenset() if to_others else consent.given(state.uid)
    if (channel.title == "电子邮件送达" and Way.EMAIL in given) or (channel.title == "网上送达" and given):
        return
    raise NoConsent(
        say("没有受送达人同意“{channel}”的记录", channel=channel.title),
        say("请当事人在办件页面同意，或者写明同意电子送达的凭据；没有同意的，换用邮寄、当面等方式。"),
        (channel.basis.key(),),
    )
