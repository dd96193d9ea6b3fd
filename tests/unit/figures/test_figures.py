"""What a report's words count: case by case over one small year, with the answers written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.duties import MEETING, READING, Reading

from fadu.figures import Breakdown, Cases, Count, Period, Share, Sum, cases, figure, year_of
from fadu.figures.conditions import CaseRow, Run, holds
from fadu.figures.measures import MemoryBook, percent
from fadu.figures.registry import measure_of
from fadu.figures.standard import main_clock, standard_figures

LATER = date(2026, 1, 1)
YEAR = year_of(2024, LATER)


def day(month: int, n: int, year: int = 2024) -> date:
    return date(year, month, n)


def run(
    due: date | None, ended: date | None = None, *, clock: str = "providing", moot: bool = False
) -> dict[str, Any]:
    """A run's facts; a moot one that `ended` had run out when its case closed."""
    late = ended is not None and due is not None and ended > due
    return {"clock": clock, "kind": "duty", "due": due, "ended": ended, "moot": moot, "late": late}


def row(name: str, opened: date, closed: date | None = None, *runs: dict[str, Any], **facts: Any) -> CaseRow:
    measures = facts.pop("measures", {})
    known = {"uid": name, "procedure": "reading", "origin": "real", "stage": "working", "outcome": None}
    return CaseRow({**known, "opened": opened, "closed": closed, **facts}, runs, measures)


ROWS = (
    row("in time", day(1, 10), day(1, 20), run(day(1, 24), day(1, 20)), outcome="whole", measures={"place": "网上"}),
    row("on the last day", day(2, 1), day(2, 15), run(day(2, 15), day(2, 15)), outcome="partial", measures={"place": "网上"}),
    row("a day late", day(3, 1), day(3, 16), run(day(3, 15), day(3, 16)), outcome="whole", measures={"place": "阅览室"}),
    row("never done", day(4, 1), None, run(day(4, 15))),
    row("not over", day(12, 20), None, run(day(1, 6, 2025))),
    row("due on the last day of the year", day(12, 17), day(1, 2, 2025), run(day(12, 31), day(1, 2, 2025))),
    row("from last year", day(12, 20, 2023), day(1, 5), run(day(1, 8), day(1, 5)), outcome="whole"),
    row("withdrawn", day(5, 1), day(5, 3), run(day(5, 15), moot=True), stage="dropped"),
    row("withdrawn late", day(5, 4), day(6, 10), run(day(5, 18), day(6, 10), moot=True), stage="dropped"),
    row("voided", day(6, 1), day(6, 1), stage="fadu.void"),
    row("sample", day(7, 1), day(7, 2), run(day(7, 15), day(7, 2)), origin="sample", outcome="whole"),
    row("another duty", day(8, 1), day(8, 1), procedure="meeting", stage="held", measures={"people": 12}),
    row("another meeting", day(8, 2), day(8, 2), procedure="meeting", stage="held", measures={"people": 30}),
)  # fmt: skip
BOOK = MemoryBook(ROWS)
ALL = cases(Reading)


def names(of: Cases) -> set[str]:
    return {r.facts["uid"] for r in ROWS if holds(of.condition, r)}


SETS = {
    "received": (ALL.received(YEAR), {"in time", "on the last day", "a day late", "never done", "not over", "due on the last day of the year", "withdrawn", "withdrawn late"}),
    "closed": (ALL.closed(YEAR), {"in time", "on the last day", "a day late", "from last year", "withdrawn", "withdrawn late"}),
    "open at the end": (ALL.open(YEAR.until), {"never done", "not over", "due on the last day of the year"}),
    "open in between": (ALL.open(day(1, 5)), set()),
    "open the day before": (ALL.open(day(1, 4)), {"from last year"}),
    "open on the first day": (ALL.open(day(1, 10)), {"in time"}),
    "outcome": (ALL.outcome(Reading.whole), {"in time", "a day late", "from last year"}),
    "outcomes": (ALL.outcome("partial", Reading.whole), {"in time", "on the last day", "a day late", "from last year"}),
    "no outcome": (ALL.outcome(), set()),
    "where": (ALL.where(Reading.place, "网上"), {"in time", "on the last day"}),
    "due": (ALL.due(Reading.providing, YEAR), {"in time", "on the last day", "a day late", "never done", "due on the last day of the year", "from last year", "withdrawn late"}),
    "within": (ALL.due("providing", YEAR).within("providing"), {"in time", "on the last day", "from last year"}),
    "late": (ALL.due("providing", YEAR).late("providing"), {"a day late", "due on the last day of the year", "withdrawn late"}),
    "overdue at the end": (ALL.overdue("providing", YEAR), {"never done", "due on the last day of the year"}),
    "overdue before its last day is over": (ALL.overdue("providing", Period(day(3, 1), day(3, 14), LATER)), set()),
    "overdue until it was withdrawn": (ALL.overdue("providing", Period(day(5, 1), day(6, 9), LATER)), {"never done", "withdrawn late"}),
    "no more overdue once withdrawn": (ALL.overdue("providing", Period(day(5, 1), day(6, 10), LATER)), {"never done"}),
    "overdue once it is": (ALL.overdue("providing", Period(day(3, 1), day(3, 15), LATER)), {"a day late"}),
    "sample": (cases(Reading, ("sample",)).closed(YEAR), {"sample"}),
    "both": (ALL.received(YEAR) & ALL.outcome("whole"), {"in time", "a day late"}),
    "either": (ALL.outcome("partial") | cases("meeting"), {"on the last day", "another duty", "another meeting"}),
    "minus": (ALL.closed(YEAR) - ALL.received(YEAR), {"from last year"}),
    "every duty": (cases().closed(YEAR) - ALL, {"another duty", "another meeting"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_these_cases_and_no_others(name: str) -> None:
    of, expected = SETS[name]
    assert names(of) == expected
    assert Count(of).counted(BOOK).value == len(expected)


@pytest.mark.parametrize("name", SETS)
def test_no_set_counts_a_voided_case_or_another_origin(name: str) -> None:
    of, _ = SETS[name]
    assert "voided" not in names(of)
    assert {r.facts["origin"] for r in ROWS if r.facts["uid"] in names(of)} <= set(of.origins)


def test_the_order_of_words_about_a_clock_does_not_matter() -> None:
    assert names(ALL.within("providing").due("providing", YEAR)) == names(SETS["within"][0])
    several = row(
        "several",
        day(1, 2),
        None,
        run(day(1, 9), day(1, 8), clock="owner.term"),
        run(day(2, 9, 2025), clock="owner.term"),
    )
    assert not holds(ALL.due("owner.term", year_of(2025, LATER)).within("owner.term").condition, several)


def test_what_is_said_of_two_clocks_is_said_of_two_runs() -> None:
    two = ALL.due("providing", YEAR).within("supplying")
    assert len([p for p in two.narrowed.parts if isinstance(p, Run)]) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("today", "due", "undone"),
    [(day(4, 15), False, False), (day(4, 16), True, True), (LATER, True, True)],
)
def test_a_term_is_over_the_day_after_its_last(today: date, due: bool, undone: bool) -> None:
    year = year_of(2024, today)
    assert ("never done" in names(ALL.due("providing", year.past))) is due
    assert ("never done" in names(ALL.overdue("providing", year))) is undone


def test_the_share_shows_both_its_numbers_and_their_cases() -> None:
    share = Share(ALL.within("providing"), ALL.due("providing", YEAR))
    counted = share.counted(BOOK)
    assert counted.value == Decimal("42.9")
    assert [(name, n) for name, _, n in counted.parts] == [("part", 3), ("of", 7)]
    assert {name: names(of) for name, of, _ in counted.parts} == {n: names(of) for n, of in share.sets.items()}


def test_a_share_of_nothing_is_no_number() -> None:
    assert Share(ALL, cases("no-such")).counted(BOOK).value is None


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_only_all_is_a_hundred_percent_and_only_none_is_nought(part: int, rest: int) -> None:
    whole = part + rest
    value = percent(part, whole)
    if value is None:
        assert whole == 0
        return
    assert (value == 100) == (rest == 0)
    assert (value == 0) == (part == 0)
    assert abs(value - Decimal(100 * part) / whole) < Decimal("0.1")
    assert percent(part + 1, whole + 1) >= value  # type: ignore[operator]


def test_a_sum_adds_what_the_cases_hold() -> None:
    counted = Sum(cases("meeting"), "people").counted(BOOK)
    assert (counted.value, counted.parts[0][2]) == (42, 2)
    assert Sum(ALL, "people").counted(BOOK).value == 0


def test_a_breakdown_leaves_no_case_out_and_counts_none_twice() -> None:
    breakdown = Breakdown(ALL.closed(YEAR), Reading.place)
    counted = breakdown.counted(BOOK)
    sizes = {name: n for name, _, n in counted.parts}
    assert sizes == {"all": 6, "阅览室": 1, "网上": 2, "missing": 3}
    assert names(breakdown.sets["missing"]) == {"from last year", "withdrawn", "withdrawn late"}


def test_a_field_that_nobody_measures_is_refused_before_it_counts_nothing() -> None:
    for wrong in (lambda: ALL.where(Reading.topic, "x"), lambda: Sum(ALL, Reading.topic).counted(BOOK)):
        with pytest.raises(ValueError, match="measured=True"):
            wrong()


def test_sets_of_different_origins_are_not_joined() -> None:
    with pytest.raises(ValueError, match="来源"):
        ALL | cases(Reading, ("sample",))


@figure("按期提供率", unit="%", reported="一（十）")
def provided_on_time(year: Period, origins: tuple[str, ...]) -> Share:
    """到期的申请中，
    按期提供的比例。"""
    due = cases(Reading, origins).due(Reading.providing, year.past)
    return Share(due.within(Reading.providing), due)


def test_a_declared_figure_has_its_name_its_rule_and_its_place() -> None:
    assert (provided_on_time.id, str(provided_on_time.title)) == ("provided_on_time", "按期提供率")
    assert (str(provided_on_time.rule), provided_on_time.reported) == ("到期的申请中， 按期提供的比例。", "一（十）")
    assert measure_of(provided_on_time, YEAR).counted(BOOK).value == Decimal("42.9")


def test_a_figure_without_a_rule_is_refused() -> None:
    def bare(year: Period, origins: tuple[str, ...]) -> Count:
        return Count(cases())

    with pytest.raises(ValueError, match="口径"):
        figure("没有口径", unit="件")(bare)


STANDARD = {each.id: each for each in standard_figures(READING)}


def value(id: str, rows: Sequence[CaseRow] = ROWS, year: Period = YEAR) -> Any:
    return measure_of(STANDARD[id], year).counted(MemoryBook(rows)).value


def test_every_procedure_has_its_figures_without_a_line_of_code() -> None:
    found = {id: value(id) for id in STANDARD}
    assert found == {
        "reading.received": 8,
        "reading.closed": 6,
        "reading.open": 3,
        "reading.due": 7,
        "reading.on_time": Decimal("42.9"),
        "reading.late": 3,
        "reading.overdue": 2,
        "reading.outcome.whole": 2 + 1,
        "reading.outcome.partial": 1,
        "reading.ended.dropped": 2,
    }
    assert found["reading.closed"] == sum(n for id, n in found.items() if ".outcome." in id or ".ended." in id)
    assert [each.id for each in standard_figures(MEETING)] == ["meeting.received", "meeting.closed", "meeting.open"]
    assert main_clock(MEETING) is None


def test_every_standard_figure_says_how_it_counts() -> None:
    for each in STANDARD.values():
        assert str(each.title).startswith("查阅档案")
        assert str(each.rule).endswith("。")
        assert each.unit == ("%" if each.id.endswith("on_time") else "件")
        assert "{" not in f"{each.title}{each.rule}"


def test_on_the_way_through_the_year_nothing_is_late_before_its_day() -> None:
    known = [replace(r, facts={**r.facts, "closed": None}, runs=(run(r.runs[0]["due"]),)) for r in ROWS[:1]]
    for today, expected in ((day(1, 24), (0, 0)), (day(1, 25), (1, 1))):
        year = year_of(2024, today)
        assert (value("reading.due", known, year), value("reading.overdue", known, year)) == expected
