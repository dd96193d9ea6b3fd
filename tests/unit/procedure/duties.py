"""Duties that no office has: with them the engine is tested without any pack."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fadu.law.calendar import base_calendar
from fadu.procedure import (
    CO_MAKER,
    FORBIDDEN,
    OFFICE,
    THIRD_PARTY,
    UNIT_HEAD,
    Act,
    Choice,
    Clock,
    Day,
    Errand,
    Extension,
    Law,
    Outcome,
    Party,
    Pivot,
    Procedure,
    Stage,
    Text,
    dated,
    given,
    lapse,
    performs,
    served,
    since,
    working_days,
)
from fadu.procedure.standing import advance
from fadu.procedure.state import Event, Standing
from fadu.procedure.verdicts import rule_of

LAW = Law("示例法")
CALENDAR = base_calendar()


class Reading(Procedure):
    """Reading a file: every word of the language stands here once."""

    id = "reading"
    title = "查阅档案"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "查"

    reader = Party("查阅人", basis=LAW[2])
    topic = Text("查阅的内容", basis=LAW[2])
    place = Choice("查阅的地点", "阅览室", "网上", basis=LAW[2], measured=True)
    heading = topic

    filed = Stage("已登记")
    waiting = Stage("待补充")
    working = Stage("查找中")
    checking = Stage("核对中")
    ready = Stage("已提供", final=True)
    dropped = Stage("已终止", final=True)

    file = Act("登记申请", to=filed, by=(reader, OFFICE), basis=LAW[3])

    supply_by = Day("补充的最后一日", basis=LAW[4])
    ask = Act(
        "要求补充",
        at=(filed, working),
        to=waiting,
        by=OFFICE,
        asks=(supply_by,),
        within=3 * working_days,
        late=FORBIDDEN,
        once=True,
        letter="补充通知",
        basis=LAW[4],
    )
    supply = Act("补充", at=waiting, to=working, by=reader, basis=LAW[4])
    supplying = Clock("补充期限", given(supply_by), since=ask, until=supply, bound=reader, basis=LAW[4])
    drop = Act("终止查阅", at=waiting, to=dropped, by=OFFICE, after=lapse(supplying), basis=LAW[4])

    take = Act("开始查找", at=filed, to=working, by=OFFICE, basis=LAW[5])
    owner = Errand(
        "征求权属人意见",
        at=working,
        party=THIRD_PARTY,
        letter="征询函",
        within=15 * working_days,
        since=served("征询函"),
        reply="权属人提出意见",
        late=performs("权属人逾期未提意见"),
        basis=LAW[6],
    )
    keeper = Errand("请保管单位协助", at=working, party=CO_MAKER, reply="保管单位回复", basis=LAW[7])
    check = Act("送核", at=working, to=checking, by=OFFICE, basis=LAW[8])
    back = Act("退回核对", at=checking, to=working, by=UNIT_HEAD, basis=LAW[8])

    provide = Act("提供", at=(filed, working, checking), to=ready, by=OFFICE, awaits=owner, basis=LAW[9])
    whole = Outcome("全部提供", of=provide, basis=LAW[9])
    partial = Outcome("部分提供", of=provide, basis=LAW[10])

    providing = Clock(
        "提供期限",
        dated({"2020-01-01": 10 * working_days, "2023-07-01": (20 * working_days, LAW[12])}, pivot=Pivot.CLOCK_START),
        since=file,
        hold=ask,
        restart=supply,
        until=provide,
        not_counting=owner,
        basis=LAW[11],
    )
    prolong = Extension(
        "延期提供",
        of=providing,
        at_most=10 * working_days,
        at=(working, checking),
        by=UNIT_HEAD,
        basis=LAW[11].para(2),
    )


class Meeting(Procedure):
    """A duty that only records a fact: one act, and the case is closed."""

    id = "meeting"
    title = "会议"
    basis = LAW[20]
    in_force = since("2020-01-01")
    register = "会"

    subject = Text("议题", basis=LAW[20])
    heading = subject
    held = Stage("已召开", final=True)
    record = Act("登记", to=held, by=OFFICE, basis=LAW[20])


READING = Reading.declaration
MEETING = Meeting.declaration


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def event(seq: int, act: str, on: dt.date | str, facts: Mapping[str, Any] | None = None) -> Event:
    """An event of the reading duty; the act by title or id."""
    at = day(on) if isinstance(on, str) else on
    return Event(seq, rule_of(READING, act).id, at, facts or {}, CALENDAR.id)


def events(*acts: tuple[Any, ...]) -> list[Event]:
    """Events from (day, act, facts?) in order."""
    return [event(seq, act, on, *facts) for seq, (on, act, *facts) in enumerate(acts, 1)]


def stand(*acts: tuple[Any, ...]) -> Standing:
    """Where a case of the reading duty stands after these acts."""
    standing = Standing()
    for each in events(*acts):
        standing = advance(READING, standing, each, lambda _: CALENDAR)
    return standing
