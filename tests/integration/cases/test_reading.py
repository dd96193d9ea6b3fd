"""Lists, tasks and one case: what each may see of them, whole pages after pages, and nothing of what one may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.integration.cases.cast import (
    CHENJING,
    ID_NUMBER,
    LIFANG,
    NAME,
    PHONE,
    REQUEST,
    WANGQIANG,
    ZHANGMING,
    ZHAOMIN,
    ZHOUMING,
    consulting,
    do,
    examining,
    opened,
    zhangming,
)

from fadu.cases.case_view import CaseView, case_view, material_file
from fadu.cases.errors import NoSuchCase
from fadu.cases.models import Material
from fadu.cases.reading import CaseLine, Filters, case_list, tasks_for
from fadu.figures.sets import cases, year_of
from fadu.policy import ANONYMOUS, MASK, SYSTEM, Actor

pytestmark = pytest.mark.django_db
TODAY = date(2023, 9, 26)
ALL = ("real", "sample")


def numbers(actor: Actor, filters: Filters | None = None, **given: str) -> list[str]:
    return [line.number for line in case_list(actor, filters or Filters(), today=TODAY, **given).lines]


def pages(order: str, limit: int) -> list[CaseLine]:
    """Every line of the list, a page at a time."""
    found: list[CaseLine] = []
    after = ""
    while True:
        page = case_list(LIFANG, Filters(), today=TODAY, after=after, limit=limit, order=order)
        assert len(page.lines) <= limit
        found += page.lines
        after = page.after
        if not after:
            return found


def closed(day: int = 12) -> str:
    uid = opened().uid
    do(uid, "receive", 11)
    do(uid, "answer", day, outcome="granted")
    return uid


@pytest.mark.parametrize(
    ("actor", "total"), [(LIFANG, 2), (WANGQIANG, 2), (CHENJING, 2), (SYSTEM, 2), (ZHAOMIN, 0), (ANONYMOUS, 0)]
)
def test_a_list_counts_what_one_may_see_and_tells_how_much_one_may_not(actor: Actor, total: int) -> None:
    opened()
    opened()
    opened(origin="sample")
    page = case_list(actor, Filters(), today=TODAY)
    assert (page.total, page.withheld, len(page.lines)) == (total, 2 - total, total)


def test_a_party_lists_its_own_case_alone() -> None:
    mine, other = opened().uid, opened().uid
    assert [line.uid for line in case_list(zhangming(mine), Filters(), today=TODAY).lines] == [mine] != [other]


@pytest.mark.parametrize("order", ["newest", "due"])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_give_every_case_once(order: str, limit: int) -> None:
    uids = [examining(), opened().uid, consulting(), closed(), examining()]
    found = pages(order, limit)
    assert sorted(line.uid for line in found) == sorted(uids)
    if order == "newest":
        assert [line.id for line in found] == sorted((line.id for line in found), reverse=True)
    else:
        dues = [line.next_due or date.max for line in found]
        assert dues == sorted(dues)
        assert dues[0] < date.max


@pytest.mark.parametrize("after", ["", "x", "-1", "2023-09-11", "2023-13-45/1", "/", "1/2/3", "９", "9" * 30])
@pytest.mark.parametrize("order", ["newest", "due"])
def test_a_mark_that_no_page_gave_begins_at_the_beginning(after: str, order: str) -> None:
    number = opened().number
    assert numbers(LIFANG, after=after, order=order) == [number]


def test_filters_narrow_the_list() -> None:
    early, late, done = opened(), opened(), closed()
    do(late.uid, "receive", 11)
    assert numbers(LIFANG, Filters(state="closed")) == ["示外办公开〔2023〕3号"]
    assert numbers(LIFANG, Filters(state="open")) == [late.number, early.number]
    assert numbers(LIFANG, Filters(stage="received")) == [late.number]
    assert numbers(LIFANG, Filters(procedure="no-such")) == []
    assert numbers(LIFANG, Filters(text="〕1号")) == [early.number]
    year = year_of(2023, TODAY)
    decided = cases("disclosure").closed(year).outcome("granted")
    page = case_list(LIFANG, Filters(condition=decided.condition), today=TODAY)
    assert [line.uid for line in page.lines] == [done]
    assert (page.lines[0].outcome, page.lines[0].outcome_title) == ("granted", "予以公开")


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "公务_待", "100%"])
def test_text_is_sought_as_it_is_written(text: str) -> None:
    opened()
    assert numbers(LIFANG, Filters(text=text)) == []
    number = opened(data={**REQUEST, "wanted": f"关于{text}的文件"}).number
    assert numbers(LIFANG, Filters(text=text)) == [number]


def test_overdue_begins_the_day_after_the_last_day() -> None:
    uid = examining()
    line = case_list(LIFANG, Filters(), today=TODAY).lines[0]
    due = line.next_due
    assert due == date(2023, 10, 13)
    for today, overdue in ((due, False), (date(2023, 10, 14), True)):
        page = case_list(LIFANG, Filters(state="overdue"), today=today)
        assert ([each.uid for each in page.lines] == [uid]) is overdue is line.overdue(today)


def test_tasks_are_of_the_roles_one_holds() -> None:
    uid = examining()
    assert [(t.case.uid, t.role) for t in tasks_for(LIFANG, today=TODAY)] == [(uid, "handler")]
    assert (
        tasks_for(ZHOUMING, today=TODAY) == tasks_for(ZHAOMIN, today=TODAY) == tasks_for(CHENJING, today=TODAY) == ()
    )
    do(uid, "send_up", 13)
    (task,) = tasks_for(ZHOUMING, today=TODAY)
    assert "approve" in task.acts
    assert task.due == date(2023, 10, 13)


def test_tasks_press_in_the_order_of_their_last_days() -> None:
    unconfirmed, first = opened(data={**REQUEST, "channel": "传真"}).uid, examining()
    second = opened(date(2023, 9, 12)).uid
    do(second, "receive", 12)
    found = [t.case.uid for t in tasks_for(LIFANG, today=TODAY)]
    assert [uid for n, uid in enumerate(found) if uid not in found[:n]] == [unconfirmed, first, second]
    assert len(tasks_for(LIFANG, today=TODAY, limit=1)) == 1


def test_what_a_lapsed_term_permits_is_asked_from_the_day_after() -> None:
    uid = opened().uid
    do(uid, "receive", 11)
    do(uid, "ask_correction", 12, missing="请写明年度", correct_by="2023-09-20")
    asked = {day: {t.key for t in tasks_for(LIFANG, today=date(2023, 9, day))} for day in (20, 21)}
    assert asked[21] - asked[20] == {"abandon"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("apec", True),
        ("Apec", True),
        ("APEC商务", True),
        ("apec商务", True),
        ("CAFÉ", False),
        ("café", True),
        ("A%C", False),
    ],
)
def test_what_is_sought_may_be_in_large_or_small_latin_letters(text: str, found: bool) -> None:
    number = opened(data={**REQUEST, "wanted": "APEC商务旅行卡 café"}).number
    assert numbers(LIFANG, Filters(text=text)) == ([number] if found else [])


def test_a_demonstration_shows_sample_work_where_it_asks_for_it() -> None:
    number = opened(origin="sample").number
    assert numbers(LIFANG) == [] == list(tasks_for(LIFANG, today=TODAY))
    assert numbers(LIFANG, Filters(origins=ALL)) == [number]
    assert tasks_for(LIFANG, today=TODAY, origins=ALL)
    assert numbers(LIFANG, Filters(origins=())) == []


def words(seen: CaseView) -> str:
    """Everything that is said of the case's content."""
    return repr((seen.parties, [(e.fields, e.facts, e.actor) for e in seen.entries], seen.heading))


def test_one_case_by_those_who_have_a_part_in_it() -> None:
    uid = consulting()
    seen = case_view(LIFANG, uid)
    assert seen.parties["applicant"] == {"name": "张*", "phone": "138****1234", "id_number": MASK, "kind": "公民"}
    assert not any(secret in words(seen) for secret in (NAME, PHONE, ID_NUMBER))
    assert seen.parties["third_party"]["name"] == "示例建材有限公司"
    assert [e.seq for e in seen.entries] == list(range(1, 6))
    asked = case_view(LIFANG, uid, unmask=("applicant",))
    assert asked.parties["applicant"] == ZHANGMING
    assert NAME not in words(replace(asked, parties={})), "only where it was asked for"


def test_the_auditor_sees_that_personal_values_exist_but_none_of_them() -> None:
    uid = consulting()
    seen = case_view(CHENJING, uid, unmask=("applicant",))
    assert seen.parties["applicant"] == {"name": MASK}
    assert not any(secret in words(seen) for secret in (NAME, PHONE, ID_NUMBER, "示例建材"))
    assert seen.materials == ()


def test_a_party_sees_itself_and_nothing_of_another_party() -> None:
    uid = consulting()
    seen = case_view(zhangming(uid), uid)
    assert seen.parties["applicant"]["phone"] == PHONE
    assert "third_party" not in seen.parties
    assert "示例建材" not in words(seen)
    assert LIFANG.name not in words(seen)


@pytest.mark.parametrize("actor", [ZHAOMIN, ANONYMOUS, zhangming("another")])
def test_a_case_that_one_may_not_see_is_no_case(actor: Actor) -> None:
    uid = opened().uid
    with pytest.raises(NoSuchCase) as hidden:
        case_view(actor, uid)
    with pytest.raises(NoSuchCase) as absent:
        case_view(actor, "no-such-case")
    assert str(hidden.value) == str(absent.value)


def test_files_go_to_those_they_are_for() -> None:
    uid = consulting()
    case = case_view(LIFANG, uid).id
    shared = {
        "case_id": case,
        "sha256": "0" * 64,
        "size": 1,
        "media_type": "application/pdf",
        "made_at": "2023-09-14T00:00Z",
    }
    letter, inquiry, upload = (
        Material.objects.create(kind=kind, title=title, **shared)
        for kind, title in (("letter", "登记回执"), ("letter", "第三方意见征询书"), ("upload", "身份证明"))
    )
    for each in (letter, inquiry, upload):
        assert material_file(LIFANG, uid, each.pk).title == each.title
        with pytest.raises(NoSuchCase):
            material_file(CHENJING, uid, each.pk)
    assert material_file(zhangming(uid), uid, letter.pk).title == "登记回执"
    for each in (inquiry, upload):
        with pytest.raises(NoSuchCase):
            material_file(zhangming(uid), uid, each.pk)
    other = opened().uid
    with pytest.raises(NoSuchCase):
        material_file(LIFANG, other, letter.pk)


def test_a_case_that_waits_to_be_signed_is_the_task_of_the_head() -> None:
    uid = examining()
    do(uid, "send_up", 13)
    do(uid, "approve", 13, by=ZHOUMING)
    assert tasks_for(LIFANG, today=TODAY) == tasks_for(ZHOUMING, today=TODAY) == ()
    (task,) = tasks_for(WANGQIANG, today=TODAY)
    assert (task.role, task.acts) == ("disclosure_head", ("send_back", "answer"))
