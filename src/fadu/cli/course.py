"""A case acted out on the command line: each act permitted at its place, or refused with its article.

Time does by itself, before each act, what the terms that ran out mean. The one internal step that leads to where an act is possible
may be left unsaid, and a letter that nobody says was served is taken to arrive on the day of its act.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fadu.cli.main import Refused
from fadu.law.calendar import Calendar
from fadu.law.period import LAW_TIME, day_of
from fadu.procedure.builtin import SERVE
from fadu.procedure.declaration import ActRule, Declaration, FieldRule
from fadu.procedure.lapses import time_acts
from fadu.procedure.outline.speech import Speech
from fadu.procedure.say import Say, say
from fadu.procedure.standing import ENDS, advance
from fadu.procedure.state import Event, Moment, Standing
from fadu.procedure.verdicts import verdict
from fadu.procedure.worked import receipt

LINE = re.compile(r"(?P<day>\d\S*(?: \d\d:\d\d)?)\s+(?P<act>\S+)(?:\s+(?P<rest>.+))?")
ACT_SHAPE = "2023-09-13 征求第三方意见"


def read_moment(text: str, tell: Speech) -> Moment:
    """A day, or a moment in China's time."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LAW_TIME)
    except ValueError:
        raise Refused(tell.say(say("“{text}”不是日期，写成 2023-09-11", text=text))) from None


@dataclass(frozen=True)
class _Given:
    """One `--act`: when, which act, and what stands behind its name."""

    text: str
    at: Moment
    rule: ActRule
    rest: tuple[str, ...]


class Course:
    """A case and where it stands so far."""

    def __init__(self, declaration: Declaration, calendar: Calendar, tell: Speech) -> None:
        self.declaration = declaration
        self.calendar = calendar
        self.tell = tell
        self.standing = Standing()

    def act_out(self, received: Moment, texts: Sequence[str]) -> None:
        """Do the acts of the day of receipt, then those given, each as “DAY ACT …”. Raises Refused at the first that can't be."""
        given = [self._read(text) for text in texts]
        told = {self._facts(each)["letter"] for each in given if each.rule is SERVE}
        for rule in receipt(self.declaration):
            self._enter(rule, received, {})
        for each in given:
            self._pass_time(day_of(each.at))
            self._lead_to(each.rule, each.at)
            self._enter(each.rule, each.at, self._facts(each))
            letter = each.rule.letter
            if f"served:{letter}" in self.declaration.touched and letter not in told:
                self._enter(SERVE, each.at, {"letter": letter})

    def _enter(self, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
        """Enter an act, if it is permitted. Raises Refused with reason, article and remedy."""
        open_ = self.standing.open_errands(rule.errand) if rule.kind in ENDS else ()
        if len(open_) > 1 and "errand" not in facts:
            title = self.declaration.errand[rule.errand].title
            raise self._refused(
                say("“{errand}”有 {n} 件同时进行，在行为之后写明是第几件", errand=title, n=len(open_))
            )
        answer = verdict(self.declaration, self.standing, rule, at, facts)
        if not answer:
            reason = self.tell.beside(self.tell.say(answer.reason), *(self.tell.cite(c) for c in answer.citations))
            raise self._refused(
                say(
                    "{day}“{act}”：{reason}。{remedy}",
                    day=day_of(at),
                    act=rule.title,
                    reason=reason,
                    remedy=answer.remedy,
                )
            )
        event = Event(self.standing.seq + 1, rule.id, at, facts, self.calendar.id)
        self.standing = advance(self.declaration, self.standing, event, lambda _: self.calendar)

    def _pass_time(self, today: date) -> None:
        """Let time do what silence means for the terms that ran out before this day."""
        while pending := time_acts(self.declaration, self.standing, today):
            act, day, facts = pending[0]
            self._enter(self.declaration.act[act], day, facts)

    def _lead_to(self, rule: ActRule, at: Moment) -> None:
        """Do the one internal step on which no clock hangs, if it leads to where the act is possible; and say so."""
        if not rule.at or self.standing.stage in rule.at or self.standing.stage not in self.declaration.movers:
            return
        steps = [a for a in self.declaration.movers[self.standing.stage] if a.to in rule.at and self._internal(a)]
        if steps and verdict(self.declaration, self.standing, steps[0], at):
            self._enter(steps[0], at, {})
            self._note(say("“{act}”之前先“{step}”，按同日计", act=rule.title, step=steps[0].title))

    def _internal(self, rule: ActRule) -> bool:
        parties = [by for by in rule.by if by in self.declaration.field]
        return not parties and not rule.outcomes and rule.id not in self.declaration.touched

    def _read(self, text: str) -> _Given:
        match = LINE.fullmatch(text.strip())
        if match is None:
            raise self._refused(say("读不懂“{text}”，写成“{shape}”", text=text, shape=ACT_SHAPE))
        rest = tuple((match["rest"] or "").split())
        return _Given(text, read_moment(match["day"], self.tell), self._act(match["act"]), rest)

    def _act(self, words: str) -> ActRule:
        """The act with this id or title, or the first one whose title has these characters in this order."""
        rules = (*self.declaration.acts, SERVE)
        exact = [r for r in rules if words in (r.id, r.title)]
        people = [r for r in rules if "time" not in r.by]
        close = exact or [r for r in people if _within(words, r.title)]
        if not close:
            titles = [r.title for r in people]
            raise self._refused(say("没有名为“{words}”的行为。可以写：{titles}", words=words, titles=titles))
        if len(close) > 1:
            others = [r.title for r in close[1:]]
            self._note(say("“{words}”按“{act}”计；也像：{others}", words=words, act=close[0].title, others=others))
        return close[0]

    def _facts(self, given: _Given) -> dict[str, Any]:
        """What the act turns on: the letter served, the outcome, the errand, or what the fields that replay reads are given."""
        rule, rest, declared = given.rule, given.rest, self.declaration
        if rule is SERVE:
            letters = {a.letter: a.letter for a in declared.acts if a.letter}
            return {"letter": self._one(given, letters, say("文书"))}
        if rule.outcomes:
            outcomes = {declared.outcome[o].title: o for o in rule.outcomes}
            return {"outcome": self._one(given, outcomes, say("处理结果"))} if rest else {}
        if rule.kind in ENDS:
            return {"errand": self._errand(given)} if rest else {}
        fields = [f for f in (declared.field[name] for name in rule.asks) if f.replayed]
        if len(fields) != len(rest):
            titles = [f.title for f in fields]
            wrong = say("“{text}”之后应写：{titles}", text=given.text, titles=titles)
            raise self._refused(wrong if fields else say("“{text}”在行为之后多了字", text=given.text))
        return {field.id: self._value(field, text) for field, text in zip(fields, rest, strict=True)}

    def _one(self, given: _Given, known: Mapping[str, str], kind: Say) -> str:
        words = "".join(given.rest)
        exact = [v for title, v in known.items() if words == title]
        close = exact or [v for title, v in known.items() if words and _within(words, title)]
        if not close:
            wrong = say("“{text}”没有写明{kind}。可以写：{titles}", text=given.text, kind=kind, titles=list(known))
            raise self._refused(wrong)
        return close[0]

    def _errand(self, given: _Given) -> str:
        """The key of the how-manieth errand begun."""
        keys, text = list(self.standing.errands), given.rest[0]
        if len(given.rest) > 1 or not text.isdecimal() or not 1 <= int(text) <= len(keys):
            raise self._refused(say("“{text}”：只开始了 {n} 件，写 1 至 {n} 之一", text=given.text, n=len(keys)))
        return keys[int(text) - 1]

    def _value(self, field: FieldRule, text: str) -> Any:
        if field.kind == "day":
            return day_of(read_moment(text, self.tell)).isoformat()
        if field.kind == "number" and not re.fullmatch(r"[0-9]{1,9}", text):
            raise self._refused(say("“{title}”应当是不小于零的整数", title=field.title))
        return int(text) if field.kind == "number" else text

    def _refused(self, sentence: Say) -> Refused:
        return Refused(self.tell.say(sentence))

    def _note(self, sentence: Say) -> None:
        print(self.tell.say(sentence), file=sys.stderr)


def _within(words: str, title: str) -> bool:
    """Whether the characters stand in the title, in this order."""
    rest = iter(title)
    return all(character in rest for character in words)
