"""A command before the database is made says what to run first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_a_database_without_tables_is_not_taken_for_one_that_is_away(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "FADU_DATABASE_URL"} | {"FADU_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", "import sys; from fadu.cli import main; sys.exit(main())", "figures", "2023"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("fadu figures: ")
    assert "fadu migrate" in done.stderr
    assert len(done.stderr.splitlines()) == 1
