"""The body of a law text: preamble, chapters, articles, annexes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fadu.library.text.characters import HEADING, Line, has_private_glyph, plain_title, read_number
from fadu.library.text.paragraphs import read_paragraphs
from fadu.library.text.starts import StartMark, article_mark, find_starts
from fadu.library.text.values import Annex, Article, Body, Chapter, ParseWarning

_KINDS = {"编": 2, "分编": 2, "章": 2, "节": 3}
_LONGEST_HEADING = 40
_SUPPLEMENT = re.compile(r"^附\s*则$")
_NUMBER = r"[一二三四五六七八九十\d１-９]*"
_ANNEX = re.compile(rf"^附\s*(?:件|表|录|图|注)?\s*{_NUMBER}\s*(?:[：:].*|\s\S.*)?$")
_UNMARKED_ANNEX = re.compile(r"^[①②③*＊]|^注\s*\d*[：:]|^[^。；，：“”]{2,40}$")
_POINT = re.compile(r"^([一二三四五六七八九十百]+)、\s*")
_TRAILING_CHAPTER = re.compile(r"(?<=[。；])\s*(第[一二三四五六七八九十百]+(?:分编|编|章|节)[^。；，：]{1,40})$")
_GLUED_PARAGRAPH = re.compile(r"(?<=。)\s+(?![（(]|$)")


@dataclass
class _Node:
    """A chapter while its articles are being gathered; the root has depth 0."""

    title: str
    depth: int
    articles: list[tuple[int, int]] = field(default_factory=list)
    chapters: list["_Node"] = field(default_factory=list)


@dataclass
class _Open:
    """An article while its lines are being gathered."""

    start: StartMark
    mark: str
    line: int
    heading: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)


def read_body(title: str, lines: Sequence[Line]) -> Body:
    """Read the lines after the header. An act without 条 is read by its «一、二、…», if it has any."""
    glyphs = [ParseWarning(line.number, "含有专用字体的字形，此处缺字。") for line in _garbled(lines)]
    starts, warnings = find_starts(title, lines)
    by_points = not starts
    if by_points:
        starts = _find_points(lines)
    end = _annex_index(starts, lines)
    reading = _Reading(title, by_points, _contents(lines))
    reading.take(starts, lines[:end])
    if not starts and lines:
        warnings = (*warnings, ParseWarning(lines[0].number, "没有找到条文（“第一条”或者“一、”）。"))
    articles, inner = reading.articles()
    return Body(
        preamble="\n".join(reading.preamble),
        chapters=tuple(_chapter(node) for node in reading.root.chapters),
        articles=articles,
        annexes=tuple(_annexes(lines[end:])),
        warnings=tuple(sorted((*glyphs, *warnings, *inner), key=lambda warning: warning.line)),
    )


def _garbled(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if has_private_glyph(line))


def _contents(lines: Sequence[Line]) -> range:
    """The lines of a table of contents (目录): from that word until its first heading comes again."""
    start = next((index for index, line in enumerate(lines) if line.text.replace(" ", "") == "目录"), None)
    if start is None or start + 1 == len(lines):
        return range(0)
    first = plain_title(lines[start + 1].text)
    again = (index for index in range(start + 2, len(lines)) if plain_title(lines[index].text) == first)
    return range(start, next(again, start + 1))


def _find_points(lines: Sequence[Line]) -> tuple[StartMark, ...]:
    points: list[StartMark] = []
    for index, line in enumerate(lines):
        match = _POINT.match(line.text)
        if match and read_number(match[1]) == len(points) + 1:
            points.append(StartMark(index, 0, match.end(), len(points) + 1, 0))
    return tuple(points) if len(points) > 1 else ()


class _Reading:
    """One pass over the lines, in which chapters and articles are opened and filled."""

    def __init__(self, title: str, by_points: bool, contents: range) -> None:
        self.root = _Node(title, 0)
        self.preamble: list[str] = []
        self._path = [self.root]
        self._by_points = by_points
        self._contents = contents
        self._open: list[_Open] = []
        self._heading_line: Line | None = None

    def take(self, starts: Sequence[StartMark], lines: Sequence[Line]) -> None:
        by_line: dict[int, list[StartMark]] = {}
        for start in starts:
            by_line.setdefault(start.index, []).append(start)
        for index, line in enumerate(lines):
            if index in self._contents:
                self.preamble.append(line.text)
                continue
            here = by_line.get(index, [])
            bounds = [start.offset for start in here] + [len(line.text)]
            self._take_text(line, line.text[: bounds[0]].strip(), glued=len(here) > 1)
            for start, end in zip(here, bounds[1:], strict=True):
                self._open_article(start, line)
                self._take_text(Line(line.number, 0, ""), line.text[start.end : end].strip(), glued=len(here) > 1)

    def _open_article(self, start: StartMark, line: Line) -> None:
        mark = line.text[: start.end].strip() if self._by_points else article_mark(*start.key)
        self._path[-1].articles.append(start.key)
        heading = tuple(node.title for node in self._path[1:])
        self._open.append(_Open(start, mark, line.number, heading))
        self._heading_line = None

    def _take_text(self, line: Line, text: str, glued: bool) -> None:
        if not text:
            return
        trailing = _TRAILING_CHAPTER.search(text)
        if trailing and self._open and not line.depth:
            self._take_text(line, text[: trailing.start()], glued)
            self._take_heading(Line(line.number, 0, trailing[1]))
        elif self._is_heading(Line(line.number, line.depth, text)):
            self._take_heading(Line(line.number, line.depth, text))
        elif glued:
            for piece in _GLUED_PARAGRAPH.split(text):
                self._take_plain(Line(line.number, 0, piece))
        else:
            self._take_plain(Line(line.number, 0, text))

    def _is_heading(self, line: Line) -> bool:
        if line.depth or _SUPPLEMENT.match(line.text):
            return True
        looks_so = (
            HEADING.match(line.text) and len(line.text) <= _LONGEST_HEADING and line.text[-1] not in "。；：，”"
        )
        quoted = self._open and self._open[-1].lines and self._open[-1].lines[-1].text.endswith("：")
        return bool(looks_so) and not quoted

    def _take_heading(self, line: Line) -> None:
        depth = line.depth or self._depth_of(line.text)
        while self._path[-1].depth >= depth:
            self._path.pop()
        node = _Node(plain_title(line.text), depth)
        self._path[-1].chapters.append(node)
        self._path.append(node)
        self._heading_line = line

    def _depth_of(self, text: str) -> int:
        """A heading that lost its # stands as deep as the others of its kind."""
        match = HEADING.match(text)
        kind = match["kind"] if match else "章"
        alike = next((node.depth for node in reversed(self._path[1:]) if kind in node.title.split(" ")[0]), None)
        return alike or _KINDS[kind]

    def _take_plain(self, line: Line) -> None:
        broken_title = self._heading_line and len(line.text) <= _LONGEST_HEADING and line.text[-1] not in "。；：”）"
        if self._heading_line and broken_title and HEADING.match(self._heading_line.text):
            node = self._path[-1]
            node.title = plain_title(f"{node.title}{line.text}" if " " in node.title else f"{node.title} {line.text}")
        elif self._open and not self._heading_line:
            self._open[-1].lines.append(line)
        else:
            self.preamble.append(line.text)

    def articles(self) -> tuple[tuple[Article, ...], tuple[ParseWarning, ...]]:
        articles: list[Article] = []
        warnings: list[ParseWarning] = []
        for opened in self._open:
            paragraphs, inner = read_paragraphs(opened.lines)
            warnings += inner
            if not paragraphs:
                warnings.append(ParseWarning(opened.line, f"“{opened.mark}”没有内容。"))
            text = "\n".join(line.text for line in opened.lines)
            number, sub = opened.start.key
            articles.append(Article(number, sub, opened.mark, opened.heading, paragraphs, text, opened.line))
        return tuple(articles), tuple(warnings)


def _chapter(node: _Node) -> Chapter:
    return Chapter(node.title, tuple(node.articles), tuple(_chapter(child) for child in node.chapters))


def _annex_index(starts: Sequence[StartMark], lines: Sequence[Line]) -> int:
    """Index of the first line that no longer belongs to the last article, so that it does not swallow the annexes."""
    if not starts:
        return len(lines)
    for index in range(starts[-1].index + 1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if _opens_annex(line):
            return index
        if before.text[-1] == "。" and _UNMARKED_ANNEX.match(line.text):
            return index
    return len(lines)


def _opens_annex(line: Line) -> bool:
    if _SUPPLEMENT.match(line.text):
        return False
    return bool(_ANNEX.match(line.text)) and (bool(line.depth) or line.text[-1] not in "。；")


def _annexes(lines: Iterable[Line]) -> Iterator[Annex]:
    title, text = "", list[str]()
    for line in lines:
        if _opens_annex(line):
            if title or text:
                yield Annex(title, "\n".join(text))
            title, text = line.text, []
        else:
            text.append(line.text)
    if title or text:
        yield Annex(title, "\n".join(text))
