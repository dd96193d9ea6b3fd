"""What is looked over in a 政府信息公开申请答复书: the remedies it tells, for this outcome on this day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fadu.procedure.replies import Finding, Reply
from fadu.procedure.say import say
from fadu_common.parts.remedies import remedy

TELLS = re.compile(r"行政复议|行政诉讼|提起诉讼|人民法院")


def remedies(reply: Reply) -> Iterator[Finding]:
    """The right remedy stands in the text, word for word, and no other does (行政复议法第二十三条, 行政诉讼法第四十六条)."""
    right = remedy(reply.outcome, reply.day, reply.office, str(reply.fields.get("form", "")))
    bare = "".join(reply.text.split())
    there = "".join(right.text.split()) in bare
    title = say("救济途径")
    yield Finding(
        title,
        there,
        say("写明了，并且适用于这种结果和这一日") if there else say("应当写：{text}", text=right.text),
        basis=right.basis,
    )
    rest = bare.replace("".join(right.text.split()), "")
    others = [
        sentence for sentence in re.split(r"(?<=[。；])", rest) if TELLS.search(sentence) and "不服" in sentence
    ]
    if others:
        yield Finding(title, False, say("另写了不适用的救济途径：{text}", text=others[0][:80]), basis=right.basis)
    if there and not right.settled:
        yield Finding(
            title,
            False,
            say("是否必须先申请行政复议，待核：签发前核定。文书写的是总可以走的途径，先复议，后诉讼"),
            hard=False,
            basis=right.basis,
        )
