"""Replay: what follows from the acts, and what never does. Cases are walks of acts that the verdicts permit."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.procedure.duties import CALENDAR, READING, day, event, events, stand

from fadu.procedure.builtin import RECTIFY, SERVE, UNSERVED, VOID
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.standing import VOIDED, advance, replay, resolve
from fadu.procedure.state import Event, Standing
from fadu.procedure.verdicts import verdict

FIRST = dt.date(2023, 1, 2)
DAYS = st.dates(FIRST, dt.date(2025, 12, 1))


def step(standing: Standing, each: Event) -> Standing:
    return advance(READING, standing, each, lambda _: CALENDAR)


def fold(listed: list[Event]) -> Standing:
    standing = Standing()
    for each in listed:
        standing = step(standing, each)
    return standing


def facts_for(rule: ActRule, draw: Any, standing: Standing, on: dt.date) -> dict[str, Any]:
    """Facts that the act needs, drawn."""
    facts: dict[str, Any] = {}
    if rule.outcomes:
        facts["outcome"] = draw(st.sampled_from(rule.outcomes))
    if rule.id == "ask":
        facts["supply_by"] = (on + dt.timedelta(days=draw(st.integers(0, 20)))).isoformat()
    if rule.kind == "extension":
        facts["prolong.units"] = draw(st.integers(1, 10))
    if rule.opens:
        facts["place"] = draw(st.sampled_from(["阅览室", "网上"]))
    if rule.kind in ("reply", "withdraw", "lapse"):
        facts["errand"] = draw(st.sampled_from([e.key for e in standing.open_errands(rule.errand)]))
    if rule in (SERVE, UNSERVED):
        facts["letter"] = "征询函"
    return facts


@st.composite
def walks(draw: Any) -> list[Event]:
    """Up to twelve permitted acts, services among them, each some days after the one before."""
    listed: list[Event] = []
    standing, on = Standing(), draw(DAYS)
    for seq in range(1, draw(st.integers(1, 12)) + 1):
        permitted = [
            r for r in (*READING.acts, SERVE, UNSERVED) if verdict(READING, standing, r, on) and r.by != ("time",)
        ]
        if not standing.seq:
            permitted = [READING.opening]
        rule = draw(st.sampled_from(permitted))
        each = event(seq, rule.id, on, facts_for(rule, draw, standing, on))
        listed.append(each)
        standing = step(standing, each)
        on += dt.timedelta(days=draw(st.integers(0, 9)))
    return listed


@given(walks())
def test_replay_is_one_step_after_the_other(walk: list[Event]) -> None:
    assert replay(READING, walk, lambda _: CALENDAR).standing == fold(walk)


@given(walks())
def test_a_standing_survives_its_text(walk: list[Event]) -> None:
    standing = fold(walk)
    assert Standing.from_text(standing.to_text()) == standing


@given(walks())
def test_a_closed_case_asks_for_nothing(walk: list[Event]) -> None:
    standing = fold(walk)
    if standing.closed is not None:
        assert not any(run.running for run in standing.runs.values())
        assert not standing.open_errands()


@given(walks(), st.data())
def test_an_internal_return_never_changes_a_due_date(walk: list[Event], data: st.DataObject) -> None:
    standing = fold(walk)
    on = walk[-1].day
    for act in ("check", "back"):
        if verdict(READING, standing, READING.act[act], on):
            on += dt.timedelta(days=data.draw(st.integers(0, 5)))
            after = step(standing, event(len(walk) + 1, act, on))
            assert after.runs == standing.runs
            return


@given(walks())
def test_a_declaration_survives_its_text_and_replays_the_same(walk: list[Event]) -> None:
    again = Declaration.from_text(READING.text)
    assert again == READING
    assert again.sha == READING.sha
    assert replay(again, walk, lambda _: CALENDAR).standing == fold(walk)


@given(DAYS, st.integers(0, 8), st.integers(0, 40))
def test_a_suspension_moves_the_end_by_exactly_its_working_days(first: dt.date, before: int, length: int) -> None:
    begun = CALENDAR.add_working_days(first, before)
    ended = begun + dt.timedelta(days=length)
    opened = [(first, "登记申请"), (first, "开始查找")]
    run = stand(*opened).runs["providing"]
    paused = stand(*opened, (begun, "征求权属人意见"), (ended, "权属人提出意见")).runs["providing"]
    excluded = CALENDAR.working_days_between(begun, ended)
    assert run.due == CALENDAR.add_working_days(first, run.n)
    assert paused.due == CALENDAR.add_working_days(first, run.n + excluded)


@given(DAYS, st.lists(st.tuples(st.integers(1, 9), st.integers(0, 12)), min_size=2, max_size=4))
def test_overlapping_errands_count_their_union_once(first: dt.date, spans: list[tuple[int, int]]) -> None:
    acts: list[tuple[Any, ...]] = []
    for number, (start, length) in enumerate(spans):
        begun = first + dt.timedelta(days=start)
        acts.append((begun, 0, number))
        acts.append((begun + dt.timedelta(days=length), 1, number))
    standing = stand((first, "登记申请"), (first, "开始查找"))
    keys: dict[int, str] = {}
    excluded: set[dt.date] = set()
    for seq, (on, ends, number) in enumerate(sorted(acts), 3):
        if not ends:
            keys[number] = f"owner/{seq}"
            standing = step(standing, event(seq, "owner", on))
        else:
            standing = step(standing, event(seq, "owner.reply", on, {"errand": keys[number]}))
    for start, length in spans:
        excluded |= {first + dt.timedelta(days=start + n) for n in range(1, length + 1)}
    counted, at, run = 0, first, standing.runs["providing"]
    while counted < run.n:
        at += dt.timedelta(days=1)
        counted += CALENDAR.is_working_day(at) and at not in excluded
    assert run.due == at


@given(DAYS, st.integers(1, 10))
def test_an_extension_moves_the_end_by_exactly_its_working_days(first: dt.date, units: int) -> None:
    opened = [(first, "登记申请"), (first, "开始查找")]
    run = stand(*opened, (first, "延期提供", {"prolong.units": units})).runs["providing"]
    assert run.due == CALENDAR.add_working_days(first, run.n + units)


def test_an_open_errand_keeps_the_end_from_being_known() -> None:
    run = stand(("2023-09-11", "登记申请"), ("2023-09-12", "开始查找"), ("2023-09-13", "征求权属人意见")).runs[
        "providing"
    ]
    assert run.due is None
    assert run.paused


def test_an_errand_that_suspends_nothing_suspends_nothing() -> None:
    asked = stand(("2023-09-11", "登记申请"), ("2023-09-12", "开始查找"), ("2023-09-13", "请保管单位协助"))
    assert asked.runs["providing"].due == day("2023-10-13")


def test_the_length_of_a_term_is_that_of_the_day_on_which_it_starts() -> None:
    before, after = (stand((d, "登记申请")).runs["providing"] for d in ("2023-06-30", "2023-07-03"))
    assert (before.n, before.basis) == (10, ("示例法#11",))
    assert (after.n, after.basis) == (20, ("示例法#12",))


def test_a_held_clock_starts_anew() -> None:
    asked = stand(("2023-09-11", "登记申请"), ("2023-09-13", "要求补充", {"supply_by": "2023-09-20"}))
    assert asked.runs["providing"].held == day("2023-09-13")
    assert asked.runs["providing"].due is None
    assert asked.runs["supplying"].due == day("2023-09-20")
    supplied = step(asked, event(3, "补充", "2023-09-18"))
    assert supplied.runs["providing"].start == day("2023-09-18")
    assert supplied.runs["providing"].due == CALENDAR.add_working_days(day("2023-09-18"), 20)


def test_service_starts_the_clock_of_the_oldest_errand_without_it() -> None:
    standing = stand(
        ("2023-09-11", "登记申请"),
        ("2023-09-11", "开始查找"),
        ("2023-09-12", "征求权属人意见"),
        ("2023-09-13", "征求权属人意见"),
        ("2023-09-14", "送达", {"letter": "征询函"}),
        ("2023-09-15", "送达", {"letter": "征询函"}),
    )
    assert standing.runs["owner/3.term"].start == day("2023-09-14")
    assert standing.runs["owner/4.term"].start == day("2023-09-15")


def test_a_late_act_is_recorded_as_such() -> None:
    opened = [("2023-09-11", "登记申请"), ("2023-09-12", "开始查找")]
    assert stand(*opened, ("2023-10-13", "提供", {"outcome": "whole"})).late == ()
    assert stand(*opened, ("2023-10-16", "提供", {"outcome": "whole"})).late == (3,)


@given(walks())
def test_voiding_the_last_act_leaves_the_case_as_it_was(walk: list[Event]) -> None:
    if len(walk) > 1:
        voided = replay(
            READING, [*walk, event(len(walk) + 1, VOID.id, walk[-1].day, {"of": len(walk)})], lambda _: CALENDAR
        )
        before = fold(walk[:-1])
        assert replace(voided.standing, seq=before.seq, done=before.done, last=before.last) == before


@given(walks(), st.integers(0, 5))
def test_a_rectified_act_counts_as_if_it_had_been_right(walk: list[Event], later: int) -> None:
    at = walk[-1].day + dt.timedelta(days=later)
    right = [*walk[:-1], replace(walk[-1], at=at)]
    change = event(len(walk) + 1, RECTIFY.id, at, {"of": len(walk), "at": at.isoformat()})
    rectified = replay(READING, [*walk, change], lambda _: CALENDAR)
    assert list(rectified.effective[:-1]) == right
    assert rectified.standing.runs == fold(right).runs


def test_the_later_correction_prevails_and_can_itself_be_voided() -> None:
    listed = events(
        ("2023-09-11", "登记申请", {"place": "网上"}),
        ("2023-09-12", "更正记录", {"of": 1, "facts": {"place": "阅览室"}}),
        ("2023-09-13", "更正记录", {"of": 1, "facts": {"place": "网上"}}),
        ("2023-09-14", "作废", {"of": 3}),
    )
    assert [resolve(listed[:n])[0].facts["place"] for n in (1, 2, 3, 4)] == ["网上", "阅览室", "网上", "阅览室"]


def test_a_case_whose_opening_is_voided_stays_visible_as_void() -> None:
    listed = events(("2023-09-11", "登记申请"), ("2023-09-12", "作废", {"of": 1}))
    assert fold(listed).stage == VOIDED
    assert READING.stage_title(fold(listed).stage) == "作废"


def test_corrections_move_no_stage_and_no_clock() -> None:
    before = stand(("2023-09-11", "登记申请"))
    after = step(before, event(2, "补记", "2023-09-20"))
    assert (after.stage, after.runs, after.last) == (before.stage, before.runs, before.last)
