"""From when a text is in force (施行), and what it repeals (废止)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from fadu.library.text.characters import narrow
from fadu.library.text.dates import DATE, read_date
from fadu.library.text.header import COMMENCING, is_amended
from fadu.library.text.titles import quoted_titles
from fadu.library.text.values import Event, ParseWarning, Repeal, Start

_FORCE = "(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
_SELF = r"本(?!条[^例]|章|节|款|项|级|市|省|区)[^。；，《》]{1,15}?"
_FROM = r"\s*(?:自|从|于)\s*"
_DATED = re.compile(rf"{_SELF}{_FROM}(?P<date>{DATE})起?{_FORCE}")
_DATED_BARE = re.compile(rf"(?:^|[。；，\n]){_FROM}(?P<date>{DATE})起?{_FORCE}")
_ON_PUBLICATION = re.compile(
    rf"(?:{_SELF}|^|[。；，\n]){_FROM}(?:公布|发布|颁布|通过|批准|印发)之日起?(?:(?P<days>\d+)日后)?{_FORCE}"
)
_PUBLISHED = ("公布", "发布", "颁布", "印发")
_REPEALED = re.compile(r"(?:同时|同日|即行|予以|一律|自行|停止执行并)(?:废止|失效)|起废止")
# 根据《关于修改…的决定》修正的《某条例》: named on the way, not repealed.
_NAMED_ON_THE_WAY = re.compile(r"[^《》。；]{0,12}(?:修正|修订|修改|批准|制定)")
_PIECE_OF_ACT = re.compile(r"\s*(?:（[^）]*）)?(?:中的)?第\S{1,8}[条款项章]")
# Between the day of adoption and that of publication weeks may pass; a longer gap is an amendment the header lost.
_PUBLICATION_LAG = timedelta(days=180)


def in_force(
    events: Sequence[Event], version_date: date | None, articles: Sequence[str]
) -> tuple[date | None, Start, tuple[ParseWarning, ...]]:
    """First day in force and how it is known, from the header and the `articles` (texts, in order).

    An amended text still prints its first version's clause: a day before `version_date` says nothing about it.
    """
    clause = commencement(articles)
    amended = is_amended(events) or _lost_amendment(events, version_date, clause)
    stated = [event.on for event in events if event.verb in COMMENCING and event.on]
    if stated and (version_date is None or max(stated) >= version_date or not amended):
        return max(stated), Start.HEADER, ()
    if clause and (not amended or version_date is None or clause >= version_date):
        return clause, Start.CLAUSE, ()
    days = None if amended or clause else _days_after_publication(articles)
    published = max((event.on for event in events if event.verb in _PUBLISHED and event.on), default=version_date)
    if days is not None and published:
        return published + timedelta(days=days), Start.CLAUSE, ()
    if version_date is None:
        return (
            None,
            Start.UNKNOWN,
            (ParseWarning(0, "没有日期，也没有写明何时施行，视为一直有效。"),),
        )
    return version_date, Start.FILENAME, ()


def commencement(articles: Sequence[str]) -> date | None:
    """The day that the text names for its own entry into force; the last article that names one counts."""
    for text in reversed(articles):
        if match := _DATED.search(narrow(text)):
            return read_date(match["date"])
    bare = _DATED_BARE.search(narrow(articles[-1])) if articles else None
    return read_date(bare["date"]) if bare else None


def _days_after_publication(articles: Sequence[str]) -> int | None:
    for text in reversed(articles):
        if match := _ON_PUBLICATION.search(narrow(text)):
            return int(match["days"] or 0)
    return None


def _lost_amendment(events: Sequence[Event], version_date: date | None, clause: date | None) -> bool:
    """Whether the version is so much younger than what the text knows of itself that it must have been amended."""
    known = [event.on for event in events if event.on] or ([clause] if clause else [])
    return bool(known and version_date and version_date - max(known) > _PUBLICATION_LAG)


def repeals(title: str, texts: Sequence[str]) -> tuple[Repeal, ...]:
    """The acts that `texts` repeal as a whole: «《信访条例》同时废止», or «废止《…》» in a decision on repeals."""
    decision = "废止" in title
    found = {
        quoted: Repeal(quoted, on)
        for text in texts
        for sentence in re.split(r"[。；\n]", text)
        for quoted, on in _repealed_in(sentence, decision)
    }
    return tuple(found.values())


def _repealed_in(sentence: str, decision: bool) -> Iterator[tuple[str, date | None]]:
    marks = list(_REPEALED.finditer(sentence))
    if decision and "废止《" in sentence:
        limit = len(sentence)
    elif marks:
        limit = marks[-1].start()
    else:
        return
    named = re.search(rf"自({DATE})起{{0,2}}(?:同时)?废止", sentence)
    for start, end, title in quoted_titles(sentence):
        rest = sentence[end:]
        if start < limit and not _NAMED_ON_THE_WAY.match(rest) and not _PIECE_OF_ACT.match(rest):
            yield title, read_date(named[1]) if named else None
