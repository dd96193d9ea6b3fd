"""分案 and 并案: real cases, entries of the system, once however often a worker tries."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.integration.cases.cast import LIFANG, REQUEST, WANGQIANG, ZHANGMING, do, examining, opened

from fadu.cases.acts import perform
from fadu.cases.case_view import case_view
from fadu.cases.errors import ActError, Invalid
from fadu.cases.export import export
from fadu.cases.kinship import Kin, kin
from fadu.cases.models import Case, Entry, Outbox
from fadu.cases.rebuild import rebuild
from fadu.evidence.export import verify_export
from fadu.policy import SYSTEM
from fadu.post import kin as following
from fadu.post.drain import drain

pytestmark = pytest.mark.django_db
LINKED = {"how": "分出", "number": "示外办公开〔2023〕9号", "uid": "x"}
MATTERS = "2022年度公务接待费用支出明细\n2022年度公务用车费用支出明细\n\n2022年度公务用车费用支出明细"


def kin_of(uid: str) -> tuple[Kin, ...]:
    view = case_view(LIFANG, uid)
    return kin(view.declaration, view.entries)


def divided() -> tuple[Case, list[Case]]:
    """A case with an extension of ten days, divided on the 14th into two more."""
    uid = examining()
    do(uid, "divide", 14, divided=MATTERS)
    drain()
    parent = Case.objects.get(uid=uid)
    return parent, list(Case.objects.exclude(uid=uid).order_by("id"))


def test_each_matter_becomes_a_case_with_the_terms_of_the_first() -> None:
    parent, parts = divided()
    assert [case.heading for case in parts] == [
        f"{line}（分自{parent.number}）" for line in dict.fromkeys(MATTERS.replace("\n\n", "\n").split("\n"))
    ]
    for case in parts:
        assert (case.stage, case.opened, case.unit) == ("examining", date(2023, 9, 11), parent.unit)
        assert case.next_due == parent.next_due is not None
        assert case_view(LIFANG, case.uid).parties == case_view(LIFANG, parent.uid).parties
        assert Entry.objects.get(case=case).actor == SYSTEM.id
        assert kin_of(case.uid) == (Kin("分自", parent.number, parent.uid),)
        assert [t.acts for t in case_view(LIFANG, case.uid).tasks] == [
            t.acts for t in case_view(LIFANG, parent.uid).tasks
        ]
    assert kin_of(parent.uid) == tuple(Kin("分出", case.number, case.uid) for case in parts)
    assert len({case.number for case in (parent, *parts)}) == 3
    assert list(rebuild(write=False)) == []


def test_a_part_is_answered_like_any_case() -> None:
    parent, (first, second) = divided()
    do(first.uid, "answer", 15, outcome="granted")
    do(second.uid, "extend", 15, by=WANGQIANG, **{"extend.units": 10})
    first.refresh_from_db(), second.refresh_from_db()
    assert first.closed == date(2023, 9, 15)
    assert second.next_due > parent.next_due
    assert list(rebuild(write=False)) == []
    found = export([parent.uid, first.uid, second.uid], LIFANG, personal=True)
    assert verify_export(json.dumps(found).encode()).ok


def test_a_worker_that_dies_midway_opens_nothing_twice() -> None:
    uid = examining()
    done = do(uid, "divide", 14, divided=MATTERS)
    for _ in range(2):
        following.follow(uid, done.seq)
    drain()
    assert Case.objects.count() == 3
    assert [each.how for each in kin_of(uid)] == ["分出", "分出"]
    assert not Outbox.objects.filter(dead=True).exists()


@pytest.mark.parametrize("text", ["  \n ", "\n".join(f"第{n}件" for n in range(21))])
def test_a_division_names_what_it_divides(text: str) -> None:
    with pytest.raises(Invalid):
        do(examining(), "divide", 14, divided=text)


def test_a_case_goes_on_in_another_of_the_same_applicant() -> None:
    one, other = examining(), opened().uid
    numbers = dict(Case.objects.values_list("uid", "number"))
    do(one, "merge", 14, into=numbers[other])
    drain()
    assert Case.objects.get(uid=one).stage == "merged"
    assert kin_of(one) == (Kin("并往", numbers[other], other),)
    assert kin_of(other) == (Kin("并入", numbers[one], one),)
    assert list(rebuild(write=False)) == []


def test_what_cannot_be_joined() -> None:
    one, closed = examining(), opened().uid
    do(closed, "withdraw", 12)
    stranger = opened(data={**REQUEST, "applicant": {**ZHANGMING, "id_number": "110101199001011235"}}).uid
    numbers = dict(Case.objects.values_list("uid", "number"))
    for into, why in (
        ("示外办公开〔2023〕999号", "没有这一登记号的同类案件"),
        (numbers[one], "不能并入本案自己"),
        (numbers[closed], "该案已经办结"),
        (numbers[stranger], "申请人与本案不同"),
    ):
        with pytest.raises(Invalid) as refused:
            do(one, "merge", 14, into=into)
        assert why in str(refused.value.errors["into"])
    assert Case.objects.get(uid=one).stage == "examining"


def test_only_the_system_enters_what_is_kin() -> None:
    uid = examining()
    with pytest.raises(ActError):
        perform(uid, "fadu.link", by=LIFANG, at=date(2023, 9, 14), data=LINKED, source="desk")
