"""What can be said about a PDF that somebody holds: sealed, by whom, when, and unchanged since or not.

    found = examine(pdf, roots())
    found.good, found.finding, found.sentences

A signature that is right by itself says nothing of what was put over the page afterwards: the bottom line counts, never `valid` alone.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from django.conf import settings
from django.utils.translation import gettext as _
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
from fadu.letters.sealing.certificates import asn1, kept_root

log = logging.getLogger(__name__)


class Finding(StrEnum):
    """What the examination of one file ends in."""

    GOOD = "good"  # sealed, intact, nothing put over it after the seal, root known
    UNKNOWN = "unknown"  # intact, but neither the seal's root nor that of its time stamp is among the given ones
    CHANGED = "changed"  # bytes that the seal covers were changed, or the file was written anew
    OVERLAID = "overlaid"  # the sealed part is intact, but something was put over it or added to it afterwards
    UNCHECKED = "unchecked"  # sealed by an algorithm that is not known here (as SM2): nothing can be said
    UNSEALED = "unsealed"  # a PDF without any seal (a re-save may have lost it)
    UNREADABLE = "unreadable"  # no PDF at all, or one that can't be read


@dataclass(frozen=True)
class Examined:
    """One examined file: the finding, its parts, and sentences for people."""

    finding: Finding
    intact: bool = False  # what the seal covers is byte by byte what was sealed
    trusted: bool = False  # the seal's certificate leads to a given root
    unchanged: bool = False  # nothing forbidden was added after the seal
    resaved: bool = False  # written anew by a program after sealing
    by: str = ""  # name in the seal's certificate
    fingerprint: str = ""  # SHA-256 of that certificate
    sealed_at: datetime | None = None  # proven by a time stamp, if there is one
    stamped_by: str = ""  # name of the time-stamp authority
    sentences: tuple[str, ...] = ()  # in plain words, translated

    @property
    def good(self) -> bool:
        """Whether the file may be relied on as it is."""
        return self.finding is Finding.GOOD


def roots() -> tuple[x509.Certificate, ...]:
    """The root certificates that this office trusts: that of its own test seal, and those of `FADU_SEAL_ROOTS`."""
    own = kept_root()
    named = settings.FADU.seal_roots
    others = x509.load_pem_x509_certificates(named.read_bytes()) if named else []
    return (*((own,) if own else ()), *others)


def examine(pdf: bytes, roots: Iterable[x509.Certificate]) -> Examined:
    """Examine a PDF against the given roots; never raises for a bad file."""
    trusted = [asn1(root) for root in roots]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if not reader.root_ref or reader.encrypted:
            return _told(Examined(Finding.UNREADABLE))
    except Exception:
        # The library raises whatever a broken file makes it stumble over.
        return _told(Examined(Finding.UNREADABLE))
    try:
        found = reader.embedded_regular_signatures
    except Exception:
        return _told(Examined(Finding.CHANGED))
    if not found:
        return _told(Examined(Finding.UNSEALED))
    # Each seal must stand; the first that doesn't is the answer, else the last one that was put on.
    examined = [_signed(_examined(pdf, reader, each, trusted), each) for each in found]
    return _told(next((each for each in examined if not each.good), examined[-1]))


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


def _told(found: Examined) -> Examined:
    return replace(found, sentences=tuple(_sentences(found)))


def _sentences(found: Examined) -> Iterator[str]:
    match found.finding:
        case Finding.UNREADABLE:
            yield _("这不是能读的 PDF 文件，无法检验。")
            return
        case Finding.UNSEALED:
            yield _("文件上没有电子印章。可能本来没有用印，也可能另存时丢失了。")
            return
        case Finding.UNCHECKED:
            yield _("文件上有电子印章，但所用的签名算法（例如国密算法）在这里不能检验。请用制发单位指明的工具验章。")
        case Finding.CHANGED if found.resaved:
            yield _("文件用印后被重新保存过，印章已失效。请使用原来的文件。")
        case Finding.CHANGED:
            yield _("文件用印后被改动过，印章已失效。请勿采信。")
        case Finding.OVERLAID:
            yield _("盖章的内容本身未变，但用印后有人在文件上添加或者覆盖了内容。请勿采信。")
        case Finding.UNKNOWN:
            yield _("文件用印后没有改动，但印章证书不是本机关信任的机构签发的，不能确认是谁的印章。")
        case Finding.GOOD:
            yield _("文件用印后没有改动。")
    if found.by:
        by = _("印章证书的名称：%(name)s。") if found.trusted else _("印章证书自称：%(name)s，未经确认。")
        yield by % {"name": found.by}
    if found.sealed_at and found.intact:
        at = found.sealed_at.astimezone(ZoneInfo(settings.TIME_ZONE))
        yield _("时间戳证明用印不晚于 %(time)s（%(authority)s）。") % {
            "time": f"{at:%Y-%m-%d %H:%M:%S}",
            "authority": found.stamped_by,
        }
    elif found.intact:
        yield _("用印时间没有可信的时间戳证明。")
