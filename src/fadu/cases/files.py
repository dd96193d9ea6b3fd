"""The store of files: each lies under the SHA-256 of its bytes, is on disk before any transaction names it, and never changes.

    sha = files.put(content)
    with files.open_stored(sha) as file: …

A transaction that fails leaves at most a file that nobody names; one that succeeds never names a file that is not there.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets as random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from django.conf import settings
from django.db import OperationalError

from fadu.ports import FileLost

NAMED = re.compile(r"[0-9a-f]{64}")


class OutOfRoom(OSError, OperationalError):
    """The disk is full or can't be written: to whoever waits it is as if the database were away, and what they typed comes back."""


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.FADU.data_dir) / "files"


def path_of(sha: str) -> Path:
    """Where the file with this SHA-256 (64 hex digits) lies or would lie. Raises ValueError for anything else."""
    if not NAMED.fullmatch(sha):
        raise ValueError(f"“{sha[:80]}”不是文件的 SHA-256（64 位小写十六进制）。")
    return folder() / sha[:2] / sha[2:4] / sha


def put(content: bytes) -> str:
    """Keep a file, once; gives its SHA-256. When this returns, file and folder entry are on disk.

    A file that is there but damaged is replaced by the good one.

    Raises:
        OutOfRoom: it could not be written; nothing of it is left.
    """
    sha = hashlib.sha256(content).hexdigest()
    with writing():
        _put(path_of(sha), sha, content)
    return sha


@contextmanager
def writing() -> Iterator[None]:
    """Whatever the disk says to what is written here is said as OutOfRoom."""
    try:
        yield
    except OutOfRoom:
        raise
    except OSError as fault:
        raise OutOfRoom(fault.errno, fault.strerror) from fault


def _put(path: Path, sha: str, content: bytes) -> None:
    _make(path.parent)
    if not _is_whole(path, sha):
        with _draft(path, content) as draft:
            draft.replace(path)
    # Also when another process has just put it there: its name may not be on disk yet.
    _sync(path.parent)


def open_stored(sha: str) -> BufferedReader:
    """The file, opened at its beginning, after its bytes were checked.

    Raises:
        FileLost: it is not there, or damaged.
    """
    try:
        file = path_of(sha).open("rb")
    except FileNotFoundError:
        raise FileLost(f"文件 {sha[:12]}… 不在文件库中。请从备份恢复。") from None
    if _digest(file) != sha:
        file.close()
        raise FileLost(f"文件 {sha[:12]}… 已损坏。请从备份恢复。")
    file.seek(0)
    return file


def read(sha: str) -> bytes:
    """The file's bytes, checked. Raises FileLost like `open_stored`."""
    with open_stored(sha) as file:
        return file.read()


def remove(sha: str) -> None:
    """Destroy a file; nothing happens if it is not there. Only for what the law has erased: whoever still names it finds it lost."""
    path = path_of(sha)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _sync(path.parent)


@contextmanager
def _draft(path: Path, content: bytes) -> Iterator[Path]:
    """The bytes, on disk under a name that nobody looks for."""
    draft = path.with_name(f".{random.token_hex(8)}")
    try:
        with open(draft, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _is_whole(path: Path, sha: str) -> bool:
    with suppress(FileNotFoundError), path.open("rb") as file:
        return _digest(file) == sha
    return False


def _digest(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _make(folder: Path) -> None:
    """Make a folder and those above it; each new name is on disk when this returns."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
