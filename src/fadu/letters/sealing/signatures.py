"""The signatures of a PDF, judged by pyHanko: what `examining` asks for."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext

from fadu.cases.moments import now
from fadu.letters.sealing.certificates import asn1
from fadu.letters.sealing.findings import Examined, Finding

log = logging.getLogger(__name__)


def judged(pdf: bytes, roots: Iterable[x509.Certificate]) -> Examined:
    """The finding without its sentences; never raises for a bad file."""
    trusted = [asn1(root) for root in roots]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if not reader.root_ref or reader.encrypted:
            return Examined(Finding.UNREADABLE)
    except Exception:
        # The library raises whatever a broken file makes it stumble over.
        return Examined(Finding.UNREADABLE)
    try:
        found = reader.embedded_regular_signatures
    except Exception:
        return Examined(Finding.CHANGED)
    if not found:
        return Examined(Finding.UNSEALED)
    # Each seal must stand; the first that doesn't is the answer, else the last one that was put on.
    examined = [_signed(_examined(pdf, reader, each, trusted), each) for each in found]
    return next((each for each in examined if not each.good), examined[-1])


def _examined(
    pdf: bytes, reader: PdfFileReader, seal: EmbeddedPdfSignature, roots: list[asn1_x509.Certificate]
) -> Examined:
    if _moved(pdf, seal):
        return Examined(Finding.CHANGED, resaved=True)
    if _is_foreign(seal):
        return Examined(Finding.UNCHECKED)
    try:
        status = _validated(reader, seal, roots)
        stamps = [_stamped(reader, each, roots) for each in reader.embedded_timestamp_signatures]
    except Exception as error:
        log.info("印章不能检验：%s", type(error).__name__, exc_info=True)
        return Examined(Finding.CHANGED)
    intact = status.intact and status.valid and all(each.intact and each.valid for each in stamps)
    relied_on = status.bottom_line and all(each.trusted for each in stamps)
    unchanged = bool(status.docmdp_ok) and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    unchanged = unchanged and pdf.rstrip(b"\r\n").endswith(b"%%EOF")
    stamp = status.timestamp_validity
    proven = stamp if stamp is not None and stamp.intact and stamp.valid and stamp.trusted else None
    return Examined(
        _finding(intact, unchanged, relied_on),
        intact=intact,
        trusted=status.trusted,
        unchanged=unchanged,
        sealed_at=proven.timestamp if proven else None,
        stamped_by=_name(proven.signing_cert) if proven else "",
    )


def _finding(intact: bool, unchanged: bool, relied_on: bool) -> Finding:
    if not intact:
        return Finding.CHANGED
    if not unchanged:
        return Finding.OVERLAID
    return Finding.GOOD if relied_on else Finding.UNKNOWN


def _validated(
    reader: PdfFileReader, seal: EmbeddedPdfSignature, roots: list[asn1_x509.Certificate]
) -> PdfSignatureStatus:
    """As of now; a seal whose certificate has run out since, as of its time stamp, if that can be relied on."""
    context = _context(reader, roots, now())
    status: PdfSignatureStatus = validate_pdf_signature(seal, context, context)
    stamp = status.timestamp_validity
    if status.bottom_line or stamp is None or not stamp.intact:
        return status
    then = _context(reader, roots, stamp.timestamp)
    again: PdfSignatureStatus = validate_pdf_signature(seal, then, then)
    return again


def _stamped(
    reader: PdfFileReader, stamp: EmbeddedPdfSignature, roots: list[asn1_x509.Certificate]
) -> DocumentTimestampStatus:
    """A time stamp over the whole document, which keeps it provable: as of now, else as of itself."""
    status: DocumentTimestampStatus = validate_pdf_timestamp(stamp, _context(reader, roots, now()))
    if status.trusted or not status.intact:
        return status
    again: DocumentTimestampStatus = validate_pdf_timestamp(stamp, _context(reader, roots, status.timestamp))
    return again


def _context(reader: PdfFileReader, roots: list[asn1_x509.Certificate], at: datetime) -> ValidationContext:
    """What the file itself brings along for its validation, and the roots. Nothing is fetched."""
    given: dict[str, Any] = {"trust_roots": roots, "moment": at, "allow_fetching": False, "retroactive_revinfo": True}
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(given)
    except NoDSSFoundError:
        return ValidationContext(**given)


def _moved(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Whether the seal no longer stands where it says it does: a program wrote the file anew."""
    start, first, second, _rest = (int(n) for n in seal.byte_range)
    gap = pdf[start + first : second]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return True
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii")) != seal.pkcs7_content
    except ValueError:
        return True


def _is_foreign(seal: EmbeddedPdfSignature) -> bool:
    """Whether the seal was made by an algorithm of which only the number is known here."""
    try:
        signer = seal.signer_info
        named = [signer[part]["algorithm"].native for part in ("digest_algorithm", "signature_algorithm")]
    except Exception:
        return False
    return any(name[:1].isdigit() for name in named)


def _signed(found: Examined, seal: EmbeddedPdfSignature) -> Examined:
    """The same, with whose certificate it is."""
    try:
        certificate = seal.signer_cert
        by, fingerprint = _name(certificate), hashlib.sha256(certificate.dump()).hexdigest()
    except Exception:
        # What a broken seal holds may be no certificate.
        return found
    return replace(found, by=by, fingerprint=fingerprint)


def _name(certificate: asn1_x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
