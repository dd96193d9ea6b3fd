"""fadu due P --received DAY [--act "DAY ACT" …]: when a term ends, and why, day by day. Neither settings nor database."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from fadu.cli.course import Course, read_moment
from fadu.cli.english import add_language, speech
from fadu.cli.main import Refused
from fadu.law.calendar import NoEdition, base_calendar
from fadu.law.period import day_of
from fadu.procedure.declaration import ClockRule, Declaration
from fadu.procedure.outline.speech import Speech
from fadu.procedure.proofs import proof
from fadu.procedure.registry import UnknownProcedure, installed
from fadu.procedure.say import Say, say
from fadu.procedure.state import Run, Standing


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", help="事项的编号，如 disclosure")
    parser.add_argument("--received", required=True, metavar="DAY", help="收到之日，如 2023-09-11")
    parser.add_argument(
        "--act",
        action="append",
        default=[],
        metavar='"DAY 行为"',
        help="其后的一个行为，可多次给出；名称可以简写，后面可写文书、结果、期限，或者第几件",
    )
    parser.add_argument("--clock", default="", metavar="ID", help="哪一个期限（默认为机关的主要期限）")
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    tell = speech(args.lang)
    received = read_moment(args.received, tell)
    try:
        declared = installed().declaration(args.procedure, on=day_of(received).isoformat())
        clock = _clock(declared, args.clock, tell)
        course = Course(declared, base_calendar(), tell)
        course.act_out(received, args.act)
        print("\n".join(_told(course, clock)))
    except UnknownProcedure as error:
        raise Refused(str(error)) from None
    except NoEdition:
        first, last = base_calendar().first_day, base_calendar().horizon
        outside = say("期限超出工作日历的范围（{first}至{last}）。核对日期和期限", first=first, last=last)
        raise Refused(tell.say(outside)) from None
    return 0


def _told(course: Course, clock: ClockRule) -> Iterator[str]:
    """For each run of the clock its last day, then the lines that prove it."""
    tell, declared = course.tell, course.declaration
    runs = [run for run in course.standing.runs.values() if run.clock == clock.id]
    if not runs:
        yield tell.say(say("未起算"))
        triggers = [t.removeprefix("served:") for t in clock.since]
        titles = [declared.act[t].title if t in declared.act else t for t in triggers]
        yield tell.say(say("“{clock}”自“{acts}”起算，尚未发生", clock=clock.title, acts=titles))
    for n, each in enumerate(runs):
        found = proof(declared, course.standing, each.key, course.calendar, tell.translate)
        yield from ("",) if n else ()
        yield _due(each, tell)
        yield from _with_laws(found.en(), tell) if tell.english else found.zh()
        yield from (tell.say(sentence) for sentence in _ending(each, course.standing))


def _with_laws(lines: Iterable[str], tell: Speech) -> Iterator[str]:
    """The lines with the English titles of the laws that a pack names."""

    def titled(match: re.Match[str]) -> str:
        english = tell.translate(match[1])
        return match[0] if english == match[1] else english

    return (re.sub("《([^《》]+)》", titled, line) for line in lines)


def _due(each: Run, tell: Speech) -> str:
    if each.due is None:
        return tell.say(say("待定"))
    provisional = tell.say(say("暂定"))
    day = f"{each.due:%Y-%m-%d %H:%M}" if isinstance(each.due, datetime) else each.due.isoformat()
    return f"{day} {provisional}" if each.provisional else day


def _ending(each: Run, standing: Standing) -> Iterator[Say]:
    if each.moot and standing.closed is not None:
        yield say("案件已于{day}办结，不再计算", day=standing.closed)
    elif each.ended is not None and each.late:
        yield say("已于{day}办理，迟于期限", day=day_of(each.ended))
    elif each.ended is not None:
        yield say("已于{day}办理，在期限之内", day=day_of(each.ended))


def _clock(declared: Declaration, named: str, tell: Speech) -> ClockRule:
    """The clock with this id or title; the office's first duty if none is named."""
    if not named:
        duties = [c for c in declared.clocks if c.id in declared.duties]
        if not duties:
            raise Refused(tell.say(say("“{procedure}”没有约束机关的法定期限", procedure=declared.title)))
        return duties[0]
    found = next((c for c in declared.clocks if named in (c.id, c.title)), None)
    if found is None:
        known = [f"{c.id}（{tell.translate(c.title)}）" for c in declared.clocks]
        raise Refused(tell.say(say("没有名为“{named}”的期限。可以写：{known}", named=named, known=known)))
    return found
