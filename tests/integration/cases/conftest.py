"""Each test begins with an empty record, keys of its own, and nothing remembered from the test before."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest
from pytest_django.fixtures import Settings

from fadu.cases import keys, texts
from fadu.cases.rebuild import rebuild


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Settings) -> None:
    """A process keeps declarations and keys in memory because they never change under it; between tests they do."""
    forget(texts)
    forget(keys)


@pytest.fixture
def _rebuilt_the_same(db: None) -> Iterator[None]:
    """Whatever the test did to the record: the projections are what the entries say."""
    yield
    assert list(rebuild(write=False)) == []


def forget(module: ModuleType) -> None:
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()
