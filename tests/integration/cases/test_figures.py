"""The figures of an office that worked: counted in the database, printed, published, and opened down to their cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.cases.cast import LIFANG, ZHAOMIN, do, examining, opened, searched

from fadu.cases import moments
from fadu.cases.acts import perform
from fadu.cases.book import CaseBook, one_moment
from fadu.cases.figures_report import (
    FigureValue,
    as_csv,
    as_json,
    definitions,
    figures_of,
    published,
)
from fadu.cases.models import Case
from fadu.cases.reading import Filters, case_list
from fadu.cases.rebuild import rebuild
from fadu.cli.main import main
from fadu.figures import Breakdown, Period, Sum, cases, figure, year_of
from fadu.figures.measures import Counted, percent
from fadu.figures.publishing import SMALL
from fadu.figures.registry import measure_of
from fadu.procedure.registry import Pack, installed, registry_of
from fadu_common import Disclosure

pytestmark = pytest.mark.django_db
TODAY = date(2023, 11, 1)
ALL = ("real", "sample")


def answered(day: int, outcome: str = "granted", **given: Any) -> str:
    uid = opened(**given).uid
    do(uid, "receive", 11)
    if outcome == "not_held":
        searched(uid)
    do(uid, "answer", day, outcome=outcome)
    return uid


def office() -> None:
    """Six cases of September 2023 (and a sample one): three answered, one withdrawn, two due on 13 October and never answered.

    One of the two was never confirmed: handed in, it counts from that very day.
    """
    for outcome in ("granted", "granted", "not_held"):
        answered(14, outcome)
    examining()
    do(opened().uid, "withdraw", 12)
    opened()
    answered(14, origin="sample")


def told(year: int = 2023, **given: Any) -> dict[str, Any]:
    return {each.id: each.value for each in figures_of(year, today=TODAY, **given)}


def test_a_year_in_figures() -> None:
    office()
    found = told()
    assert {id: n for id, n in found.items() if n} == {
        "disclosure.received": 6,
        "disclosure.closed": 4,
        "disclosure.open": 2,
        "disclosure.due": 5,
        "disclosure.on_time": Decimal("60.0"),
        "disclosure.overdue": 2,
        "disclosure.outcome.granted": 2,
        "disclosure.outcome.not_held": 1,
        "disclosure.ended.withdrawn": 1,
    }
    mine = {id.removeprefix("disclosure."): n for id, n in found.items() if id.startswith("disclosure.")}
    assert len([id for id in mine if id.startswith("outcome.")]) == len(Disclosure.declaration.outcomes)
    ends = [n for id, n in mine.items() if id.startswith(("outcome.", "ended."))]
    assert sum(ends) == found["disclosure.closed"]


def test_a_term_that_had_run_out_before_the_case_was_withdrawn_was_due_and_late() -> None:
    for last in (date(2023, 10, 13), date(2023, 10, 14)):  # on the last day, and when it was over
        perform(examining(), "withdraw", by=LIFANG, at=last, data={}, source="desk")
    found = told()
    names = ("due", "late", "overdue", "on_time", "closed")
    assert [found[f"disclosure.{name}"] for name in names] == [1, 1, 0, 0, 2]
    assert not list(rebuild())


def test_a_term_that_ran_out_is_overdue_until_the_case_is_withdrawn() -> None:
    perform(examining(), "withdraw", by=LIFANG, at=date(2023, 10, 20), data={}, source="desk")
    of = cases(Disclosure)
    counted = [
        CaseBook().count(of.overdue("reply", Period(date(2023, 1, 1), date(2023, 10, n), TODAY)).condition)
        for n in (12, 13, 14, 19, 20)
    ]
    assert counted == [0, 1, 1, 1, 0]


def test_other_years_origins_and_procedures_are_apart() -> None:
    office()
    assert told(2022)["disclosure.received"] == 0
    assert told(2022)["disclosure.on_time"] is None
    assert told(2024, origins=ALL)["disclosure.received"] == 0
    assert told(origins=ALL)["disclosure.received"] == 7
    assert told(origins=("sample",))["disclosure.received"] == 1
    assert told(origins=())["disclosure.received"] == 0
    assert told(procedure="disclosure") == {id: n for id, n in told().items() if id.startswith("disclosure.")}
    assert told(procedure="no-such") == {}


def test_a_voided_case_is_in_no_figure() -> None:
    office()
    before = told()
    Case.objects.filter(outcome="not_held").update(stage="fadu.void")
    after = told()
    assert (before["disclosure.received"], after["disclosure.received"]) == (6, 5)
    assert after["disclosure.outcome.not_held"] == 0


@pytest.mark.parametrize("actor", [LIFANG, ZHAOMIN])
def test_every_number_is_the_list_behind_it_whoever_looks(actor: Any) -> None:
    office()
    for each in figures_of(2023, today=TODAY):
        for name, of, n in each.counted.parts:
            page = case_list(actor, Filters(condition=of.condition), today=TODAY)
            assert page.total + page.withheld == n, (each.id, name)
            assert page.total == (n if actor is LIFANG else 0)


def test_json_and_csv_say_the_same_and_say_it_again() -> None:
    office()
    values = figures_of(2023, today=TODAY)
    said = as_json(2023, values, TODAY, ("real",))
    assert json.loads(json.dumps(said)) == said == as_json(2023, figures_of(2023, today=TODAY), TODAY, ("real",))
    table = list(csv.DictReader(io.StringIO(as_csv(values))))
    assert [line["id"] for line in table] == [each["id"] for each in said["figures"]] == [f.id for f in definitions()]
    for line, each in zip(table, said["figures"], strict=True):
        assert line["value"] == ("" if each["value"] is None else str(each["value"]))
        assert (line["rule"], line["unit"], line["as_of"]) == (each["rule"], each["unit"], "2023-11-01")
    share = next(line for line in table if line["id"] == "disclosure.on_time")
    assert (share["numerator"], share["denominator"], share["value"]) == ("3", "5", "60.0")
    assert {line["denominator"] for line in table if not line["id"].endswith(".on_time")} == {""}


def test_small_numbers_are_not_published_nor_what_gives_them_away() -> None:
    office()
    values = figures_of(2023, today=TODAY)
    shown = {each.id: each.value for each in published(values) if each is not None}
    assert len(published(values)) == len(values)
    assert shown["disclosure.received"] == 6
    assert all(not isinstance(n, int) or n == 0 or n >= SMALL for n in shown.values())
    assert "disclosure.on_time" not in shown


def value(id: str, n: int) -> FigureValue:
    declared = next(f for f in definitions() if f.id == id)
    return FigureValue(declared, Counted(n, (("all", cases("disclosure"), n),)), TODAY)


def test_one_hidden_outcome_hides_the_next_smallest_or_the_rest_would_tell_it() -> None:
    numbers = {"disclosure.outcome.granted": 40, "disclosure.outcome.partly": 9, "disclosure.outcome.not_held": 3}
    shown = published([value(id, n) for id, n in numbers.items()])
    assert [each and each.value for each in shown] == [40, None, None]
    two = {**numbers, "disclosure.outcome.partly": 2}
    assert [each and each.value for each in published([value(id, n) for id, n in two.items()])] == [40, None, None]


CELLS = [f"disclosure.outcome.{o.id}" for o in Disclosure.declaration.outcomes[:3]] + ["disclosure.ended.withdrawn"]


def fillings(n: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every way in which n hidden numbers, none of them nought, add up to the total."""
    if n == 1:
        yield from [(total,)] if total > 0 else []
        return
    for first in range(1, total):
        yield from ((first, *rest) for rest in fillings(n - 1, total - first))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=4, max_size=4))
def test_no_number_that_is_left_out_can_be_computed_from_those_that_are_told(numbers: list[int]) -> None:
    values = [value("disclosure.closed", sum(numbers)), *map(value, CELLS, numbers)]
    whole, *shown = [None if each is None else each.value for each in published(values)]
    assert all(not 0 < n < SMALL for n in (whole, *shown) if n is not None)
    missing = [i for i, n in enumerate(shown) if n is None]
    wholes = [sum(numbers)] if whole is not None else range(1, 30)
    told = sum(int(n) for n in shown if n is not None)
    found = [f for total in wholes for f in fillings(len(missing), total - told)] if missing else []
    for place, i in enumerate(missing):
        possible = {filling[place] for filling in found}
        assert numbers[i] in possible
        assert len(possible) > 1


@pytest.mark.parametrize(
    ("due", "done", "late", "told"),
    [
        (40, 40, 0, True),
        (40, 30, 10, True),
        (40, 30, 6, False),
        (40, 3, 30, False),
        (40, 36, 4, False),
        (9, 0, 9, True),
    ],
)
def test_what_was_due_and_done_does_not_tell_how_little_was_not(due: int, done: int, late: int, told: bool) -> None:
    one = cases("disclosure")
    declared = {f.id: f for f in definitions()}
    share = Counted(percent(done, due), (("part", one, done), ("of", one, due)))
    values = [
        value("disclosure.due", due),
        FigureValue(declared["disclosure.on_time"], share, TODAY),
        value("disclosure.late", late),
    ]
    assert [each is not None for each in published(values)] == [True, told, told]


@figure("按获取方式", unit="件")
def by_form(year: Period, origins: tuple[str, ...]) -> Breakdown:
    """在本年登记的申请，按获取信息的方式分。"""
    return Breakdown(cases(Disclosure, origins).received(year), Disclosure.form)


def test_a_pack_s_own_figure_stands_beside_the_standard_ones() -> None:
    office()
    registry = registry_of([*installed().packs, Pack("own", installed().packs[0].folder, figures=(by_form,))])
    assert definitions(registry)[-1] is by_form
    counted = measure_of(by_form, year_of(2023, TODAY)).counted(CaseBook())
    sizes = {name: n for name, _, n in counted.parts}
    assert (counted.value, sizes["邮寄"], sizes["missing"]) == (6, 6, 0)
    assert sum(n for name, n in sizes.items() if name != "all") == sizes["all"]
    assert as_csv([FigureValue(by_form, counted, TODAY)]).splitlines()[1].startswith("by_form,按获取方式,6,件,6,,")


def test_nothing_to_add_up_is_nought() -> None:
    office()
    assert Sum(cases("disclosure"), "no-such").counted(CaseBook()).value == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_counted_at_one_moment_stays_whatever_is_done_meanwhile() -> None:
    opened()
    of = cases("disclosure").condition
    with ThreadPoolExecutor(1) as other:
        with one_moment():
            before = CaseBook().count(of)
            other.submit(_open_elsewhere).result()
            assert CaseBook().count(of) == before == 1
        assert CaseBook().count(of) == 2
    assert not connection.in_atomic_block
    assert connection.get_autocommit()


def _open_elsewhere() -> None:
    try:
        opened()
    finally:
        connection.close()


def test_the_command_prints_a_table_json_or_csv(capsys: pytest.CaptureFixture[str]) -> None:
    office()
    with moments.at(datetime(2023, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert main(["figures", "2023", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said == as_json(2023, figures_of(2023), TODAY, ("real", "import"))
        assert main(["figures", "2023", "--csv", "--origin", "sample", "--procedure", "disclosure"]) == 0
        assert capsys.readouterr().out == as_csv(figures_of(2023, origins=("sample",), procedure="disclosure"))
        assert main(["figures", "2023"]) == 0
        assert "60.0 %  依申请公开政府信息：按期办理率" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["figures", "2023"], ["table", "disclosure_handled", "2023"]])
def test_a_demonstration_says_how_its_sample_cases_are_counted(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for mode, origin, told in (
        ("demo", [], True),
        ("demo", ["--origin", "sample"], False),
        ("production", [], False),
    ):
        with override_settings(FADU=replace(django_settings.FADU, mode=mode)):
            assert main([*words, *origin]) == 0
        assert ("--origin sample" in capsys.readouterr().err) is told


@pytest.mark.parametrize("words", [["0"], ["99999"], ["2023", "--procedure", "no-such"]])
def test_what_cannot_be_counted_is_refused_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", *words]) == 2
    assert capsys.readouterr().err.startswith("fadu figures: ")
