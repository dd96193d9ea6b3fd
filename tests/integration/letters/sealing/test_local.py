"""The key of the local seal: made here, or brought in a PKCS#12 file; a clock that is not there."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from pytest_django.fixtures import Settings
from tests.unit.letters.papers import OFFICE

from fadu.cases import moments
from fadu.cases.errors import ActError
from fadu.letters.sealing.certificates import fingerprint, issue
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.letters.sealing.local import LocalSeal
from fadu.ports import Spot


@pytest.fixture
def brought(tmp_path: Path, settings: Settings) -> tuple[str, Path]:
    """An office's own key, in a file with a passphrase; the fingerprint of its certificate, and the file of its root."""
    root, seal, _clock = issue("示例市印章中心", moments.now())
    file = pkcs12.serialize_key_and_certificates(
        b"seal", seal.key, seal.certificate, [root.certificate], BestAvailableEncryption(b"open sesame")
    )
    (tmp_path / "seal.p12").write_bytes(file)
    (tmp_path / "roots.pem").write_bytes(root.certificate.public_bytes(Encoding.PEM))
    settings.FADU = dataclasses.replace(settings.FADU, seal_p12=tmp_path / "seal.p12", seal_passphrase="open sesame")
    return fingerprint(seal.certificate.public_bytes(Encoding.DER)), tmp_path / "roots.pem"


def test_a_key_from_a_file(brought: tuple[str, Path], paper: bytes, spot: Spot, settings: Settings) -> None:
    certificate, trusted = brought
    sealed = LocalSeal(OFFICE).put_on(paper, spot, "")
    assert sealed.certificate == certificate
    assert sealed.pdf
    assert examine(sealed.pdf, roots()).finding is Finding.UNKNOWN
    settings.FADU = dataclasses.replace(settings.FADU, seal_roots=trusted)
    found = examine(sealed.pdf, roots())
    assert (found.finding, found.fingerprint) == (Finding.GOOD, certificate)


def test_a_wrong_passphrase(brought: tuple[str, Path], paper: bytes, spot: Spot, settings: Settings) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, seal_passphrase="close sesame")
    with pytest.raises(ActError, match="打不开"):
        LocalSeal(OFFICE).put_on(paper, spot, "")


def test_a_clock_that_is_not_there(paper: bytes, spot: Spot, settings: Settings) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, seal_clock="http://127.0.0.1:9/")
    with pytest.raises(ActError, match="时间戳服务连接不上"):
        LocalSeal(OFFICE).put_on(paper, spot, "")


def test_a_certificate_that_has_run_out(paper: bytes, spot: Spot) -> None:
    LocalSeal(OFFICE).put_on(paper, spot, "")
    with moments.at(moments.now() + timedelta(days=4000)), pytest.raises(ActError, match="不能使用"):
        LocalSeal(OFFICE).put_on(paper, spot, "")
