"""The drill: back up an office at work, restore it elsewhere, and find everything as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.integration import databases

FADU = "import sys; from fadu.cli import main; sys.exit(main(sys.argv[1:]))"


class Place:
    """A data folder and a database of their own, empty."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.env = {k: v for k, v in os.environ.items() if k != "FADU_DATABASE_URL"} | {"FADU_DATA_DIR": str(folder)}
        self.database = ""
        if connection.vendor == "postgresql":
            self.database = databases.create("drill")
            self.env["FADU_DATABASE_URL"] = databases.url(self.database)

    def fadu(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", FADU, *words],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, done.stderr[-2000:]
        return done.stdout + done.stderr

    def drop(self) -> None:
        if self.database:
            databases.drop(self.database)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    two = Place(tmp_path / "office"), Place(tmp_path / "elsewhere")
    yield two
    for place in two:
        place.drop()


def test_backup_and_restore(places: tuple[Place, Place], tmp_path: Path) -> None:
    office, elsewhere = places
    office.fadu("migrate")
    office.fadu("sample")
    office.fadu("export", "-o", str(tmp_path / "before.json"))
    assert "已备份" in office.fadu("backup", str(tmp_path / "office.tar"))
    assert "已经存在" in office.fadu("backup", str(tmp_path / "office.tar"), code=2)
    assert "0 件与记录不一致" in elsewhere.fadu("restore", str(tmp_path / "office.tar"))
    elsewhere.fadu("export", "-o", str(tmp_path / "after.json"))
    before, after = (tmp_path / f"{name}.json" for name in ("before", "after"))
    assert before.read_bytes() == after.read_bytes()
    assert "未发现不符" in elsewhere.fadu("verify", str(after))
    assert office.fadu("figures", "2023", "--csv", "--origin", "sample") == elsewhere.fadu(
        "figures", "2023", "--csv", "--origin", "sample"
    )
    assert elsewhere.fadu("restore", str(tmp_path / "office.tar"), code=2)
    assert elsewhere.fadu("restore", str(tmp_path / "nothing.tar"), code=2)
