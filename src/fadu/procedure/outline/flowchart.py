"""The flowchart of a procedure: an SVG drawing, and the same as an ordered list for those who don't see it.

Presentation attributes carry the look of print; pages give their colours by the classes (flow, stage, final, label, errand, way).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from fadu.procedure.declaration import ActRule, Declaration, ErrandRule
from fadu.procedure.outline.flow_graph import flow_graph
from fadu.procedure.outline.flow_layout import LINE, Box, Layout, Line, Point, Words, layout
from fadu.procedure.outline.speech import CHINESE, Speech
from fadu.procedure.outline.text_measure import Text
from fadu.procedure.say import Say, say

INK, EDGE, SURFACE, TINT, DONE = "#13263a", "#6b7f93", "#ffffff", "#eef3f8", "#0f766e"
ROUND = 6.0
SANS = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


@dataclass(frozen=True)
class Flowchart:
    """`svg` is a whole element of `width` × `height` user units; `steps` are its text alternative, in order."""

    svg: str
    width: int
    height: int
    steps: tuple[str, ...]


def flowchart(declaration: Declaration, speech: Speech = CHINESE) -> Flowchart:
    """Draw the procedure in the reader's language."""
    placed = layout(flow_graph(declaration), _words(declaration, speech))
    width, height = round(placed.width), round(placed.height)
    steps = tuple(_steps(declaration, speech))
    title = speech.say(say("{title}的办理流程", title=declaration.title))
    name = f"flow-{declaration.id}"
    head = (
        f'<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby={quoteattr(f"{name}-title {name}-desc")} '
        f'font-family={quoteattr(SANS)} lang="{speech.lang}">'
    )
    desc = (" " if speech.english else "").join(steps)
    named = (
        f"<title id={quoteattr(f'{name}-title')}>{escape(title)}</title>"
        f"<desc id={quoteattr(f'{name}-desc')}>{escape(desc)}</desc>"
    )
    return Flowchart("\n".join((head + named, *_drawn(placed), "</svg>")), width, height, steps)


def _words(declaration: Declaration, speech: Speech) -> Words:
    def errand(rule: ErrandRule) -> tuple[str, str]:
        versions = declaration.clock[rule.clock].term.versions if rule.clock else ()
        return speech.value(rule.title), speech.amount(versions[-1].n, versions[-1].unit) if versions else ""

    return Words(
        stage=lambda id: speech.value(declaration.stage[id].title),
        act=lambda rule: speech.value(rule.title),
        errand=errand,
        final=declaration.final,
    )


def _steps(declaration: Declaration, speech: Speech) -> Iterator[str]:
    """One sentence for each act, in the order of the file."""
    for act in declaration.acts:
        yield speech.say(_sentence(declaration, act))


def _sentence(declaration: Declaration, act: ActRule) -> Say:
    who = [declaration.role[by] for by in act.by]
    if act.errand and not act.at:
        errand = declaration.errand[act.errand].title
        return say("“{errand}”以“{act}”（{who}）结束。", errand=errand, act=act.title, who=who)
    to = declaration.stage[act.to].title if act.to else ""
    if act.opens:
        return say("“{act}”（{who}）开始办理，进入“{to}”。", act=act.title, who=who, to=to)
    at = [declaration.stage[s].title for s in act.at]
    if to:
        return say("在“{at}”可以“{act}”（{who}），进入“{to}”。", at=at, act=act.title, who=who, to=to)
    return say("在“{at}”可以“{act}”（{who}），环节不变。", at=at, act=act.title, who=who)


def _drawn(placed: Layout) -> Iterator[str]:
    x, y = placed.start
    yield f'<g class="ways" fill="none" stroke="{EDGE}" stroke-width="1.5">'
    yield from (f'<path d="{_path(line.points)}"{_dashed(line)}/>' for line in placed.lines)
    yield "</g>"
    yield f'<g class="heads" fill="{EDGE}">'
    yield from (f'<path d="{_head(*line.points[-2:])}"/>' for line in placed.lines if line.arrow)
    yield from (f'<circle cx="{_n(a)}" cy="{_n(b)}" r="2.5"/>' for a, b in placed.joints)
    yield f'<circle class="start" cx="{_n(x)}" cy="{_n(y)}" r="5"/>'
    yield "</g>"
    for box in placed.stages:
        yield from _stage(box)
    for box in placed.errands:
        yield _rect(box, f'rx="4" fill="{SURFACE}" stroke="{EDGE}" stroke-dasharray="4 3"')
        yield from _texts(box)
    for box in placed.labels:
        yield _rect(box, f'rx="{_n(min(box.height / 2, 11))}" fill="{TINT}"')
        yield from _texts(box)


def _stage(box: Box) -> Iterator[str]:
    final = box.kind.endswith("final")
    yield _rect(box, f'rx="8" fill="{SURFACE}" stroke="{DONE if final else INK}" stroke-width="1.5"')
    if final:
        inner = Box("inner", box.x + 3, box.y + 3, box.width - 6, box.height - 6, ())
        yield _rect(inner, f'rx="5.5" fill="none" stroke="{DONE}" stroke-width="1"')
    yield from _texts(box)


def _rect(box: Box, look: str) -> str:
    place = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
    return f'<rect class="{box.kind}" {place} {look}/>'


def _texts(box: Box) -> Iterator[str]:
    """The texts of a box one under the other, in its middle."""
    y = box.middle - sum(t.size * LINE * len(t.lines) for t in box.texts) / 2
    for text in box.texts:
        for line in text.lines:
            y += text.size * LINE
            yield _line(text, line, box.x + box.width / 2, y - text.size * (LINE - 0.85) * 0.75)


def _line(text: Text, line: str, x: float, y: float) -> str:
    weight = ' font-weight="700"' if text.bold else ""
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{text.size}" text-anchor="middle"'
    return f'<text {place} fill="{INK}"{weight}>{escape(line)}</text>'


def _dashed(line: Line) -> str:
    return ' stroke-dasharray="4 3"' if line.dashed else ""


def _path(points: Iterable[Point]) -> str:
    """A line with rounded corners."""
    listed = list(points)
    d = [f"M{_at(listed[0])}"]
    for before, corner, after in zip(listed, listed[1:], listed[2:], strict=False):
        d.append(f"L{_at(_towards(corner, before))}Q{_at(corner)} {_at(_towards(corner, after))}")
    return "".join((*d, f"L{_at(listed[-1])}"))


def _towards(corner: Point, other: Point) -> Point:
    """The point before a corner, coming from another point, at which its rounding begins."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    part = min(ROUND, length / 2) / length if length else 0.0
    return corner[0] + dx * part, corner[1] + dy * part


def _head(before: Point, tip: Point) -> str:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    back = (tip[0] - 7 * ux, tip[1] - 7 * uy)
    left, right = (back[0] - 3.5 * uy, back[1] + 3.5 * ux), (back[0] + 3.5 * uy, back[1] - 3.5 * ux)
    return f"M{_at(tip)}L{_at(left)}L{_at(right)}Z"


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
