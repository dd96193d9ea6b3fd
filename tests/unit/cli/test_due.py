"""`fadu due`: the last day first, then its proof; what can't be is refused in one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.unit.procedure.duties import LAW, Meeting, Reading

from fadu.cli import due, english
from fadu.cli.main import main
from fadu.procedure import OFFICE, Act, Clock, Outcome, Pack, Procedure, Stage, hours, since
from fadu.procedure.registry import installed, registry_of

REPLY = "2023-09-20 权属人提出意见"
CONSULT = "2023-09-13 征求权属人意见"


class Notice(Procedure):
    """A duty whose term runs by the hour."""

    id = "notice"
    title = "通报"
    basis = LAW[30]
    in_force = since("2020-01-01")
    register = "报"
    told = Stage("已接报")
    passed = Stage("已通报", final=True)
    hear = Act("接报", to=told, by=OFFICE, basis=LAW[30])
    tell = Act("通报", at=told, to=passed, by=OFFICE, basis=LAW[30])
    all = Outcome("全部通报", of=tell, basis=LAW[30])
    telling = Clock("通报期限", 24 * hours, since=hear, until=tell, basis=LAW[30])


@pytest.fixture(autouse=True)
def duties(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The duties that no office has, in place of what is installed."""
    pack = Pack("test", tmp_path_factory.mktemp("pack"), procedures=(Reading, Meeting, Notice), laws=(LAW,))
    registry = registry_of([pack])
    monkeypatch.setattr(due, "installed", lambda: registry)
    monkeypatch.setattr(english, "installed", lambda: registry)
    english._catalogues.cache_clear()
    yield
    english._catalogues.cache_clear()


def said(capsys: pytest.CaptureFixture[str], received: str, *acts: str, more: tuple[str, ...] = ()) -> list[str]:
    """What the command prints for the reading duty."""
    words = [word for act in acts for word in ("--act", act)]
    assert main(["due", "reading", "--received", received, *words, *more]) == 0
    return capsys.readouterr().out.splitlines()


def refused(capsys: pytest.CaptureFixture[str], received: str, *acts: str, more: tuple[str, ...] = ()) -> str:
    """The one line of a refusal, on standard error."""
    words = [word for act in acts for word in ("--act", act)]
    assert main(["due", "reading", "--received", received, *words, *more]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()[-1]


def test_the_day_comes_first_and_then_its_proof(capsys: pytest.CaptureFixture[str]) -> None:
    first, *proof = said(capsys, "2023-09-11")
    assert first == "2023-10-13"
    assert proof[0].startswith("期限：20个工作日（《示例法》第十二条）")
    assert proof[-1] == "期限届满：2023年10月13日（周五）"


def test_a_consultation_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "2023-09-11", "2023-09-12 开始查找", CONSULT, REPLY)[0] == "2023-10-20"


def test_an_internal_return_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    acts = ("2023-09-12 开始查找", "2023-09-13 送核", "2023-09-15 退回核对")
    assert said(capsys, "2023-09-11", *acts)[0] == "2023-10-13"


def test_two_overlapping_consultations_count_their_union_once(capsys: pytest.CaptureFixture[str]) -> None:
    both = (CONSULT, "2023-09-15 征求权属人意见", f"{REPLY} 2", "2023-09-22 权属人提出意见")
    one = (CONSULT, "2023-09-22 权属人提出意见")
    assert said(capsys, "2023-09-11", *both)[0] == said(capsys, "2023-09-11", *one)[0] == "2023-10-24"


def test_a_consultation_is_served_the_same_day_unless_its_service_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    clock = ("--clock", "owner.term")
    assert said(capsys, "2023-09-11", CONSULT, more=clock)[0] == "2023-10-10"
    assert said(capsys, "2023-09-11", CONSULT, "2023-09-15 送达 征询函", more=clock)[0] == "2023-10-12"


def test_silence_ends_a_consultation_with_its_term(capsys: pytest.CaptureFixture[str]) -> None:
    ended = said(capsys, "2023-09-11", CONSULT, "2023-10-11 送核")[0]
    assert ended == said(capsys, "2023-09-11", CONSULT, "2023-10-10 权属人提出意见")[0]


def test_a_short_name_takes_the_first_act_it_fits_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "reading", "--received", "2023-09-11", "--act", "2023-09-13 征求意见"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("待定")
    assert "“征求意见”按“征求权属人意见”计；也像：撤回征求权属人意见" in err
    assert "“征求权属人意见”之前先“开始查找”，按同日计" in err


def test_an_exact_name_or_id_needs_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["due", "reading", "--received", "2023-09-11", "--act", "2023-09-12 take", "--act", "2023-09-13 送核"])
        == 0
    )
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("acts", "why"),
    [
        (("2023-09-13 征求权属人意见",), "征求权属人意见，尚未结束"),
        (("2023-09-13 要求补充 2023-09-20",), "等待“补充”，届时重新起算"),
    ],
)
def test_a_term_without_an_end_is_pending(
    acts: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *proof = said(capsys, "2023-09-11", *acts)
    assert first == "待定"
    assert why in proof[-1]


def test_a_day_beyond_the_last_notice_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    first, *proof = said(capsys, "2031-03-03")
    assert first == "2031-03-31 暂定"
    assert proof[-1].startswith("暂定：")


def test_an_extension_says_by_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "2023-09-11", "2023-09-12 开始查找", "2023-09-13 延期提供 5")[0] == "2023-10-20"
    assert "之后应写：延长的期限" in refused(capsys, "2023-09-11", "2023-09-12 开始查找", "2023-09-13 延期提供")
    assert "超出法定上限" in refused(capsys, "2023-09-11", "2023-09-12 开始查找", "2023-09-13 延期提供 11")


def test_an_act_done_tells_whether_it_was_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "2023-09-11", "2023-10-13 提供 全部提供")[-1] == "已于2023年10月13日办理，在期限之内"
    assert said(capsys, "2023-09-11", "2023-10-16 提供 全部")[-1] == "已于2023年10月16日办理，迟于期限"


def test_a_term_that_has_not_started_says_what_starts_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "2023-09-11", more=("--clock", "补充期限")) == [
        "未起算",
        "“补充期限”自“要求补充”起算，尚未发生",
    ]


def test_each_run_of_a_term_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "2023-09-11", CONSULT, "2023-09-15 征求权属人意见", more=("--clock", "owner.term"))
    assert lines[0] == "2023-10-10"
    assert lines[lines.index("") + 1] == "2023-10-12"


def test_hours_count_from_the_moment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "notice", "--received", "2023-09-11 09:30"]) == 0
    assert capsys.readouterr().out.startswith("2023-09-12 09:30\n")
    assert main(["due", "notice", "--received", "2023-09-11"]) == 2
    assert "Give the time" in capsys.readouterr().err


def test_english(capsys: pytest.CaptureFixture[str]) -> None:
    first, *proof = said(capsys, "2023-09-11", CONSULT, more=("--lang", "en"))
    assert first == "Not yet known"
    assert proof[0] == "Term: 20 working days (《示例法》, Article 12)"


@pytest.mark.parametrize(
    ("acts", "line"),
    [
        (("2023-09-12 补充",), "fadu due: 2023年9月12日“补充”：“补充”只能在“待补充”环节进行，现在是“已登记”（《示例法》第四条）。先“要求补充”。"),
        (("2023-09-13 征求权属人意见", "2023-09-14 提供 全部提供"), "fadu due: 2023年9月14日“提供”：“征求权属人意见”尚未结束，意见未回（《示例法》第九条）。先记录“权属人提出意见、撤回征求权属人意见”之一。"),
        (("2023-09-13 开始查找", "2023-09-12 送核"), "fadu due: 2023年9月12日“送核”：发生日期早于上一行为的日期（2023年9月13日）（《示例法》第八条）。改填实际日期；确属漏记的，用“更正记录”。"),
        (("2023-02-30 开始查找",), "fadu due: “2023-02-30”不是日期，写成 2023-09-11"),
        (("2023-9-3 开始查找",), "fadu due: “2023-9-3”不是日期，写成 2023-09-11"),
        (("开始查找",), "fadu due: 读不懂“开始查找”，写成“2023-09-13 征求第三方意见”"),
        (("2023-09-12 开始查找 三天",), "fadu due: “2023-09-12 开始查找 三天”在行为之后多了字"),
        ((CONSULT, "2023-09-14 征求权属人意见", REPLY), "fadu due: “征求权属人意见”有 2 件同时进行，在行为之后写明是第几件"),
        ((CONSULT, f"{REPLY} 3"), f"fadu due: “{REPLY} 3”：只开始了 1 件，写 1 至 1 之一"),
        ((CONSULT, "2023-09-14 送达 判决书"), "fadu due: “2023-09-14 送达 判决书”没有写明文书。可以写：补充通知、征询函"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(acts: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "2023-09-11", *acts) == line


def test_other_refusals_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有名为“销毁”的行为" in refused(capsys, "2023-09-11", "2023-09-12 销毁")
    assert "没有名为“答复”的期限" in refused(capsys, "2023-09-11", more=("--clock", "答复"))
    assert "不是日期" in refused(capsys, "11.9.2023")
    assert "最早自 2020-01-01 起适用" in refused(capsys, "2019-12-31")
    assert "期限超出工作日历的范围" in refused(capsys, "9999-12-31")
    assert main(["due", "nothing", "--received", "2023-09-11"]) == 2
    assert "没有名为“nothing”的事项" in capsys.readouterr().err
    assert main(["due", "meeting", "--received", "2023-09-11"]) == 2
    assert "没有约束机关的法定期限" in capsys.readouterr().err


ORACLE = [
    ("2023-09-11", (), "2023-10-13"),
    ("2023-09-11", ("2023-09-13 征求意见", "2023-09-20 提出意见"), "2023-10-20"),
    ("2023-09-11", ("2023-09-12 开始办理", "2023-09-13 征求第三方意见", "2023-09-13 送达 第三方意见征询书", "2023-09-20 第三方提出意见"), "2023-10-20"),
    ("2023-09-11", ("2023-09-12 开始办理", "2023-09-14 送审", "2023-09-18 退回"), "2023-10-13"),
    ("2023-01-16", (), "2023-02-16"),
    ("2023-04-20", (), "2023-05-19"),
    ("2023-09-22", (), "2023-10-26"),
    ("2024-02-05", (), "2024-03-08"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "acts", "day"), [row for row in ORACLE if any(p.id == "disclosure" for p in installed().procedures)]
)
def test_the_disclosure_duty_where_it_is_installed(
    received: str,
    acts: tuple[str, ...],
    day: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(due, "installed", installed)
    words = [word for act in acts for word in ("--act", act)]
    assert main(["due", "disclosure", "--received", received, *words]) == 0
    assert capsys.readouterr().out.splitlines()[0] == day
