"""What is asked of a command and cannot be: one sentence, and nothing done."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.integration.cases.cast import opened

from fadu.cases import sequencer
from fadu.cli.main import main
from fadu.library.models import Version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("since", ["-1", "0", "2", "99999999999999999999999"])
def test_an_export_since_a_head_that_never_was(
    since: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened()
    sequencer.sequence()
    target = tmp_path / "export.json"
    assert main(["export", "--since", since, "-o", str(target)]) == 2
    assert "日志现有 1 条记录" in capsys.readouterr().err
    assert not target.exists()
    assert main(["export", "--since", "1", "-o", str(target)]) == 0


def test_a_folder_without_a_name_is_not_the_one_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "示例条例.md").write_text("# 示例条例\n\n第一条 甲。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["laws", "import", ""])
    assert end.value.code == 2
    assert "没有写明文件夹" in capsys.readouterr().err
    assert not Version.objects.exists()
    assert main(["laws", "import", "."]) == 0
    assert Version.objects.count() == 1
