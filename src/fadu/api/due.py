"""A case that is only thought of, acted out: where it would stand, and the proof of its terms. Nothing is read or kept of any case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fadu.cases.errors import ActError, Forbidden, Invalid
from fadu.cases.texts import current_calendar
from fadu.faces.speech import proved, spoken
from fadu.law.calendar import Calendar
from fadu.law.period import day_of
from fadu.procedure.builtin import SERVE
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.lapses import time_acts
from fadu.procedure.outline.form import clean, form
from fadu.procedure.proofs import proof
from fadu.procedure.say import say
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Moment, Run, Standing
from fadu.procedure.verdicts import rule_of, verdict
from fadu.procedure.worked import receipt

Step = tuple[str, Moment, Mapping[str, Any]]
"""An act by id or title, when, and its facts."""


def course(
    declared: Declaration, received: Moment, steps: Sequence[Step]
) -> tuple[Standing, list[tuple[Run, tuple[str, ...]]]]:
    """The standing after these acts, and each run of a clock with the lines of its proof.

    Time does its own between the acts; a letter that nobody says was served is taken to arrive on the day of its act.

    Raises:
        Forbidden: the law does not allow an act at its place.
        ActError: no such act. Invalid: facts that can't stand.
    """
    case = _Thought(declared, current_calendar())
    acts = [(_rule(declared, act), at, facts) for act, at, facts in steps]
    told = {facts.get("letter") for rule, _, facts in acts if rule is SERVE}
    for rule in receipt(declared):
        case.enter(rule, received, {})
    for rule, at, facts in acts:
        case.enter(rule, at, _facts(declared, rule, facts))
        if f"served:{rule.letter}" in declared.touched and rule.letter not in told:
            case.enter(SERVE, at, {"letter": rule.letter})
    found = case.standing
    lines = [
        (run, tuple(map(proved, proof(declared, found, run.key, case.calendar, spoken).steps)))
        for run in found.runs.values()
    ]
    return found, lines


class _Thought:
    def __init__(self, declared: Declaration, calendar: Calendar) -> None:
        self.declared, self.calendar = declared, calendar
        self.standing = Standing()

    def enter(self, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
        self._pass_time(day_of(at))
        if not (answer := verdict(self.declared, self.standing, rule, at, facts)):
            raise Forbidden(answer)
        self._advance(rule.id, at, facts)

    def _pass_time(self, today: date) -> None:
        while pending := time_acts(self.declared, self.standing, today):
            act, day, facts = pending[0]
            self._advance(act, day, facts)

    def _advance(self, act: str, at: Moment, facts: Mapping[str, Any]) -> None:
        event = Event(self.standing.seq + 1, act, at, facts, self.calendar.id)
        self.standing = advance(self.declared, self.standing, event, lambda _: self.calendar)


def _rule(declared: Declaration, act: str) -> ActRule:
    try:
        rule = rule_of(declared, act)
    except KeyError as unknown:
        raise ActError(say("没有“{act}”这一行为", act=act), say("{hint}", hint=unknown.args[0])) from None
    if rule.opens or rule.kind == "lapse" or (rule.kind == "builtin" and rule is not SERVE):
        raise ActError(say("“{act}”不能这样进行", act=rule.title), say("只写收到之后、由人进行的行为。"))
    return rule


def _facts(declared: Declaration, rule: ActRule, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts that the standing turns on, judged as in the act's own form; what is only for the file may be left out."""
    replayed = {f.id for f in declared.fields if f.replayed}
    asked = [f for f in form(declared, rule) if f.factual]
    needed = [
        f for f in asked if f.id in given or (f.required and (f.id in replayed or f.id in ("outcome", "letter")))
    ]
    cleaned = clean(needed, given)
    if cleaned.errors:
        raise Invalid(cleaned.errors)
    return cleaned.facts
