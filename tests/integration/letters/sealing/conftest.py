"""One letter, set and sealed once, for everything that is tried on it."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.conftest import forget
from tests.unit.letters.papers import AT, PAPERS

from fadu.cases import keys, texts
from fadu.letters.pdf import render
from fadu.letters.place import seal_places
from fadu.letters.sealing.local import LocalSeal
from fadu.ports import Sealed, Spot


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Settings) -> None:
    forget(texts)
    forget(keys)


@pytest.fixture(scope="session")
def paper() -> bytes:
    return render(PAPERS["notice"], AT)


@pytest.fixture(scope="session")
def spot(paper: bytes) -> Spot:
    place = seal_places(paper, PAPERS["notice"])[0]
    return Spot(place.page, place.x, place.y)


@pytest.fixture
def sealed(paper: bytes, spot: Spot) -> Sealed:
    """Sealed under the keys of this test's own data folder."""
    return LocalSeal(PAPERS["notice"].issuers[0]).put_on(paper, spot, "答复申请人")
