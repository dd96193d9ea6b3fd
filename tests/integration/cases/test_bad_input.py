"""What a hostile or an unlucky world brings: huge values, a database that goes away. A clear error, and nothing half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from tests.integration.cases.cast import BOTH, GROUND, REQUEST, ZHANGMING, do, examining, opened, rows

from fadu.cases import store
from fadu.cases.acts import perform_many
from fadu.cases.corrections import erase
from fadu.cases.errors import ActError, Invalid
from fadu.cases.rebuild import rebuild

FADU = "import sys; from fadu.cli import main; sys.exit(main(sys.argv[1:]))"


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


HUGE: dict[str, dict[str, Any]] = {
    "text": {"wanted": "字" * 5_000_000},
    "lines": {"wanted": "\n" * 5_000_000 + "x" + "\n字" * 20_000},
    "name": {"applicant": {**ZHANGMING, "name": "张" * 1_000_000}},
    "address": {"applicant": {**ZHANGMING, "address": "路" * 1_000_000}},
    "nested": {"wanted": nested(5_000)},
    "nested in a party": {"applicant": {**ZHANGMING, "name": nested(5_000)}},
    "choice": {"form": "邮寄" * 1_000_000},
    "number": {"kind": 10**1000},
    "bytes": {"wanted": b"x" * 1000},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HUGE)
def test_huge_and_strange_values_are_refused(name: str) -> None:
    before = rows()
    with pytest.raises(Invalid) as refusal:
        opened(data={**REQUEST, **HUGE[name]})
    assert list(refusal.value.errors) == list(HUGE[name])
    assert len(str(refusal.value)) < 1000
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["", "Real", "official", "x" * 10_000])
def test_a_case_from_nowhere_is_refused_alone_and_in_a_batch(origin: str) -> None:
    before = rows()
    with pytest.raises(ActError, match=r"这种案件来源.*real、sample、sandbox、import"):
        opened(origin=origin)
    with pytest.raises(ActError, match="这种案件来源"):
        perform_many([opened, partial(opened, origin=origin)])
    assert rows() == before


@pytest.mark.django_db
def test_many_unknown_fields_are_refused() -> None:
    before = rows()
    with pytest.raises(Invalid):
        opened(data={**REQUEST, **{f"{n}" * 50: n for n in range(5_000)}})
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("uid", ["", "x" * 100_000, "'; DROP TABLE cases_case; --", "\x00", "％"])
def test_a_strange_case_is_no_case(uid: str) -> None:
    with pytest.raises(ActError):
        do(uid, "receive", 11)
    assert rows()["cases_case"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["x" * 100_000, "\x00", "{0}", "%s"])
def test_a_strange_act_is_no_act(act: str) -> None:
    uid = opened().uid
    with pytest.raises(ActError):
        do(uid, act, 11)
    assert rows()["cases_entry"] == 1


# The database goes away -----------------------------------------------------------------------------------------------

WRITES: dict[str, Callable[[str], Any]] = {
    "act": lambda uid: do(uid, "send_up", 13),
    "opening": lambda uid: opened(),
    "erasure": lambda uid: erase(uid, parties=("applicant",), **BOTH, basis=GROUND),
}


@contextmanager
def unwritable() -> Iterator[None]:
    """The database can be read, but not written: its server process is killed, or another holds the file's lock."""
    write = store.write
    other: Any = None
    if connection.vendor == "sqlite":
        other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)

    def late(given: Any) -> Any:
        if connection.vendor == "postgresql":
            with connection.copy().cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return write(given)

    if other is not None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        other.execute("BEGIN IMMEDIATE")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "write", late)
        yield
    if other is not None:
        other.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", WRITES)
def test_a_write_that_finds_no_database_leaves_nothing(what: str) -> None:
    uid = examining()
    before = rows()
    with unwritable(), pytest.raises((OperationalError, InterfaceError)):
        WRITES[what](uid)
    assert rows() == before
    WRITES[what](uid)
    assert list(rebuild(write=False)) == []


@pytest.mark.parametrize("command", ["rebuild", "health", "export"])
def test_a_command_says_in_one_line_that_the_database_is_not_there(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no database")
    env = {k: v for k, v in os.environ.items() if not k.startswith("FADU_")}
    env |= {"FADU_DATA_DIR": str(tmp_path)}
    env["FADU_DATABASE_URL"] = (
        f"postgresql://fadu@/nowhere?host={tmp_path}"
        if connection.vendor == "postgresql"
        else f"sqlite:///{tmp_path}/file"
    )
    words = [command, *(["-o", str(tmp_path / "out.json")] if command == "export" else [])]
    done = subprocess.run([sys.executable, "-c", FADU, *words], env=env, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    assert done.returncode in (1, 2)
    assert len(said) == 1, said
    assert "数据库" in said[0]
    assert "Traceback" not in said[0]
    assert not (tmp_path / "out.json").exists()
