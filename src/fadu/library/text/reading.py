"""Read one file as a law text."""

from collections.abc import Sequence

from fadu.library.text.body import read_body
from fadu.library.text.characters import clean_lines
from fadu.library.text.effect import commencement, in_force, repeals
from fadu.library.text.header import last_day, read_header, split_header
from fadu.library.text.sources import read_place, why_no_law
from fadu.library.text.values import Body, LawText, NotALaw, ParseWarning, Repeal


def read_law(text: str, parts: Sequence[str]) -> LawText | NotALaw:
    """Read `text`, the content of the file at `parts` (the path's folders and name).

    Never raises for what the text holds: what cannot be read is a warning, and `raw` keeps it as it was.
    """
    if reason := why_no_law(parts):
        return NotALaw(reason)
    place = read_place(parts)
    head, rest, first = split_header(text)
    header = read_header(head)
    title = header.title or place.title
    body = read_body(title, tuple(clean_lines(rest, first)))
    if not header.title and not header.events and not body.articles:
        return NotALaw("没有标题、题注和条文，不是法律文本")
    warnings = [*header.warnings, *body.warnings]
    if not header.title:
        warnings.insert(0, ParseWarning(0, "没有标题，以文件名代替。"))
    if not rest.strip():
        warnings.append(ParseWarning(first, "正文为空。"))
    version_date = place.version_date or last_day(header.events)
    sentences = _sentences(body)
    start, how, doubts = in_force(header.events, version_date, sentences)
    return LawText(
        title=title,
        part=header.part,
        level=place.level,
        region=place.region,
        header=header.events,
        version_date=version_date,
        in_force_from=start,
        in_force_how=how,
        repeals=_repeals(title, sentences),
        body=body,
        raw=text,
        warnings=(*warnings, *doubts),
    )


def _sentences(body: Body) -> list[str]:
    return [body.preamble, *(article.text for article in body.articles)]


def _repeals(title: str, sentences: list[str]) -> tuple[Repeal, ...]:
    """An amended text repeats its first version's repeals; they took effect on the day in its clause."""
    day = commencement(sentences)
    return tuple(Repeal(found.title, found.on or day) for found in repeals(title, sentences))
