"""Each test begins with an empty record and keys of its own."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.conftest import forget

from fadu.cases import keys, texts


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Settings) -> None:
    forget(texts)
    forget(keys)
