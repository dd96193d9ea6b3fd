"""The engine knows no office and no duty: it works with no pack installed, and with one that nobody has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def life(folder: Path, **more: str) -> dict[str, object]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("FADU_")}
    env |= {"FADU_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.life"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_no_pack_at_all(tmp_path: Path) -> None:
    assert life(tmp_path) == {"packs": [], "home": 200}


def test_a_duty_that_no_office_has(tmp_path: Path) -> None:
    assert life(tmp_path, OWN_PACK="1", FADU_OFFICE="own") == {
        "packs": ["own"],
        "number": "示图借〔2023〕1号",
        "closed": "2023-09-12",
        "faults": 0,
        "differences": 0,
        "received": 1,
        "home": 200,
    }
