"""`kill -9` of writers and worker, at random moments and at named points: no acknowledged act is missing, and everything still agrees."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from tests.integration import databases

ROOT = Path(__file__).parents[3]
ROUNDS = 8
"""Each kills two writers and the worker at a random moment: with the named points more than 25 deaths on either database."""
NAMED = (
    ("writer", "before the commit"),
    ("writer", "before writing"),
    ("writer", "after the commit"),
    ("writer", "after the number was drawn"),
    ("worker", "while sequencing"),
    ("worker", "while sequencing, later"),
    ("worker", "before signing"),
    ("worker", "after the file was kept"),
    ("worker", "after the provider's yes"),
)


@dataclass
class Office:
    """An office of its own: folder and database. `acknowledged` are the acts that its writers told of."""

    env: dict[str, str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    files: dict[int, Path] = field(default_factory=dict)
    started: int = 0
    deaths: int = 0

    def start(self, what: str, point: str = "") -> subprocess.Popen[bytes]:
        """What the process tells goes to a file of its own: a pipe that nobody empties would stop it."""
        words = [sys.executable, "-m", "tests.integration.kill.office", what, point]
        with self._told(self.started).open("wb") as told:
            process = subprocess.Popen(words, cwd=ROOT, env=self.env, stdout=told, stderr=subprocess.DEVNULL)
        self.files[process.pid] = self._told(self.started)
        self.started += 1
        return process

    def bury(self, process: subprocess.Popen[bytes]) -> None:
        """Kill it if it still lives, and keep what it told; a last line cut short was never read as an acknowledgement."""
        process.kill()
        process.wait()
        self.deaths += 1
        for line in self.files[process.pid].read_text().splitlines(keepends=True):
            if line.endswith("\n") and len(line.split()) == 3:
                uid, seq, hash = line.split()
                self.acknowledged[f"{uid} {seq}"] = hash

    def _told(self, number: int) -> Path:
        return Path(self.env["FADU_DATA_DIR"]) / f"told-{number}"

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    env = {**os.environ, "FADU_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    name = ""
    if connection.vendor == "postgresql":
        name = databases.create("kill")
        env["FADU_DATABASE_URL"] = databases.url(name)
    else:
        env.pop("FADU_DATABASE_URL", None)
    made = Office(env)
    made.run("-c", "import sys; from fadu.cli import main; sys.exit(main(['migrate']))")
    yield made
    if name:
        databases.drop(name)


def test_nothing_acknowledged_is_lost_and_everything_agrees(office: Office) -> None:
    draw = random.Random(20231013)
    for _ in range(ROUNDS):
        living = [office.start("writer"), office.start("writer"), office.start("worker")]
        time.sleep(1.2 + draw.random())
        for process in draw.sample(living, len(living)):
            office.bury(process)
            time.sleep(draw.random() / 20)
    for what, point in NAMED:
        doomed = office.start(what, point)
        beside = office.start("writer") if what == "worker" else None
        try:
            doomed.wait(60)
        except subprocess.TimeoutExpired:
            pytest.fail(f"{what} never came to “{point}”")
        assert doomed.returncode == -9, f"{what} ended with {doomed.returncode}, not at “{point}”"
        office.bury(doomed)
        if beside is not None:
            office.bury(beside)
    assert office.deaths >= 25
    found = json.loads(office.run("-m", "tests.integration.kill.office", "audit"))
    missing = {k for k, hash in office.acknowledged.items() if found["entries"].get(k) != hash}
    assert len(office.acknowledged) > 100
    assert not missing
    assert not found["faults"]
    assert not found["unreadable"]
    assert not found["differences"]
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert found["counter"] == [len(found["numbers"])]
    assert found["waiting"] == 0
    assert found["leaves"] == len(found["entries"])
    assert not found["dead"]
