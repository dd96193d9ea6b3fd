"""分案 and 并案: what must hold between two cases before one is divided or joined, and what a case says of its kin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fadu.cases import store
from fadu.cases.case_view import EntryLine
from fadu.cases.duties import duties
from fadu.cases.errors import Invalid
from fadu.cases.models import Case, Lookup
from fadu.cases.rows import CaseState, Write
from fadu.policy import Actor, CaseFacts, may_see
from fadu.procedure.builtin import LINK
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.dividing import INHERITED, MOST, matters
from fadu.procedure.outline.form import Cleaned
from fadu.procedure.say import say

FROM, INTO = "分自", "并往"
"""What a case is to its kin, in its own entries; `procedure.builtin.KIN` in those of the other."""


@dataclass(frozen=True)
class Kin:
    """Another case that this one has to do with: `how` is 分自, 分出, 并往 or 并入."""

    how: str
    number: str
    uid: str


def kin(declared: Declaration, entries: Iterable[EntryLine]) -> tuple[Kin, ...]:
    """The kin of a case, in the order in which its entries name them."""
    found: list[Kin] = []
    for each in entries:
        rule = declared.act.get(each.act)
        if each.state == "voided":
            continue
        if each.act == LINK.id:
            found.append(Kin(each.facts["how"], each.facts["number"], each.facts["uid"]))
        elif rule and rule.opens and (origin := each.facts.get(INHERITED)):
            found.append(Kin(FROM, origin["number"], origin["uid"]))
        elif rule and rule.joins and (number := each.facts.get(rule.joins)):
            uid = Case.objects.filter(number=number).values_list("uid", flat=True).first()
            found.append(Kin(INTO, number, uid or ""))
    return tuple(found)


def check_division(rule: ActRule, cleaned: Cleaned) -> None:
    """Refuse a division into nothing, or into more cases than anybody means.

    Raises:
        Invalid: no matter is named, or too many are.
    """
    text = next((str(part[rule.divides]) for part in cleaned.parts.values() if rule.divides in part), "")
    n = len(matters(text))
    if not 1 <= n <= MOST:
        raise Invalid({rule.divides: say("每行写一件分出的事项，最多 {most} 件，现在是 {n} 件", most=MOST, n=n)})


def write_joined(state: CaseState, rule: ActRule, facts: Mapping[str, Any], by: Actor, rows: Write) -> None:
    """Write an act that joins the case to another, if that other is open at that very moment.

    Raises:
        Invalid: there is no such case, it is closed, of another kind or of another party, or it is this case.
        store.Stale: this case moved on meanwhile.
    """
    number = str(facts.get(rule.joins, ""))
    with transaction.atomic():
        # Both are held, in one order, so that two cases cannot be joined to each other at once.
        pair = Case.objects.filter(number__in=(number, state.number)).order_by("id").select_for_update()
        other = next((case for case in pair if case.number == number), None)
        if wrong := _against(state, other, by):
            raise Invalid({rule.joins: wrong})
        store.write(rows)


def _against(state: CaseState, other: Case | None, by: Actor) -> Any:
    kind = (state.declaration.id, state.origin)
    if other is None or (other.procedure, other.origin) != kind or not may_see(by, _facts(other), duties()):
        return say("没有这一登记号的同类案件")
    if other.uid == state.uid:
        return say("不能并入本案自己")
    if other.closed is not None or not other.stage:
        return say("该案已经办结，不能并入")
    if not _same_party(state, other):
        return say("该案的申请人与本案不同，不能并入")
    return None


def _facts(case: Case) -> CaseFacts:
    return CaseFacts(case.uid, case.procedure, case.unit, case.origin, case.stage, case.handler, case.level)


def _same_party(state: CaseState, other: Case) -> bool:
    """Whether the party that opened both is one: by its identity number if both have one, else by its name and a contact.

    Only keyed hashes are compared; nothing personal is opened.
    """
    declared = state.declaration
    party = next((f for f in declared.opening.asks if declared.field[f].kind == "party"), "")
    mine, theirs = (_tokens(id, party) for id in (state.id or 0, other.pk))
    if mine.get("id_number") and theirs.get("id_number"):
        return bool(mine["id_number"] & theirs["id_number"])
    same = {kind for kind in mine if mine[kind] & theirs.get(kind, set())}
    return "name" in same and len(same) > 1


def _tokens(case_id: int, party: str) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    rows = Lookup.objects.filter(subject__case_id=case_id, subject__party=party).values_list("kind", "token")
    for kind, token in rows:
        found.setdefault(kind, set()).add(bytes(token))
    return found
