"""The only writer of cases. Every face, import and worker goes through here: policy, law, one transaction, outbox.

    done = open_case("disclosure", by=actor, at=today(), data={…})
    done = perform(done.uid, "receive", by=officer, at=today(), data={})

No lock is held while thinking. If somebody else was quicker, the act is weighed again, and either done or refused with what happened.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from msgspec import Struct
from msgspec.structs import replace

from fadu.cases import store
from fadu.cases.assigning import check_assignment
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, Forbidden, Invalid, NoSuchCase, NotPermitted, Overtaken
from fadu.cases.gates import pass_gates
from fadu.cases.keys import master, signing
from fadu.cases.kinship import check_division, write_joined
from fadu.cases.moments import now
from fadu.cases.planning import Intent, new_state, plan, utc
from fadu.cases.rows import CaseState
from fadu.cases.statistics import look_after
from fadu.cases.texts import current_calendar, keep_calendar, keep_declaration
from fadu.evidence import secrets
from fadu.evidence.checkpoint import sign_receipt
from fadu.law.period import day_of, moment_of
from fadu.policy import SYSTEM, TIME_ACTOR, Actor, may_act
from fadu.procedure.builtin import ASSIGN, CLERICAL, ERASE, RECTIFY, REDATE, VOID
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.lapses import time_acts
from fadu.procedure.outline.form import Cleaned, FormField, clean, form
from fadu.procedure.registry import installed
from fadu.procedure.say import say
from fadu.procedure.state import Moment, Standing
from fadu.procedure.verdicts import rule_of, verdict

TRIES = 8
NOTHING: Mapping[str, Any] = {}
CORRECTIONS = frozenset((RECTIFY.id, VOID.id, ERASE.id, REDATE.id))
"""Words for mistakes: `corrections` does them, with reasons and with four eyes."""


class Done(Struct, frozen=True):
    """What was done: the case, the entry's number and hash, and where the case stands now. `code` is the query code of a new case."""

    uid: str
    number: str
    seq: int
    hash: bytes
    recorded_at: datetime
    standing: Standing
    code: str = ""
    repeated: bool = False

    def receipt(self) -> dict[str, Any]:
        """The office's signed promise that this entry stands in the record."""
        return sign_receipt(signing(), self.uid, self.seq, self.hash, utc(self.recorded_at))


def open_case(
    procedure: str,
    *,
    by: Actor,
    at: Moment,
    data: Mapping[str, Any],
    source: str,
    origin: str = "real",
    unit: str = "",
    idem: str = "",
) -> Done:
    """Open a case with the procedure's opening act, in the version that is in force on that day.

    The number is drawn last, in the same transaction. A form posted twice (same `idem`) gives the case that it made the first time.

    Raises:
        ActError: refused; its subclasses say why, by which article, and what to do now.
    """
    if origin not in MARKS:
        raise ActError(
            say("没有“{origin}”这种案件来源", origin=str(origin)[:40]),
            say("可用的来源：{origins}。", origins=list(MARKS)),
        )
    at = _own_time(at)
    declared = installed().declaration(procedure, day_of(at).isoformat())
    rule = declared.opening
    if idem and (made := store.by_idem(idem)):
        return _again(idem, *made, opens=True)
    state = new_state(declared, random.token_hex(10), "", origin, unit or declared.unit)
    permitted = _permitted(state, rule, by)
    cleaned = _clean(declared, rule, data)
    _not_in_future(at)
    kept = keep_declaration(declared) and keep_calendar(current_calendar(), current=False)
    return _register(
        state,
        Intent(
            rule,
            at,
            by,
            source,
            permitted.as_role,
            permitted.standing_for,
            facts=cleaned.facts,
            parts=cleaned.parts,
            idem=idem or None,
            calendar=kept,
        ),
    )


def open_heir(
    parent: CaseState, *, at: Moment, data: Mapping[str, Any], facts: Mapping[str, Any], calendar: str, idem: str
) -> Done:
    """Open a case that was divided from another: under that case's declaration and calendar, in its unit, as an act of the system.

    `facts` hold what it takes over (`procedure.dividing.bequest`). The number is of the year of the division.
    """
    if made := store.by_idem(idem):
        return _again(idem, *made, opens=True)
    declared, rule = parent.declaration, parent.declaration.opening
    state = new_state(declared, random.token_hex(10), "", parent.origin, parent.unit, parent.level)
    cleaned = _clean(declared, rule, data)
    return _register(
        state,
        Intent(
            rule,
            at,
            SYSTEM,
            "system",
            "system",
            facts={**cleaned.facts, **facts},
            parts=cleaned.parts,
            idem=idem,
            calendar=calendar,
        ),
    )


def _register(state: CaseState, intent: Intent) -> Done:
    """Write the first entry of a case; its number is drawn last, in the same transaction."""
    declared, year, code = state.declaration, day_of(intent.at).year, secrets.new_code()
    try:
        with transaction.atomic():
            number = case_number(
                declared, state.origin, year, store.draw_number(f"{declared.register}/{state.origin}/{year}")
            )
            state = replace(state, number=number, code=secrets.hash_code(master(), number, code))
            facts = {**intent.facts, "case": {"number": number, "unit": state.unit, "origin": state.origin}}
            rows = plan(state, replace(intent, facts=facts), now())
            store.write(rows)
    except IntegrityError:
        if intent.idem and (made := store.by_idem(intent.idem)):
            return _again(intent.idem, *made, opens=True)
        raise
    return Done(state.uid, number, 1, rows.hash, rows.recorded_at, rows.after.standing, code)


def perform(
    uid: str,
    act: str,
    *,
    by: Actor,
    at: Moment,
    data: Mapping[str, Any] = NOTHING,
    source: str,
    idem: str = "",
    seen: int | None = None,
) -> Done:
    """Do an act (id or title) to a case. `seen` is the version on which the actor decided, if a page showed one.

    Terms whose silence has a meaning, and which ran out before `at`, are entered first.

    Raises:
        ActError: refused; its subclasses say why, by which article, and what to do now.
    """
    at = _own_time(at)
    if idem and (made := store.by_idem(idem)):
        return _again(idem, *made, of=uid)
    _not_in_future(at)
    try:
        return _perform(uid, act, by, at, data, source, idem, seen)
    except (ActError, IntegrityError):
        # The same form posted twice at once: what refuses this one is what the other has just done.
        if idem and (made := store.by_idem(idem)):
            return _again(idem, *made, of=uid)
        raise


def _perform(
    uid: str, act: str, by: Actor, at: Moment, data: Mapping[str, Any], source: str, idem: str, since: int | None
) -> Done:
    for _ in range(TRIES):
        state = _read(uid)
        rule = _rule(state.declaration, act)
        permitted = _permitted(state, rule, by)
        if rule.kind != "lapse":
            state = _lapsed(state, at)
        _undisturbed(state, rule, since)
        since = state.version if since is None else since
        cleaned = _clean(state.declaration, rule, data)
        if not (answer := verdict(state.declaration, state.standing, rule, at, cleaned.facts)):
            raise Forbidden(answer)
        pass_gates(state, rule, at, cleaned.facts)
        if rule is ASSIGN:
            check_assignment(cleaned.facts)
        if rule.divides:
            check_division(rule, cleaned)
        intent = Intent(
            rule,
            at,
            by,
            source,
            permitted.as_role,
            permitted.standing_for,
            facts=_computed(state.declaration, rule, cleaned.facts),
            parts=cleaned.parts,
            idem=idem or None,
        )
        rows = plan(state, intent, now(), _keys(state, cleaned))
        try:
            write_joined(state, rule, cleaned.facts, by, rows) if rule.joins else store.write(rows)
        except store.Stale:
            continue
        return Done(uid, state.number, rows.after.version, rows.hash, rows.recorded_at, rows.after.standing)
    raise ActError(say("此案卷正被频繁改动"), say("稍候片刻，再试一次；您填写的内容没有丢失。"))


def perform_many(steps: Iterable[Callable[[], Done]], batch: int = 200) -> list[Done]:
    """Do many acts of history, `batch` of them in a transaction. Each is `open_case` or `perform` with its arguments bound,

    so that the entries are byte for byte those of doing them one by one.
    """
    done: list[Done] = []
    waiting: list[Callable[[], Done]] = []
    for step in steps:
        waiting.append(step)
        if len(waiting) >= batch:
            done += _together(waiting)
            waiting = []
    done += _together(waiting)
    look_after(len(done))
    return done


def lapse(uid: str, at: Moment) -> int:
    """Enter what time has done to a case until `at` (the sweep calls this); gives the number of entries made."""
    state = _read(uid)
    return _lapsed(state, at).version - state.version


MARKS = {"real": "", "sample": "样", "sandbox": "试", "import": "入"}
"""Where a case can come from, and how its number says so."""


def case_number(declared: Declaration, origin: str, year: int, n: int) -> str:
    """示外办公开〔2026〕31号; cases that are not the office's own say so, in a series of their own."""
    office = installed().office(settings.FADU.office) if installed().packs else None
    return f"{office.short if office else ''}{declared.register}{MARKS[origin]}〔{year}〕{n}号"


def _together(steps: list[Callable[[], Done]]) -> list[Done]:
    with transaction.atomic():
        return [step() for step in steps]


def _read(uid: str) -> CaseState:
    state = store.read(uid)
    if state is None:
        raise NoSuchCase
    return state


def _again(idem: str, uid: str, seq: int, *, of: str = "", opens: bool = False) -> Done:
    """The result of an act that was already done under the same idempotency key; `of` is the case meant now, if it is not a new one."""
    if (opens and seq != 1) or (of and of != uid):
        raise ActError(say("这份表单（{key}）已经用于别的行为", key=idem[:12]), say("重新打开页面，再填写一次。"))
    state = _read(uid)
    entry = store.entry(state.id or 0, seq)
    return Done(uid, state.number, seq, entry.hash, entry.recorded_at, state.standing, repeated=True)


def _rule(declared: Declaration, act: str) -> ActRule:
    try:
        rule = rule_of(declared, act)
    except KeyError as unknown:
        raise ActError(say("没有“{act}”这一行为", act=act), say("{hint}", hint=unknown.args[0])) from None
    if rule.id in CORRECTIONS:
        raise ActError(say("“{act}”不是普通的行为", act=rule.title), say("由一人提出、说明理由，由另一人同意。"))
    return rule


def _permitted(state: CaseState, rule: ActRule, by: Actor) -> Any:
    permission = may_act(by, state.facts, rule, duties(), dict(state.declaration.role))
    if not permission:
        raise NotPermitted(permission)
    return permission


def _clean(declared: Declaration, rule: ActRule, data: Mapping[str, Any]) -> Cleaned:
    cleaned = clean(_form(declared, rule.id), data)
    if cleaned.errors:
        raise Invalid(cleaned.errors)
    return cleaned


@lru_cache(maxsize=2048)
def _form(declared: Declaration, act: str) -> tuple[FormField, ...]:
    return form(declared, rule_of(declared, act))


def _computed(declared: Declaration, rule: ActRule, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts with what the act's pure function makes of them; it runs here, once, and replay reads its result."""
    function = installed().function(declared.id, rule.id) if rule.does else None
    return {**facts, **function(facts)} if function else facts


def _own_time(at: Moment) -> Moment:
    """A day as it is; an instant in the office's time, as entries write it."""
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ActError(say("发生的时间没有写明时区"), say("写明时区，或者只填日期。"))
    return moment_of(at)


def _not_in_future(at: Moment) -> None:
    if day_of(at) > day_of(now()):
        raise ActError(say("发生日期{day}还没有到", day=day_of(at)), say("填写实际发生的日期，最晚是今天。"))


def _undisturbed(state: CaseState, rule: ActRule, since: int | None) -> None:
    """Refuse if what the act rests on changed since that version: the one that the actor saw, or on which it was first weighed."""
    if since is None or since >= state.version:
        return
    inputs = [a for a in store.acts_since(state.id or 0, since) if _changes_inputs(state.declaration, a, rule)]
    if inputs:
        raise Overtaken([rule_of(state.declaration, a).title for a in inputs])


def _changes_inputs(declared: Declaration, happened: str, rule: ActRule) -> bool:
    """Whether an act that happened meanwhile touches what `rule` rests on: the stage, its own errand, itself, or history."""
    if happened in (RECTIFY.id, VOID.id):
        return True
    if happened == rule.id:
        return rule is not CLERICAL
    other = declared.act.get(happened)
    if other is None:
        return False
    return bool(other.to) or bool(other.errand and other.errand in (rule.errand, *rule.awaits))


def _lapsed(state: CaseState, at: Moment) -> CaseState:
    """The case with the acts of time that were due before `at` entered."""
    while state.sweep_on is not None and state.sweep_on <= day_of(at):
        acts = time_acts(state.declaration, state.standing, day_of(at))
        if not acts:
            break
        act, day, facts = acts[0]
        rule = state.declaration.act[act]
        intent = Intent(rule, day, TIME_ACTOR, "time", "time", facts=facts)
        with suppress(store.Stale):
            store.write(plan(state, intent, now()))
        state = _read(state.uid)
    return state


def _keys(state: CaseState, cleaned: Cleaned) -> dict[str, bytes]:
    """Wrapped keys of the parties whose parts the act adds to."""
    parties = [name.partition(":")[2] for name in cleaned.parts if name.startswith("personal:")]
    found = {p: store.subject_key(state.id or 0, p) for p in parties}
    return {p: key for p, key in found.items() if key is not None}
