"""The certificates of the test seal: a root of this installation's own, one for the seal, one for its clock. P-256, made on first use.

They lie in `keys/seal.pem` in the data folder, readable by the office's own user alone. They prove that a letter came from this installation
unchanged; they don't make its seal an electronic seal in the sense of the law, and the certificates say so in their names.
"""

from __future__ import annotations

import os
import re
import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fadu.cases import keys
from fadu.cases.moments import now

TEST = "样章 测试"
FILE = "seal.pem"
PRIVATE = re.compile(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n", re.DOTALL)
YEARS = timedelta(days=3653)
LISTED = timedelta(days=30)
"""How long a list of revoked certificates stands before the next one."""


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def asn1_certificate(self) -> asn1_x509.Certificate:
        return asn1(self.certificate)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(serialization.Encoding.DER, *form))


@dataclass(frozen=True)
class TestCertificates:
    """The root, the seal and the clock of this installation."""

    root: Holder
    seal: Holder
    clock: Holder

    def revoked(self) -> bytes:
        """A list of revoked certificates (DER), made now: none is."""
        at = now()
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.certificate.subject)
        builder = builder.last_update(at - timedelta(minutes=5)).next_update(at + LISTED)
        number = x509.CRLNumber(int(at.timestamp()))
        signed = builder.add_extension(number, critical=False).sign(self.root.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The certificate as the signing library takes it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate (DER), 64 hex digits."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(certificate)
    return digest.finalize().hex()


def kept_root() -> x509.Certificate | None:
    """The root of this installation, if it has made one."""
    path = keys.folder() / FILE
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.exists() else None


def test_certificates(office: str) -> TestCertificates:
    """Those of this installation; made for this office if there are none. Of two processes that make them at once, one prevails."""
    path = keys.folder() / FILE
    if not path.exists():
        _make(path, office)
    text = path.read_bytes()
    made = zip(PRIVATE.findall(text), x509.load_pem_x509_certificates(text), strict=True)
    return TestCertificates(*(_holder(key, certificate) for key, certificate in made))


def _make(path: Path, office: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{random.token_hex(8)}")
    _write(draft, b"".join(map(_pem, issue(office, now()))))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def issue(office: str, at: datetime) -> tuple[Holder, Holder, Holder]:
    """New keys and certificates: root, seal of the office, clock."""
    root = _signed(_name(office, "测试根证书"), None, at, _for_root())
    seal = _signed(_name(office, f"{office}（{TEST}）"), root, at, (_use(signs=True),))
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    clock = _signed(_name(office, "测试时间戳"), root, at, (_use(signs=True), (stamping, True)))
    return root, seal, clock


Extension = tuple[x509.ExtensionType, bool]


def _for_root() -> tuple[Extension, ...]:
    return ((x509.BasicConstraints(ca=True, path_length=0), True), _use(certifies=True))


def _use(*, signs: bool = False, certifies: bool = False) -> Extension:
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )
    return usage, True


def _name(office: str, common: str) -> x509.Name:
    # A common name has at most 64 characters (X.520).
    parts = ((NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, office), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in parts])


def _signed(name: x509.Name, by: Holder | None, at: datetime, extensions: Sequence[Extension]) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, signer = (by.certificate.subject, by.key) if by else (name, key)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(at - timedelta(days=1)).not_valid_after(at + YEARS)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(known, critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Holder(key, builder.sign(signer, hashes.SHA256()))


def _pem(holder: Holder) -> bytes:
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key = holder.key.private_bytes(serialization.Encoding.PEM, *form)
    return key + holder.certificate.public_bytes(serialization.Encoding.PEM)


def _holder(pem: bytes, certificate: x509.Certificate) -> Holder:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Holder(key, certificate)


def _write(path: Path, content: bytes) -> None:
    with open(path, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
