"""An office's own seal with an RSA key, as most of those that are issued: in a PKCS#12 file, and on a token."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pytest_django.fixtures import Settings
from tests.integration.letters.sealing.test_token import LIBRARY, PIN, SO_PIN, needs_softhsm
from tests.unit.letters.papers import OFFICE

from fadu.cases import moments
from fadu.conf.env import TokenKey
from fadu.letters.sealing.certificates import fingerprint
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.letters.sealing.local import LocalSeal
from fadu.ports import Sealed, Spot

TOKEN = "office-rsa"


@dataclass(frozen=True)
class Issued:
    """A key with its certificate, and the root that issued it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate.public_bytes(Encoding.DER))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _use(*, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not certifies, not certifies, False, False, False, certifies, certifies, False, False)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, by: tuple[str, rsa.RSAPrivateKey], certifies: bool
) -> x509.Certificate:
    at = moments.now()
    builder = (
        x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(by[0])).public_key(key.public_key())
    )
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(at - timedelta(days=1))
    builder = builder.not_valid_after(at + timedelta(days=900)).add_extension(_use(certifies=certifies), True)
    if certifies:
        builder = builder.add_extension(x509.BasicConstraints(True, 0), True)
    return builder.sign(by[1], hashes.SHA256())


@pytest.fixture(scope="module", params=[2048, 4096])
def issued(request: pytest.FixtureRequest) -> Issued:
    root = rsa.generate_private_key(65537, 2048)
    key = rsa.generate_private_key(65537, request.param)
    by = ("示例市印章中心", root)
    return Issued(key, _certificate("示例市外办印章", key, by, False), _certificate(by[0], root, by, True))


@pytest.fixture
def trusted(issued: Issued, tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "roots.pem"
    path.write_bytes(issued.root.public_bytes(Encoding.PEM))
    settings.FADU = dataclasses.replace(settings.FADU, seal_roots=path)
    return path


def stands(sealed: Sealed, issued: Issued, settings: Settings) -> None:
    assert sealed.pdf
    found = examine(sealed.pdf, roots())
    assert (found.finding, found.fingerprint, sealed.certificate) == (
        Finding.GOOD,
        issued.fingerprint,
        issued.fingerprint,
    )
    assert found.sealed_at is not None
    at = sealed.pdf.index(b"stream") + 20
    assert not examine(sealed.pdf[:at] + bytes([sealed.pdf[at] ^ 1]) + sealed.pdf[at + 1 :], roots()).good
    settings.FADU = dataclasses.replace(settings.FADU, seal_roots=None)
    assert examine(sealed.pdf, roots()).finding is Finding.UNKNOWN


def old_encryption() -> object:
    """As Windows and older programs write such files."""
    form = PrivateFormat.PKCS12.encryption_builder().key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
    return form.hmac_hash(hashes.SHA1()).build(b"open sesame")


@pytest.mark.parametrize("old", [False, True])
def test_in_a_file(
    old: bool, issued: Issued, trusted: Path, paper: bytes, spot: Spot, tmp_path: Path, settings: Settings
) -> None:
    encryption = old_encryption() if old else BestAvailableEncryption(b"open sesame")
    file = pkcs12.serialize_key_and_certificates(
        b"seal",
        issued.key,
        issued.certificate,
        [issued.root],
        encryption,  # type: ignore[arg-type]
    )
    (tmp_path / "seal.p12").write_bytes(file)
    settings.FADU = dataclasses.replace(settings.FADU, seal_p12=tmp_path / "seal.p12", seal_passphrase="open sesame")
    stands(LocalSeal(OFFICE).put_on(paper, spot, ""), issued, settings)


@pytest.fixture(scope="module")
def token(issued: Issued, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        named = f"--init-token --free --label {TOKEN} --pin {PIN} --so-pin {SO_PIN}"
        subprocess.run(["softhsm2-util", *named.split()], check=True, capture_output=True)
        found = pkcs11.lib(str(LIBRARY)).get_token(token_label=TOKEN)
        with found.open(rw=True, user_pin=PIN) as session:
            form = issued.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
            kept = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "seal"}
            session.create_object(decode_rsa_private_key(form) | kept)
            certificate = decode_x509_certificate(issued.certificate.public_bytes(Encoding.DER))
            session.create_object(certificate | kept)
        yield
        pkcs11.unload(str(LIBRARY))


@needs_softhsm
def test_on_a_token(issued: Issued, token: None, trusted: Path, paper: bytes, spot: Spot, settings: Settings) -> None:
    named = TokenKey(LIBRARY, TOKEN, "seal")
    settings.FADU = dataclasses.replace(settings.FADU, seal_pkcs11=named, seal_passphrase=PIN)
    stands(LocalSeal(OFFICE).put_on(paper, spot, ""), issued, settings)
