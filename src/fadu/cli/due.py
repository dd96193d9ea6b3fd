"""fadu due: the last day of a term, and why, without any database.

    fadu due disclosure --received 2023-09-11 --act "2023-09-13 征求第三方意见" --act "2023-09-20 第三方提出意见"

An act may be named by a part of its title (征求意见). What follows it on the line is the day or number that it gives (告知补正
2023-10-12, 延期答复 20), the letter served (送达 第三方意见征询书), or which of several is ended (第三方提出意见 2).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fadu.cli.main import Refused
from fadu.law.calendar import NoEdition, base_calendar
from fadu.law.period import day_of
from fadu.procedure.builtin import BUILTIN, SERVE
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.lapses import time_acts
from fadu.procedure.proofs import proof
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.standing import ENDS, advance, pick_errand
from fadu.procedure.state import Event, Run, Standing
from fadu.procedure.verdicts import verdict
from fadu.procedure.worked import receipt


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", metavar="事项", help="事项的 id 或者名称，如 disclosure")
    parser.add_argument("--received", required=True, metavar="日期", help="收到之日，如 2023-09-11")
    parser.add_argument("--act", action="append", default=[], metavar="“日期 行为”", help="其后的行为，可以多次")
    parser.add_argument("--clock", default="", metavar="期限", help="哪一期限；不写则为本机关的办理期限")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="逐日说明的语言")


@dataclass(frozen=True)
class Line:
    """One `--act`: its day, the words that name it, and what follows them."""

    day: date
    name: str
    rest: tuple[str, ...]


def run(args: argparse.Namespace) -> int:
    declared = _declaration(args.procedure, _day(args.received).isoformat())
    lines = sorted((_line(text) for text in args.act), key=lambda line: line.day)
    play = _Play(declared, lines)
    try:
        for rule in receipt(declared):
            play.enter(rule, _day(args.received), {})
        for line in lines:
            play.do(line)
        found = play.clock(args.clock)
        told = proof(declared, play.standing, found.key, play.calendar)
    except NoEdition as outside:
        raise Refused(str(outside)) from None
    print(day_of(found.due).isoformat() if found.due else "待定")
    for text in told.en() if args.lang == "en" else told.zh():
        print(text)
    return 0


class _Play:
    """A case that is only thought of: the acts given, one after another."""

    def __init__(self, declared: Declaration, lines: Sequence[Line]) -> None:
        self.declared = declared
        self.calendar = base_calendar()
        self.standing = Standing()
        self.served = {word for line in lines if line.name == SERVE.title for word in line.rest}

    def do(self, line: Line) -> None:
        """Do what a line says, after what time did before that day; serve its letter too if a term waits for that."""
        while pending := time_acts(self.declared, self.standing, line.day):
            act, day, facts = pending[0]
            self.enter(self.declared.act[act], day, facts)
        rule = self._rule(line)
        self._step_to(rule, line.day)
        self.enter(rule, line.day, self._facts(rule, line))
        errand = self.declared.errand.get(rule.errand) if rule.kind == "start" else None
        clock = self.declared.clock.get(errand.clock) if errand and errand.clock else None
        waits = errand is not None and clock is not None and f"served:{errand.letter}" in clock.since
        if errand is not None and waits and errand.letter not in self.served:
            self.enter(SERVE, line.day, {"letter": errand.letter})

    def _step_to(self, rule: ActRule, day: date) -> None:
        """Take the one step that leads to where the act is possible, if it moves no clock: whoever asks for a term need not know it."""
        here = self.standing.stage
        if not rule.at or here in rule.at:
            return
        for step in self.declared.movers.get(here, ()):
            if step.to in rule.at and step.id not in self.declared.touched and not step.outcomes:
                self.enter(step, day, {})
                return

    def enter(self, rule: ActRule, day: date, facts: Mapping[str, Any]) -> None:
        """Do one act if it is permitted at its place."""
        answer = verdict(self.declared, self.standing, rule, day, facts)
        if not answer:
            raise Refused(f"{day} {rule.title}：{answer}")
        if rule.kind in ENDS and pick_errand(self.standing, rule, facts) is None:
            raise Refused(f"{day} {rule.title}：有几件同时进行，在后面写明是第几件，如“{rule.title} 2”。")
        event = Event(self.standing.seq + 1, rule.id, day, facts, self.calendar.id)
        self.standing = advance(self.declared, self.standing, event, lambda _: self.calendar)

    def clock(self, named: str) -> Run:
        """The run asked for: of the clock named, else of the office's first duty."""
        clocks = (
            [c for c in self.declared.clocks if named in (c.id, c.title)]
            if named
            else [c for c in self.declared.clocks if c.id in self.declared.duties]
        )
        if not clocks:
            titles = "、".join(c.title for c in self.declared.clocks)
            raise Refused(f"“{self.declared.title}”没有名为“{named}”的期限。可用的：{titles}。")
        for clock in clocks:
            runs = [r for r in self.standing.runs.values() if r.clock == clock.id]
            if runs:
                return runs[-1]
        raise Refused(f"“{clocks[0].title}”没有起算。它自“{self._starters(clocks[0].since)}”起算。")

    def _starters(self, triggers: Sequence[str]) -> str:
        return "、".join(
            self.declared.act[t].title if t in self.declared.act else t.replace("served:", "送达") for t in triggers
        )

    def _rule(self, line: Line) -> ActRule:
        """The act that the words mean: by id or title, else the first whose title holds them, preferring one that is possible."""
        acts = [*self.declared.acts, *BUILTIN.values()]
        exact = [a for a in acts if line.name in (a.id, a.title)]
        alike = exact or [a for a in acts if line.name in a.title] or [a for a in acts if _within(line.name, a.title)]
        if not alike:
            titles = "、".join(a.title for a in self.declared.acts)
            raise Refused(f"“{self.declared.title}”没有“{line.name}”这一行为。可用的：{titles}。")
        possible = [a for a in alike if verdict(self.declared, self.standing, a, line.day)]
        return (possible or alike)[0]

    def _facts(self, rule: ActRule, line: Line) -> dict[str, Any]:
        if rule is SERVE:
            return {"letter": line.rest[0]} if line.rest else {}
        facts: dict[str, Any] = {}
        days = [f for f in rule.asks if f in self.declared.field and self.declared.field[f].kind == "day"]
        for word in line.rest:
            if days and len(word) == 10:
                facts[days.pop(0)] = _day(word).isoformat()
            elif word.isdigit() and f"{rule.id}.units" in rule.asks:
                facts[f"{rule.id}.units"] = int(word)
            elif word.isdigit() and rule.kind in ENDS:
                facts["errand"] = self._errand(rule, int(word))
            else:
                raise Refused(f"“{rule.title}”后面的“{word}”不知何意；可以写日期、数目，或者第几件。")
        if days:
            title = self.declared.field[days[0]].title
            raise Refused(f"“{rule.title}”后面要写明{title}，如“{line.day} {rule.title} {line.day}”。")
        if f"{rule.id}.units" in rule.asks and f"{rule.id}.units" not in facts:
            raise Refused(f"“{rule.title}”后面要写明延长多少，如“{line.day} {rule.title} 20”。")
        return facts

    def _errand(self, rule: ActRule, n: int) -> str:
        keys = [k for k, e in self.standing.errands.items() if e.errand == rule.errand]
        if not 1 <= n <= len(keys):
            raise Refused(f"“{rule.title}”第 {n} 件不存在，共有 {len(keys)} 件。")
        return keys[n - 1]


def _declaration(name: str, on: str) -> Declaration:
    ids = {p.declaration.title: p.id for p in installed().procedures}
    try:
        return installed().declaration(ids.get(name, name), on)
    except UnknownProcedure as unknown:
        raise Refused(str(unknown)) from None


def _line(text: str) -> Line:
    words = tuple(_words(text))
    if len(words) < 2:
        raise Refused(f"“{text}”应当写成“日期 行为”，如“2023-09-13 征求第三方意见”。")
    return Line(_day(words[0]), words[1], words[2:])


def _words(text: str) -> Iterator[str]:
    yield from text.replace("　", " ").split()


def _day(text: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}”不是日期，应当如 2023-09-11。") from None


def _within(part: str, title: str) -> bool:
    """Whether the characters of `part` come in this order in `title`: 征求意见 in 征求第三方意见."""
    rest = iter(title)
    return all(character in rest for character in part)
