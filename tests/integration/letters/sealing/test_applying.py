"""用印: two persons, once, with a number, on the approved text; by each way of sealing; and its register."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.cast import (
    BOTH,
    CHENJING,
    LIFANG,
    WANGQIANG,
    ZHAOMIN,
    do,
    examining,
    opened,
    staff,
    zhangming,
)
from tests.support.seals import SEAL, redrawn
from tests.support.twins import MemorySeal

from fadu.cases import corrections, files
from fadu.cases.acts import perform
from fadu.cases.case_view import case_view
from fadu.cases.errors import ActError, NoSuchCase, NotPermitted
from fadu.cases.models import Entry, Material, Outbox
from fadu.cases.moments import today
from fadu.cases.rebuild import rebuild
from fadu.letters.gate import pages
from fadu.letters.making import make
from fadu.letters.sealing.applying import Applied, apply_seal
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.letters.sealing.keeping import as_sealed, seals
from fadu.letters.sealing.local import LocalSeal
from fadu.letters.sealing.register import uses, waiting
from fadu.letters.told import told
from fadu.policy import Actor
from fadu.ports import Spot
from fadu.post.drain import drain

pytestmark = pytest.mark.django_db
KEEPER = staff("sunli", "孙丽", ("seal_keeper", "secretariat"))
ELSEWHERE = staff("qianwei", "钱伟", ("seal_keeper", "consular"))
ORIGINS = ("real", "sample")


def written() -> tuple[str, Material]:
    """A receipt that 李芳 had made, and whose seal she so asked for."""
    uid = opened().uid
    return uid, make(told(uid, do(uid, "receive", 11).seq))


def made(uid: str, seq: int) -> Material:
    return Material.objects.get(entry__case__uid=uid, entry__seq=seq, kind="sealed")


def facts(uid: str, seq: int) -> dict[str, object]:
    record = json.loads(bytes(Entry.objects.get(case__uid=uid, seq=seq).record))
    found: dict[str, object] = record["facts"]
    return found


@pytest.fixture
def way(settings: Settings) -> Callable[..., None]:
    def change(**values: object) -> None:
        settings.FADU = dataclasses.replace(settings.FADU, **values)

    return change


def test_one_asks_another_seals_and_the_entry_says_what_exactly() -> None:
    uid, letter = written()
    applied = apply_seal(KEEPER, uid, letter.pk, reason="答复申请人")
    said = facts(uid, applied.seq)
    content = files.read(str(said["sealed"]))
    assert said == {
        "letter": letter.title,
        "of": 2,
        "approved": letter.sha256,
        "sealed": said["sealed"],
        "provider": "local",
        "seal": "示例市人民政府外事办公室（样章 测试）",
        "certificate": examine(content, roots()).fingerprint,
        "reason": "答复申请人",
    }
    assert examine(content, roots()).finding is Finding.GOOD
    assert case_view(KEEPER, uid).entries[-1].actor == "孙丽"


def test_the_sealed_file_is_listed_once_by_the_worker_and_given_for_the_letter() -> None:
    uid, letter = written()
    Outbox.objects.all().delete()
    applied = apply_seal(KEEPER, uid, letter.pk)
    assert as_sealed(letter) == letter
    assert drain() == 1
    Outbox.objects.update(done_at=None)
    drain()
    sealed = made(uid, applied.seq)
    assert as_sealed(letter) == sealed
    assert (sealed.title, sealed.size) == (letter.title, len(files.read(sealed.sha256)))
    assert [m.kind for m in case_view(zhangming(uid), uid).materials] == ["letter"]


def test_nobody_seals_what_they_asked_for_themselves() -> None:
    uid, letter = written()
    both = Actor("lifang", "李芳", "staff", LIFANG.roles | KEEPER.roles, LIFANG.units, 1)
    with pytest.raises(ActError, match=r"两人.*李芳"):
        apply_seal(both, uid, letter.pk)
    assert seals(letter.case_id) == {}


def test_nobody_seals_for_a_keeper_what_they_asked_for_themselves() -> None:
    uid, letter = written()
    deputy = Actor("lifang", "李芳", "staff", LIFANG.roles, LIFANG.units, 1, (("sunli", KEEPER.roles),))
    with pytest.raises(ActError, match="两人"):
        apply_seal(deputy, uid, letter.pk)
    absent = Actor("sunli", "孙丽", "staff", KEEPER.roles, KEEPER.units, 1, (("lifang", LIFANG.roles),))
    assert apply_seal(absent, uid, letter.pk).seq


@pytest.mark.parametrize("who", [LIFANG, WANGQIANG])
def test_only_who_keeps_the_seal(who: Actor) -> None:
    uid, letter = written()
    with pytest.raises(NotPermitted, match="监印人"):
        apply_seal(who, uid, letter.pk)


@pytest.mark.parametrize("who", [ZHAOMIN, CHENJING])
def test_who_may_not_read_the_letter_does_not_learn_of_it(who: Actor) -> None:
    uid, letter = written()
    with pytest.raises(NoSuchCase):
        apply_seal(who, uid, letter.pk)


def test_the_keeper_serves_the_whole_office() -> None:
    uid, letter = written()
    assert apply_seal(ELSEWHERE, uid, letter.pk).seq


def test_a_letter_is_sealed_once() -> None:
    uid, letter = written()
    apply_seal(KEEPER, uid, letter.pk)
    with pytest.raises(ActError, match="已经用印"):
        apply_seal(ELSEWHERE, uid, letter.pk)
    assert Entry.objects.filter(act="fadu.seal").count() == 1


def test_a_voided_sealing_is_done_again() -> None:
    uid, letter = written()
    first = apply_seal(KEEPER, uid, letter.pk).seq
    drain()
    corrections.void(uid, first, **{**BOTH, "reason": "用错了印"})
    assert as_sealed(letter) == letter
    assert [p.id for p in waiting(KEEPER, ORIGINS).papers] == [letter.pk]
    again = apply_seal(KEEPER, uid, letter.pk).seq
    drain()
    assert as_sealed(letter) == made(uid, again)
    assert [u.voided for u in uses(KEEPER, ORIGINS).uses] == [False, True]


def test_a_letter_whose_entry_was_voided_is_not_sealed() -> None:
    uid, letter = written()
    corrections.void(uid, 2, **BOTH)
    with pytest.raises(ActError, match="已经作废"):
        apply_seal(KEEPER, uid, letter.pk)
    assert waiting(KEEPER, ORIGINS).papers == ()


def test_without_a_number_there_is_no_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    uid, letter = written()
    letter.case.number = ""
    letter.case.save()
    with pytest.raises(ActError, match="没有编号"):
        apply_seal(KEEPER, uid, letter.pk)


def test_what_is_no_letter_is_not_sealed() -> None:
    uid, letter = written()
    upload = Material.objects.create(
        case=letter.case,
        title="申请书",
        kind="upload",
        sha256=letter.sha256,
        size=1,
        media_type="application/pdf",
        made_at=letter.made_at,
    )
    with pytest.raises(NoSuchCase):
        apply_seal(KEEPER, uid, upload.pk)


def test_there_is_no_other_way_into_the_register() -> None:
    uid, letter = written()
    data = {"letter": letter.title, "of": 2, "approved": "0" * 64, "provider": "local", "seal": "假的"}
    with pytest.raises(ActError, match="用印登记簿"):
        perform(uid, "fadu.seal", by=KEEPER, at=today(), data=data, source="api")


def test_the_approved_file_is_frozen() -> None:
    uid, letter = written()
    files.path_of(letter.sha256).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(Exception, match="损坏"):
        apply_seal(KEEPER, uid, letter.pk)


def test_in_production_the_test_seal_is_refused_for_real_letters(way: Callable[..., None]) -> None:
    uid, letter = written()
    way(mode="production")
    with pytest.raises(ActError, match=r"测试印章不能用在正式文书上.*FADU_SEAL") as refused:
        apply_seal(KEEPER, uid, letter.pk)
    assert "paper" in str(refused.value)
    way(mode="production", seal="paper")
    assert apply_seal(KEEPER, uid, letter.pk).seq


def test_the_platform_outside_takes_a_file_and_brings_it_back(way: Callable[..., None], settings: Settings) -> None:
    uid, letter = written()
    way(seal="external")
    folder = settings.FADU.data_dir / "exchange" / "seal"
    name = f"{letter.sha256}.pdf"
    assert apply_seal(KEEPER, uid, letter.pk) == Applied(0)
    assert apply_seal(KEEPER, uid, letter.pk) == Applied(0)
    out = (folder / "out" / name).read_bytes()
    assert out == files.read(letter.sha256)
    elsewhere = LocalSeal("示例市人民政府外事办公室").put_on(out, Spot(1, 300, 300), "")
    assert elsewhere.pdf
    (folder / "in" / name).write_bytes(elsewhere.pdf)
    said = facts(uid, apply_seal(KEEPER, uid, letter.pk).seq)
    assert (said["provider"], said["certificate"]) == ("external", elsewhere.certificate)
    assert files.read(str(said["sealed"])) == elsewhere.pdf
    assert not list(folder.rglob("*.pdf")), "letters don't stay in the exchange folder"


def test_a_clerk_brings_a_sealed_file_and_its_text_is_compared(way: Callable[..., None]) -> None:
    uid, letter = written()
    other_uid, other = written()
    way(seal="manual")
    approved, strange = files.read(letter.sha256), files.read(other.sha256)
    sealed = LocalSeal("示例市人民政府外事办公室").put_on(approved, Spot(1, 300, 300), "")
    wrong = LocalSeal("示例市人民政府外事办公室").put_on(strange, Spot(1, 300, 300), "")
    assert sealed.pdf
    assert wrong.pdf
    refusals = {None: "没有上传", b"hello": "不是能读的 PDF", approved: "没有用印的文件", wrong.pdf: "不一致"}
    for upload, why in refusals.items():
        with pytest.raises(ActError, match=why):
            apply_seal(KEEPER, uid, letter.pk, upload=upload)
    said = facts(uid, apply_seal(KEEPER, uid, letter.pk, upload=sealed.pdf).seq)
    assert files.read(str(said["sealed"])) == sealed.pdf
    assert pages(sealed.pdf) == pages(approved)
    assert other_uid != uid


def test_a_file_that_only_was_saved_anew_bears_no_seal_and_one_with_a_picture_of_it_does(
    way: Callable[..., None],
) -> None:
    uid, letter = written()
    way(seal="manual")
    approved = files.read(letter.sha256)
    with pytest.raises(ActError, match="没有印章"):
        apply_seal(KEEPER, uid, letter.pk, upload=redrawn(approved))
    pictured = redrawn(approved, SEAL)
    assert facts(uid, apply_seal(KEEPER, uid, letter.pk, upload=pictured).seq).get("certificate", "") == ""


def test_a_seal_on_paper_is_recorded_alone(way: Callable[..., None]) -> None:
    uid, letter = written()
    way(seal="paper")
    seq = apply_seal(KEEPER, uid, letter.pk).seq
    drain()
    said = facts(uid, seq)
    assert (said["provider"], said["seal"], said.get("sealed")) == (
        "paper",
        "示例市人民政府外事办公室（实物印章）",
        None,
    )
    assert as_sealed(letter) == letter
    [use] = uses(KEEPER, ORIGINS).uses
    assert (use.sealed, use.sealed_by, use.asked_by) == ("", "孙丽", "李芳")


def test_the_register_is_as_wide_as_what_one_may_see() -> None:
    uid, letter = written()
    second, _ = written()
    apply_seal(KEEPER, uid, letter.pk)
    assert [(p.uid, p.asked_by) for p in waiting(LIFANG, ORIGINS).papers] == [(second, "李芳")]
    [use] = uses(LIFANG, ORIGINS).uses
    assert (use.uid, use.letter, use.asked_by, use.sealed_by) == (uid, letter.pk, "李芳", "孙丽")
    assert (use.approved, use.sealed) == (letter.sha256, facts(uid, use.seq)["sealed"])
    assert waiting(ZHAOMIN, ORIGINS).papers == uses(ZHAOMIN, ORIGINS).uses == ()
    assert waiting(LIFANG, ("sample",)).papers == ()


def test_the_register_goes_on_page_by_page() -> None:
    letters = [written() for _ in range(3)]
    first = waiting(KEEPER, ORIGINS, limit=2)
    rest = waiting(KEEPER, ORIGINS, first.after, limit=2)
    assert [p.id for p in (*first.papers, *rest.papers)] == [letter.pk for _, letter in reversed(letters)]
    assert rest.after == 0
    for uid, letter in letters:
        apply_seal(KEEPER, uid, letter.pk, seal=MemorySeal())
    one = uses(KEEPER, ORIGINS, limit=2)
    assert len(one.uses) + len(uses(KEEPER, ORIGINS, one.after, limit=2).uses) == 3


def test_sealing_moves_nothing_else() -> None:
    uid = examining()
    letter = make(told(uid, 2))
    before = case_view(LIFANG, uid).standing
    seq = apply_seal(KEEPER, uid, letter.pk, seal=MemorySeal()).seq
    after = case_view(LIFANG, uid).standing
    assert (after.stage, after.runs, after.last) == (before.stage, before.runs, before.last)
    assert seq == 4
    assert list(rebuild(write=False)) == []
