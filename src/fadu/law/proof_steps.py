"""The steps of a proof, and how each is said in Chinese and in English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fadu.law.calendar import Calendar
from fadu.law.citation import Citation
from fadu.law.period import (
    CIVIL_CODE,
    CORRESPONDING_DAY,
    HOURS_FROM_THE_MOMENT,
    CountingRules,
    Deadline,
    Term,
    Unit,
    amount_en,
    amount_zh,
    day_of,
    last_day_of,
)
from fadu.law.statutory import HOLIDAY_MEASURES, STATUTORY
from fadu.law.wording import day_en, day_zh, full_en, full_zh, run_en, run_zh


class StepKind(StrEnum):
    """What a day does to the term, or what a step says of it."""

    TERM = "term"
    START = "start"
    COUNTED = "counted"
    MAKE_UP = "make-up"
    REST = "rest"
    EXCLUDED = "excluded"
    EXTENDED = "extended"
    CORRESPONDING = "corresponding day"
    MOVED = "moved"
    OPEN = "open"
    RESULT = "result"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the term: whether it is counted, how many units are used after it, and why, in few words.

    `kind` is START, COUNTED, MAKE_UP (counted, 调休), REST (not worked), EXCLUDED (by a span) or MOVED (after the
    term, up to the next working day).
    """

    day: date
    kind: StepKind
    counted: bool
    count: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof about the days from `first` to `last`; `count` units are used after it.

    `basis` is the article that the step rests on; `zh` and `en` name it.
    """

    kind: StepKind
    first: date
    last: date
    count: int
    zh: str
    en: str
    basis: Citation | None = None


_TITLES_EN = {law.title: law.english for law in (CIVIL_CODE, HOLIDAY_MEASURES)}


def cited_zh(basis: Citation | None) -> str:
    return f"（{basis}）" if basis else ""


def cited_en(basis: Citation | None) -> str:
    return f" ({basis.en(_TITLES_EN.get(basis.law, ''))})" if basis else ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the steps of one proof."""

    term: Term
    whole: Term
    start: date | datetime
    due: Deadline
    calendar: Calendar
    rules: CountingRules

    @property
    def first_day(self) -> date:
        return day_of(self.start)

    def term_given(self, basis: Citation | None) -> Step:
        zh = f"期限：{self.term.zh()}{cited_zh(basis)}"
        en = f"Term: {self.term.en()}{cited_en(basis)}"
        return Step(StepKind.TERM, self.first_day, self.first_day, 0, zh, en, basis)

    def started(self, label: str, count: int) -> Step:
        basis = self.rules.first_day_basis
        if self.due.unit is Unit.HOURS:
            basis, rule_zh, rule_en = HOURS_FROM_THE_MOMENT, "自此时起计算", "counting begins at this moment"
        elif self.rules.first_day_counted:
            rule_zh, rule_en = "自当日起计算", "counting begins with this day"
        else:
            rule_zh, rule_en = "当日不计入，自次日起计算", "not counted, counting begins the next day"
        zh = f"{full_zh(self.start)}{label or '起算'}：{rule_zh}{cited_zh(basis)}"
        en = f"{full_en(self.start)}, {label or 'start'}: {rule_en}{cited_en(basis)}"
        return Step(StepKind.START, self.first_day, self.first_day, count, zh, en, basis)

    def corresponding(self) -> Step:
        basis, counted = CORRESPONDING_DAY, self.rules.first_day_counted
        last = last_day_of(self.whole, self.first_day - timedelta(days=counted))
        zh = f"到期月的对应日（没有对应日的，为月末日）：{full_zh(last)}，共{self.due.total}日{cited_zh(basis)}"
        en = (
            f"Corresponding day of the last month (its last day if there is none): {full_en(last)}, "
            f"{self.due.total} days in all{cited_en(basis)}"
        )
        return Step(StepKind.CORRESPONDING, self.first_day, last, 0, zh, en, basis)

    def extended(self, extension: Term, day: date, count: int) -> Step:
        zh = f"延长{extension.zh()}，共{self.whole.zh()}"
        en = f"Extended by {extension.en()}, to {self.whole.en()} in all"
        return Step(StepKind.EXTENDED, day, day, count, zh, en)

    def run(self, marks: Sequence[DayMark], before: int) -> Step:
        """Consecutive days with the same fate; `before` units were used before them."""
        first, last = marks[0], marks[-1]
        if first.kind is StepKind.COUNTED:
            zh, en = self._counted(before + 1, last.count)
        elif first.kind is StepKind.MAKE_UP:
            zh, en = self._counted(before + 1, last.count)
            zh, en = f"{first.zh}，{zh}", f"{first.en}, {en}"
        elif first.kind is StepKind.EXCLUDED:
            zh, en = self._excluded(first, last)
        else:
            zh, en = f"{first.zh}，不计算", f"{first.en}, not counted"
        days_zh, days_en = (run(first.day, last.day, self.first_day.year) for run in (run_zh, run_en))
        return Step(first.kind, first.day, last.day, last.count, f"{days_zh}：{zh}", f"{days_en}: {en}")

    def _counted(self, number: int, last: int) -> tuple[str, str]:
        if self.due.unit is Unit.HOURS:
            return f"计至第{last}小时", f"{last} hours used"
        unit_en = "working day" if self.due.unit is Unit.WORKING_DAYS else "day"
        zh = ("第" if number == last else f"第{number}至") + amount_zh(last, self._count_unit())
        en = f"{unit_en} {number}" if number == last else f"{unit_en}s {number} to {last}"
        return zh, en

    def _excluded(self, first: DayMark, last: DayMark) -> tuple[str, str]:
        zh, en = f"{first.zh}，不计入期限", f"{first.en}, not counted in the term"
        if self.due.unit is not Unit.WORKING_DAYS:
            return zh, en
        n = self.calendar.working_days_between(first.day - timedelta(days=1), last.day)
        return f"{zh}（其中{n}个工作日）", f"{en} ({n} working day{'' if n == 1 else 's'})"

    def moved(self, marks: Sequence[DayMark]) -> Step:
        """From the first day after the term to the working day on which it ends."""
        last, at = marks[0].day - timedelta(days=1), marks[-1].day
        basis, reason = self.rules.rest_day_basis, self.calendar.reason(last)
        zh = f"最后一日{full_zh(last)}为休息日：{reason.short_zh()}，顺延至{full_zh(at)}{cited_zh(basis)}"
        en = (
            f"The last day, {full_en(last)}, is a day of rest: {reason.short_en()}; "
            f"the term ends on {full_en(at)}{cited_en(basis)}"
        )
        return Step(StepKind.MOVED, marks[0].day, at, self.due.total, zh, en, basis)

    def open(self, reason: str, after: date) -> Step:
        begins = max(after + timedelta(days=1), self.first_day)
        used, total, unit = self.due.counted, self.due.total, self._count_unit()
        zh = (
            f"自{full_zh(begins)}起：{reason}，尚未结束，不计入期限；"
            f"已计{amount_zh(used, unit)}，余{amount_zh(total - used, unit)}，届满日待定"
        )
        en = (
            f"From {full_en(begins)}: {reason}, not ended, not counted in the term; "
            f"{amount_en(used, unit)} used, {amount_en(total - used, unit)} left, the end is not yet known"
        )
        return Step(StepKind.OPEN, begins, begins, self.due.counted, zh, en)

    def _count_unit(self) -> Unit:
        """Month terms are counted off in days."""
        return Unit.DAYS if self.due.unit is Unit.MONTHS else self.due.unit

    def result(self, at: date | datetime) -> Step:
        close = self.rules.close_of_business
        zh, en, basis = f"期限届满：{full_zh(at)}", f"The term ends: {full_en(at)}", None
        if close and not isinstance(at, datetime):
            basis = self.rules.close_basis
            zh += f"{close.hour}时{close.minute:02}分{cited_zh(basis)}"
            en += f" {close:%H:%M}{cited_en(basis)}"
        return Step(StepKind.RESULT, day_of(at), day_of(at), self.due.total, zh, en, basis)

    def provisional(self, day: date) -> Step:
        last, basis = self.calendar.last_day, STATUTORY.on(day).basis
        zh = f"暂定：{day_zh(last)}之后的放假安排尚未公布，先按周末和法定节日计算，公布后重新计算{cited_zh(basis)}"
        en = (
            f"Provisional: the holidays after {day_en(last)} are not announced yet. Weekends and statutory holidays "
            f"are used until then{cited_en(basis)}"
        )
        return Step(StepKind.PROVISIONAL, day, day, self.due.counted, zh, en, basis)
