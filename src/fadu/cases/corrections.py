"""The words for mistakes: 更正记录, 作废, 依法删除, 换用日历. Entries themselves, reasoned, and with four eyes.

Nothing is ever taken back silently: the entry corrected stays in the record, the correction says who wanted it, who agreed, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from fadu.cases import history, store
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, NoSuchCase, NotPermitted, Overtaken
from fadu.cases.models import Lookup, Part, Subject
from fadu.cases.moments import now, today
from fadu.cases.planning import Intent, event_of, plan, plan_anew
from fadu.cases.rows import CaseState, Write
from fadu.cases.texts import calendar
from fadu.evidence.chain import erased
from fadu.policy import Actor, may_act
from fadu.procedure.audit import impermissible
from fadu.procedure.builtin import BUILTIN, ERASE, RECTIFY, REDATE, VOID
from fadu.procedure.declaration import ActRule
from fadu.procedure.say import say
from fadu.procedure.standing import replay
from fadu.procedure.state import Event, Moment
from fadu.procedure.verdicts import Verdict, rule_of

TRIES = 8


@dataclass(frozen=True)
class Corrected:
    """The entry that a correction made, and the later acts that it left without ground (number and verdict)."""

    uid: str
    seq: int
    impermissible: tuple[tuple[int, Verdict], ...] = ()


def rectify(
    uid: str,
    of: int,
    *,
    by: Actor,
    second: Actor,
    reason: str,
    at: Moment | None = None,
    facts: Mapping[str, Any] | None = None,
    parts: Mapping[str, Mapping[str, Any]] | None = None,
    source: str = "desk",
) -> Corrected:
    """Correct the day (`at`), the facts or the content of entry number `of`. Later acts are replayed on the corrected history.

    Raises:
        ActError: no such entry, nothing to correct, not permitted, or the two persons are one.
    """
    changed: dict[str, Any] = {"of": of}
    if at is not None:
        changed["at"] = at.isoformat()
    if facts:
        changed["facts"] = dict(facts)
    if len(changed) == 1 and not parts:
        raise ActError(say("没有写明更正什么"), say("填写正确的日期或者内容。"))
    return _correct(uid, RECTIFY, of, changed, by, second, reason, parts or {}, source)


def void(uid: str, of: int, *, by: Actor, second: Actor, reason: str, source: str = "desk") -> Corrected:
    """Void entry number `of`: it stays in the record and has no effect. Voiding the first entry voids the case; its number stays visible."""
    return _correct(uid, VOID, of, {"of": of}, by, second, reason, {}, source)


def erase(
    uid: str, *, parties: tuple[str, ...], by: Actor, second: Actor, reason: str, basis: str, source: str = "desk"
) -> Corrected:
    """Destroy the personal parts of some parties to a case: content, salt and key. `basis` is the citation key of the ground.

    The chain stays whole: its commitments no longer open, and `verify` says «依法删除».
    """

    def make(state: CaseState, rule: ActRule) -> Write:
        names = {f"personal:{p}" for p in parties}
        found = Part.objects.filter(entry__case_id=state.id, name__in=names)
        targets = sorted(found.values_list("entry__seq", "name"))
        if not targets:
            raise ActError(say("没有可以删除的个人信息"), say("核对当事人；可能此前已依法删除。"))
        facts = {"parts": erased(targets), "parties": list(parties), "basis": basis}
        return plan(state, _intent(rule, by, second, reason, facts, {}, source), now())

    def destroy(state: CaseState) -> None:
        names = [f"personal:{p}" for p in parties]
        Part.objects.filter(entry__case_id=state.id, name__in=names).delete()
        subjects = Subject.objects.filter(case_id=state.id, party__in=parties)
        Lookup.objects.filter(subject__in=subjects).delete()
        subjects.update(wrapped_key=None)

    return Corrected(uid, _attempt(uid, ERASE, by, second, reason, make, destroy))


def redate(uid: str, calendar_id: str, *, by: Actor, reason: str, source: str = "command") -> Corrected:
    """Count the running clocks of a case by another calendar edition; the entry names who decided it."""

    def make(state: CaseState, rule: ActRule) -> Write:
        intent = _intent(rule, by, None, reason, {"calendar": calendar_id}, {}, source)
        return plan(state, replace(intent, calendar=calendar_id), now())

    return Corrected(uid, _attempt(uid, REDATE, by, None, reason, make))


def _correct(
    uid: str,
    rule: ActRule,
    of: int,
    facts: Mapping[str, Any],
    by: Actor,
    second: Actor,
    reason: str,
    parts: Mapping[str, Mapping[str, Any]],
    source: str,
) -> Corrected:
    lost: list[tuple[tuple[int, Verdict], ...]] = []

    def make(state: CaseState, rule: ActRule) -> Write:
        past = history.events(state.id or 0)
        _correctable(past, of)
        intent = _intent(rule, by, second, reason, facts, parts, source)
        result = replay(state.declaration, [*past, event_of(state, intent)], calendar)
        lost.append(impermissible(state.declaration, result.effective, calendar))
        return plan_anew(state, intent, result.standing, now())

    seq = _attempt(uid, rule, by, second, reason, make)
    return Corrected(uid, seq, lost[-1])


def _attempt(
    uid: str,
    rule: ActRule,
    by: Actor,
    second: Actor | None,
    reason: str,
    make: Callable[[CaseState, ActRule], Write],
    also: Callable[[CaseState], None] | None = None,
) -> int:
    if not reason.strip():
        raise ActError(say("没有写明理由"), say("写明为什么“{act}”，理由会留在记录里。", act=rule.title))
    for _ in range(TRIES):
        state = store.read(uid)
        if state is None:
            raise NoSuchCase
        _two_persons(state, rule, by, second)
        try:
            with transaction.atomic():
                rows = make(state, rule)
                store.write(rows)
                if also:
                    also(state)
        except store.Stale:
            continue
        return rows.after.version
    raise Overtaken([rule_of(state.declaration, a).title for a in store.acts_since(state.id or 0, state.version - 1)])


def _two_persons(state: CaseState, rule: ActRule, by: Actor, second: Actor | None) -> None:
    """The approver holds the post that the word names; the proposer handles the case; they are two."""
    titles = dict(state.declaration.role)
    if rule is REDATE:
        if by.kind != "system" and not (answer := may_act(by, state.facts, rule, duties(), titles)):
            raise NotPermitted(answer)
        return
    if second is None or second.id == by.id:
        raise ActError(
            say("“{act}”须由两人办理：一人提出，一人同意", act=rule.title), say("请处室负责人以本人身份同意。")
        )
    if not (answer := may_act(second, state.facts, rule, duties(), titles)):
        raise NotPermitted(answer)
    if not (answer := may_act(by, state.facts, BUILTIN["fadu.clerical"], duties(), titles)) and not may_act(
        by, state.facts, rule, duties(), titles
    ):
        raise NotPermitted(answer)


def _correctable(past: list[Event], of: int) -> None:
    found = next((e for e in past if e.seq == of), None)
    if found is None:
        raise ActError(say("没有第 {n} 条记录", n=of), say("本案卷的记录编号为 1 至 {last}。", last=len(past)))
    if found.act in (ERASE.id, REDATE.id):
        raise ActError(
            say("“{act}”不能更正或者作废", act=BUILTIN[found.act].title), say("依法删除不可恢复；日历另行换用。")
        )


def _intent(
    rule: ActRule,
    by: Actor,
    second: Actor | None,
    reason: str,
    facts: Mapping[str, Any],
    parts: Mapping[str, Mapping[str, Any]],
    source: str,
) -> Intent:
    internal = {**parts.get("internal", {}), "reason": reason}
    return Intent(
        rule,
        today(),
        by,
        source,
        rule.by[0],
        second=second,
        facts=facts,
        parts={**parts, "internal": internal},
    )
