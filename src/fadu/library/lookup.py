"""What the law said on a day: from a citation to the words in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from fadu.law.citation import Citation, chinese_number
from fadu.library.models import Article, Law, Repeal, Version
from fadu.library.text.titles import title_key
from fadu.library.text.values import Level, Start

_RANK = {level.value: rank for rank, level in enumerate(Level)}
_NOTES = {
    Start.FILENAME: "施行日期在文本中未载明，以文本日期（{version_date}）推定。",
    Start.UNKNOWN: "文本日期和施行日期均不明，视为一直有效。",
}


class CitationError(LookupError):
    """A citation that the library cannot follow: `what` is wrong, `remedy` says what to do now."""

    def __init__(self, citation: Citation, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.citation = citation
        self.what = what
        self.remedy = remedy


class NoSuchLaw(CitationError):
    """No act of that title is in the library."""


class NotInForce(CitationError):
    """The act is in the library, but no version of it applied on that day."""


class NoSuchArticle(CitationError):
    """The version in force on that day has no such article, paragraph (款) or item (项)."""


@dataclass(frozen=True)
class Passage:
    """The cited words. Where the citation names a law only, they are its preamble, and `article` is empty.

    The version quoted is in force from `in_force_from` to the day before `in_force_until`; `note` says, in Chinese,
    what a reader must know about that time, and is empty if it is certain.
    """

    citation: Citation
    title: str
    version_id: int
    version_date: date | None
    in_force_from: date | None
    in_force_until: date | None
    article: str
    heading: str
    text: str
    note: str


def text_of(citation: Citation, on: date) -> Passage:
    """The words of `citation` as in force on `on`; the title may be given with or without 中华人民共和国.

    Raises NoSuchLaw, NotInForce or NoSuchArticle.
    """
    versions = _versions(citation, on)
    if not citation.article:
        return _passage(citation, versions[0], None, versions[0].preamble)
    article = _article(citation, versions, on)
    return _passage(citation, article.version, article, _words(citation, article))


def check_citations(citations: Iterable[Citation], on: date) -> list[CitationError]:
    """The citations that lead nowhere on `on`, each once, with the remedy; empty if all can be followed."""
    errors: list[CitationError] = []
    for citation in dict.fromkeys(citations):
        try:
            text_of(citation, on)
        except CitationError as error:
            errors.append(error)
    return errors


def _versions(citation: Citation, on: date) -> list[Version]:
    """The versions in force on `on` (one for each part of the act), without their raw text."""
    acts = sorted(Law.objects.filter(title_key=title_key(citation.law)), key=lambda act: (_RANK[act.level], act.pk))
    if not acts:
        raise NoSuchLaw(
            citation,
            f"The library has no 《{citation.law}》.",
            "Check the title (titles are cited in full, with or without 中华人民共和国), or import the text.",
        )
    for act in acts:
        found = act.versions.in_force_on(on).select_related("law").defer("raw").order_by("-in_force_from", "part")
        if versions := list(found):
            return versions
    raise _not_in_force(citation, acts[0], on)


def _not_in_force(citation: Citation, act: Law, on: date) -> NotInForce:
    first = act.versions.filter(in_force_from__gt=on).order_by("in_force_from").first()
    last = act.versions.filter(in_force_until__lte=on).order_by("in_force_until").last()
    if last:
        what = f"{act} is no longer in force since {last.in_force_until}; the day asked for is {on}."
        return NotInForce(citation, what, _replaced_by(last))
    starts = f"its oldest text here is in force from {first.in_force_from}" if first else "it has no text here"
    return NotInForce(citation, f"{act} has no version for {on}: {starts}.", "Import the version of that day.")


def _replaced_by(version: Version) -> str:
    """Which act repealed it (废止), if the library knows: repealed is not replaced, so a reader must look."""
    repeals = Repeal.objects.filter(title_key=version.law.title_key, by__law__region=version.law.region)
    day = Q(on=version.in_force_until) | Q(on=None, by__in_force_from=version.in_force_until)
    repeal = repeals.filter(day).select_related("by").first()
    return (
        f"《{repeal.by.title}》 repealed it: see what it says instead."
        if repeal
        else "Look for the act that ended it."
    )


def _article(citation: Citation, versions: list[Version], on: date) -> Article:
    rows = Article.objects.filter(version__in=versions, number=citation.article, sub=citation.sub)
    article = rows.select_related("version__law").defer("version__raw").first()
    if article:
        return article
    count = Article.objects.filter(version__in=versions).count()
    name = Citation("", citation.article, citation.sub).zh()
    what = f"{versions[0].law} as in force on {on} has no {name}; it has {count} articles."
    remedy = "Check the number: articles are renumbered when a law is revised."
    raise NoSuchArticle(citation, what, remedy + _see_warnings(versions))


def _see_warnings(versions: list[Version]) -> str:
    doubts = [f"{version.source}:{doubt['line']}" for version in versions for doubt in version.warnings]
    return f" The text itself is doubtful at {', '.join(doubts[:3])}." if doubts else ""


def _words(citation: Citation, article: Article) -> str:
    """The article, its paragraph or its item. An item without a 款 is sought in the one paragraph that has items."""
    if not citation.paragraph and not citation.item_no:
        return article.text
    paragraphs = article.paragraphs
    if citation.paragraph:
        paragraphs = [paragraph for paragraph in paragraphs if paragraph["number"] == citation.paragraph]
        if not paragraphs:
            raise _no_part(citation, f"第{len(article.paragraphs)}款", "paragraph (款)")
    if not citation.item_no:
        return _with_items(paragraphs[0])
    listing = [paragraph for paragraph in paragraphs if paragraph["items"]]
    if len(listing) > 1:
        numbers = "、".join(f"第{paragraph['number']}款" for paragraph in listing)
        what = f"{citation.zh()} is not clear: {numbers} each have items (项)."
        raise NoSuchArticle(citation, what, "Name the paragraph (款).")
    items = {item["number"]: item["text"] for paragraph in listing for item in paragraph["items"]}
    if citation.item_no not in items:
        raise _no_part(citation, f"（{max(items)}）项" if items else "", "item (项)")
    return str(items[citation.item_no])


def _no_part(citation: Citation, last: str, kind: str) -> NoSuchArticle:
    extent = f"the last is {last}" if last else "there is none"
    return NoSuchArticle(citation, f"{citation.zh()}: no such {kind}; {extent}.", f"Check the number of the {kind}.")


def _with_items(paragraph: dict[str, Any]) -> str:
    items = (f"（{chinese_number(item['number'])}）{item['text']}" for item in paragraph["items"])
    return "\n".join([paragraph["text"], *items]).strip()


def _passage(citation: Citation, version: Version, article: Article | None, text: str) -> Passage:
    note = _NOTES.get(Start(version.in_force_how), "").format(version_date=version.version_date)
    return Passage(
        citation=citation,
        title=version.title,
        version_id=version.pk,
        version_date=version.version_date,
        in_force_from=version.in_force_from,
        in_force_until=version.in_force_until,
        article=article.mark if article else "",
        heading=" / ".join(filter(None, [version.part, article.heading if article else ""])),
        text=text,
        note=note,
    )
