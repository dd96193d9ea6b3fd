"""From an entry to its letter: complete, in careful words, once, and from the record as corrected."""

from __future__ import annotations

import dataclasses
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings
from tests.integration.cases.cast import (
    LIFANG,
    REQUEST,
    THIRD,
    WANGQIANG,
    ZHANGMING,
    consulting,
    do,
    examining,
    opened,
    searched,
)

from fadu.cases import corrections, files, moments, store
from fadu.cases.acts import perform
from fadu.cases.errors import Invalid
from fadu.cases.models import Material
from fadu.law.citation import Citation
from fadu.letters.drafting import NoSuchLetter
from fadu.letters.errors import LetterError
from fadu.letters.making import letter, make
from fadu.letters.told import Voided, told
from fadu.procedure.registry import installed
from fadu_common.procedures.disclosure import Disclosure

pytestmark = pytest.mark.django_db
WANTED = REQUEST["wanted"]
OUTCOMES = sorted(Disclosure.declaration.outcome)


def written(uid: str, seq: int) -> str:
    """The words of a letter, without line breaks."""
    found = letter(told(uid, seq))
    return "\n".join((found.title, found.addressee, *found.paragraphs))


def printed(made: Material) -> str:
    pages = PdfReader(io.BytesIO(files.read(made.sha256))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def answered(outcome: str, **data: Any) -> tuple[str, int]:
    """An answer, after what it needs to have been done before."""
    uid = examining()
    searched(uid)
    if outcome == "excessive":
        do(uid, "ask_reasons", 13)
    if outcome == "unclear":
        do(uid, "ask_correction", 13, missing="年份。", correct_by="2023-09-28")
        do(uid, "correct", 14, corrected="近年。")
    named = {"body": "示例市财政局"} if outcome == "not_ours" else {}
    named |= {"earlier": "示外办公开〔2022〕3号"} if outcome == "repeated" else {}
    return uid, do(uid, "answer", 22, outcome=outcome, **{"reason": "理由如此。", **named, **data}).seq


def test_the_receipt_says_what_was_asked_and_by_when_it_is_answered() -> None:
    uid = opened().uid
    text = written(uid, do(uid, "receive", 11).seq)
    assert text.startswith("政府信息公开申请登记回执\n张明示例：")
    assert f"申请公开“{WANTED}”" in text
    assert "收到您申请的时间确定为2023年9月11日" in text
    assert "自收到申请之日起20个工作日内，即在2023年10月13日以前（含当日）作出答复" in text


def test_what_the_applicant_is_to_put_right_and_by_when() -> None:
    uid = examining()
    seq = do(uid, "ask_correction", 13, missing="一、年份；\n二、费用种类。", correct_by="2023-09-28").seq
    text = written(uid, seq)
    assert "请您在2023年9月28日以前（含当日）对下列事项作出补正：\n一、年份；\n二、费用种类。\n" in text
    assert "《中华人民共和国政府信息公开条例》第三十条" in text
    assert "视为放弃申请" in text


def test_the_third_party_is_asked_and_does_not_learn_who_asked() -> None:
    uid = consulting()
    made = make(told(uid, 4))
    assert (made.kind, made.title) == ("inquiry", "第三方意见征询书")
    text = printed(made)
    assert f"{THIRD['third_party']['name']}：" in text
    assert "自收到本征询书之日起15个工作日内" in text
    assert ZHANGMING["name"] not in text


def test_other_makers_are_asked() -> None:
    uid = examining()
    text = written(uid, do(uid, "consult_makers", 13, maker="示例省档案局", co_maker="上级机关").seq)
    assert "示例省档案局：" in text
    assert "15个工作日内" in text
    assert "逾期未提出意见的，视为同意公开" in text


def test_reasons_are_asked_for() -> None:
    uid = examining()
    assert "请您向本机关说明申请的理由" in written(uid, do(uid, "ask_reasons", 13).seq)


def test_what_has_to_be_explained_is_told_with_its_day() -> None:
    uid = examining()
    text = written(uid, do(uid, "ask_reasons", 13, to_explain="一、用途。\n二、数量。", explain_by="2023-09-28").seq)
    assert "请您在2023年9月28日以前（含当日）向本机关说明申请的理由。\n请一并说明：\n一、用途。\n二、数量。\n" in text


def test_an_extension_names_the_new_last_day() -> None:
    uid = examining()
    text = written(uid, do(uid, "extend", 15, by=WANGQIANG, **{"extend.units": 10}).seq)
    assert "延长10个工作日" in text
    assert "本机关将在2023年10月27日以前（含当日）作出答复" in text


def test_an_extension_while_others_are_asked_names_no_day_that_is_not_known() -> None:
    uid = consulting()
    text = written(uid, do(uid, "extend", 15, by=WANGQIANG, **{"extend.units": 10}).seq)
    assert "答复期限的最后一日待征求意见结束后确定" in text


def test_a_delay_names_its_day() -> None:
    uid = examining()
    do(uid, "ask_reasons", 13)
    do(uid, "give_reasons", 14, reasons="用于研究。")
    text = written(uid, do(uid, "delay", 15, by=WANGQIANG, delayed_to="2023-12-29").seq)
    assert "将在2023年12月29日以前（含当日）作出答复" in text


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_answer_says_what_was_decided_why_and_what_can_be_done_against_it(outcome: str) -> None:
    uid, seq = answered(outcome)
    text = written(uid, seq)
    assert f"申请公开“{WANTED}”" in text
    assert "经审查，现答复如下：\n" in text
    for key in Disclosure.declaration.outcome[outcome].basis:
        assert Citation.from_key(key).local_zh() in text
    assert "理由如此。" in text
    assert "60日内" in text.splitlines()[-1]


@pytest.mark.parametrize("outcome", ["secret", "protected", "partly", "not_ours", "excessive"])
def test_a_refusal_without_reasons_is_not_recorded(outcome: str) -> None:
    with pytest.raises(Invalid, match="答复的理由"):
        answered(outcome, reason="")


def test_the_right_body_and_the_earlier_answer_are_named() -> None:
    assert "负责公开该信息的机关：示例市财政局" in written(*answered("not_ours"))
    assert "示外办公开〔2022〕3号" in written(*answered("repeated"))
    with pytest.raises(Invalid, match="负责公开的机关"):
        answered("not_ours", body="")


def test_another_form_than_the_one_asked_for_is_told() -> None:
    assert "以下列形式提供：安排查阅、抄录" in written(*answered("granted", provided="安排查阅、抄录"))


@pytest.mark.parametrize(("channel", "day"), [("挂号邮寄", 11), ("口头提出", 11), ("平常信函", 12), ("传真", 12)])
def test_the_receipt_says_on_which_day_the_request_was_received(channel: str, day: int) -> None:
    uid = opened(data={**REQUEST, "channel": channel}).uid
    text = written(uid, do(uid, "receive", 12).seq)
    assert f"收到您申请的时间确定为2023年9月{day}日" in text
    assert f"即在2023年10月{day + 2 if day == 11 else 16}日以前" in text


def test_the_fee_notice_says_how_much_and_by_when() -> None:
    uid = examining()
    text = written(uid, do(uid, "charge", 13, fee_unit="按件", quantity=12).seq)
    assert "本申请为您本月的第12件申请，应缴100元" in text
    assert "自收到本通知书之日起20个工作日内缴纳" in text


def test_the_third_party_is_told_what_will_be_disclosed_against_its_will() -> None:
    uid = consulting()
    do(uid, "consult.reply", 18, opinion="不同意公开")
    given = {**THIRD, "to_publish": "验收结论。", "public_interest": "关系公共安全。"}
    seq = do(uid, "override", 20, by=WANGQIANG, **given).seq
    text = written(uid, seq)
    assert f"{THIRD['third_party']['name']}：" in text
    assert "决定公开下列政府信息内容：\n验收结论。" in text
    assert "公开的理由：\n关系公共安全。" in text
    assert ZHANGMING["name"] not in text


def test_of_several_third_parties_the_one_that_objected_is_told() -> None:
    uid = consulting()
    other = {"kind": "法人或者其他组织", "name": "示例乙公司", "address": "示例市某路2号"}
    do(uid, "consult", 18, third_party=other)
    state = store.read(uid)
    assert state
    first, second = state.standing.errands
    do(uid, "consult.reply", 18, errand=first, opinion="不同意公开")
    do(uid, "consult.reply", 18, errand=second, opinion="同意公开")
    given = {**THIRD, "to_publish": "验收结论。", "public_interest": "关系公共安全。"}
    assert f"{THIRD['third_party']['name']}：" in written(uid, do(uid, "override", 20, by=WANGQIANG, **given).seq)


def test_provisions_of_one_law_name_it_once() -> None:
    assert "《中华人民共和国政府信息公开条例》第三十六条第（三）项、第十四条的规定" in written(*answered("secret"))


def test_organisations_are_addressed_as_such() -> None:
    company = {"kind": "法人或者其他组织", "name": "示例远洲公司", "phone": "021-00000000"}
    uid = opened(data={**REQUEST, "applicant": company}).uid
    text = written(uid, do(uid, "receive", 11).seq)
    assert "你单位" in text
    assert "您" not in text


def test_letters_of_a_case_are_numbered_and_dated_by_their_act() -> None:
    uid = consulting()
    first, second = letter(told(uid, 2)), letter(told(uid, 4))
    number = told(uid, 2).case.number
    assert (first.number, second.number) == (f"{number}-1", f"{number}-2")
    assert (first.date, second.date) == ("2023年9月11日", "2023年9月13日")


def test_a_letter_is_made_once_and_its_file_is_the_one_that_was_read() -> None:
    uid, seq = answered("granted")
    made = make(told(uid, seq))
    assert make(told(uid, seq)) == made
    assert Material.objects.count() == 1
    Material.objects.all().delete()
    again = make(told(uid, seq))
    assert (again.sha256, again.size) == (made.sha256, made.size)
    assert "予以公开" in printed(again)
    assert "样章测试" in printed(again)


def test_later_acts_change_nothing_of_a_letter() -> None:
    uid = examining()
    before = letter(told(uid, 2))
    do(uid, "extend", 15, by=WANGQIANG, **{"extend.units": 10})
    assert letter(told(uid, 2)) == before


def test_a_correction_is_in_the_letter() -> None:
    uid, seq = answered("granted", reason="随函提供。")
    pair = {"by": LIFANG, "second": WANGQIANG, "reason": "笔误"}
    corrections.rectify(uid, 1, parts={"internal": {"wanted": "2021年度公务接待费用"}}, **pair)  # type: ignore[arg-type]
    corrections.rectify(uid, seq, parts={"internal": {"reason": "当面领取。"}}, **pair)  # type: ignore[arg-type]
    text = written(uid, seq)
    assert "申请公开“2021年度公务接待费用”" in text
    assert "当面领取。" in text
    assert "随函提供" not in text
    assert "笔误" not in text


def test_nothing_is_written_from_a_voided_entry() -> None:
    uid = opened().uid
    seq = do(uid, "receive", 11).seq
    corrections.void(uid, seq, by=LIFANG, second=WANGQIANG, reason="误点")
    with pytest.raises(Voided):
        told(uid, seq)


def test_nothing_is_written_to_somebody_whose_data_were_erased() -> None:
    uid = opened().uid
    seq = do(uid, "receive", 11).seq
    corrections.erase(
        uid, parties=("applicant",), by=LIFANG, second=WANGQIANG, reason="申请删除", basis="个人信息保护法#47"
    )
    with pytest.raises(LetterError, match="登记回执"):
        make(told(uid, seq))


def test_an_entry_that_is_not_there_is_told() -> None:
    with pytest.raises(LookupError, match="没有案卷"):
        told("0" * 20, 1)


def test_an_act_without_a_letter_has_none() -> None:
    with pytest.raises(LetterError, match="不发文书"):
        make(told(examining(), 3))


def test_a_letter_whose_text_is_not_written_yet_is_a_form_in_demo_and_refused_in_production(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    uid, seq = answered("granted")
    packs = tuple(dataclasses.replace(p, folder=tmp_path) for p in installed().packs)
    bare = dataclasses.replace(installed(), packs=packs, _by_id={})
    monkeypatch.setattr("fadu.letters.wordings.installed", lambda: bare)
    assert "文本尚未拟定，仅供试用" in written(uid, seq)
    settings.FADU = dataclasses.replace(settings.FADU, mode="production")
    with pytest.raises(NoSuchLetter):
        letter(told(uid, seq))


def test_a_real_letter_of_a_running_office_carries_no_mark(settings: Settings) -> None:
    uid, seq = answered("granted")
    assert letter(told(uid, seq)).mark == "样章 测试"
    settings.FADU = dataclasses.replace(settings.FADU, mode="production")
    assert letter(told(uid, seq)).mark == ""


def test_every_letter_of_the_duty_has_a_text() -> None:
    pack = next(p for p in installed().packs if Disclosure in p.procedures)
    sent = {a.letter for duty in pack.procedures for a in duty.declaration.acts if a.letter}
    assert sent == {path.stem for path in (pack.folder / "letters").glob("*.txt")}


def test_a_last_day_that_hangs_on_holidays_not_yet_published_says_so() -> None:
    with moments.at(datetime(2031, 6, 3, tzinfo=UTC)):
        uid = opened(date(2031, 6, 2)).uid
        seq = perform(uid, "receive", by=LIFANG, at=date(2031, 6, 2), source="desk").seq
        assert "（暂定，以届时公布的节假日安排为准）" in written(uid, seq)
