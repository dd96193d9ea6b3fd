"""`fadu guide`: the guide of a procedure with its worked cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.procedure.duties import LAW, Reading

from fadu.cli import english, guide
from fadu.cli.main import main
from fadu.procedure import Pack
from fadu.procedure.registry import registry_of

CASES = """
- case: 征求意见的时间不计算（第十一条）
  received: 2023-09-11
  acts: [2023-09-12 开始查找, 2023-09-13 征求权属人意见]
  today: 2023-09-13
"""
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "查阅档案"
msgstr "Reading a file"

msgid "示例法"
msgstr "Example Law"
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack with the reading duty, a worked case and a little English."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/reading.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "locale/en/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale/en/LC_MESSAGES/django.po").write_text(CATALOGUE, encoding="utf-8")
    registry = registry_of([Pack("test", tmp_path, procedures=(Reading,), laws=(LAW,))])
    monkeypatch.setattr(guide, "installed", lambda: registry)
    monkeypatch.setattr(english, "installed", lambda: registry)
    english._catalogues.cache_clear()
    return tmp_path


def test_it_prints_the_guide_with_its_worked_cases(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "reading"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "办事指南：查阅档案"
    assert lines[-4:] == [
        "  征求意见的时间不计算（第十一条）",
        "    2023-09-11 登记申请",
        "    2023-09-12 开始查找",
        "    2023-09-13 征求权属人意见",
    ]


def test_in_english_what_has_no_translation_stays_chinese(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "reading", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["Service guide: Reading a file", "Legal basis: Example Law, Article 1"]
    assert "Who may apply: 查阅人 (公民, 法人或者其他组织)" in lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "没有名为“nothing”的事项"),
        (["reading", "--on", "2019-12-31"], "最早自 2020-01-01 起适用"),
        (["reading", "--on", "today"], "“today”不是日期，写成 2023-09-11"),
    ],
)
def test_what_there_is_not_is_refused(
    pack: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["guide", *words]) == 2
    assert said in capsys.readouterr().err


def test_worked_cases_that_cannot_be_read_are_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "cases/reading.yaml").write_text("- case: 例\n  received: 昨天\n", encoding="utf-8")
    assert main(["guide", "reading"]) == 2
    assert "cases/reading.yaml«例»" in capsys.readouterr().err
