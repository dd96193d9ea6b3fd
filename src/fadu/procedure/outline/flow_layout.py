"""Where everything of a flowchart lies: stages one under the other, acts straight down between them or round by lanes at the sides.

Nothing overlaps by construction. A stage is as tall as what docks at its sides, each in a row of its own: the label of an act that
comes in, the box of an errand, the way out of an act that leaves. Only lanes and the straight acts cross the gaps between stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fadu.procedure.declaration import ActRule, ErrandRule
from fadu.procedure.outline.flow_graph import FlowGraph
from fadu.procedure.outline.text_measure import Text, set_text

TITLE, LABEL, SMALL = 14, 12, 11
MARGIN, PAD, LINE = 8, 8, 1.35
LANE, PORT, ROW_GAP = 11, 12, 6
LABEL_WIDTH, STAGE_WIDTH = 88, 104
APPROACH, GAP = 14, 20
LEFT, RIGHT = True, False


Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle with its text: a stage, the label of an act, or an errand; `kind` is its class in the drawing."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A line through points with right angles, with an `arrow` at its end; that of an errand is `dashed`."""

    points: tuple[Point, ...]
    arrow: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Layout:
    """The drawing, in user units of about a pixel; `start` is the dot from which a case comes, `joints` where ways meet."""

    width: float
    height: float
    stages: tuple[Box, ...]
    labels: tuple[Box, ...]
    errands: tuple[Box, ...]
    lines: tuple[Line, ...]
    start: Point
    joints: tuple[Point, ...]


@dataclass(frozen=True)
class Words:
    """How things are said: titles of stages, of acts, and of errands with their term."""

    stage: Callable[[str], str]
    act: Callable[[ActRule], str]
    errand: Callable[[ErrandRule], tuple[str, str]]
    final: Callable[[str], bool]


@dataclass(frozen=True)
class _Dock:
    """One row at the side of a stage: a label that comes in, an errand, or (without texts) a way out to a lane."""

    key: str
    texts: tuple[Text, ...] = ()

    @property
    def height(self) -> float:
        return _height(self.texts) + 6 if self.texts else PORT

    @property
    def width(self) -> float:
        return _width(self.texts) + 12 if self.texts else 0.0


@dataclass(frozen=True)
class _Way:
    """One lane: from stages to the label at its target."""

    key: str
    target: str
    sources: tuple[str, ...]
    left: bool
    texts: tuple[Text, ...]


def layout(graph: FlowGraph, words: Words) -> Layout:
    """Lay the graph out."""
    return _Layouter(graph, words).laid()


def _height(texts: Sequence[Text]) -> float:
    return sum(t.size * LINE * len(t.lines) for t in texts)


def _width(texts: Sequence[Text]) -> float:
    return max((t.width for t in texts), default=0.0)


def _stacked(docks: Iterable[_Dock]) -> float:
    heights = [d.height for d in docks]
    return sum(heights) + ROW_GAP * max(0, len(heights) - 1)


class _Layouter:
    def __init__(self, graph: FlowGraph, words: Words) -> None:
        self.graph, self.words = graph, words
        self.place = {stage: n for n, stage in enumerate(graph.order)}
        self.ways = tuple(self._ways())
        self.texts = {s: self._stage_texts(s) for s in graph.order}
        self.docks = {(s, left): self._docks(s, left) for s in graph.order for left in (LEFT, RIGHT)}
        self.lanes = {left: self._lanes([w for w in self.ways if w.left == left]) for left in (LEFT, RIGHT)}
        self.deep = {left: max((d.width for s in graph.order for d in self.docks[s, left]), default=0.0)
                     for left in (LEFT, RIGHT)}  # fmt: skip
        self.stage_width = max(_width(t) for t in self.texts.values()) + 3 * PAD
        straight = [graph.opening, *(m.act for m in graph.moves if m.straight)]
        widest = max(_width(self._label(act)) for act in straight) + 12
        self.over = max(0.0, (widest - self.stage_width) / 2)
        self.stage_x = MARGIN + max(self._room(LEFT), self.over)
        self.stages: list[Box] = []
        self.labels: list[Box] = []
        self.errands: list[Box] = []
        self.lines: list[Line] = []
        self.joints: list[Point] = []
        self.rows: dict[str, float] = {}

    @property
    def centre(self) -> float:
        return self.stage_x + self.stage_width / 2

    def _room(self, left: bool) -> float:
        """The room that labels and lanes take at one side."""
        lanes = LANE * (max(self.lanes[left].values(), default=-1) + 1)
        return lanes + (self.deep[left] + 2 * APPROACH if self.deep[left] else 0.0)

    def _label(self, act: ActRule) -> tuple[Text, ...]:
        return (set_text(self.words.act(act), LABEL, LABEL_WIDTH),)

    def _ways(self) -> Iterable[_Way]:
        for move in self.graph.moves:
            for sources, left in ((move.before, False), (move.behind, True)):
                if sources:
                    yield _Way(f"{move.act.id}:{left}", move.target, sources, left, self._label(move.act))

    def _stage_texts(self, stage: str) -> tuple[Text, ...]:
        title = set_text(self.words.stage(stage), TITLE, STAGE_WIDTH, bold=True)
        staying = (set_text(self.words.act(a), SMALL, STAGE_WIDTH) for a in self.graph.staying[stage])
        return (title, *staying)

    def _docks(self, stage: str, left: bool) -> tuple[_Dock, ...]:
        """Ways in above, errands (on the right), ways out below, the longest outermost."""
        into = [_Dock(w.key, w.texts) for w in self.ways if w.left == left and w.target == stage]
        errands = [] if left else [self._errand(e) for e in self.graph.errands[stage]]
        out = [_Dock(f"{w.key}<{stage}") for w in self.ways if w.left == left and stage in w.sources]
        return (*into, *errands, *out)

    def _errand(self, errand: ErrandRule) -> _Dock:
        title, term = self.words.errand(errand)
        texts = [set_text(title, LABEL, LABEL_WIDTH)]
        texts += [set_text(term, SMALL, LABEL_WIDTH)] if term else []
        return _Dock(f"errand:{errand.id}", tuple(texts))

    def _lanes(self, ways: Sequence[_Way]) -> dict[str, int]:
        """A lane for each way, shorter ones further in; two share a lane only where they are a stage apart."""

        def span(way: _Way) -> tuple[int, int]:
            places = [self.place[s] for s in (way.target, *way.sources)]
            return min(places), max(places)

        lanes: dict[str, int] = {}
        for way in sorted(ways, key=lambda w: (span(w)[1] - span(w)[0], span(w))):
            low, high = span(way)
            near = [w for w in ways if w.key in lanes and span(w)[0] <= high and low <= span(w)[1]]
            taken = {lanes[w.key] for w in near}
            lanes[way.key] = next(n for n in range(len(ways)) if n not in taken)
        return lanes

    def laid(self) -> Layout:
        """Go down the stages, placing each with what docks at it; then draw the lanes between their rows."""
        start = (self.centre, MARGIN + 5.0)
        y = start[1] + 5
        straight = {m.target: m.act for m in self.graph.moves if m.straight}
        straight[self.graph.order[0]] = self.graph.opening
        for stage in self.graph.order:
            y = self._down(straight[stage], y) if stage in straight else y + GAP
            box = self._stage(stage, y)
            self.stages.append(box)
            for left in (LEFT, RIGHT):
                self._dock(box, stage, left)
            y = box.bottom
        for way in self.ways:
            self._draw(way)
        return Layout(
            width=self.stage_x + self.stage_width + max(self._room(RIGHT), self.over) + MARGIN,
            height=y + MARGIN,
            stages=tuple(self.stages),
            labels=tuple(self.labels),
            errands=tuple(self.errands),
            lines=tuple(self.lines),
            start=start,
            joints=tuple(self.joints),
        )

    def _down(self, act: ActRule, y: float) -> float:
        """A straight act: its label on the line from `y` down; gives where the stage below begins."""
        texts = self._label(act)
        width = _width(texts) + 12
        label = Box("label", self.centre - width / 2, y + APPROACH * 0.6, width, _height(texts) + 6, texts)
        end = label.bottom + APPROACH
        self.labels.append(label)
        self.lines.append(Line(((self.centre, y), (self.centre, label.y))))
        self.lines.append(Line(((self.centre, label.bottom), (self.centre, end)), arrow=True))
        return end

    def _stage(self, stage: str, y: float) -> Box:
        docks = max(_stacked(self.docks[stage, left]) for left in (LEFT, RIGHT))
        height = max(_height(self.texts[stage]), docks) + 2 * PAD
        kind = "stage final" if self.words.final(stage) else "stage"
        return Box(kind, self.stage_x, y, self.stage_width, height, self.texts[stage])

    def _dock(self, box: Box, stage: str, left: bool) -> None:
        """Place the rows at one side of a stage, in the middle of its height."""
        docks = self.docks[stage, left]
        y = box.middle - _stacked(docks) / 2
        side = box.x if left else box.right
        for dock in docks:
            middle = y + dock.height / 2
            self.rows[dock.key] = middle
            if dock.texts:
                errand = dock.key.startswith("errand:")
                width = self.deep[left] if errand else dock.width
                x = side - APPROACH - width if left else side + APPROACH
                placed = Box("errand" if errand else "label", x, y, width, dock.height, dock.texts)
                (self.errands if errand else self.labels).append(placed)
                near = placed.right if left else placed.x
                self.lines.append(Line(((near, middle), (side, middle)), arrow=not errand, dashed=errand))
            y += dock.height + ROW_GAP

    def _draw(self, way: _Way) -> None:
        """The lane of one way: from each source out, along, and in to the far side of its label."""
        away = -1 if way.left else 1
        side = self.stage_x if way.left else self.stage_x + self.stage_width
        lane = side + away * (self.deep[way.left] + APPROACH + LANE * (self.lanes[way.left][way.key] + 0.7))
        end = self.rows[way.key]
        label = side + away * (APPROACH + _width(way.texts) + 12)
        far, *nearer = sorted((self.rows[f"{way.key}<{s}"] for s in way.sources), key=lambda y: -abs(y - end))
        self.lines.append(Line(((side, far), (lane, far), (lane, end), (label, end))))
        for y in nearer:
            self.lines.append(Line(((side, y), (lane, y))))
            self.joints.append((lane, y))
