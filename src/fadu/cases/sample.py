"""Sample work: a pack's courses acted out day by day, through the same door as real work, under the origin «sample».

A course file (`<pack>/sample/<procedure>.yaml`) names invented applicants, what they ask, and ways in which cases go. Everything drawn
is drawn from its seed, so that two offices opened with the same file hold the same work.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from fadu.cases import moments
from fadu.cases.acts import Done, open_case, perform, perform_many
from fadu.cases.statistics import look_after
from fadu.cases.texts import current_calendar
from fadu.law.calendar import Calendar
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.policy import ANONYMOUS, Actor
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.registry import installed
from fadu.procedure.verdicts import rule_of

HERE = ZoneInfo("Asia/Shanghai")
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """An act of one sample case, with the day on which it is done."""

    day: date
    act: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """One sample case from its opening act on. `online` says that the applicant does what an applicant can do."""

    opening: Mapping[str, Any]
    steps: tuple[Step, ...]
    online: bool


def course_files() -> list[Path]:
    """The course files of every installed pack."""
    return sorted(path for pack in installed().packs for path in (pack.folder / "sample").glob("*.yaml"))


def act_out(path: Path, say: Callable[[str], None]) -> int:
    """Act out one course file; gives the number of cases."""
    course = yaml.safe_load(path.read_text(encoding="utf-8"))
    stories = list(_stories(course, current_calendar(), moments.today()))
    teller = _Teller(course["procedure"], stories)
    done = 0
    steps = sorted(teller.steps(), key=lambda step: step[0])
    for start in range(0, len(steps), 400):
        perform_many((act for _, act in steps[start : start + 400]), batch=400)
        done = min(start + 400, len(steps))
        say(f"  示例办件：{done}/{len(steps)} 步")
    look_after(len(steps))
    return len(stories)


def _stories(course: Mapping[str, Any], calendar: Calendar, today: date) -> Iterator[Story]:
    """The year's cases, then the recent ones, whose steps stop today."""
    draw = random.Random(course["seed"])
    year = [
        day for day in _days(date(course["year"], 1, 1), date(course["year"], 12, 31)) if calendar.is_working_day(day)
    ]
    for day in sorted(draw.choices(year, k=course["cases"])):
        yield _story(course, draw, day, calendar, today)
    recent = [day for day in _days(today - RECENT, today) if calendar.is_working_day(day)]
    for day in sorted(draw.choices(recent, k=course["recent"])):
        yield _story(course, draw, day, calendar, today)


def _story(course: Mapping[str, Any], draw: random.Random, day: date, calendar: Calendar, today: date) -> Story:
    applicant = _weighted(draw, course["applicants"])
    name = draw.choice(applicant["names"])
    person = applicant["kind"] == "自然人"
    party = {
        "kind": "公民" if person else "法人或者其他组织",
        "name": name,
        "phone": f"139{draw.randrange(10**8):08d}"[:3] + "00000000",
        "address": f"示例市{draw.choice(('东河区', '西岭区'))}{draw.choice(('滨江路', '和平路', '学府街'))}{draw.randrange(1, 200)}号",
    }
    opening: dict[str, Any] = {"applicant": party, "wanted": draw.choice(course["wanted"]), "kind": applicant["kind"]}
    for field, weights in course["values"].items():
        opening[field] = draw.choices(list(weights), list(weights.values()))[0]
    steps = [Step(day, "", opening)]
    for after, act, *given in _weighted(draw, course["courses"])["steps"]:
        days = draw.randint(*after) if isinstance(after, list) else after
        day = calendar.add_working_days(day, days) if days else day
        if day > today:
            break
        data = dict(given[0]) if given else {}
        steps.append(Step(day, act, {k: _value(k, v, day, calendar) for k, v in data.items()}))
    return Story(opening, tuple(steps), opening["channel"] == "互联网")


def _value(field: str, value: Any, day: date, calendar: Calendar) -> Any:
    """A number for a field that is not counted is that many working days from the step's day."""
    if isinstance(value, int) and not field.endswith(".units"):
        return calendar.add_working_days(day, value).isoformat()
    return value


class _Teller:
    """Turns stories into acts by the office's own sample people."""

    def __init__(self, procedure: str, stories: list[Story]) -> None:
        self.declaration: Declaration = installed().declaration(procedure)
        self.stories = stories
        self.uids: dict[int, str] = {}
        self.staff = [actor_of(person, moments.today()) for person in Person.objects.filter(is_active=True)]

    def steps(self) -> Iterator[tuple[tuple[date, int, int], Callable[[], Done]]]:
        """Every step with what orders it: its day, its case, its place in the case."""
        for case, story in enumerate(self.stories):
            for place, step in enumerate(story.steps):
                yield (step.day, case, place), partial(self.do, case, place)

    def do(self, case: int, place: int) -> Done:
        """Do one step at its own time of its own day."""
        story = self.stories[case]
        step = story.steps[place]
        minute = 9 * 60 + (case * 7 + place * 11) % 450
        with moments.at(datetime.combine(step.day, time(minute // 60, minute % 60), HERE)):
            if place == 0:
                by = ANONYMOUS if story.online else self._official(self.declaration.opening)
                source = "portal" if story.online else "desk"
                done = open_case(
                    self.declaration.id, by=by, at=step.day, data=step.data, source=source, origin="sample"
                )
                self.uids[case] = done.uid
                return done
            uid = self.uids[case]
            rule = rule_of(self.declaration, step.act)
            party = next((b for b in rule.by if b in self.declaration.field), "")
            if party and story.online:
                by, source = Actor(party, "", "party", case=uid, party=party), "portal"
            else:
                by, source = self._official(rule), "desk"
            return perform(uid, step.act, by=by, at=step.day, data=step.data, source=source)

    def _official(self, rule: ActRule) -> Actor:
        """The first of the office's people who holds a post that the act names, in the unit of the procedure if it matters."""
        for role in rule.by:
            for actor in self.staff:
                if actor.holds(role, self.declaration.unit) or (
                    role not in ("handler", "unit_head") and actor.holds(role)
                ):
                    return actor
        raise LookupError(f"本机关没有人担任“{rule.title}”所要求的岗位（{'、'.join(rule.by)}），无法写入示例。")


def _weighted(draw: random.Random, options: list[dict[str, Any]]) -> dict[str, Any]:
    return draw.choices(options, [option["weight"] for option in options])[0]


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
