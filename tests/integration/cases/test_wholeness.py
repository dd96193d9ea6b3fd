"""The keys and files beside the database: what is missing or another's is said, never made anew in silence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.cast import opened
from tests.integration.cases.conftest import forget

from fadu.cases import files, keys, moments, sequencer
from fadu.cases.health import Condition, conditions
from fadu.cases.models import Case, Material
from fadu.cases.moments import now
from fadu.cases.wholeness import faulty_keys, lost_files
from fadu.cli import archive
from fadu.cli.main import Refused, main

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Iterator[Path]:
    """A case with personal data, a signed head of the log; gives the folder of the keys."""
    assert faulty_keys() == ""
    opened()
    sequencer.sequence()
    sequencer.sign_head()
    assert faulty_keys() == ""
    yield keys.folder()
    forget(keys)


@pytest.mark.parametrize(("name", "said"), [(keys.MASTER, "主密钥"), (keys.SIGNING, "签名密钥")])
def test_a_key_that_is_missing_or_anothers_is_told(
    office: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / name).unlink()
    forget(keys)
    assert said in faulty_keys()
    assert "不在" in faulty_keys()
    assert not (office / name).exists()
    assert main(["work", "--once"]) == 2
    assert said in capsys.readouterr().err
    assert main(["health"]) == 1
    assert f"异常  密钥：{said}" in capsys.readouterr().out
    keys.master()
    keys.signing()
    forget(keys)
    assert said in faulty_keys()


def test_files_that_the_settings_name_are_looked_for(tmp_path: Path, settings: Settings) -> None:
    roots, gone = tmp_path / "roots.pem", tmp_path / "seal.p12"
    roots.write_text("x")

    def told() -> Condition:
        return next(c for c in conditions() if c.title == "设置所指的文件")

    settings.FADU = replace(settings.FADU, fonts=tmp_path, seal_roots=roots)
    assert told().ok
    settings.FADU = replace(settings.FADU, fonts=roots, seal_p12=gone)
    assert told().detail == f"读不到 FADU_FONTS={roots}、FADU_SEAL_P12={gone}"
    assert not told().ok


def test_a_file_that_is_gone_or_changed_is_named() -> None:
    uid = opened().uid
    case = Case.objects.get(uid=uid)
    shas = [files.put(text) for text in (b"one", b"two", b"three")]
    for sha, title in zip(shas, ("甲", "乙", "丙"), strict=True):
        Material.objects.create(
            case=case, title=title, kind="x", sha256=sha, size=3, media_type="text/plain", made_at=now()
        )
    assert not list(lost_files())
    files.path_of(shas[0]).unlink()
    files.path_of(shas[1]).chmod(0o600)
    files.path_of(shas[1]).write_bytes(b"else")
    assert list(lost_files()) == [f"{case.number}：甲", f"{case.number}：乙"]


def test_keys_that_fit_are_said_to_fit(office: Path) -> None:
    assert next(c for c in conditions() if c.title == "密钥").ok


def test_a_broken_database_is_refused_before_anything_is_moved(tmp_path: Path) -> None:
    dump = tmp_path / archive.SQLITE
    for content in (b"", b"not a database"):
        dump.write_bytes(content)
        with pytest.raises(Refused, match="没有写入任何内容"):
            archive.refuse_unless_sound(dump)
    dump.unlink()
    with sqlite3.connect(dump) as made:
        made.execute("CREATE TABLE cases_case (id, text)")
        made.executemany("INSERT INTO cases_case VALUES (?, ?)", [(n, "x" * 500) for n in range(500)])
    made.close()
    archive.refuse_unless_sound(dump)
    damaged = bytearray(dump.read_bytes())
    damaged[8192:12288] = bytes(4096)
    dump.write_bytes(damaged)
    with pytest.raises(Refused, match="已损坏"):
        archive.refuse_unless_sound(dump)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "/nowhere/a.tar"], "没有这个文件或者文件夹：/nowhere"),
        (["calendar", "import", "/nowhere"], "读不了 /nowhere"),
    ],
)
def test_the_operating_system_is_quoted_in_chinese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Errno" not in told


def test_a_clock_that_was_set_back_is_told() -> None:
    opened()
    assert next(c for c in conditions() if c.title == "时钟").ok
    with moments.at(now() - timedelta(days=1)):
        back = next(c for c in conditions() if c.title == "时钟")
    assert (back.ok, "校准" in back.detail) == (False, True)
