"""Signed statements of the office: checkpoints of its log, and the receipt given for an entry at once.

A checkpoint is a C2SP tlog-checkpoint in a C2SP signed note, so that any transparency tool can read it::

    <origin>
    <size of the log>
    <root, base64>
    <time, UTC>

    — <origin> <base64 of 4 bytes of key hash and the Ed25519 signature>

A receipt is a promise, signed before the log has sequenced the entry: this entry, with this hash, was recorded then.
Ed25519 signatures are the same every time, so a receipt need not be kept: it can be signed again when asked for.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fadu.evidence.canonical import MAX_INTEGER, canonical

RECEIPT_FORMAT = "fadu-receipt/1"

_ED25519 = b"\x01"
_RECEIPT = b"fadu/receipt/1\0"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_ORIGIN = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)


class CheckpointError(ValueError):
    """A checkpoint, receipt or key that cannot be read, or a signature that does not hold."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the log: ``size`` leaves under ``root`` (32 bytes) at ``time`` (UTC text), not yet signed."""

    origin: str
    size: int
    root: bytes
    time: str

    @property
    def text(self) -> str:
        """The text that is signed, ending with a line break."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n{self.time}\n"


def sign(key: Ed25519PrivateKey, origin: str, size: int, root: bytes, time: str) -> str:
    """Return a signed checkpoint. ``time`` is UTC text like 2023-09-11T01:00:00Z; raises CheckpointError."""
    checkpoint = _checked(origin, str(size), _base64(root), time)
    signature = key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n— {origin} {_base64(_note_hash(origin, key.public_key()) + signature)}\n"


def parse(note: str) -> Checkpoint:
    """Read a checkpoint without judging its signatures; raise CheckpointError if it is not one."""
    return _split(note)[0]


def verify(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """Read a checkpoint and require the signature of ``key``; raise CheckpointError without it.

    Signatures by other keys (witnesses) are passed over, as C2SP asks.
    """
    checkpoint, signatures = _split(note)
    wanted = _note_hash(checkpoint.origin, key)
    for name, key_hash, signature in signatures:
        if name == checkpoint.origin and key_hash == wanted and _holds(key, signature, checkpoint.text.encode()):
            return checkpoint
    raise CheckpointError(f"checkpoint is not signed by the key {key_id(key)}")


def verify_any(note: str, keys: Iterable[Ed25519PublicKey]) -> Checkpoint:
    """Like ``verify``, with any one of ``keys``: an office changes its key, and its old checkpoints stay good."""
    for key in keys:
        try:
            return verify(note, key)
        except CheckpointError:
            continue
    parse(note)
    raise CheckpointError("checkpoint is not signed by any of the keys given")


def sign_receipt(key: Ed25519PrivateKey, case: str, seq: int, entry_hash: bytes, recorded_at: str) -> dict[str, Any]:
    """The promise that the entry with this hash (32 bytes) was recorded and will be in the log."""
    promise = {
        "format": RECEIPT_FORMAT,
        "case": case,
        "seq": seq,
        "hash": entry_hash.hex(),
        "recorded_at": recorded_at,
        "key": key_id(key.public_key()),
    }
    return {**promise, "signature": _base64(key.sign(_RECEIPT + canonical(promise)))}


def verify_receipt(receipt: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the receipt was signed by ``key`` exactly as it reads; never raises."""
    try:
        promise = {name: value for name, value in receipt.items() if name != "signature"}
        if promise.get("format") != RECEIPT_FORMAT or promise.get("key") != key_id(key):
            return False
        return _holds(key, _unbase64(receipt["signature"]), _RECEIPT + canonical(promise))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def generate() -> Ed25519PrivateKey:
    """A fresh signing key."""
    return Ed25519PrivateKey.generate()


def private_pem(key: Ed25519PrivateKey) -> str:
    """The signing key as PKCS #8 PEM text, unencrypted: keep it where only the service reads it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key: Ed25519PublicKey) -> str:
    """The public key as PEM text, to be published."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def load_private(pem: str) -> Ed25519PrivateKey:
    """Read ``private_pem``; raise CheckpointError for anything else."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise CheckpointError("not an Ed25519 private key in PEM form")
    return key


def load_public(pem: str) -> Ed25519PublicKey:
    """Read ``public_pem``; raise CheckpointError for anything else."""
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise CheckpointError("not an Ed25519 public key in PEM form")
    return key


def public_base64(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key in base64, as exports carry it."""
    return _base64(key.public_bytes_raw())


def from_base64(text: str) -> Ed25519PublicKey:
    """Read ``public_base64``; raise CheckpointError for anything else."""
    try:
        return Ed25519PublicKey.from_public_bytes(_unbase64(text))
    except ValueError:
        raise CheckpointError("not an Ed25519 public key: 32 bytes in base64") from None


def verifier_key(origin: str, key: Ed25519PublicKey) -> str:
    """The key as C2SP tools take it to read this office's checkpoints: ``<origin>+<key hash>+<base64>``."""
    return f"{origin}+{_note_hash(origin, key).hex()}+{_base64(_ED25519 + key.public_bytes_raw())}"


def key_id(key: Ed25519PublicKey) -> str:
    """A short name for a key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _split(note: str) -> tuple[Checkpoint, list[tuple[str, bytes, bytes]]]:
    text, blank, tail = note.partition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) != 4 or not tail.endswith("\n"):
        raise CheckpointError("not a checkpoint: it has four lines, a blank line, and lines with signatures")
    return _checked(*lines), [_signature(line) for line in tail[:-1].split("\n")]


def _checked(origin: str, size: str, root: str, time: str) -> Checkpoint:
    if not _ORIGIN.fullmatch(origin) or not origin.isprintable():
        raise CheckpointError(f"checkpoint origin {origin[:80]!r} refused: one word without spaces or plus signs")
    if not _SIZE.fullmatch(size) or int(size) > MAX_INTEGER:
        raise CheckpointError(f"checkpoint size {size[:20]!r} refused: a whole number")
    hash_bytes = _unbase64(root)
    if len(hash_bytes) != 32:
        raise CheckpointError(f"checkpoint root of {len(hash_bytes)} bytes refused: a root has 32")
    if not _TIME.fullmatch(time):
        raise CheckpointError(f"checkpoint time {time[:40]!r} refused: UTC like 2023-09-11T01:00:00Z")
    return Checkpoint(origin, int(size), hash_bytes, time)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—" or not name or not encoded:
        raise CheckpointError("checkpoint has a line that is not a signature: — <name> <base64>")
    data = _unbase64(encoded)
    return name, data[:4], data[4:]


def _holds(key: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _note_hash(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointError(f"{text[:20]!r}… is not base64") from None
    if _base64(data) != text:
        raise CheckpointError(f"{text[:20]!r}… is not base64 in its one proper spelling")
    return data
