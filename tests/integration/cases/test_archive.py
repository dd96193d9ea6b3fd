"""A backup that is broken, foreign or malicious: nothing is restored, nothing is overwritten."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from fadu.cli import archive
from fadu.cli.archive import SQLITE, refuse_unless_empty, settle, unpack, write_archive
from fadu.cli.main import Refused

CONTENT = {SQLITE: b"database", "files/ab/cdef": b"file", "keys/master.key": b"00"}


def packed(path: Path, content: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


def names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_what_was_packed_is_unpacked(tmp_path: Path, settings: Settings) -> None:
    data = Path(settings.FADU.data_dir)
    for name in ("files/ab/cdef", "keys/master.key", "keys/.draft", "mail/1", "sample-password"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(CONTENT.get(name, b"x"))
    (tmp_path / SQLITE).write_bytes(b"database")
    made = write_archive(tmp_path / "backup.tar", tmp_path / SQLITE)
    assert made.files == 2
    assert (tmp_path / "backup.tar").stat().st_mode & 0o077 == 0
    folder = tmp_path / "unpacked"
    folder.mkdir()
    assert unpack(tmp_path / "backup.tar", folder) == folder / SQLITE
    assert names(folder) == set(CONTENT)
    assert (folder / "keys/master.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "broken",
    [
        lambda path: path.write_bytes(path.read_bytes()[:700]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(os.urandom(5000)),
        lambda path: packed(path, {"files/ab/cdef": b"file"}),
        lambda path: packed(path, {**CONTENT, "files/../../escaped": b"x"}),
    ],
    ids=["cut off", "empty", "noise", "no database", "climbing out"],
)
def test_a_broken_archive_is_refused_in_one_line(broken: Callable[[Path], object], tmp_path: Path) -> None:
    path = packed(tmp_path / "backup.tar", CONTENT)
    broken(path)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    with pytest.raises(Refused) as refusal:
        unpack(path, folder)
    assert "\n" not in str(refusal.value)
    assert not list(tmp_path.rglob("escaped"))


def test_nothing_else_is_taken_out_of_an_archive(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "backup.tar", {**CONTENT, "sample-password": b"x", "fadu.sqlite3": b"x", "cache/1": b"x"}
    )
    folder = tmp_path / "unpacked"
    folder.mkdir()
    unpack(path, folder)
    assert names(folder) == set(CONTENT)


@pytest.mark.django_db
def test_a_place_in_use_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="数据库不是空的"):
        refuse_unless_empty()
    keys = Path(settings.FADU.data_dir) / "keys"
    keys.mkdir()
    (keys / "master.key").write_text("00")
    with pytest.raises(Refused, match="keys"):
        refuse_unless_empty()


def test_files_and_keys_come_to_where_the_office_looks_for_them(tmp_path: Path, settings: Settings) -> None:
    data = Path(settings.FADU.data_dir)
    (data / "files").mkdir()
    folder = tmp_path / "unpacked"
    folder.mkdir()
    unpack(packed(tmp_path / "backup.tar", CONTENT), folder)
    settle(folder)
    assert (data / "files/ab/cdef").read_bytes() == b"file"
    assert (data / "keys/master.key").read_bytes() == b"00"
    assert archive.FOLDERS == ("files", "keys")
