"""Worked cases: what they notice, what they say, and what they refuse to read."""

import pytest
from tests.unit.procedure.duties import CALENDAR, MEETING, READING, Reading

from fadu.procedure import since
from fadu.procedure.worked import Result, receipt, run
from fadu.procedure.worked_files import CaseFileError, read_cases

HEAD = "case: 例\n  received: 2023-09-11\n  acts: [2023-09-12 开始查找"


def worked(body: str) -> Result:
    """The result of one worked case of the reading duty."""
    (case,) = read_cases(f"- {body}", "cases/reading.yaml", [READING])
    return run(READING, case, CALENDAR)


def differences(body: str) -> list[str]:
    return [str(d) for d in worked(body).differences]


def test_a_case_that_says_everything_holds() -> None:
    body = """case: 征求意见的时间不计算（第十一条）
  acts:
    - 2023-09-11 登记申请（查阅人）
    - 2023-09-12 开始查找（承办人）
    - 2023-09-13 征求权属人意见
    - 2023-09-13 送达 征询函
    - {day: 2023-09-20, act: 权属人提出意见, by: 第三方, errand: 1}
    - {day: 2023-09-21, act: 延期提供, 延长的期限: 5}
  today: 2023-09-22
  stage: 查找中
  due: {提供期限: 2023-10-27, 征求权属人意见期限: 2023-10-10, 补充期限: 未起算}
  may: [提供, 送核（承办人）]
  may_not: {退回核对: 第八条, 延期提供（承办人）: 第十一条第二款}
"""
    result = worked(body)
    assert result.differences == ()
    assert result.holds
    assert result.case.lines[2:4] == ("2023-09-13 征求权属人意见", "2023-09-13 送达 征询函")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"{HEAD}]\n  due: {{提供期限: 2023-10-20}}", "提供期限: 应为 2023-10-20, 得 2023-10-13"),
        (f"{HEAD}]\n  due: {{补充期限: 等待}}", "补充期限: 应为 等待, 得 未起算"),
        (f"{HEAD}]\n  stage: 核对中", "环节: 应为 核对中, 得 查找中"),
        (f"{HEAD}]\n  outcome: 全部提供", "处理结果: 应为 全部提供, 得 没有"),
        (f"{HEAD}]\n  today: 2023-10-14", "逾期: 应为 没有, 得 提供期限"),
        (f"{HEAD}]\n  overdue: [提供期限]", "逾期: 应为 提供期限, 得 没有"),
        (f"{HEAD}, 2023-10-16 提供 全部提供]", "迟延: 应为 没有, 得 提供"),
        (f"{HEAD}, 2023-10-13 提供 全部提供]\n  late: [提供]", "迟延: 应为 提供, 得 没有"),
        (f"{HEAD}]\n  may_not: {{提供: 第九条}}", "2023-09-12 提供: 应为 依第九条不得进行, 得 可以"),
        (f"{HEAD}]\n  may_not: {{退回核对: 第九条}}", "2023-09-12 退回核对: 应为 依第九条不得进行, 得 依第八条不得进行"),
        (f"{HEAD}, 2023-09-13 送核（承办人）]\n  refuse: 第八条", "2023-09-13 送核（承办人）: 应为 依第八条不得进行, 得 可以"),
        (f"{HEAD}, 2023-09-13 送核（查阅人）]", "2023-09-13 送核（查阅人）: 应为 可以, 得 “送核”由承办人进行"),
        (f"{HEAD}, {{day: 2023-09-13, act: 权属人提出意见, errand: 2}}]", "2023-09-13 权属人提出意见: 应为 第 2 件, 得 只有 0 件"),
    ],
)  # fmt: skip
def test_a_difference_says_what_should_be_and_what_is(body: str, said: str) -> None:
    assert differences(body) == [said]


def test_an_act_that_is_not_permitted_says_why() -> None:
    (said,) = differences("case: 例\n  received: 2023-09-11\n  acts: [2023-09-12 送核]")
    assert said.startswith("2023-09-12 送核: 应为 可以, 得 “送核”只能在“查找中”环节进行")


def test_with_two_errands_a_case_must_say_which_one_ends() -> None:
    (said,) = differences(f"{HEAD}, 2023-09-13 征求权属人意见, 2023-09-13 征求权属人意见, 2023-09-14 权属人提出意见]")
    assert "指明" in said


def test_a_refused_act_changes_nothing() -> None:
    assert not differences(f"{HEAD}, 2023-09-13 延期提供 11]\n  refuse: 第十一条\n  due: {{提供期限: 2023-10-13}}")


def test_time_does_its_acts_between_those_of_people() -> None:
    asked = f"{HEAD}, 2023-09-13 征求权属人意见, 2023-09-13 送达 征询函"
    assert not differences(f"{asked}]\n  today: 2023-10-10\n  due: {{提供期限: 未定}}\n  may_not: {{提供: 第九条}}")
    assert not differences(f"{asked}]\n  today: 2023-10-11\n  due: {{提供期限: 2023-11-03}}\n  may: [提供]")
    assert not differences(f"{asked}, 2023-10-11 提供 部分提供]\n  outcome: 部分提供")


def test_several_runs_of_a_clock_are_listed() -> None:
    letters = "2023-09-13 征求权属人意见, 2023-09-13 送达 征询函, 2023-09-14 征求权属人意见, 2023-09-14 送达 征询函"
    assert not differences(f"{HEAD}, {letters}]\n  due: {{征求权属人意见期限: [2023-10-10, 2023-10-11]}}")


def test_receipt_is_the_opening_and_the_act_from_which_the_office_counts() -> None:
    assert [a.title for a in receipt(READING)] == ["登记申请"]
    assert [a.title for a in receipt(MEETING)] == ["登记"]


def test_a_duty_of_one_act_has_worked_cases_too() -> None:
    text = "- {case: 开会即办结（第二十条）, acts: [2023-09-11 登记（承办人）], stage: 已召开}"
    (case,) = read_cases(text, "cases/meeting.yaml", [MEETING])
    assert run(MEETING, case, CALENDAR).holds


def test_a_case_falls_under_the_version_of_its_first_day() -> None:
    class Newer(Reading):
        in_force = since("2024-01-01")

    versions = [READING, Newer.declaration]
    text = "- {case: 甲, received: 2024-03-01}\n- {case: 乙, acts: [2024-03-01 登记申请]}"
    closed = [c.since for c in read_cases(text, "cases/reading.yaml", versions[1:])]
    assert closed == ["2024-01-01", "2024-01-01"]
    with pytest.raises(CaseFileError, match="2023-09-11 本事项没有适用的规定"):
        read_cases("- {case: 丙, received: 2023-09-11}", "cases/reading.yaml", versions[1:])


UNREADABLE = [
    ("case: [", "不是合格的 YAML", "更正"),
    ("case: 例", "不是办例的列表", "- case: 名称"),
    ("- 什么", "不是一件办例", "- case: 名称"),
    ("- {received: 2023-09-11}", "没有名称", "注明条款"),
    ("- {case: 例, recieved: 2023-09-11}", "没有“recieved”这一项", "received"),
    ("- {case: 例, acts: []}", "什么也没有做", "received: 日期"),
    ("- {case: 例, received: 昨天}", "“昨天”不是日期", "2023-09-11"),
    ("- {case: 例, received: 2019-01-01}", "2019-01-01 本事项没有适用的规定", "自 2020-01-01 起"),
    ("- {case: 例, received: 2023-09-11, acts: 开始查找}", "acts 不是列表", "acts: ["),
    ("- {case: 例, received: 2023-09-11, acts: [开始查找]}", "读不懂“开始查找”", "2023-09-12 开始办理（承办人）"),
    ("- {case: 例, received: 2023-09-11, acts: [{act: 开始查找}]}", "没有写明日期和行为", "{day: …, act: …}"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 飞走]}", "没有名为“飞走”的行为", "登记申请"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 送核（路人）]}", "没有名为“路人”的角色", "承办人"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 送核 到底]}", "后面的“到底”没有着落", "删去它"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 提供]}", "没有写明处理结果", "全部提供、部分提供"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 送达]}", "没有写明文书", "征询函"),
    (
        "- {case: 例, received: 2023-09-11, acts: [2023-09-12 要求补充]}",
        "没有写明“补充的最后一日”",
        "补充的最后一日: …",
    ),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 要求补充 明天]}", "“明天”不是日期", "2023-09-11"),
    ("- {case: 例, received: 2023-09-11, acts: [2023-09-12 延期提供 十]}", "不是数：十", "整数"),
    (
        "- {case: 例, received: 2023-09-11, acts: [{day: 2023-09-12, act: 送核, errand: 一}]}",
        "不是第几件",
        "errand: 1",
    ),
    ("- {case: 例, received: 2023-09-11, stage: 天上}", "没有名为“天上”的环节", "已登记"),
    ("- {case: 例, received: 2023-09-11, due: [提供期限]}", "due 不是对照表", "due: {名称: 值}"),
    ("- {case: 例, received: 2023-09-11, due: {提供期限: 不知道}}", "“不知道”不是日期", "2023-09-11"),
    ("- {case: 例, received: 2023-09-11, may_not: {提供: 不行}}", "“不行”不是条款", "第三十三条第二款"),
    ("- {case: 例, acts: [{day: 2023-09-11, act: 登记申请, 查阅的地点: 家里}]}", "不能是“家里”", "阅览室、网上"),
    (
        "- {case: 例, acts: [{day: 2023-09-11, act: 登记申请, 查阅的内容: 卷}]}",
        "没有名为“查阅的内容”的",
        "查阅的地点",
    ),
    ("- {case: 例, received: 2023-09-11}\n- {case: 例, received: 2023-09-11}", "两件同名", "各不相同"),
]


@pytest.mark.parametrize(("text", "message", "remedy"), UNREADABLE)
def test_what_cannot_be_read_is_named_with_file_and_remedy(text: str, message: str, remedy: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        read_cases(text, "cases/reading.yaml", [READING])
    (problem,) = caught.value.problems
    assert problem.id == "fadu.E106"
    assert problem.place.startswith("cases/reading.yaml")
    assert message in problem.message
    assert remedy in problem.remedy


def test_all_that_cannot_be_read_is_said_at_once() -> None:
    text = "- {case: 甲, received: 昨天}\n- {case: 乙, received: 2023-09-11, stage: 天上}"
    with pytest.raises(CaseFileError) as caught:
        read_cases(text, "cases/reading.yaml", [READING])
    assert [p.place for p in caught.value.problems] == ["cases/reading.yaml«甲»", "cases/reading.yaml«乙»"]
