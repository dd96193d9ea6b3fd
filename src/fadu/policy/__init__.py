"""The one policy for every read and every act. Pure; `cases/book.py` compiles its scopes to SQL."""

from fadu.policy.actor import ANONYMOUS, SYSTEM, TIME_ACTOR, Actor, CaseFacts, Duties
from fadu.policy.rules import FOUR_EYES, Permission, handles, may_act, may_read, may_see, scope
from fadu.policy.view import MASK, View, view

__all__ = [
    "ANONYMOUS",
    "FOUR_EYES",
    "MASK",
    "SYSTEM",
    "TIME_ACTOR",
    "Actor",
    "CaseFacts",
    "Duties",
    "Permission",
    "View",
    "handles",
    "may_act",
    "may_read",
    "may_see",
    "scope",
    "view",
]
