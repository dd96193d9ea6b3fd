"""A letter's text: a file of a pack, in the words of the office, with gaps for what the record holds.

`<pack>/letters/<title>.txt` reads as it is printed: the first line is the title, a next line that ends with ： the addressee, every further
line a paragraph; empty lines only help the eye. Gaps are Jinja2. A gap that the record can't fill is an error, never an empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fadu.letters.errors import LetterError
from fadu.procedure.say import Say, chinese, say


class NoSuchLetter(LetterError):
    """No pack has a text for this letter."""


class Lines(str):
    """A text that may keep its own lines: what an official wrote, not what a party did."""


@dataclass(frozen=True)
class Draft:
    """The words of a letter."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, a line for each paragraph."""
        return "\n".join(line for line in (self.title, self.addressee, *self.paragraphs) if line)


def source(folder: Path, name: str) -> str:
    """The text `name` of a folder, with its gaps. Raises NoSuchLetter if the folder has none."""
    path = folder / f"{name}.txt"
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, OSError, ValueError):
        raise NoSuchLetter(f"没有文书“{name}”的文本。在 letters/ 中加上 {path.name}。") from None


def draft(name: str, source: str, values: Mapping[str, Any], words: Mapping[str, Callable[..., Any]]) -> Draft:
    """Fill a text. `words` are the functions that it may call.

    Raises:
        LetterError: the text asks for something that is not there, or says nothing.
    """
    try:
        text = _environment().from_string(source).render({**words, **values})
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        raise LetterError(f"文书“{name}”写不成：{str(error).rstrip('.。')}。") from error
    return read(name, text)


def _environment() -> ImmutableSandboxedEnvironment:
    found = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    found.filters["lines"] = Lines
    return found


CALCULATING = (
    nodes.Mul,
    nodes.Pow,
    nodes.For,
    nodes.Macro,
    nodes.CallBlock,
    nodes.Include,
    nodes.Import,
    nodes.Extends,
)
"""What a text needs no part of, and what could keep a machine busy for ever."""


def faults(source: str, names: Iterable[str], words: Iterable[str]) -> tuple[Say, ...]:
    """What keeps a text from being one: it can't be read, names what no record has, calls what there is not, calculates or repeats."""
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        return (say("第 {line} 行的空写得不对：{error}", line=error.lineno, error=str(error.message)),)
    callable_ = frozenset(words)
    found = [
        say("没有“{name}”可填；可用的：{names}", name=name, names=sorted(names))
        for name in sorted(find_undeclared_variables(tree) - {*names, *callable_})
    ]
    calls = [call for call in tree.find_all(nodes.Call) if not _allowed(call.node, callable_)]
    inner = [each for each in tree.find_all(nodes.Getattr) if each.attr.startswith("_")]
    for each in (*calls, *inner):
        found.append(
            say("第 {line} 行调用了文书不能调用的功能；可用的：{names}", line=each.lineno, names=sorted(callable_))
        )
    for each in tree.find_all(nodes.Filter):
        if each.name != "lines":
            found.append(
                say("第 {line} 行的“| {filter}”不能用；可用的只有“| lines”", line=each.lineno, filter=each.name)
            )
    for node in tree.find_all(CALCULATING):
        found.append(say("第 {line} 行：文书的文本不作运算，也不重复", line=node.lineno))
    return tuple(found)


def _allowed(called: nodes.Node, words: frozenset[str]) -> bool:
    return isinstance(called, nodes.Name) and called.name in words


def printed(value: Any) -> Any:
    """A value as a letter prints it: days and lists in Chinese, a party's words in one line, so that they can't pass for the office's."""
    if value is None or isinstance(value, StrictUndefined | Lines):
        return str(value)
    return " ".join(chinese(value).split())


def read(name: str, text: str) -> Draft:
    """A text as it is printed, taken apart. Raises LetterError for one that says nothing."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise LetterError(f"文书“{name}”只有标题或者是空的。")
    title, *rest = lines
    addressee = rest.pop(0) if rest[0].endswith("：") else ""
    return Draft(title, addressee, tuple(rest))
