"""The clock of the test seal: time stamps after RFC 3161, made in this process with a P-256 key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, tsp
from asn1crypto.core import UTCTime
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate, simple_cms_attribute
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from fadu.letters.sealing.certificates import Holder, asn1

POLICY = "2.25.252617823186391460170211190246311526753"
"""What this clock promises: only that it is the clock of a test. The number is one that needs no register (X.667)."""
SIGNED = {"sha256": (hashes.SHA256(), "sha256_ecdsa"), "sha512": (hashes.SHA512(), "sha512_ecdsa")}


class OwnClock(DummyTimeStamper):
    """A time-stamp authority of this installation's own; the library's knows RSA alone."""

    def __init__(self, clock: Holder, root: Holder, at: datetime) -> None:
        self._holder = clock
        chain = SimpleCertificateStore.from_certs([asn1(root.certificate)])
        super().__init__(clock.asn1_certificate, clock.asn1_key, chain, fixed_dt=at.replace(microsecond=0))

    def _build_tst_info(
        self, message_imprint: tsp.MessageImprint, dt: datetime, req: tsp.TimeStampReq
    ) -> tsp.TSTInfo:
        info = super()._build_tst_info(message_imprint, dt, req)
        info["policy"] = POLICY
        return info

    def _sign_tst_info(
        self, tst_info_data: bytes, md_algorithm: str, dt: datetime
    ) -> tuple[bytes, cms.CMSAttributes]:
        attributes = self._attributes(tst_info_data, md_algorithm, dt)
        signed = self._holder.key.sign(attributes.dump(), ec.ECDSA(SIGNED[md_algorithm][0]))
        return signed, attributes

    def _build_signed_data(
        self, tst_info_data: bytes, md_algorithm: str, signature: bytes, signed_attrs: cms.CMSAttributes
    ) -> dict[str, Any]:
        data = super()._build_signed_data(tst_info_data, md_algorithm, signature, signed_attrs)
        algorithm = algos.SignedDigestAlgorithm({"algorithm": SIGNED[md_algorithm][1]})
        data["signer_infos"][0]["signature_algorithm"] = algorithm
        return data

    def _attributes(self, tst_info: bytes, md_algorithm: str, dt: datetime) -> cms.CMSAttributes:
        digest = hashes.Hash(SIGNED[md_algorithm][0])
        digest.update(tst_info)
        return cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": UTCTime(dt)})),
                simple_cms_attribute("signing_certificate", as_signing_certificate(self.tsa_cert)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
