"""The seal of this installation's own: PAdES B-LTA, certified so that nothing may change afterwards, with a drawn seal of 42 mm.

Its key is made here, comes in a PKCS#12 file, or stays on a PKCS#11 token. It proves origin and integrity to whoever trusts its root; it is
not an electronic seal that equals the physical one (国务院令第716号第八条、第九条，待核), and is marked as a specimen.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from django.conf import settings
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from fadu.cases.errors import ActError
from fadu.cases.moments import now
from fadu.letters.sealing.certificates import TEST, TestCertificates, asn1, fingerprint, test_certificates
from fadu.letters.sealing.drawing import SIDE, drawn
from fadu.letters.sealing.examining import roots
from fadu.letters.sealing.stamping import OwnClock
from fadu.letters.sealing.tagging import add_field
from fadu.letters.sealing.token import token_signer
from fadu.ports import Sealed, Spot
from fadu.procedure.say import say

FIELD = "Seal"
EXACT = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins())


@dataclass(frozen=True)
class Means:
    """With what a seal is put on: the signer, the clock, and what the validation of both needs."""

    signer: Signer
    clock: TimeStamper
    trusted: tuple[asn1_x509.Certificate, ...]
    revoked: tuple[bytes, ...]
    fetching: bool


@dataclass(frozen=True)
class LocalSeal:
    """The test seal of an office."""

    office: str
    fonts: Path | None = None
    key: str = "local"

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed:
        """Sign and stamp; takes a second or two.

        Raises:
            ActError: the key or the clock of the setting can't be used.
        """
        at = now()
        with _means(self.office, at) as means:
            return self._sealed(pdf, spot, reason, means, at)

    def _sealed(self, pdf: bytes, spot: Spot, reason: str, means: Means, at: datetime) -> Sealed:
        name = f"{self.office}（{TEST}）"
        signer = PdfSigner(
            _metadata(means, at, name, reason),
            signer=means.signer,
            timestamper=means.clock,
            stamp_style=StaticStampStyle(
                border_width=0,
                background=_Drawing(drawn(self.office, TEST, self.fonts)),
                background_layout=EXACT,
            ),
        )
        field = SigFieldSpec(
            FIELD,
            on_page=spot.page - 1,
            box=_box(spot),  # type: ignore[arg-type]  # whole points would move the seal by a third of a millimetre
            readable_field_name=f"{name}印章",
        )
        writer, sealed = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
        add_field(writer, field)
        try:
            signer.sign_pdf(writer, output=sealed)
        except (OSError, TimestampRequestError):
            raise ActError(say("时间戳服务连接不上"), say("检查 FADU_SEAL_CLOCK 后再试。")) from None
        except (SigningError, PathError, SignatureValidationError):
            raise ActError(
                say("印章证书不能使用：已过期、已吊销，或者用途不对"), say("换用有效的印章证书。")
            ) from None
        certificate = means.signer.signing_cert
        assert certificate is not None
        return Sealed(sealed.getvalue(), name, fingerprint(certificate.dump()))


class _Drawing(PdfContent):
    """A page of another PDF, as a picture of lines."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        super().__init__()

    def render(self) -> bytes:
        drawing = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Seal"] = drawing
        # As red ink does, the seal lets what is printed under it be read.
        self.resources.ext_g_state["/Ink"] = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
        self.box = BoxConstraints(width=SIDE, height=SIDE)
        return b"/Ink gs /Seal Do"


def _box(spot: Spot) -> tuple[float, float, float, float]:
    half = SIDE / 2
    return (spot.x - half, spot.y - half, spot.x + half, spot.y + half)


def _metadata(means: Means, at: datetime, name: str, reason: str) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=name,
        reason=reason or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        use_pades_lta=True,
        validation_context=ValidationContext(
            trust_roots=means.trusted,
            crls=means.revoked,
            allow_fetching=means.fetching,
            # Of a certificate from elsewhere the list may be out of reach just now; the time stamp can prove it later.
            revocation_mode="soft-fail" if means.fetching else "hard-fail",
            moment=at,
        ),
    )


@contextmanager
def _means(office: str, at: datetime) -> Iterator[Means]:
    """The office's own key if the setting names one, else the test certificates."""
    file, held = settings.FADU.seal_p12, settings.FADU.seal_pkcs11
    passphrase = settings.FADU.seal_passphrase
    tests = test_certificates(office)
    clock, revoked = _clock(tests, at), (tests.revoked(),)
    if held:
        with token_signer(held.module, held.token, held.label, passphrase) as on_token:
            yield Means(on_token, clock, _trusted(on_token), revoked, fetching=True)
    elif file:
        in_file = _from_file(file, passphrase)
        yield Means(in_file, clock, _trusted(in_file), revoked, fetching=True)
    else:
        root = (asn1(tests.root.certificate),)
        chain = SimpleCertificateStore.from_certs(root)
        key, certificate = tests.seal.asn1_key, tests.seal.asn1_certificate
        own = SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=chain)
        yield Means(own, clock, root, revoked, fetching=False)


def _clock(tests: TestCertificates, at: datetime) -> TimeStamper:
    named = settings.FADU.seal_clock
    return HTTPTimeStamper(named) if named else OwnClock(tests.clock, tests.root, at)


def _from_file(path: Path, passphrase: str) -> SimpleSigner:
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase.encode() or None)
    if signer is None:
        raise ActError(say("印章文件打不开"), say("检查 FADU_SEAL_P12 和 FADU_SEAL_PASSPHRASE_FILE。"))
    return signer


def _trusted(signer: Signer) -> tuple[asn1_x509.Certificate, ...]:
    """The self-signed certificates that the key brought along, and the roots that this office trusts."""
    brought = (each for each in signer.cert_registry if each.self_signed in ("yes", "maybe"))
    return (*brought, *map(asn1, roots()))
