"""Each test begins with an empty record, keys of its own, and nothing remembered from the test before."""

from __future__ import annotations

from types import ModuleType

import pytest
from pytest_django.fixtures import Settings

from fadu.cases import keys, texts


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Settings) -> None:
    """A process keeps declarations and keys in memory because they never change under it; between tests they do."""
    forget(texts)
    forget(keys)


def forget(module: ModuleType) -> None:
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()
