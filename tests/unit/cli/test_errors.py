"""Whatever goes wrong outside is one line in the words of the command, not the machine's."""

from __future__ import annotations

import os
import sqlite3

import pytest

from fadu.cli.main import FAULTS, _line


@pytest.mark.parametrize("number", FAULTS)
def test_the_operating_system(number: int) -> None:
    told = _line(OSError(number, os.strerror(number), "/srv/fadu"))
    assert told == f"{FAULTS[number]}：/srv/fadu。"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("database or disk is full"), "磁盘已满"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "只能读，不能写"),
        (sqlite3.OperationalError("no such table: cases_case"), "fadu migrate"),
        (sqlite3.OperationalError("unable to open database file"), "连接不上"),
        (OSError(9999, "odd"), "odd"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_the_database_and_the_rest(error: Exception, said: str) -> None:
    assert said in _line(error)
    assert "\n" not in _line(error)
