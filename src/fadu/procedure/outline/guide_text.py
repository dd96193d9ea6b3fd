"""A guide as plain text, for terminals and print, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from fadu.law.citation import Citation
from fadu.procedure.builtin import CHANNELS
from fadu.procedure.compiling import ALWAYS
from fadu.procedure.declaration import TermVersion
from fadu.procedure.outline.guide import Asked, Guide, Longer, Step, TermLine
from fadu.procedure.outline.speech import CHINESE, Speech
from fadu.procedure.say import Say, say

INDENT = "  "


def guide_text(guide: Guide, speech: Speech = CHINESE) -> tuple[str, ...]:
    """The guide, a line each."""
    return tuple(_Printer(guide, speech).lines())


class _Printer:
    def __init__(self, guide: Guide, speech: Speech) -> None:
        self.guide = guide
        self.speech = speech
        self.home = guide.basis[0].law if guide.basis else ""

    def lines(self) -> Iterator[str]:
        guide, tell = self.guide, self.speech.say
        title = self.speech.value(guide.title)
        yield tell(say("办事指南：{title}", title=guide.english if self.speech.english and guide.english else title))
        yield from self._facts()
        yield from self._part(say("填写什么"), (line for each in guide.asked for line in self._asked(each)))
        yield from self._part(say("环节"), (self._stage(s.title, s.final) for s in guide.stages))
        yield from self._part(say("怎样办理"), (self._step(step) for step in guide.steps), numbered=True)
        yield from self._part(say("期限"), (line for term in guide.terms for line in self._term(term)))
        results = (self._cited(self.speech.value(r.title), r.basis) for r in guide.results)
        yield from self._part(say("结果"), results)
        letters = [self._labelled(self.speech.value(each.title), each.sent_by) for each in guide.letters]
        if letters:
            letters.append(self._labelled(say("送达方式"), CHANNELS))
        yield from self._part(say("文书"), letters)
        yield from self._part(say("救济"), (tell(each) for each in guide.remedies))
        yield from self._part(say("办例"), (line for example in guide.examples for line in _example(*example)))

    def _facts(self) -> Iterator[str]:
        guide, speech = self.guide, self.speech
        yield self._labelled(say("设定依据"), guide.basis)
        for title, kinds in guide.applicants:
            yield self._labelled(say("谁可以办理"), [speech.beside(speech.value(title), speech.value(kinds))])
        span = say("自{since}起", since=date.fromisoformat(guide.since))
        if guide.until:
            span = say("自{since}至{until}", **span.values, until=date.fromisoformat(guide.until))
        yield self._labelled(say("施行"), [span])
        if guide.fee:
            yield self._labelled(say("收费"), [guide.fee])

    def _part(self, heading: Say, lines: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
        """A heading and its lines; nothing where there are none."""
        for n, line in enumerate(lines, 1):
            if n == 1:
                yield ""
                yield self.speech.say(heading)
            yield f"{INDENT}{f'{n}. ' if numbered else ''}{line}"

    def _asked(self, asked: Asked) -> Iterator[str]:
        optional = "" if asked.required else self.speech.say(say("选填"))
        choices = self.speech.value(asked.choices) if asked.choices else ""
        title = self.speech.beside(self.speech.value(asked.title), optional, choices)
        yield self._cited(title, asked.basis)
        if asked.hint:
            yield INDENT + self.speech.value(asked.hint)

    def _stage(self, title: str, final: bool) -> str:
        return self.speech.beside(self.speech.value(title), self.speech.say(say("办结")) if final else "")

    def _step(self, step: Step) -> str:
        speech = self.speech
        text = speech.beside(speech.value(step.title), speech.value(step.who))
        details = [
            self._labelled(say("所在环节"), step.at) if step.at else "",
            self._labelled(say("之后"), [step.to]) if step.to else "",
            self._labelled(say("写明"), step.asks) if step.asks else "",
            self._labelled(say("所发文书"), [step.letter]) if step.letter else "",
            *(speech.say(note) for note in step.notes),
        ]
        return self._cited(self._joined(text, details), step.basis)

    def _term(self, term: TermLine) -> Iterator[str]:
        speech = self.speech
        length = [self._length(version, only=len(term.lengths) == 1) for version in term.lengths]
        yield self._cited(
            self._joined(
                self._labelled(speech.value(term.title), length or [say("由文书写明最后一日")]),
                [
                    self._labelled(say("起算"), term.since),
                    self._labelled(say("终止"), term.until),
                    self._labelled(say("由谁遵守"), [term.bound]),
                ],
            ),
            term.basis,
        )
        if term.excluded:
            yield INDENT + self._labelled(say("特殊环节，所需时间不计入时限"), term.excluded)
        for longer in term.longer:
            yield INDENT + self._labelled(say("可以延长"), [self._longer(longer)])
        yield from (INDENT + speech.say(note) for note in term.notes)

    def _longer(self, longer: Longer) -> str:
        lengths = [self._length(version, only=len(longer.limits) == 1) for version in longer.limits]
        how = say("最多{amounts}", amounts=lengths) if lengths else say("至所定之日")
        return self.speech.beside(self.speech.value(longer.title), self.speech.say(how))

    def _length(self, version: TermVersion, *, only: bool) -> str:
        amount = self.speech.amount(version.n, version.unit)
        if only or version.since == ALWAYS:
            return amount
        return self.speech.say(say("自{day}起{amount}", day=date.fromisoformat(version.since), amount=amount))

    def _labelled(self, label: str | Say, values: Sequence[object]) -> str:
        """期限：20个工作日."""
        colon = ": " if self.speech.english else "："
        return f"{self.speech.value(label)}{colon}{self.speech.value(list(values))}"

    def _joined(self, text: str, details: Iterable[str]) -> str:
        stop = "; " if self.speech.english else "；"
        return stop.join(each for each in (text, *details) if each)

    def _cited(self, text: str, basis: Sequence[Citation]) -> str:
        """The text with its articles; those of the guide's own law without its name."""
        local = [replace(c, law="") if c.law == self.home and c.article else c for c in basis]
        return f"{text} [{self.speech.value(local)}]" if local else text


def _example(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    yield from (INDENT + line for line in lines)
