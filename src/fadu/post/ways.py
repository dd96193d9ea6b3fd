"""The ways by which a message leaves the house, and what an address of each looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fadu.ports import Message, Post
from fadu.post.errors import NotYet
from fadu.post.folders import SMS, WECOM
from fadu.post.mailing import MAIL_SERVER, send


class Way(StrEnum):
    """E-mail, short message, 政务微信."""

    EMAIL = "email"
    SMS = "sms"
    WECOM = "wecom"


POSTS: Mapping[Way, Post] = MappingProxyType({Way.EMAIL: MAIL_SERVER, Way.SMS: SMS, Way.WECOM: WECOM})
FOR_PARTIES = (Way.EMAIL, Way.SMS)
"""The ways to people outside; 政务微信 is the offices' own."""
ADDRESS = {
    Way.EMAIL: re.compile(r"[^@\s,<>]+@[^@\s,<>]+\.[^@\s,<>]+"),
    Way.SMS: re.compile(r"1\d{10}"),
    Way.WECOM: re.compile(r"[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}"),
}


def fits(way: Way, address: str) -> bool:
    """Whether the address is one of that way."""
    return ADDRESS[way].fullmatch(address) is not None


def send_all(outbox: int, messages: Mapping[Way, Message]) -> None:
    """Send each by its way. One that fails doesn't hold back the others.

    Raises:
        NotYet, Undeliverable: one of them did not go out; those that did are not sent again.
    """
    failed: NotYet | None = None
    for way, message in messages.items():
        try:
            send(outbox, message, POSTS[way], way)
        except NotYet as error:
            failed = error
    if failed:
        raise failed
