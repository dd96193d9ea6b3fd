"""The yearly table of requests: every case stands in one row, and the totals balance whatever the cases are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.duties import CALENDAR, LAW, Reading

from fadu.figures.conditions import CaseRow
from fadu.figures.measures import MemoryBook
from fadu.figures.sets import year_of
from fadu.figures.tables import TOTAL, UNKNOWN, CountedLine, columns, counted, unbalanced
from fadu.procedure import Counts, Pack, Row, Table
from fadu.procedure.crosschecks import Beside, crosscheck
from fadu.procedure.registry import registry_of

READ = Reading.declaration
TABLE = Table(
    "readings",
    "查阅情况",
    procedure=Reading,
    by=Reading.place,
    basis=LAW.whole,
    rows=(
        Row("一、新收", Counts.RECEIVED),
        Row("二、结转", Counts.CARRIED),
        Row(
            "三、结果",
            *(Row(f"{n}．{o.title}", getattr(Reading, o.id)) for n, o in enumerate(READ.outcomes, 1)),
            Row("其他", *(getattr(Reading, s.id) for s in READ.ends)),
            Row("总计", Counts.CLOSED),
        ),
        Row("四、结转下年", Counts.LEFT),
    ),
)
YEAR = year_of(2023, date(2024, 2, 1))
ENDS = [*((o.id, None) for o in READ.outcomes), *((None, s.id) for s in READ.ends)]


@st.composite
def a_case(draw: st.DrawFn) -> CaseRow:
    opened = draw(st.dates(date(2021, 12, 1), date(2024, 1, 31)))
    closed = draw(st.none() | st.integers(0, 500).map(lambda n: opened + timedelta(n)))
    outcome, stage = draw(st.sampled_from(ENDS)) if closed else (None, None)
    place = draw(st.sampled_from([*Reading.place.choices, None]))
    facts = {
        "uid": "x",
        "procedure": "reading",
        "origin": draw(st.sampled_from(["real", "sample"])),
        "opened": opened,
    }
    facts |= {"closed": closed, "outcome": outcome, "stage": draw(st.sampled_from([stage or "working", "fadu.void"]))}
    return CaseRow(facts, (), {"place": place} if place else {})


def filled(rows: Sequence[CaseRow]) -> tuple[CountedLine, ...]:
    return counted(TABLE, YEAR, MemoryBook(rows))


@given(st.lists(a_case(), max_size=25))
def test_the_totals_balance(rows: list[CaseRow]) -> None:
    table = filled(rows)
    assert unbalanced(table) == ()
    assert all(sum(line.numbers[:-1]) == line.total for line in table if line.numbers)


def test_every_case_is_counted_where_it_belongs() -> None:
    outcome = READ.outcomes[0].id
    facts = {"uid": "x", "procedure": "reading", "origin": "real", "opened": date(2022, 12, 30), "stage": "done"}
    carried = CaseRow({**facts, "closed": date(2023, 1, 5), "outcome": outcome}, (), {"place": "网上"})
    left = CaseRow({**facts, "opened": date(2023, 12, 30), "closed": None, "outcome": None})
    numbers = {line.title: line.numbers for line in filled([carried, left])}
    online, unknown = columns(TABLE).index("网上"), columns(TABLE).index(UNKNOWN)
    assert [t for t in numbers if numbers[t] and numbers[t][online]] == [
        "二、结转",
        f"1．{READ.outcomes[0].title}",
        "总计",
    ]
    assert [t for t in numbers if numbers[t] and numbers[t][unknown]] == ["一、新收", "四、结转下年"]
    assert columns(TABLE)[-1] == TOTAL
    assert numbers["三、结果"] == ()


def test_a_case_that_stands_in_no_row_is_found() -> None:
    facts = {"uid": "x", "procedure": "reading", "origin": "real", "opened": date(2023, 2, 1), "stage": "done"}
    assert unbalanced(filled([CaseRow({**facts, "closed": date(2023, 3, 1), "outcome": "abolished"})]))


def test_an_outcome_that_stands_in_no_row_or_in_two_is_named(tmp_path: Path) -> None:
    first, *others = (getattr(Reading, o.id) for o in READ.outcomes)
    rows = (Row("甲", first, *others), Row("乙", first))
    bad = Table("bad", "错表", procedure=Reading, by=Reading.place, basis=LAW.whole, rows=rows)
    packs = [Pack("one", tmp_path, (Reading,), (LAW,), tables=(bad,))]
    found = crosscheck(registry_of(packs), Beside(frozenset(), frozenset(), CALENDAR))
    said = [p.message for p in found if p.id == "fadu.E110"]
    assert f"“{first.title}”在“错表”中出现 2 次" in said
    assert all(f"“{s.title}”在“错表”中出现 0 次" in said for s in READ.ends)
    good = registry_of([Pack("one", tmp_path, (Reading,), (LAW,), tables=(TABLE,))])
    assert not [p for p in crosscheck(good, Beside(frozenset(), frozenset(), CALENDAR)) if p.id == "fadu.E110"]
