"""Citations: which article, paragraph (款) and item (项) of which law says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fadu.law.numerals import NUMERAL, chinese_number, parse_chinese_number

__all__ = ["Citation", "Law", "chinese_number", "find_citations", "parse_chinese_number"]


@dataclass(frozen=True, order=True, slots=True)
class Citation:
    """One provision of one law; a part that is 0 is not named.

    `law` is the title without 《》, empty where a text cites itself (本法第三条). `sub` is the N of 之N,
    `paragraph` the 款, `item_no` the 项. Citations sort in statute order within a law.
    Raises ValueError for negative parts, and for a part that lacks its article.
    """

    law: str
    article: int = 0
    sub: int = 0
    paragraph: int = 0
    item_no: int = 0

    def __post_init__(self) -> None:
        parts = (self.article, self.sub, self.paragraph, self.item_no)
        if min(parts) < 0:
            raise ValueError(f"No provision of «{self.law}» has a negative number, got {parts}.")
        if not self.article and any(parts):
            raise ValueError(f"A 之N, 款 or 项 of «{self.law}» needs its article. Name the article first.")

    def para(self, n: int) -> "Citation":
        """The n-th paragraph (款) of this article."""
        return replace(self, paragraph=n, item_no=0)

    def item(self, n: int) -> "Citation":
        """The n-th item (项) of this article or paragraph."""
        return replace(self, item_no=n)

    def zh(self) -> str:
        """《政府信息公开条例》第三十三条第三款第（二）项."""
        return (f"《{self.law}》" if self.law else "") + self.local_zh()

    def __str__(self) -> str:
        return self.zh()

    def local_zh(self) -> str:
        """第三十三条第三款第（二）项, without the law; empty for a whole law."""
        if not self.article:
            return ""
        text = f"第{chinese_number(self.article)}条"
        if self.sub:
            text += f"之{chinese_number(self.sub)}"
        if self.paragraph:
            text += f"第{chinese_number(self.paragraph)}款"
        if self.item_no:
            text += f"第（{chinese_number(self.item_no)}）项"
        return text

    def en(self, title: str = "") -> str:
        """Regulations on …, Article 33, paragraph 3, item 2; `title` is the law's English title, else the Chinese."""
        parts = [title or (f"《{self.law}》" if self.law else "")]
        if self.article:
            parts.append(f"Article {self.article}" + (f"-{self.sub}" if self.sub else ""))
        if self.paragraph:
            parts.append(f"paragraph {self.paragraph}")
        if self.item_no:
            parts.append(f"item {self.item_no}")
        return ", ".join(part for part in parts if part)

    def key(self) -> str:
        """Compact and stable, for storage: 政府信息公开条例#33.3(2), 刑法#120-1, 民法典."""
        if not self.article:
            return self.law
        return (
            f"{self.law}#{self.article}"
            + (f"-{self.sub}" if self.sub else "")
            + (f".{self.paragraph}" if self.paragraph else "")
            + (f"({self.item_no})" if self.item_no else "")
        )

    @classmethod
    def from_key(cls, key: str) -> "Citation":
        """Read what `key()` wrote. Raises ValueError for anything else."""
        match = _KEY.fullmatch(key)
        if match is None:
            raise ValueError(f"«{key}» is not a citation key. Write it like 政府信息公开条例#33.3(2).")
        return cls(match["law"], *(int(match[part] or 0) for part in ("article", "sub", "paragraph", "item")))


_KEY = re.compile(
    r"(?P<law>[^#]*)(?:#(?P<article>[1-9]\d*)(?:-(?P<sub>[1-9]\d*))?"
    r"(?:\.(?P<paragraph>[1-9]\d*))?(?:\((?P<item>[1-9]\d*)\))?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Law:
    """A law, cited as `law[33]`, `law[120, 1]` or `law["120之一"]` (both 第一百二十条之一).

    `title` goes without 《》; `number` is the document or order number, e.g. 国务院令第711号.
    """

    title: str
    short: str = ""
    english: str = ""
    number: str = ""

    def __getitem__(self, article: int | str | tuple[int, int]) -> Citation:
        number, sub = _read_article(article) if isinstance(article, str) else _pair(article)
        if number < 1:
            raise ValueError(f"《{self.title}》 has no article {number}: articles count from 1.")
        return Citation(self.title, number, sub)

    @property
    def whole(self) -> Citation:
        """The law itself, no article named."""
        return Citation(self.title)

    def __iter__(self) -> Iterator[Citation]:
        # Without this, Python would take __getitem__ for a sequence and never stop counting articles.
        raise TypeError(f"《{self.title}》 cannot be iterated: its articles are in the library, not in this value.")

    def __str__(self) -> str:
        return f"《{self.title}》"


def _pair(article: int | tuple[int, int]) -> tuple[int, int]:
    return article if isinstance(article, tuple) else (article, 0)


def _read_article(text: str) -> tuple[int, int]:
    number, _, sub = text.partition("之")
    return parse_chinese_number(number), parse_chinese_number(sub) if sub else 0


_NUMBER = rf"{NUMERAL}+"
_ARTICLE = rf"第\s*(?P<article>{_NUMBER})\s*条(?![款例])(?:\s*之(?P<sub>{NUMERAL}+))?"
_PARAGRAPH = rf"第\s*(?P<paragraph>{_NUMBER})\s*款"
_ITEM = rf"第\s*[（(]?\s*(?P<item>{_NUMBER})\s*[)）]?\s*项"
_PROVISION = rf"{_ARTICLE}(?:{_PARAGRAPH})?(?:{_ITEM})?"
_HEAD = re.compile(rf"(?:《(?P<law>[^《》]+)》(?:（[^（）]*）|\([^()]*\))?\s*)?{_PROVISION}")
_JOIN = r"\s*(?:(?P<range>至|到|[-－—–~～]+)|、|，|,|和|及|以及|或者|或|与)\s*"
# A list goes on with an article, or with a 款 or 项 of the provision just named.
_TAILS = (
    re.compile(rf"{_JOIN}(?P<named>{_PROVISION})"),
    re.compile(rf"{_JOIN}(?P<named>{_PARAGRAPH}(?:{_ITEM})?)"),
    re.compile(rf"{_JOIN}(?P<named>{_ITEM})"),
)
_LONGEST_RANGE = 500


def find_citations(text: str) -> tuple[tuple[int, int, Citation], ...]:
    """Find the provisions that `text` names, as (start, end, citation) in the order of the text.

    Reads 《X》第N条之一第M款第（K）项, lists (第三条、第五条; 第一款和第三款) and ranges (第三条至第六条).
    A list keeps its law; an unquoted 第N条 has the law "". A range gives every provision in it, each with the span
    of the whole range, so that spans never partly overlap. Numbers that cannot be read are passed over.
    """
    found: list[tuple[int, int, Citation]] = []
    position = 0
    while head := _HEAD.search(text, position):
        position = head.end()
        first = _read(head, Citation(head["law"] or ""))
        if first is None:
            continue
        found.append((head.start(), head.end(), first))
        position = _read_list(text, position, found)
    return tuple(found)


def _read_list(text: str, position: int, found: list[tuple[int, int, Citation]]) -> int:
    while True:
        tail = next((match for pattern in _TAILS if (match := pattern.match(text, position))), None)
        if tail is None:
            return position
        start, _, last = found[-1]
        following = _read(tail, last)
        if following is None:
            return position
        position = tail.end()
        if tail["range"] and (between := _expand(last, following)):
            found[-1:] = [(start, position, citation) for citation in between]
        else:
            found.append((tail.start("named"), position, following))


def _read(match: re.Match[str], context: Citation) -> Citation | None:
    """The citation that `match` names, taking what it leaves out from `context`; None if a number is unreadable."""
    parts = match.groupdict()
    try:
        numbers = {
            name: parse_chinese_number(parts[name])
            for name in ("article", "sub", "paragraph", "item")
            if parts.get(name)
        }
        if numbers.get("article"):
            return Citation(context.law, *(numbers.get(n, 0) for n in ("article", "sub", "paragraph", "item")))
        if numbers.get("paragraph"):
            return replace(context, paragraph=numbers["paragraph"], item_no=numbers.get("item", 0))
        return context.item(numbers["item"]) if numbers.get("item") else None
    except ValueError:
        return None


def _expand(first: Citation, last: Citation) -> list[Citation]:
    """Every provision from `first` to `last`; empty where that is not a range of one kind of provision."""
    if first.item_no and last == first.item(last.item_no):
        return [first.item(n) for n in _numbers(first.item_no, last.item_no)]
    if first.paragraph and not first.item_no and last == first.para(last.paragraph):
        return [first.para(n) for n in _numbers(first.paragraph, last.paragraph)]
    if first.paragraph or first.item_no or last.paragraph or last.item_no:
        return []
    if first.article == last.article:
        return [Citation(first.law, first.article, n) for n in _numbers(first.sub, last.sub)]
    whole = _numbers(first.article, last.article)[1:-1] if first.article < last.article else []
    if first.article > last.article or last.article - first.article > _LONGEST_RANGE:
        return []
    before_last = [Citation(first.law, last.article, n) for n in range(last.sub)]
    return [first, *(Citation(first.law, n) for n in whole), *before_last, last]


def _numbers(first: int, last: int) -> list[int]:
    return list(range(first, last + 1)) if last - first <= _LONGEST_RANGE else []
