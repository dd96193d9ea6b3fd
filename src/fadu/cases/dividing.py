"""What follows in other cases when one is divided or joined: entries of the system, made by the workers, once however often they try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fadu.cases import acts, history, store
from fadu.cases.acts import Done
from fadu.cases.errors import NoSuchCase
from fadu.cases.models import Case
from fadu.cases.moments import now
from fadu.cases.rows import CaseState
from fadu.cases.texts import calendar
from fadu.law.period import day_of
from fadu.policy import SYSTEM
from fadu.procedure.builtin import KIN, LINK
from fadu.procedure.dividing import INHERITED, bequest
from fadu.procedure.standing import advance, resolve
from fadu.procedure.state import Standing

DIVIDED, JOINED = KIN


def open_part(uid: str, seq: int, n: int, data: Mapping[str, Any]) -> Done:
    """Open the case of the n-th matter that entry `seq` divided from the case, and enter in that case that it did.

    `data` is what the opening act is told. Done twice, it is done once.
    """
    parent = _state(uid)
    effective = resolve(history.events(parent.id or 0))
    standing = Standing()
    for each in effective[:seq]:
        standing = advance(parent.declaration, standing, each, calendar)
    event = effective[seq - 1]
    left = {**bequest(parent.declaration, standing, event.day), "number": parent.number, "uid": uid, "seq": seq}
    done = acts.open_heir(
        parent,
        at=event.at,
        data=data,
        facts={INHERITED: left},
        calendar=standing.calendar,
        idem=f"part/{uid}/{seq}/{n}",
    )
    _link(uid, DIVIDED, done.number, done.uid, f"link/{uid}/{seq}/{n}")
    return done


def link_joined(uid: str, seq: int, number: str) -> None:
    """Enter in the case with that number that this one goes on in it."""
    other = Case.objects.filter(number=number).values_list("uid", flat=True).first()
    if other is None:
        raise LookupError(f"没有登记号为{number}的案件。")
    _link(other, JOINED, _state(uid).number, uid, f"link/{uid}/{seq}")


def _link(uid: str, how: str, number: str, other: str, idem: str) -> None:
    data = {"how": how, "number": number, "uid": other}
    acts.perform(uid, LINK.id, by=SYSTEM, at=day_of(now()), data=data, source="system", idem=idem)


def _state(uid: str) -> CaseState:
    state = store.read(uid)
    if state is None:
        raise NoSuchCase
    return state
