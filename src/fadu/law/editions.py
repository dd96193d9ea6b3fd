"""Editions of the calendar: each State Council notice on the holidays of one year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar

from fadu.law.wording import weekday_zh

_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


class EditionError(ValueError):
    """An edition that contradicts itself or the calendar; `day` is the day at fault, where there is one."""

    def __init__(self, problem: str, remedy: str, *, day: date | None = None, line: int = 0) -> None:
        super().__init__((f"第 {line} 行：" if line else "") + f"{problem}。{remedy}。")
        self.problem, self.remedy, self.day = problem, remedy, day


@dataclass(frozen=True, slots=True)
class Edition:
    """The notice for one year: `days_off` and `make_up` map days to the holiday's name.

    `days_off` holds every day off, weekends inside a holiday too; `make_up` holds the Saturdays and Sundays
    worked instead (调休). Days may lie in December of the year before, for the New Year. `announced` is the date of
    the notice. Raises EditionError for a day of another year, a make-up day that is no weekend, or a day in both.
    """

    id: str
    title: str
    year: int
    days_off: Mapping[date, str] = field(hash=False)
    make_up: Mapping[date, str] = field(hash=False)
    announced: date | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.title:
            raise EditionError(f"{self.year} 年的安排没有 id 或者 title", "两项都写上")
        if not self.days_off:
            raise EditionError(f"{self.year} 年的安排没有放假日", "每年都有放假日：写在 days_off 之下")
        for day in (*self.days_off, *self.make_up):
            self._check_year(day)
        for day, holiday in self.make_up.items():
            self._check_make_up(day, holiday)
        object.__setattr__(self, "days_off", dict(sorted(self.days_off.items())))
        object.__setattr__(self, "make_up", dict(sorted(self.make_up.items())))

    def _check_year(self, day: date) -> None:
        if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
            raise EditionError(
                f"{day} 不属于 {self.year} 年的安排",
                f"改正日期，或者移到 {day.year} 年的安排",
                day=day,
            )

    def _check_make_up(self, day: date, holiday: str) -> None:
        if day.weekday() < 5:
            raise EditionError(
                f"{day}（{holiday}）是{weekday_zh(day)}，不能是调休上班日",
                "调休上班日是周六或者周日：改正日期，或者删去",
                day=day,
            )
        if day in self.days_off:
            raise EditionError(
                f"{day} 既是放假日（{self.days_off[day]}），又是调休上班日（{holiday}）",
                "两者只留其一",
                day=day,
            )


def notice_title(year: int) -> str:
    """国务院办公厅关于2023年部分节假日安排的通知."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def base_editions() -> tuple[Edition, ...]:
    """The editions that the package `chinesecalendar` carries, from 2004 on, oldest first.

    It files days by their date; a New Year's day in December comes from the next year's notice.
    """
    constants = chinese_calendar.constants
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    days_off: dict[int, dict[date, str]] = {}
    make_up: dict[int, dict[date, str]] = {}
    for source, sink in ((constants.holidays, days_off), (constants.workdays, make_up)):
        for day, key in source.items():
            name = _NAMES.get(names[key], names[key])
            year = day.year + (day.month == 12 and name == "元旦")
            sink.setdefault(year, {})[day] = name
    return tuple(
        Edition(str(year), notice_title(year), year, days_off[year], make_up.get(year, {}))
        for year in sorted(days_off)
    )
