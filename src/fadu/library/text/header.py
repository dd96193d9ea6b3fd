"""The header of a law text: its title and the events of its life, one a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fadu.library.text.characters import Line, clean_lines, narrow
from fadu.library.text.dates import DATE, read_date
from fadu.library.text.values import Event, ParseWarning

END_MARK = "<!-- INFO END -->"
AMENDING = ("修正", "修订", "修改")
COMMENCING = ("施行", "实施", "执行", "生效")
_VERBS = ("通过", "批准", "公布", "发布", "颁布", "印发", "备案", "废止", *AMENDING, *COMMENCING)
_VERB = re.compile("|".join(_VERBS))
_OPENS = re.compile(rf"^[（(]?\s*{DATE}")
# Two events on one line: a verb, then the next day.
_SEAM = re.compile(rf"(?<={'|'.join(_VERBS[:9])})[\s，。；）)]*(?:根据|自)?(?={DATE})")


@dataclass(frozen=True)
class Header:
    title: str
    part: str
    events: tuple[Event, ...]
    warnings: tuple[ParseWarning, ...]


def split_header(text: str) -> tuple[str, str, int]:
    """Header, body and the body's first line number. Without the end mark the header ends at the first other line."""
    if END_MARK in text:
        head, _, body = text.partition(END_MARK)
        return head, body, head.count("\n") + 1
    lines = text.split("\n")
    end = 0
    for index, line in enumerate(lines):
        shown = next(clean_lines(line), None)
        if shown and not (shown.depth == 1 or _OPENS.match(shown.text)):
            break
        end = index + 1
    return "\n".join(lines[:end]), "\n".join(lines[end:]), end + 1


def read_header(head: str) -> Header:
    titles: list[str] = []
    rows: list[Line] = []
    for line in clean_lines(head):
        if line.depth == 1:
            titles.append(line.text)
        else:
            rows.append(line)
    warnings: list[ParseWarning] = []
    events = _read_events(rows, warnings)
    title, *others = titles or [""]
    parts = [other for other in others if other != title]
    if len(titles) - len(parts) > 1:
        warnings.append(ParseWarning(1, "标题写了两次。"))
    return Header(title, parts[0] if parts else "", events, tuple(warnings))


def _read_events(rows: Iterable[Line], warnings: list[ParseWarning]) -> tuple[Event, ...]:
    entries: list[tuple[int, str]] = []
    for row in rows:
        if _OPENS.match(row.text) or not entries:
            entries += [(row.number, piece) for piece in _SEAM.split(row.text) if piece.strip()]
        else:
            number, before = entries[-1]
            entries[-1] = (number, f"{before} {row.text}")
    events = [_read_event(text) for _, text in entries]
    for (number, _), event in zip(entries, events, strict=True):
        if event.on is None:
            warnings.append(ParseWarning(number, f"题注中的这一行没有日期：“{event.raw[:40]}”。"))
        elif not event.verb:
            warnings.append(ParseWarning(number, f"题注中的这一行不完整：“{event.raw[:40]}”。"))
    return tuple(events)


def _read_event(raw: str) -> Event:
    text = narrow(raw).strip("（）() 。，、")
    opening = re.match(DATE, text)
    rest = text[opening.end() :] if opening else text
    on = read_date(opening[0]) if opening else None
    verbs = list(_VERB.finditer(re.sub(r"《.*》", lambda quoted: "　" * len(quoted[0]), rest)))
    if not verbs:
        return Event(on, rest.strip(), "", raw)
    return Event(on, rest[: verbs[-1].start()].strip(" ，、"), verbs[-1][0], raw)


def last_day(events: Iterable[Event]) -> date | None:
    """The day of the latest event that made or changed the text, else of any."""
    dated = [event for event in events if event.on]
    made = [event for event in dated if event.verb not in COMMENCING] or dated
    return max((event.on for event in made if event.on), default=None)


def is_amended(events: Iterable[Event]) -> bool:
    """An amendment is named by its verb, or as «通过的《…修正案》»."""
    return any(event.verb in AMENDING or "修正案》" in event.raw for event in events)
