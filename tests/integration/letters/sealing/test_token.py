"""A seal whose key stays on a PKCS#11 token: SoftHSM, a token in software, holds a real one."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import _pkcs11
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pytest_django.fixtures import Settings
from tests.unit.letters.papers import OFFICE

from fadu.cases import moments
from fadu.cases.errors import ActError
from fadu.conf.env import TokenKey
from fadu.letters.sealing.certificates import Holder, fingerprint, issue
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.letters.sealing.local import LocalSeal
from fadu.ports import Spot

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN, PIN, SO_PIN = "office-seal", "135790", "97531024"
needs_softhsm = pytest.mark.skipif(
    not (shutil.which("softhsm2-util") and LIBRARY.exists()),
    reason="SoftHSM is not installed: apt-get install softhsm2",
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Holder, Holder]]:
    """Root and seal of an office's own; the seal's key and certificate are on the token `TOKEN`."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    root, seal, _clock = issue("示例市印章中心", moments.now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(conf))
        named = f"--init-token --free --label {TOKEN} --pin {PIN} --so-pin {SO_PIN}"
        subprocess.run(["softhsm2-util", *named.split()], check=True, capture_output=True)
        _put_on_token(seal, "seal")
        yield root, seal
        pkcs11.unload(str(LIBRARY))


def _put_on_token(seal: Holder, label: str) -> None:
    token = pkcs11.lib(str(LIBRARY)).get_token(token_label=TOKEN)
    with token.open(rw=True, user_pin=PIN) as session:
        form = seal.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        key = decode_ec_private_key(form)
        session.create_object(key | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label})
        certificate = decode_x509_certificate(seal.certificate.public_bytes(Encoding.DER))
        session.create_object(certificate | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label})


@pytest.fixture
def key(held: tuple[Holder, Holder], tmp_path: Path, settings: Settings) -> TokenKey:
    """The token as the settings name it, and its root among those that the office trusts."""
    named = TokenKey(LIBRARY, TOKEN, "seal")
    (tmp_path / "roots.pem").write_bytes(held[0].certificate.public_bytes(Encoding.PEM))
    settings.FADU = dataclasses.replace(
        settings.FADU, seal_pkcs11=named, seal_passphrase=PIN, seal_roots=tmp_path / "roots.pem"
    )
    return named


@needs_softhsm
def test_a_key_on_a_token(
    key: TokenKey, held: tuple[Holder, Holder], paper: bytes, spot: Spot, settings: Settings
) -> None:
    sealed = LocalSeal(OFFICE).put_on(paper, spot, "")
    assert sealed.pdf
    found = examine(sealed.pdf, roots())
    own = fingerprint(held[1].certificate.public_bytes(Encoding.DER))
    assert (found.finding, found.fingerprint, sealed.certificate) == (Finding.GOOD, own, own)
    settings.FADU = dataclasses.replace(settings.FADU, seal_roots=None)
    assert examine(sealed.pdf, roots()).finding is Finding.UNKNOWN


@needs_softhsm
def test_two_seals_at_once(key: TokenKey, paper: bytes, spot: Spot) -> None:
    with ThreadPoolExecutor(2) as both:
        sealed = list(both.map(lambda reason: LocalSeal(OFFICE).put_on(paper, spot, reason), ("甲", "乙")))
    assert all(each.pdf and examine(each.pdf, roots()).good for each in sealed)


@needs_softhsm
def test_a_wrong_pin_and_then_the_right_one(key: TokenKey, paper: bytes, spot: Spot, settings: Settings) -> None:
    right = settings.FADU
    for wrong in ("024680", "1"):
        settings.FADU = dataclasses.replace(right, seal_passphrase=wrong)
        with pytest.raises(ActError, match="“office-seal”的 PIN 不对。检查 FADU_SEAL_PASSPHRASE_FILE"):
            LocalSeal(OFFICE).put_on(paper, spot, "")
    settings.FADU = right
    assert LocalSeal(OFFICE).put_on(paper, spot, "").pdf


@needs_softhsm
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": "another"}, "没有找到密码设备“another”"),
        ({"label": "stamp"}, "没有标签为“stamp”的私钥和证书"),
    ],
)
def test_what_is_not_there(
    change: dict[str, str], said: str, key: TokenKey, paper: bytes, spot: Spot, settings: Settings
) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, seal_pkcs11=dataclasses.replace(key, **change))
    with pytest.raises(ActError, match=said) as refused:
        LocalSeal(OFFICE).put_on(paper, spot, "")
    assert "FADU_SEAL_PKCS11" in str(refused.value)


@pytest.mark.parametrize("library", ["/nowhere/libtoken.so", "/dev/null", _pkcs11.__file__])
def test_a_library_that_is_none(library: str, paper: bytes, spot: Spot, settings: Settings) -> None:
    named = TokenKey(Path(library), TOKEN, "seal")
    settings.FADU = dataclasses.replace(settings.FADU, seal_pkcs11=named, seal_passphrase=PIN)
    with pytest.raises(ActError, match="PKCS#11 程序库不能使用") as refused:
        LocalSeal(OFFICE).put_on(paper, spot, "")
    assert "FADU_SEAL_PKCS11" in str(refused.value)
