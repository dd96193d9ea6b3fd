"""What the API answers, as OpenAPI describes it. Days are ISO days; instants are UTC; titles are in the language of the office."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints, WithJsonSchema

from fadu.api.wire import Article
from fadu.cases.errors import Invalid
from fadu.faces.speech import cite
from fadu.law.period import day_of, moment_of
from fadu.procedure.say import say
from fadu.procedure.state import Moment

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)

Line = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
When = Annotated[
    str,
    StringConstraints(min_length=10, max_length=40),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
"""A day, or an instant with its offset."""
Happened = Annotated[
    Moment,
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]


class Titled(Schema):
    """An id of the declaration, and its title."""

    id: str
    title: str


class CaseLineOut(Schema):
    """A case in a list."""

    uid: str
    number: str
    procedure: Titled
    heading: str
    stage: Titled
    outcome: Titled | None
    unit: str
    handler: str
    origin: str
    opened: date
    closed: date | None
    next_due: date | None
    overdue: bool


class CasePage(Schema):
    """Part of a list: how many there are that one may see, how many that one may not, and `after` where the next part begins.

    Both are counted as far as `counted` only: a number that is one more than that says that there are more.
    """

    cases: list[CaseLineOut]
    total: int = Field(description="Cases that one may see; `counted` + 1 if there are more than `counted`.")
    withheld: int = Field(description="Cases that one may not see; `counted` + 1 if there are more than `counted`.")
    counted: int = Field(description="How far `total` and `withheld` are counted.")
    after: str | None


class TaskOut(Schema):
    """Something that the case asks of a role, by which acts it is done, and its last day."""

    key: str
    role: str
    acts: list[str]
    due: date | None
    since: date | None


class MyTask(TaskOut):
    case: CaseLineOut


class TermOut(Schema):
    """One term: its last day, and the proof line by line. `state` is running, paused, ended or moot."""

    key: str
    clock: Titled
    start: Happened
    due: Happened | None
    provisional: bool
    state: str
    ended: Happened | None
    late: bool
    articles: list[Article]
    proof: list[str]


class FileOut(Schema):
    """A file of the case."""

    id: int
    title: str
    kind: str
    media_type: str
    size: int
    sha256: str
    made_at: datetime


class KinOut(Schema):
    """Another case that this one has to do with: `how` is 分自, 分出 (divided from it, or from this one), 并往 or 并入 (goes on in it, or in this one)."""

    how: str
    number: str
    uid: str


class CaseOut(Schema):
    """A case as far as this person may read it; `version` is what If-Match takes. What may not be read is masked or absent."""

    uid: str
    number: str
    procedure: Titled
    in_force_since: str
    declaration: str
    heading: str
    origin: str
    unit: str
    handler: str
    version: int
    stage: Titled
    outcome: Titled | None
    opened: date | None
    closed: date | None
    parties: dict[str, dict[str, Any]]
    tasks: list[TaskOut]
    files: list[FileOut]
    kin: list[KinOut]


class EntryOut(Schema):
    """An entry of the record: who did what when, the fields that this person may read, and the hash that proves it."""

    seq: int
    act: Titled
    at: Happened
    recorded_at: datetime
    actor: Titled
    role: str
    standing_for: str
    second: str
    source: str
    facts: dict[str, Any]
    fields: dict[str, Any]
    hash: str
    leaf: int | None
    state: str


class VerdictOut(Schema):
    """May I do this now? If not: why, by which articles, and what to do instead."""

    act: Titled
    may: bool
    reason: str
    articles: list[Article]
    remedy: str
    form: str


class DoneOut(Schema):
    """What was done. `repeated`: it had been done before under this Idempotency-Key. `query_code` is shown this once."""

    uid: str
    number: str
    seq: int
    hash: str
    recorded_at: datetime
    stage: str
    version: int
    repeated: bool
    query_code: str | None
    receipt: dict[str, Any]


class StoredOut(Schema):
    """A file that was taken in; send this as the value of a document field within a day."""

    sha256: str
    name: str
    size: int
    type: str


class ActIn(Schema, extra="forbid"):
    """An act: the day or instant when it happened (today if not said), and its form filled in."""

    at: When | None = None
    data: dict[str, Any] = {}


class OpenIn(ActIn):
    """A new case of this procedure."""

    procedure: Line


def moment(text: str | None, field: str = "at") -> Moment | None:
    """The day or instant. Raises Invalid for anything else, an instant without offset, or a year that the office can't have meant."""
    if text is None:
        return None
    try:
        found: Moment = (
            date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else _instant(text)
        )
        if not EARLIEST <= day_of(found) <= LATEST:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise Invalid({field: say("应当是日期（2023-10-08）或者带时区的时刻（2023-10-08T09:00:00+08:00）")}) from None
    return found


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return moment_of(instant)


def articles(keys: tuple[str, ...]) -> list[dict[str, str]]:
    """Citation keys with their words."""
    return [{"key": key, "text": cite(key)} for key in keys]
