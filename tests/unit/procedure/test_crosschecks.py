"""What must be true of duties together with what lies beside them, and `fadu check` that says so."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.procedure.duties import CALENDAR, LAW, Meeting, Reading

from fadu.cli.check import beside, report
from fadu.figures import Count, FigureDef, Period, cases, figure
from fadu.law.dated import InForce
from fadu.procedure import Office, Pack, PostSpec, UnitSpec
from fadu.procedure.checks import Problem
from fadu.procedure.crosschecks import CROSSCHECKS, Beside, crosscheck
from fadu.procedure.registry import Registry, registry_of

POSTS = (
    PostSpec("handler", "承办人", "Handler"),
    PostSpec("unit_head", "处长", "Head"),
    PostSpec("seal_keeper", "监印人", "Keeper"),
)
OFFICE = Office("sample", "示例机关", "Sample Office", "示", (UnitSpec("first", "一处", "First Division"),), POSTS)
GOOD = "- {case: 开会即办结（第二十条）, acts: [2023-09-11 登记（承办人）], stage: 已召开}\n"
TEXTS = ("会议", "议题", "已召开", "登记", "承办人", "示例法")
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack's folder in which everything that the meeting duty needs is in order."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "locale/en/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "cases/meeting.yaml").write_text(GOOD, encoding="utf-8")
    entries = "".join(f'\nmsgid "{text}"\nmsgstr "English"\n' for text in TEXTS)
    (tmp_path / "locale/en/LC_MESSAGES/django.po").write_text(PO + entries, encoding="utf-8")
    return tmp_path


def pack(folder: Path, *procedures: type[Meeting] | type[Reading], office: Office = OFFICE) -> Registry:
    return registry_of([Pack("sample", folder, procedures or (Meeting,), (LAW,), (office,))])


def problems(registry: Registry, id: str, ready: Beside | None = None) -> list[Problem]:
    return [p for p in crosscheck(registry, ready or beside(registry)) if p.id == id]


def test_a_pack_in_order_has_no_problem(folder: Path) -> None:
    assert crosscheck(pack(folder), beside(pack(folder))) == ()


def test_a_letter_without_template_is_named(folder: Path) -> None:
    (folder / "letters/补充通知.typ").write_text("", encoding="utf-8")
    (problem,) = problems(pack(folder, Reading), "fadu.E101")
    assert problem.place == "reading.owner"
    assert "“征询函”没有模板" in problem.message
    assert "letters/" in problem.remedy


def test_a_title_without_english_is_named(folder: Path) -> None:
    ready = replace(beside(pack(folder)), english=frozenset(TEXTS) - {"议题", "示例法"})
    assert [(p.place, p.message) for p in problems(pack(folder), "fadu.E102", ready)] == [
        ("meeting.subject", "“议题”没有英文"),
        ("laws", "“示例法”没有英文"),
    ]


def test_choices_and_letters_need_english_too(folder: Path) -> None:
    said = {p.message for p in problems(pack(folder, Reading), "fadu.E102")}
    assert {"“阅览室”没有英文", "“征询函”没有英文", "“公民”没有英文", "“提供期限”没有英文"} <= said


def test_an_unfinished_translation_is_none(folder: Path) -> None:
    path = folder / "locale/en/LC_MESSAGES/django.po"
    path.write_text(PO + '\n#, fuzzy\nmsgid "议题"\nmsgstr "Topic"\n\nmsgid "登记"\nmsgstr ""\n', encoding="utf-8")
    assert {"议题", "登记"}.isdisjoint(beside(pack(folder)).english)


def test_a_role_without_post_is_named(folder: Path) -> None:
    office = replace(OFFICE, posts=(POSTS[0], POSTS[2]))
    (problem,) = problems(pack(folder, Meeting, Reading, office=office), "fadu.E103")
    assert problem.place == "sample.unit_head"
    assert "PostSpec('unit_head', …)" in problem.remedy


def test_who_sends_letters_needs_somebody_who_keeps_the_seal(folder: Path) -> None:
    office = replace(OFFICE, posts=POSTS[:2])
    assert not problems(pack(folder, Meeting, office=office), "fadu.E103")
    (problem,) = problems(pack(folder, Meeting, Reading, office=office), "fadu.E103")
    assert problem.place == "sample.seal_keeper"


def test_a_unit_that_the_office_has_not_is_named(folder: Path) -> None:
    class Elsewhere(Meeting):
        unit = "nowhere"

    (problem,) = problems(pack(folder, Elsewhere), "fadu.E103")
    assert "没有收件的部门“nowhere”" in problem.message


@pytest.mark.parametrize("text", [None, "", "[]"])
def test_a_duty_without_worked_case_is_named(folder: Path, text: str | None) -> None:
    path = folder / "cases/meeting.yaml"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    (problem,) = problems(pack(folder), "fadu.E104")
    assert "cases/meeting.yaml" in problem.remedy


@pytest.mark.parametrize(
    ("last", "fault"), [("2023-12-31", ""), ("2023-11-30", "没有适用的规定"), ("2024-01-01", "有两个规定同时适用")]
)
def test_versions_must_follow_each_other(folder: Path, last: str, fault: str) -> None:
    class Older(Meeting):
        in_force = InForce.between("2020-01-01", last)

    class Newer(Meeting):
        in_force = InForce.between("2024-01-01", "2099-12-31")

    found = problems(pack(folder, Newer, Older), "fadu.E105")
    assert [fault in p.message and 'between("2020-01-01", "2023-12-31")' in p.remedy for p in found] == [True] * bool(
        fault
    )


def test_a_version_without_end_overlaps_the_next(folder: Path) -> None:
    class Newer(Meeting):
        in_force = InForce.between("2024-01-01", "2099-12-31")

    (problem,) = problems(pack(folder, Meeting, Newer), "fadu.E105")
    assert "有两个规定同时适用" in problem.message


def test_a_worked_case_that_fails_or_cannot_be_read_is_named(folder: Path) -> None:
    path = folder / "cases/meeting.yaml"
    path.write_text(GOOD.replace("acts", "today: 2023-09-12, may: [登记], acts"), encoding="utf-8")
    (failed,) = problems(pack(folder), "fadu.E106")
    assert failed.place == "cases/meeting.yaml«开会即办结（第二十条）»"
    assert failed.message.startswith("2023-09-12 登记: 应为 可以, 得 案件已经受理")
    path.write_text(GOOD.replace("登记", "散会"), encoding="utf-8")
    (unread,) = problems(pack(folder), "fadu.E106")
    assert "没有名为“散会”的行为" in unread.message


def test_a_law_that_no_pack_names_is_named(folder: Path) -> None:
    registry = registry_of([Pack("sample", folder, (Meeting,), (), (OFFICE,))])
    assert {p.message for p in problems(registry, "fadu.E107")} == {"引用的《示例法》没有列入任何一包的 laws"}


def named(id: str, title: str) -> FigureDef:
    def made(year: Period, origins: tuple[str, ...]) -> Count:
        """口径。"""
        return Count(cases("meeting", origins))

    return replace(figure(title, unit="件")(made), id=id)


@pytest.mark.parametrize(
    ("first", "second", "place", "said"),
    [
        (
            (named("held", "开会"),),
            (named("held", "会议"),),
            "held",
            ("one 的数字“开会”（held）", "two 的数字“会议”（held）"),
        ),
        (
            (named("held", "开会"), named("held", "会议")),
            (),
            "held",
            ("one 的数字“开会”（held）", "one 的数字“会议”（held）"),
        ),
        (
            (),
            (named("meeting.closed", "会议"),),
            "meeting",
            ("one 的事项“meeting”", "two 的数字“会议”（meeting.closed）"),
        ),
    ],
)
def test_two_figures_of_one_id_are_named_both(
    folder: Path, first: tuple[FigureDef, ...], second: tuple[FigureDef, ...], place: str, said: tuple[str, ...]
) -> None:
    packs = [Pack("one", folder, (Meeting,), (LAW,), (OFFICE,), first), Pack("two", folder, figures=second)]
    (problem,) = problems(registry_of(packs), "fadu.E109")
    assert problem.place == place
    assert problem.message == f"{'、'.join(said)}同用一个编号"
    assert not problems(registry_of([Pack("one", folder, (Meeting,), figures=(named("held", "开会"),))]), "fadu.E109")


def test_two_packs_do_not_declare_one_procedure(folder: Path) -> None:
    packs = [Pack(name, folder, (Meeting,), (LAW,), (OFFICE,)) for name in ("one", "two")]
    (problem,) = problems(registry_of(packs), "fadu.E109")
    assert problem.message == "one 的事项“meeting”、two 的事项“meeting”同用一个编号"


def test_every_check_has_an_id_and_a_line_in_the_reference() -> None:
    assert list(CROSSCHECKS) == [f"fadu.E10{n}" for n in (*range(1, 8), 9)] + ["fadu.E110"]
    assert all((check.__doc__ or "").strip() for check in CROSSCHECKS.values())


def test_nothing_installed_is_no_problem() -> None:
    assert crosscheck(registry_of([]), Beside(frozenset(), frozenset(), CALENDAR)) == ()


def test_the_command_prints_problems_with_id_place_and_remedy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(pack(folder), mutate=False) == 0
    assert capsys.readouterr().out == "会议：没有发现问题。\n"
    (folder / "cases/meeting.yaml").unlink()
    assert report(pack(folder), mutate=False) == 1
    said = capsys.readouterr().out
    assert said.startswith("fadu.E104 meeting: “会议”自 2020-01-01 起的规定没有办例。在 cases/meeting.yaml")
    assert said.endswith("会议：1 处问题。\n")


def test_the_command_prints_mutants_and_survivors_last(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(pack(folder), mutate=True) == 0
    assert "会议 登记：承办人换成旁人 → 开会即办结（第二十条）\n" in capsys.readouterr().out
    (folder / "cases/meeting.yaml").write_text(GOOD.replace("（承办人）", ""), encoding="utf-8")
    assert report(pack(folder), mutate=True) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "没有办例发觉：会议 登记：承办人换成旁人。补一件使它不符的办例。",
        "改动 1 处，1 处没有办例发觉。",
    ]


def test_the_command_needs_neither_settings_nor_database() -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "no.such.settings", "FADU_DATABASE_URL": "nonsense://"}
    run = subprocess.run(
        [sys.executable, "-c", "from fadu.cli.main import main; raise SystemExit(main(['check', '--mutate']))"],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    assert "处没有办例发觉。" in run.stdout
    assert run.stderr.startswith("没有与已有案件核对：")
    assert run.stderr.count("\n") == 1
