"""What can be said about a PDF that somebody holds: sealed, by whom, when, and unchanged since or not.

    found = examine(pdf, roots())
    found.good, found.finding, found.sentences

A signature that is right by itself says nothing of what was put over the page afterwards: the bottom line counts, never `valid` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cryptography import x509
from django.conf import settings

from fadu.later import Later
from fadu.letters.sealing.certificates import kept_root
from fadu.letters.sealing.findings import Examined, told

if TYPE_CHECKING:
    from fadu.letters.sealing import signatures
else:
    signatures = Later("fadu.letters.sealing.signatures")


def roots() -> tuple[x509.Certificate, ...]:
    """The root certificates that this office trusts: that of its own test seal, and those of `FADU_SEAL_ROOTS`."""
    own = kept_root()
    named = settings.FADU.seal_roots
    others = x509.load_pem_x509_certificates(named.read_bytes()) if named else []
    return (*((own,) if own else ()), *others)


def examine(pdf: bytes, roots: Iterable[x509.Certificate]) -> Examined:
    """Examine a PDF against the given roots; never raises for a bad file."""
    return told(signatures.judged(pdf, roots))
