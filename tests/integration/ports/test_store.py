"""One suite for every store: the folder on disk, and its twin in memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.support.twins import MemoryStore

from fadu.cases import files
from fadu.cases.intake import UploadRefused, check_upload
from fadu.ports import FileLost, Store

CONTENTS = [b"", b"some bytes", "正文".encode(), bytes(range(256)) * 5000]


@dataclass(frozen=True)
class Case:
    """A store, how a test damages a file in it, how it loses one, and how many files it has."""

    store: Store
    damage: Callable[[str], object]
    lose: Callable[[str], object]
    count: Callable[[], int]


def on_disk() -> Case:
    return Case(
        files,
        lambda sha: files.path_of(sha).write_bytes(b"evil"),
        lambda sha: files.path_of(sha).unlink(),
        lambda: sum(path.is_file() for path in files.folder().rglob("*")),
    )


def in_memory() -> Case:
    store = MemoryStore()
    return Case(
        store,
        lambda sha: store.kept.update({sha: b"evil"}),
        lambda sha: store.kept.pop(sha),
        lambda: len(store.kept),
    )


@pytest.fixture(params=[on_disk, in_memory])
def case(request: pytest.FixtureRequest) -> Case:
    made: Case = request.param()
    return made


def read(store: Store, sha: str) -> bytes:
    with store.open_stored(sha) as file:
        return file.read()


@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_a_file_comes_back_under_the_hash_of_its_bytes(case: Case, content: bytes) -> None:
    sha = case.store.put(content)
    assert sha == hashlib.sha256(content).hexdigest()
    assert read(case.store, sha) == content


def test_the_same_file_is_kept_once_and_others_apart(case: Case) -> None:
    assert case.store.put(b"twice") == case.store.put(b"twice")
    assert case.count() == 1
    other = case.store.put(b"other")
    assert case.count() == 2
    assert read(case.store, other) == b"other"


def test_a_file_can_be_opened_several_times_at_once(case: Case) -> None:
    sha = case.store.put(b"some bytes")
    with case.store.open_stored(sha) as one, case.store.open_stored(sha) as two:
        assert (one.read(4), two.read(), one.read()) == (b"some", b"some bytes", b" bytes")


def test_a_damaged_file_is_never_given_and_is_mended_by_the_good_one(case: Case) -> None:
    sha = case.store.put(b"good")
    case.damage(sha)
    with pytest.raises(FileLost):
        case.store.open_stored(sha)
    assert case.store.put(b"good") == sha
    assert read(case.store, sha) == b"good"


def test_a_file_that_is_not_there_is_told(case: Case) -> None:
    sha = case.store.put(b"gone")
    case.lose(sha)
    for missing in (sha, "0" * 64):
        with pytest.raises(FileLost):
            case.store.open_stored(missing)


@pytest.mark.parametrize("sha", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_looked_for(case: Case, sha: str) -> None:
    with pytest.raises(ValueError):
        case.store.open_stored(sha)


def test_what_comes_in_is_kept_there_and_what_is_refused_is_not(case: Case) -> None:
    stored = check_upload("说明.txt", io.BytesIO("说明".encode()), case.store)
    assert read(case.store, stored.sha256) == "说明".encode()
    with pytest.raises(UploadRefused):
        check_upload("方案.txt", io.BytesIO("题目\n机密★10年\n".encode()), case.store)
    assert case.count() == 1
