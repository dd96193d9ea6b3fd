"""One suite for every seal: the one of this installation, those that work elsewhere, and their twin in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.support.twins import MemorySeal
from tests.unit.letters.papers import AT, OFFICE, PAPERS

from fadu.letters.gate import pages
from fadu.letters.pdf import render
from fadu.letters.sealing.local import LocalSeal
from fadu.letters.sealing.providers import ExternalSeal, ManualSeal, PaperSeal
from fadu.ports import Seal, Spot

SPOT = Spot(1, 300, 300)


@dataclass(frozen=True)
class Case:
    """A seal, and whether it works on files."""

    seal: Seal
    on_file: bool = True


def brought(folder: Path, pdf: bytes) -> Case:
    back = folder / "in" / f"{hashlib.sha256(pdf).hexdigest()}.pdf"
    back.parent.mkdir(parents=True)
    back.write_bytes(pdf + b"%sealed")
    return Case(ExternalSeal(OFFICE, folder))


CASES: dict[str, Callable[[Path, bytes], Case]] = {
    "memory": lambda folder, pdf: Case(MemorySeal()),
    "local": lambda folder, pdf: Case(LocalSeal(OFFICE)),
    "external": brought,
    "manual": lambda folder, pdf: Case(ManualSeal(OFFICE, pdf + b"%sealed")),
    "paper": lambda folder, pdf: Case(PaperSeal(OFFICE), on_file=False),
}
AWAY: dict[str, Callable[[Path], Seal]] = {
    "memory": lambda folder: MemorySeal(away=True),
    "external": lambda folder: ExternalSeal(OFFICE, folder),
}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(PAPERS["unsealed"], AT)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, settings: Settings, pdf: bytes) -> Case:
    return CASES[request.param](settings.FADU.data_dir / "exchange", pdf)


def test_what_comes_back_says_what_was_given(case: Case, pdf: bytes) -> None:
    sealed = case.seal.put_on(pdf, SPOT, "答复")
    assert sealed is not None
    assert (sealed.pdf is not None) == case.on_file
    if sealed.pdf is not None:
        assert sealed.pdf != pdf
        assert pages(sealed.pdf) == pages(pdf)
    assert sealed.seal
    assert case.seal.key
    assert len(sealed.certificate) in (0, 64)


@pytest.mark.parametrize("name", AWAY)
def test_what_is_not_back_yet_is_asked_for_again(name: str, settings: Settings, pdf: bytes) -> None:
    seal = AWAY[name](settings.FADU.data_dir / "exchange")
    assert [seal.put_on(pdf, SPOT, "") for _ in range(2)] == [None, None]
