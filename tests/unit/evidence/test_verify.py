"""``fadu verify`` as people call it: exit codes, one clear line, and none of the office's systems."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.evidence.office import KEY, Json, to_bytes, two_cases

from fadu.evidence import checkpoint as cp
from fadu.evidence.verify import main

OFFICE = two_cases()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export = OFFICE.export(3)
    (tmp_path / "export.json").write_bytes(to_bytes(export))
    (tmp_path / "key.pem").write_text(cp.public_pem(KEY.public_key()))
    (tmp_path / "other.pem").write_text(cp.public_pem(cp.generate().public_key()))
    (tmp_path / "old.txt").write_text("\r\n\n" + OFFICE.sign(3).replace("\n", "\r\n") + "\n", newline="")
    (tmp_path / "foreign.txt").write_text(two_cases().sign(3))
    (tmp_path / "bad.json").write_bytes(to_bytes(tampered(export)))
    return tmp_path


def tampered(export: Json) -> Json:
    changed: Json = json.loads(json.dumps(export))
    logged = changed["cases"][1]["entries"][1]
    logged["record"] = logged["record"].replace("portal", "letter")
    return changed


def test_a_clean_export(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "--key",
        str(folder / "key.pem"),
        "--checkpoint",
        str(folder / "old.txt"),
        str(folder / "export.json"),
    ]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("核验通过")
    assert "与所给的存证点一致" in shown.out
    assert shown.err == ""


def test_the_first_line_names_the_first_bad_entry(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "bad.json")]) == 1
    assert capsys.readouterr().out.startswith("案件 b 第 2 条：记录与所列哈希不一致（应为 ")
    assert main(["--lang", "en", str(folder / "bad.json")]) == 1
    assert capsys.readouterr().out.startswith(
        "case b, entry 2: the record does not have the hash given for it (expected "
    )


@pytest.mark.parametrize(
    "options",
    [["--key", "other.pem"], ["--checkpoint", "foreign.txt"]],
    ids=["wrong key", "checkpoint of another log"],
)
def test_what_does_not_fit_is_a_fault(options: list[str], folder: Path) -> None:
    assert main([options[0], str(folder / options[1]), str(folder / "export.json")]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--no-such-option", "export.json"],
        ["--lang", "fr", "export.json"],
        ["export.json", "more.json"],
        ["absent.json"],
        ["."],
        ["nul\0.json"],
        ["key.pem"],
        ["--key", "absent.pem", "export.json"],
        ["--key", "old.txt", "export.json"],
        ["--checkpoint", "key.pem", "export.json"],
        ["--checkpoint", "export.json", "export.json"],
        ["--key", "binary", "export.json"],
    ],
)
def test_unusable_input_is_one_line_and_exit_code_2(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    Path("binary").write_bytes(b"\xff\xfe")
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1


def test_help_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "--checkpoint" in capsys.readouterr().out


def test_it_needs_none_of_the_offices_systems(folder: Path) -> None:
    program = (
        "import sys; from fadu.evidence.verify import main; code = main(sys.argv[1:]);"
        "loaded = {'django', 'psycopg', 'sqlite3', 'jinja2'} & set(sys.modules);"
        "sys.exit(f'loaded: {loaded}' if loaded else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "bad.json")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_a_terminal_without_chinese_gets_every_line(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fadu.evidence", str(folder / "export.json")],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(rb"\u6838\u9a8c")
