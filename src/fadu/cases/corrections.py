"""The words for mistakes: 更正记录, 作废, 依法删除, 换用日历. Entries themselves, reasoned, and with four eyes.

Nothing is ever taken back silently: the entry corrected stays in the record, the correction says who wanted it, who agreed, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from msgspec.structs import replace

from fadu.cases import destroying, history, store
from fadu.cases.destroying import doomed
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, Invalid, NoSuchCase, NotPermitted
from fadu.cases.models import Lookup, Material, Part, Subject
from fadu.cases.moments import now, today
from fadu.cases.planning import Intent, event_of, plan, plan_anew
from fadu.cases.rows import CaseState, Write
from fadu.cases.texts import calendar
from fadu.evidence.chain import erased
from fadu.law.citation import Citation
from fadu.law.period import day_of, moment_of
from fadu.policy import Actor, Permission, may_act
from fadu.procedure.audit import impermissible
from fadu.procedure.builtin import CLERICAL, ERASE, RECTIFY, REDATE, VOID
from fadu.procedure.declaration import ActRule
from fadu.procedure.outline.form import Cleaned, clean, form
from fadu.procedure.registry import installed
from fadu.procedure.say import say
from fadu.procedure.standing import replay, resolve
from fadu.procedure.state import Event, Moment
from fadu.procedure.verdicts import Verdict, rule_of

TRIES = 8
REASON = "fadu.reason"
"""Under this name the internal part of a correction keeps its reason, beside the corrected fields: a duty may have a field «reason»."""
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Corrected:
    """The entry that a correction made, and the later acts that it left without ground (number and verdict)."""

    uid: str
    seq: int
    impermissible: tuple[tuple[int, Verdict], ...] = ()


@dataclass(frozen=True)
class _Wish:
    """Who wants which correction, who agrees, and why."""

    rule: ActRule
    by: Actor
    second: Actor | None
    reason: str
    source: str


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

    `facts` and `parts` hold values of the fields that the act asked for; they are judged like those of the act itself.

    Raises:
        ActError: no such entry, nothing to correct, a value that can't stand, not permitted, or the two persons are one.
    """
    given = {**(facts or {}), **{k: v for values in (parts or {}).values() for k, v in values.items()}}
    if at is None and not given:
        raise ActError(say("没有写明更正什么"), say("填写正确的日期或者内容。"))
    changed: dict[str, Any] = {"of": of}
    if at is not None:
        changed["at"] = _happened(at)

    def values(state: CaseState, target: Event) -> Cleaned:
        if target.act in (RECTIFY.id, VOID.id):
            raise ActError(
                say("“{act}”不能再更正", act=rule_of(state.declaration, target.act).title),
                say("对原记录再作一次“更正记录”；更正或者作废有误的，将其“作废”。"),
            )
        return _judged(state, target, given) if given else Cleaned()

    return _correct(uid, _Wish(RECTIFY, by, second, reason, source), changed, values)


def void(uid: str, of: int, *, by: Actor, second: Actor, reason: str, source: str = "desk") -> Corrected:
    """Void entry number `of`: it stays in the record and has no effect. Voiding the first entry voids the case; its number stays visible."""
    return _correct(uid, _Wish(VOID, by, second, reason, source), {"of": of}, lambda state, target: Cleaned())


def erase(
    uid: str, *, parties: tuple[str, ...], by: Actor, second: Actor, reason: str, basis: str, source: str = "desk"
) -> Corrected:
    """Destroy the personal parts of some parties to a case: content, salt and key, and the stored files that only these name.

    `basis` is the citation key of the ground. When nobody's data are left, every file of the case goes: letters name people, too.

    The chain stays whole: its commitments no longer open, and `verify` says «依法删除».

    Raises:
        ActError: nothing to erase (any more), no ground, not permitted, or the two persons are one.
    """
    wish = _Wish(ERASE, by, second, reason, source)
    names = [f"personal:{p}" for p in parties]
    gone: list[Material] = []
    if not _is_citation(basis):
        raise ActError(say("没有写明删除的法律依据"), say("写明条款，如“个人信息保护法#47”。"))

    def make(state: CaseState, permitted: Permission) -> Write:
        found = Part.objects.filter(entry__case_id=state.id or 0, name__in=names)
        targets = sorted(found.values_list("entry__seq", "name"))
        if not targets:
            raise ActError(say("没有可以删除的个人信息"), say("核对当事人；可能此前已依法删除。"))
        gone[:] = doomed(state.id or 0, uid, parties)
        facts = {"parts": erased(targets), "parties": list(parties), "basis": basis, "files": len(gone)}
        return plan(state, _intent(wish, permitted, facts), now())

    def destroy(state: CaseState) -> None:
        destroying.destroy(gone)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA secure_delete = ON")
        Part.objects.filter(entry__case_id=state.id or 0, name__in=names).delete()
        subjects = Subject.objects.filter(case_id=state.id or 0, party__in=parties)
        Lookup.objects.filter(subject__in=subjects).delete()
        subjects.update(wrapped_key=None)
        transaction.on_commit(_wipe)

    return Corrected(uid, _attempt(uid, wish, make, destroy))


def redate(uid: str, calendar_id: str, *, by: Actor, reason: str, source: str = "command") -> Corrected:
    """Count the running clocks of a case by another calendar edition; the entry names who decided it.

    Raises:
        ActError: no such calendar, the case is closed or already counted by it, or not permitted.
    """
    wish = _Wish(REDATE, by, None, reason, source)
    try:
        calendar(calendar_id)
    except LookupError as unknown:
        raise ActError(say("没有编号为“{id}”的工作日历", id=calendar_id), say("{hint}", hint=str(unknown))) from None

    def make(state: CaseState, permitted: Permission) -> Write:
        if state.standing.closed is not None:
            raise ActError(say("案件已办结，期限不再计算"), say("已办结的案卷不换用日历。"))
        if state.standing.calendar == calendar_id:
            raise ActError(say("案卷已按此工作日历计算"), say("核对日历的编号。"))
        intent = _intent(wish, permitted, {"calendar": calendar_id})
        return plan(state, replace(intent, calendar=calendar_id), now())

    return Corrected(uid, _attempt(uid, wish, make))


def _correct(
    uid: str, wish: _Wish, facts: Mapping[str, Any], values: Callable[[CaseState, Event], Cleaned]
) -> Corrected:
    lost: list[tuple[tuple[int, Verdict], ...]] = []

    def make(state: CaseState, permitted: Permission) -> Write:
        past = history.events(state.id or 0)
        cleaned = values(state, _correctable(past, int(facts["of"])))
        changed = {**facts, "facts": dict(cleaned.facts)} if cleaned.facts else facts
        intent = _intent(wish, permitted, changed, cleaned.parts)
        result = replay(state.declaration, [*past, event_of(state, intent)], calendar)
        lost.append(impermissible(state.declaration, result.effective, calendar))
        return plan_anew(
            _named(state, past, result.effective, intent), intent, result.standing, now(), _keys(state, intent)
        )

    return Corrected(uid, _attempt(uid, wish, make), lost[-1])


def _named(state: CaseState, past: Sequence[Event], effective: Sequence[Event], intent: Intent) -> CaseState:
    """The case with the unit, handler and heading that the corrected history gives it."""
    unit, handler = history.assigned(effective, past[0])
    contents = {**history.contents(state.id or 0, history.naming(effective)), len(effective): intent.parts}
    open_ = {seq: {n: v for n, v in parts.items() if n in ("public", "internal")} for seq, parts in contents.items()}
    return replace(
        state,
        unit=unit,
        handler=handler,
        heading=history.heading_of(state.declaration, effective, past[0], open_),
    )


def _keys(state: CaseState, intent: Intent) -> dict[str, bytes]:
    """The wrapped keys of the parties whose data are corrected; refuses parties whose data were erased by law."""
    parties = [name.partition(":")[2] for name in intent.parts if name.startswith("personal:")]
    rows = Subject.objects.filter(case_id=state.id or 0, party__in=parties).values_list("party", "wrapped_key")
    if any(key is None for _, key in rows):
        raise ActError(say("此当事人的个人信息已依法删除"), say("依法删除不可恢复，不能更正。"))
    return {party: bytes(key) for party, key in rows if key is not None}


def _judged(state: CaseState, target: Event, given: Mapping[str, Any]) -> Cleaned:
    """The corrected values, as the form of the act judges them, and what the act's pure function makes of the corrected facts."""
    rule = rule_of(state.declaration, target.act)
    cleaned = clean([f for f in form(state.declaration, rule) if f.id in given], given, target.facts)
    if cleaned.errors:
        raise Invalid(cleaned.errors)
    function = installed().function(state.declaration.id, rule.id) if rule.does else None
    if function is None or not cleaned.facts:
        return cleaned
    return replace(cleaned, facts={**cleaned.facts, **function({**target.facts, **cleaned.facts})})


def _happened(at: Moment) -> str:
    """The corrected day or instant as the record writes it."""
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise ActError(say("更正的时间没有写明时区"), say("写明时区，或者只填日期。"))
        at = moment_of(at)
    if day_of(at) > today():
        raise ActError(say("发生日期{day}还没有到", day=day_of(at)), say("填写实际发生的日期，最晚是今天。"))
    return at.isoformat()


def _attempt(
    uid: str,
    wish: _Wish,
    make: Callable[[CaseState, Permission], Write],
    also: Callable[[CaseState], None] | None = None,
) -> int:
    if not wish.reason.strip():
        raise ActError(say("没有写明理由"), say("写明为什么“{act}”，理由会留在记录里。", act=wish.rule.title))
    for _ in range(TRIES):
        if (state := store.read(uid)) is None:
            raise NoSuchCase
        permitted = _permitted(state, wish)
        try:
            with transaction.atomic():
                rows = make(state, permitted)
                store.write(rows)
                if also:
                    also(state)
        except store.Stale:
            continue
        return rows.after.version
    raise ActError(say("此案卷正被频繁改动"), say("稍候片刻，再试一次；您填写的内容没有丢失。"))


def _permitted(state: CaseState, wish: _Wish) -> Permission:
    """The proposer's permission. The approver holds the post that the word names; the proposer handles the case; they are two."""
    titles = dict(state.declaration.role)
    own = may_act(wish.by, state.facts, wish.rule, duties(), titles)
    if wish.rule is REDATE:
        if not own:
            raise NotPermitted(own)
        return own
    if wish.second is None or wish.second.id == wish.by.id:
        raise ActError(
            say("“{act}”须由两人办理：一人提出，一人同意", act=wish.rule.title), say("请处室负责人以本人身份同意。")
        )
    if not (approved := may_act(wish.second, state.facts, wish.rule, duties(), titles)):
        raise NotPermitted(approved)
    if not (proposed := own or may_act(wish.by, state.facts, CLERICAL, duties(), titles)):
        raise NotPermitted(proposed)
    return proposed


def _correctable(past: Sequence[Event], of: int) -> Event:
    """The entry to correct, as earlier corrections have it."""
    found = next((e for e in past if e.seq == of), None)
    if found is None:
        raise ActError(say("没有第 {n} 条记录", n=of), say("本案卷的记录编号为 1 至 {last}。", last=len(past)))
    if found.act in (ERASE.id, REDATE.id):
        title = (ERASE if found.act == ERASE.id else REDATE).title
        raise ActError(say("“{act}”不能更正或者作废", act=title), say("依法删除不可恢复；日历另行换用。"))
    effective = resolve(past)[of - 1]
    if history.is_void(effective):
        raise ActError(say("第 {n} 条记录已经作废", n=of), say("作废有误的，将那一条“作废”记录作废。"))
    return effective


def _is_citation(basis: str) -> bool:
    try:
        return bool(Citation.from_key(basis).article)
    except ValueError:
        return False


def _wipe() -> None:
    """Have the database let go of the bytes that were deleted: it keeps old pages and rows for a while, and a key must not outlive erasure."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM cases_subject, cases_lookup, cases_part")


def _intent(
    wish: _Wish,
    permitted: Permission,
    facts: Mapping[str, Any],
    parts: Mapping[str, Mapping[str, Any]] = NOTHING,
) -> Intent:
    return Intent(
        wish.rule,
        today(),
        wish.by,
        wish.source,
        permitted.as_role,
        permitted.standing_for,
        second=wish.second,
        facts=facts,
        parts={**parts, "internal": {**parts.get("internal", {}), REASON: wish.reason}},
    )
