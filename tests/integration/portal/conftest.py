"""The office's door: each test begins with an empty record, and nothing remembered from the test before."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType

import pytest

from fadu.cases import keys, moments, texts

NOON = datetime(2023, 9, 11, 4, 0, tzinfo=UTC)
"""Monday, 11 September 2023, noon in the office."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    for module in (texts, keys):
        _forget(module)


@pytest.fixture(autouse=True)
def _on_a_monday():  # type: ignore[no-untyped-def]
    with moments.at(NOON):
        yield


def _forget(module: ModuleType) -> None:
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()
