"""`fadu due`: the oracle's days, and refusals in one clear line."""

import pytest

from fadu.cli import main


def due(capsys: pytest.CaptureFixture[str], received: str, *acts: str, more: tuple[str, ...] = ()) -> list[str]:
    words = ["due", "disclosure", "--received", received, *more]
    for act in acts:
        words += ["--act", act]
    assert main(words) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2023-09-11", "2023-10-13"),
        ("2023-01-16", "2023-02-16"),
        ("2023-04-20", "2023-05-19"),
        ("2023-09-22", "2023-10-26"),
        ("2024-02-05", "2024-03-08"),
    ],
)
def test_twenty_working_days(capsys: pytest.CaptureFixture[str], received: str, expected: str) -> None:
    lines = due(capsys, received)
    assert lines[0] == expected
    assert "第三十三条第二款" in lines[1]


def test_days_of_a_consultation_are_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    full = ("2023-09-12 开始办理", "2023-09-13 征求第三方意见", "2023-09-20 第三方提出意见")
    assert due(capsys, "2023-09-11", *full)[0] == "2023-10-20"
    assert due(capsys, "2023-09-11", "2023-09-13 征求意见", "2023-09-20 提出意见")[0] == "2023-10-20"


def test_an_internal_return_buys_no_time(capsys: pytest.CaptureFixture[str]) -> None:
    acts = ("2023-09-12 开始办理", "2023-09-14 送审", "2023-09-19 退回", "2023-09-20 送审")
    assert due(capsys, "2023-09-11", *acts)[0] == "2023-10-13"


def test_two_consultations_at_once_count_once(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = "2023-09-13 征求第三方意见", "2023-09-15 征求第三方意见"
    ends = ("2023-09-18 第三方提出意见 1", "2023-09-20 第三方提出意见 2")
    assert due(capsys, "2023-09-11", first, second, *ends)[0] == "2023-10-20"


def test_an_extension_adds_its_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert due(capsys, "2023-09-11", "2023-10-12 延期答复 20")[0] == "2023-11-10"


def test_a_clock_that_waits_has_no_day(capsys: pytest.CaptureFixture[str]) -> None:
    lines = due(capsys, "2023-09-11", "2023-09-13 告知补正 2023-09-28")
    assert lines[0] == "待定"
    assert "补正" in lines[-1]


def test_another_clock_and_english(capsys: pytest.CaptureFixture[str]) -> None:
    lines = due(capsys, "2023-09-11", "2023-09-13 告知补正 2023-09-28", more=("--clock", "补正期限", "--lang", "en"))
    assert lines[0] == "2023-09-28"
    assert "The term ends: Thursday, 28 September 2023" in lines[-1] or "28 September 2023" in lines[-1]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["due", "nothing", "--received", "2023-09-11"], "disclosure"),
        (["due", "disclosure", "--received", "2023-09-31"], "不是日期"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-09-13"], "日期 行为"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-09-13 吃饭"], "没有“吃饭”"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-12-13 延期答复 20"], "第三十三条"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-09-13 延期答复"], "写明延长多少"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-09-13 延期答复 21"], "上限"),
        (["due", "disclosure", "--received", "2023-09-11", "--act", "2023-09-13 送达 没有的文书"], "没有名为"),
        (["due", "disclosure", "--received", "2023-09-11", "--clock", "没有"], "可用的"),
        (["due", "disclosure", "--received", "2018-09-11"], "2019-05-15"),
    ],
)
def test_refusals_say_what_to_do(capsys: pytest.CaptureFixture[str], words: list[str], part: str) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert part in told.err
    assert told.err.count("\n") == 1
    assert not told.out
