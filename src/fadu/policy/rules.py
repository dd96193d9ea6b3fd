"""The one policy: who may see a case, who may do an act, which privacies one may read.

`scope` is the source: a condition tree. The check on one case evaluates the same tree that `cases/book.py` compiles to SQL, so a list
can never show what a page refuses. Rules (DESIGN §4, need-to-know):

- staff see the cases of the units that their posts cover, the cases they handle themselves, and, for posts that serve the whole
  office (legality review, disclosure head), the cases of the procedures that name their role — up to their clearance;
- the auditor sees every case, but nothing personal;
- a party sees its own case; time and the system see everything; nobody else sees anything.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from fadu.figures.conditions import ALWAYS, NEVER, Any_, Between, CaseRow, Condition, In, Is, Test, both, tester
from fadu.policy.actor import Actor, CaseFacts, Duties, Held
from fadu.procedure.declaration import ActRule
from fadu.procedure.say import Say, say

UNIT_ROLES = frozenset({"handler", "unit_head"})
"""Roles that count only in the unit of the case; every other role serves the whole office."""
FOUR_EYES = frozenset({"fadu.rectify", "fadu.void", "fadu.erase"})
"""Acts that need a second person."""


class Permission(Struct, frozen=True):
    """The policy's answer. `as_role` is the role that permits it, `standing_for` the person whom the actor deputises in it."""

    ok: bool
    as_role: str = ""
    standing_for: str = ""
    reason: Say = Say("")
    remedy: Say = Say("")

    def __bool__(self) -> bool:
        return self.ok


PERMITTED = Permission(True)


@lru_cache(maxsize=4096)
def scope(actor: Actor, duties: Duties) -> Condition:
    """The cases that the actor may see."""
    if actor.kind in ("system", "time"):
        return ALWAYS
    if actor.kind == "party":
        return Is("uid", actor.case)
    if actor.kind != "staff":
        return NEVER
    if actor.holds("auditor"):
        return ALWAYS
    own: list[Condition] = [In("unit", actor.units), Is("handler", actor.id)]
    procedures = frozenset().union(*(duties.of(role) for role, _ in _held(actor) if role not in UNIT_ROLES))
    if procedures:
        own.append(In("procedure", procedures))
    for person, roles in actor.stands_for:
        own += [In("unit", frozenset(u for r, u in roles if r in UNIT_ROLES)), Is("handler", person)]
    return both(Any_(tuple(own)), Between("level", high=actor.clearance))


@lru_cache(maxsize=4096)
def _sees(actor: Actor, duties: Duties) -> Test:
    return tester(scope(actor, duties))


@lru_cache(maxsize=4096)
def may_see(actor: Actor, case: CaseFacts, duties: Duties) -> Permission:
    """Whether the actor may see the case at all."""
    if _sees(actor, duties)(_row(case)):
        return PERMITTED
    return Permission(
        False, reason=say("您无权查看此案卷"), remedy=say("确因工作需要的，请承办处室转办或者请负责人授权。")
    )


def may_act(actor: Actor, case: CaseFacts, rule: ActRule, duties: Duties, titles: dict[str, str]) -> Permission:
    """Whether the actor's posts permit the act. Whether the case's standing does is for `procedure.verdicts`.

    `titles` are the declaration's role titles, for the reason.
    """
    if actor.kind == "system":
        return Permission(True, "system")
    if actor.kind == "time":
        return Permission(True, "time") if "time" in rule.by else _refusal(rule, titles)
    if actor.kind == "party":
        mine = actor.party in rule.by and (rule.opens or actor.case == case.uid)
        return Permission(True, actor.party) if mine else _refusal(rule, titles)
    if actor.kind == "anonymous":
        party = next((b for b in rule.by if (case.procedure, b) in duties.parties), "")
        return Permission(True, party) if rule.opens and party else _refusal(rule, titles)
    if not rule.opens and not may_see(actor, case, duties):
        return may_see(actor, case, duties)
    for by in rule.by:
        if _serves(actor.roles, by, case.unit):
            return Permission(True, by)
    for person, roles in actor.stands_for:
        for by in rule.by:
            if _serves(roles, by, case.unit):
                return Permission(True, by, person)
    return _refusal(rule, titles)


def may_read(actor: Actor, case: CaseFacts, duties: Duties) -> frozenset[str]:
    """The privacies that the actor may read in the case: public, internal, personal (sensitive data are unmasked one by one, logged)."""
    if not may_see(actor, case, duties):
        return frozenset()
    if actor.kind == "party":
        return frozenset({"public", "personal"})
    if actor.kind in ("system", "time"):
        return frozenset({"public", "internal", "personal", "sensitive"})
    if handles(actor, case, duties):
        return frozenset({"public", "internal", "personal"})
    return frozenset({"public", "internal"})


def handles(actor: Actor, case: CaseFacts, duties: Duties) -> bool:
    """Whether the actor has a part in the case: a post of its unit, its handler, or a role that the procedure names."""
    for held in (actor.roles, *(roles for _, roles in actor.stands_for)):
        for role, unit in held:
            if role in UNIT_ROLES and unit == case.unit:
                return True
            if role not in UNIT_ROLES and case.procedure in duties.of(role):
                return True
    return actor.id == case.handler or any(person == case.handler for person, _ in actor.stands_for)


def _held(actor: Actor) -> set[Held]:
    return set(actor.roles).union(*(roles for _, roles in actor.stands_for))


def _serves(roles: frozenset[Held], by: str, unit: str) -> bool:
    return any(role == by and (role not in UNIT_ROLES or held_in == unit) for role, held_in in roles)


def _row(case: CaseFacts) -> CaseRow:
    return CaseRow(
        {
            "uid": case.uid,
            "procedure": case.procedure,
            "unit": case.unit,
            "origin": case.origin,
            "stage": case.stage,
            "handler": case.handler,
            "level": case.level,
        }
    )


def _refusal(rule: ActRule, titles: dict[str, str]) -> Permission:
    names = [titles.get(by, by) for by in rule.by]
    return Permission(
        False,
        reason=say("“{act}”由{roles}进行", act=rule.title, roles=names),
        remedy=say("请{roles}办理；需要代办的，由本人设定代理。", roles=names),
    )
