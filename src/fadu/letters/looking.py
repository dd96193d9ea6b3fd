"""A letter looked over before it is sent: by the pack whose letter it is, and for what every letter must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from fadu.law.citation import Citation, find_citations
from fadu.letters.drafting import read
from fadu.letters.errors import LetterError
from fadu.letters.making import template
from fadu.letters.told import Told
from fadu.letters.wordings import pack_of
from fadu.library.lookup import CitationError, NoSuchLaw, text_of
from fadu.library.text.titles import title_key
from fadu.procedure.registry import installed
from fadu.procedure.replies import Finding, Reply, ReplyCheck
from fadu.procedure.say import say

GAPS = re.compile(r"\{\{|\}\}|\{%|[_＿]{3,}|[×ＸX]{2,}|＊{2,}|（待填）|【[^】]*】|\?{2,}|？{2,}")
DOUBTS = re.compile(r"待核|待定|暂定")
ITEM = re.compile(r"[\n；;]|(?:^|(?<=[。；;\n]))\s*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．])")
LEAST = 0.5
"""How much of a requested item's words must recur in the text for it to count as mentioned."""


def look_over(record: Told, text: str) -> tuple[Finding, ...]:
    """What is found in this text for the act that the record foretells; those that forbid the act first."""
    found = [*_form(record, text), *_addressee(record, text), *_gaps(text), *_citations(record, text)]
    found += [*_grounds(record, text), *_items(record, text)]
    reply = Reply(
        record.rule.id,
        record.rule.letter,
        str(record.event.facts.get("outcome", "")),
        record.event.day,
        installed().office(settings.FADU.office).name,
        record.fields,
        text,
    )
    for check in _checks(record).get(record.rule.letter, ()):
        found += check(reply)
    return tuple(sorted(found, key=lambda finding: (not finding.forbids, finding.ok)))


def _checks(record: Told) -> Mapping[str, tuple[ReplyCheck, ...]]:
    name = f"{pack_of(record.declared.id).name}.letters"
    found: Mapping[str, tuple[ReplyCheck, ...]] = (
        getattr(import_module(name), "CHECKS", {}) if find_spec(name) else {}
    )
    return found


def _form(record: Told, text: str) -> Iterator[Finding]:
    """The text can be set as a letter, and what the pack's own text of it needs was filled in."""
    title = say("必填的内容")
    try:
        read(record.rule.letter, text)
        template(record)
    except LetterError:
        yield Finding(title, False, say("这种处理结果所要求的内容没有填齐，或者文本只有标题"))
    else:
        yield Finding(title, True, say("齐全"))


def _addressee(record: Told, text: str) -> Iterator[Finding]:
    """The letter is addressed to the party of the case."""
    opening = record.declared.opening.asks
    party = next((f for f in opening if record.declared.field[f].kind == "party"), "")
    value = record.fields.get(party)
    if not isinstance(value, Mapping) or not value.get("name"):
        return
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    there = len(lines) > 1 and lines[1].endswith("：") and str(value["name"]) in lines[1]
    said = say("写给“{party}”", party=record.declared.field[party].title)
    yield Finding(say("收件人"), there, said if there else say("第二行应当是“{name}：”", name=str(value["name"])))


def _gaps(text: str) -> Iterator[Finding]:
    gap, doubt = GAPS.search(text), DOUBTS.search(text)
    yield Finding(
        say("没有留空"), gap is None, say("没有没填的空") if gap is None else say("还有没填的空：“{gap}”", gap=gap[0])
    )
    if doubt:
        yield Finding(say("没有留空"), False, say("写有“{words}”，签发前核定", words=doubt[0]), hard=False)


def _citations(record: Told, text: str) -> Iterator[Finding]:
    """Every provision that the text names is in the library and in force on that day."""
    title, cited = say("引用的条文"), [c for _, _, c in find_citations(text) if c.law]
    wrong = False
    for citation in dict.fromkeys(cited):
        try:
            text_of(citation, record.event.day)
        except NoSuchLaw:
            wrong = True
            said = say("法规库没有《{law}》，无法核对", law=citation.law)
            yield Finding(title, False, said, hard=False, basis=(citation,))
        except CitationError:
            wrong = True
            said = say("{citation}当日没有施行，或者没有这一条款项", citation=citation)
            yield Finding(title, False, said, basis=(citation,))
    if not wrong and cited:
        yield Finding(title, True, say("都在法规库中，当日有效"), basis=tuple(dict.fromkeys(cited)))


def _grounds(record: Told, text: str) -> Iterator[Finding]:
    """What the outcome rests on is cited."""
    decided = record.declared.outcome.get(str(record.event.facts.get("outcome", "")))
    if decided is None:
        return
    named = [c for _, _, c in find_citations(text)]
    wanted = tuple(Citation.from_key(key) for key in decided.basis)
    missing = [c for c in wanted if not any(_names(c, each) for each in named)]
    said = say("写明了") if not missing else say("没有写明{basis}", basis=missing)
    yield Finding(say("处理结果的依据"), not missing, said, basis=wanted)


def _names(wanted: Citation, named: Citation) -> bool:
    """Whether a citation in the text is the one wanted, or a part of it."""
    asked = (wanted.article, wanted.sub, wanted.paragraph, wanted.item_no)
    given = (named.article, named.sub, named.paragraph, named.item_no)
    return title_key(wanted.law) == title_key(named.law) and all(
        a in (0, g) for a, g in zip(asked, given, strict=True)
    )


def _items(record: Told, text: str) -> Iterator[Finding]:
    """Each thing that was asked for is mentioned: a person judges whether it was answered."""
    heading = str(record.fields.get(record.declared.heading, ""))
    items = [item.strip(" 　。，,") for item in ITEM.split(heading) if item and len(item.strip(" 　。，,")) > 3]
    pairs = bigrams(text)
    missing = [n for n, item in enumerate(items, 1) if _share(item, pairs) < LEAST]
    if not items:
        return
    said = (
        say("{n} 项都提到了", n=len(items))
        if not missing
        else say("第 {items} 项没有提到", items=[str(n) for n in missing])
    )
    yield Finding(say("申请的每一项"), not missing, said, hard=False)


def bigrams(text: str) -> frozenset[str]:
    """Every two neighbouring characters of the text, white space and punctuation apart."""
    bare = re.sub(r"[\W_]", "", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _share(item: str, pairs: frozenset[str]) -> float:
    own = bigrams(item)
    return len(own & pairs) / len(own) if own else 1.0
