"""`fadu run` as a person starts it: a page is served, a worker that dies is replaced, and a signal leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import pytest
from django.db import connection
from tests.integration import databases

ROOT = Path(__file__).parents[2]
FADU = [sys.executable, "-c", "import sys; from fadu.cli import main; sys.exit(main(sys.argv[1:]))"]
T = TypeVar("T")


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "FADU_DATA_DIR": str(tmp_path), "FADU_HTTP_PORT": str(port)}
    env.pop("FADU_DATABASE_URL", None)
    name = ""
    if connection.vendor == "postgresql":
        name = databases.create("run")
        env["FADU_DATABASE_URL"] = databases.url(name)
    yield env
    if name:
        databases.drop(name)


def test_the_office_opens_mends_its_worker_and_closes(env: dict[str, str]) -> None:
    office = subprocess.Popen(
        [*FADU, "run", "--no-sample"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert "依申请公开" in _until(lambda: _page(env["FADU_HTTP_PORT"]))
        server, worker = _until(lambda: _pair(office.pid))
        os.kill(worker, signal.SIGKILL)
        again = _until(lambda: [p for p in _pair(office.pid) if p not in (server, worker)])
        office.send_signal(signal.SIGTERM)
        told, faults = office.communicate(timeout=60)
    finally:
        office.kill()
    assert (office.returncode, "已开门" in told) == (0, True), faults
    assert faults.strip() == "后台意外停止，重新启动。"
    assert not [p for p in (server, *again) if Path(f"/proc/{p}").exists()]


def test_ctrl_c_reaches_all_of_them_and_none_has_died_of_itself(env: dict[str, str]) -> None:
    words = [*FADU, "run", "--no-sample"]
    office = subprocess.Popen(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        _until(lambda: _page(env["FADU_HTTP_PORT"]))
        os.killpg(office.pid, signal.SIGINT)
        _, faults = office.communicate(timeout=60)
    finally:
        office.kill()
    assert (office.returncode, "意外停止" in faults, "Traceback" in faults) == (0, False, False), faults


def test_who_upgrades_the_database_at_the_same_time_waits(env: dict[str, str]) -> None:
    words = [*FADU, "migrate", "--quiet"]
    all_at_once = [
        subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [each.communicate(timeout=120) for each in all_at_once]
    assert [each.returncode for each in all_at_once] == [0, 0, 0], told


def test_a_setting_that_is_refused_is_an_input_at_fault(env: dict[str, str]) -> None:
    wrong = {**env, "FADU_MODE": "no such"}
    done = subprocess.run(
        [*FADU, "health"], cwd=ROOT, env=wrong, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("FADU_MODE:")
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_named(env: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(env["FADU_HTTP_PORT"])))
        other.listen()
        done = subprocess.run(
            [*FADU, "run"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 2
    assert f"端口 {env['FADU_HTTP_PORT']} 已被占用" in done.stderr


def _page(port: str) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return str(page.read().decode())
    except OSError:
        return ""


def _pair(office: int) -> list[int]:
    """Server and worker, once both are there."""
    children = Path(f"/proc/{office}/task/{office}/children").read_text().split()
    return [int(pid) for pid in children] if len(children) == 2 else []


def _until(seen: Callable[[], T]) -> T:
    until = time.monotonic() + 60
    while not (found := seen()):
        assert time.monotonic() < until, "nothing came within a minute"
        time.sleep(0.1)
    return found
