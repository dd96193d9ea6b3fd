"""A letter's text: a file of a pack, in the words of the office, with gaps for what the record holds.

`<pack>/letters/<title>.txt` reads as it is printed: the first line is the title, a next line that ends with ： the addressee, every further
line a paragraph; empty lines only help the eye. Gaps are Jinja2. A gap that the record can't fill is an error, never an empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fadu.letters.errors import LetterError
from fadu.procedure.say import chinese


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


def draft(folder: Path, name: str, values: Mapping[str, Any], words: Mapping[str, Callable[..., Any]]) -> Draft:
    """Fill the text `name` of a folder. `words` are the functions that it may call.

    Raises:
        NoSuchLetter: the folder has no such text.
        LetterError: the text asks for something that is not there, or says nothing.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters["lines"] = Lines
    try:
        text = environment.get_template(f"{name}.txt").render({**words, **values})
    except TemplateNotFound as missing:
        raise NoSuchLetter(f"没有文书“{name}”的文本。在 letters/ 中加上 {missing.name}。") from None
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        raise LetterError(f"文书“{name}”写不成：{error}。") from error
    return read(name, text)


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
