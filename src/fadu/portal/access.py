"""The way to one's own case: receipt number and query code, both; then this browser may follow it for half an hour.

Wrong tries are counted for the number and for the address they come from. A wrong number and a wrong code get the same answer.
"""

from __future__ import annotations

import hashlib
import time
import unicodedata

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from fadu.cases import store
from fadu.cases.errors import NoSuchCase
from fadu.cases.files import writing
from fadu.cases.keys import master
from fadu.cases.models import Case
from fadu.evidence.secrets import check_code, hash_code
from fadu.policy import Actor
from fadu.portal.services import party_of

TRIES, WITHIN = 10, 60 * 60
LASTS = 30 * 60
SESSION = "portal_cases"
BRACKETS = str.maketrans("[【［(（", "〔〔〔〔〔") | str.maketrans("]】］)）", "〕〕〕〕〕")


def tidy(number: str) -> str:
    """A receipt number as people type it, in the form in which it is kept: 示外办公开〔2026〕31号."""
    return "".join(unicodedata.normalize("NFKC", number).split()).translate(BRACKETS)


def party_actor(number: str, code: str) -> Actor | None:
    """Who shows the number and the code of a case, as a party to it; None if they don't fit. Both are weighed the same way always."""
    row = Case.objects.filter(number=number).values_list("uid", "code").first()
    stored = bytes(row[1]) if row and row[1] else hash_code(master(), number, "")
    if not check_code(master(), number, code, stored) or row is None or not code:
        return None
    state = store.read(row[0])
    if state is None:
        return None
    party = party_of(state.declaration, state.declaration.opening)
    return Actor("applicant", "", "party", case=state.uid, party=party)


def held_up(request: HttpRequest, number: str) -> bool:
    """Whether there were too many wrong tries within the hour, for this number or from this address."""
    return any(len(_wrong(counted)) >= TRIES for counted in _counted(request, number))


def count_wrong(request: HttpRequest, number: str) -> None:
    """Remember one wrong try."""
    with writing():
        for counted in _counted(request, number):
            cache.set(counted, [*_wrong(counted), time.time()], WITHIN)


def let_in(request: HttpRequest, actor: Actor) -> None:
    """This browser may follow the actor's case from now on."""
    request.session.cycle_key()
    request.session[SESSION] = {**request.session.get(SESSION, {}), actor.case: [actor.party, time.time() + LASTS]}


def party(request: HttpRequest, uid: str) -> Actor:
    """The party as whom this browser follows the case; the half hour begins anew.

    Raises:
        NoSuchCase: it doesn't, or no longer.
    """
    held = request.session.get(SESSION, {})
    field, until = held.get(uid, ("", 0.0))
    if until < time.time():
        raise NoSuchCase
    request.session[SESSION] = {**held, uid: [field, time.time() + LASTS]}
    return Actor("applicant", "", "party", case=uid, party=field)


def leave(request: HttpRequest) -> None:
    """This browser follows no case any more."""
    request.session.pop(SESSION, None)


def _counted(request: HttpRequest, number: str) -> tuple[str, str]:
    address = get_adapter(request).get_client_ip(request) or ""
    return tuple(  # type: ignore[return-value]
        "portal:wrong:" + hashlib.sha256(f"{kind}|{value}".encode()).hexdigest()
        for kind, value in (("number", tidy(number)), ("address", address))
    )


def _wrong(counted: str) -> list[float]:
    return [at for at in cache.get(counted, ()) if at > time.time() - WITHIN]
