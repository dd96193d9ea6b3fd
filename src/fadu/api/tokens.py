"""Tokens: made by a person for a program, checked at every request, and never worth more than the person is that day."""

from __future__ import annotations

import hashlib
import secrets as random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer

from fadu.api.models import ApiToken
from fadu.cases.errors import ActError
from fadu.cases.intake import LARGEST, UploadRefused
from fadu.cases.moments import now, today
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.policy import Actor
from fadu.procedure.registry import installed
from fadu.procedure.say import say

MARK = "fadu_"
"""How every token begins, so that scanners for secrets know one when it lies about."""
READ_CASES, READ_FIGURES, ACT = "read:cases", "read:figures", "act:"
LONGEST = 366
"""Days for which a token is good at most."""
USED_EVERY = timedelta(minutes=1)
ROOM = 64 * 1024
"""What a form may hold beside its one file."""


class OutOfScope(ActError):
    """The token was not made for this."""

    status = 403

    def __init__(self, scope: str) -> None:
        super().__init__(say("此令牌没有“{scope}”这一权限", scope=scope), say("由本人另建一个含此权限的令牌。"))


@dataclass(frozen=True)
class Caller:
    """Who calls: the person as an actor today, and what the token was made for."""

    token: int
    person: int
    actor: Actor
    scopes: frozenset[str]

    def needs(self, scope: str) -> None:
        """Raises OutOfScope unless the token was made for this."""
        if scope not in self.scopes:
            raise OutOfScope(scope)

    def needs_an_act(self) -> None:
        """Raises OutOfScope unless the token was made for the acts of some procedure."""
        if not any(scope.startswith(ACT) for scope in self.scopes):
            raise OutOfScope(f"{ACT}…")

    def __str__(self) -> str:
        """By this, requests are counted."""
        return f"token {self.token}"


class Bearer(HttpBearer):
    """`Authorization: Bearer fadu_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM:
            # Said before anything of it is read.
            raise UploadRefused(say("文件超过 20 MB"), say("压缩图片或者分成几个文件后再上传。"), status=413)
        return caller_of(token)


def scopes() -> tuple[str, ...]:
    """Everything that a token can be made for."""
    return (READ_CASES, READ_FIGURES, *(f"{ACT}{procedure.id}" for procedure in installed().procedures))


def issue(person: Person, label: str, wanted: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """A new token, and its text, which is shown once.

    Raises:
        ValueError: a scope that there is not, none at all, or a time that is too long.
    """
    chosen = [scope for scope in scopes() if scope in set(wanted)]
    if not chosen or len(chosen) != len(set(wanted)) or not 1 <= days <= LONGEST:
        raise ValueError(f"a token is made for some of {', '.join(scopes())}, and for 1 to {LONGEST} days")
    text = MARK + random.token_urlsafe(32)
    kept = ApiToken.objects.create(
        person=person,
        label=label,
        digest=_digest(text),
        scopes=chosen,
        made_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    return kept, text


def caller_of(text: str) -> Caller | None:
    """Whoever this token speaks for; None if there is no such token, or no longer, or its person has left."""
    if not text.isascii() or len(text) > 200:
        return None
    found = (
        ApiToken.objects.filter(digest=_digest(text), revoked_at=None, expires_at__gt=now(), person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is None:
        return None
    _note_use(found)
    return Caller(found.pk, found.person_id, actor_of(found.person, today()), frozenset(found.scopes))


def revoke(person: Person, id: int) -> bool:
    """Take a token of one's own out of use; gives whether there was one."""
    return bool(ApiToken.objects.filter(pk=id, person=person, revoked_at=None).update(revoked_at=now()))


def _note_use(token: ApiToken) -> None:
    """When it was last used, to the minute: a write for every reading would be one too many."""
    stale = Q(used_at=None) | Q(used_at__lt=now() - USED_EVERY)
    if token.used_at is None or token.used_at < now() - USED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now())


def _digest(text: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(text.encode()).hexdigest()
