"""Setting documents in a process of its own: a time limit, no network, and one that is kept, because finding the fonts takes longer than a letter."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from fadu.letters.errors import LetterError, Stopped
from fadu.letters.fonts import Families

SECONDS = 30.0
"""How long one document may take; a letter takes a hundredth of a second."""

NOWHERE = "http://127.0.0.1:9"
OFFLINE = {f"{scheme}_proxy": NOWHERE for scheme in ("http", "https", "all")}
"""Templates load no packages: whatever the process asks of the network is refused on this machine."""


class Setter:
    """The kept process. Documents are set one after the other; a process that died or hung is replaced by the next document."""

    def __init__(self, families: Families) -> None:
        fonts = json.dumps(dict(families.roles))
        self._given = {"folders": [str(folder) for folder in families.folders], "fonts": fonts}
        self._process: subprocess.Popen[bytes] | None = None
        self._alone = threading.Lock()
        self._owner = os.getpid()

    def set(self, document: str, at: str, standards: Sequence[str], seconds: float = SECONDS) -> bytes:
        """The PDF of a document (JSON), made `at` that instant (ISO 8601).

        Raises:
            Stopped: it took too long, or the process stopped.
            UnsetError: it can't be set; the error holds what the typesetter said.
        """
        job = {"document": document, "at": at, "standards": list(standards)}
        with self._alone:
            try:
                return self._answered(job, time.monotonic() + seconds)
            except (TimeoutError, OSError, ValueError) as error:
                self.close()
                late = isinstance(error, TimeoutError)
                why = f"排版超过{seconds:g}秒" if late else "排版程序意外停止"
                raise Stopped(f"{why}，文书没有排出。减少文书的内容，或者稍后重试。") from None

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _answered(self, job: dict[str, Any], until: float) -> bytes:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
        head, _, rest = self._read(process, until, lambda got: b"\n" in got).partition(b"\n")
        answer = json.loads(head)
        if "ended" in answer:
            self.close()
        if "error" in answer:
            raise UnsetError(answer["error"])
        missing = answer["size"] - len(rest)
        return rest + (self._read(process, until, lambda got: len(got) >= missing) if missing else b"")

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork the pipe belongs to the parent: two processes on one pipe would read each other's letters.
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._owner = os.getpid()
            environment = {k: v for k, v in os.environ.items() if k.lower() not in ("no_proxy", *OFFLINE)}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "fadu.letters.typesetter"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**environment, **OFFLINE, **{k.upper(): v for k, v in OFFLINE.items()}},
            )
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(self._given).encode() + b"\n")
        return self._process

    def _read(self, process: subprocess.Popen[bytes], until: float, enough: Callable[[bytes], bool]) -> bytes:
        assert process.stdout is not None
        got = b""
        while not enough(got):
            if not select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            piece = os.read(process.stdout.fileno(), 1 << 20)
            if not piece:
                raise BrokenPipeError
            got += piece
        return got


class UnsetError(LetterError):
    """What the typesetter says against a document."""
