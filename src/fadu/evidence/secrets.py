"""Keys for personal data: one per subject, so that erasing the key erases every copy of what it covered.

All encryption is AES-256-GCM. A ciphertext is 12 random bytes (the nonce) followed by the sealed text with its tag.
The office's master key never lies in the database; every use of it goes through a key derived for that use alone.
"""

import hashlib
import hmac
import os
import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

# Digits and capitals without the pairs that people mistake when they copy by hand: 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 10


class SecretError(ValueError):
    """A key of the wrong size, or a ciphertext that does not open with this key for this use."""


def new_key() -> bytes:
    """A fresh random key: 32 bytes."""
    return os.urandom(KEY_BYTES)


def encrypt(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Seal ``plaintext``; ``aad`` says what it is (entry and part), so that it opens nowhere else."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_checked(key)).encrypt(nonce, plaintext, aad)


def decrypt(key: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    """Open what ``encrypt`` sealed; raise SecretError for another key, another ``aad`` or a changed ciphertext."""
    if len(ciphertext) < NONCE_BYTES + TAG_BYTES:
        raise SecretError(f"ciphertext of {len(ciphertext)} bytes is too short to be one; it was cut off")
    try:
        return AESGCM(_checked(key)).decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], aad)
    except InvalidTag:
        raise SecretError(
            "ciphertext does not open: wrong key, wrong place, or changed since it was sealed"
        ) from None


def wrap(master: bytes, key: bytes, subject: str) -> bytes:
    """Seal a subject's key under the master key; it opens only as this subject's key."""
    return encrypt(_derive(master, b"wrap"), _checked(key), _named(subject))


def unwrap(master: bytes, wrapped: bytes, subject: str) -> bytes:
    """Open a subject's key; raise SecretError for another master key or another subject."""
    return decrypt(_derive(master, b"wrap"), wrapped, _named(subject))


def lookup_token(master: bytes, kind: str, value: str) -> bytes:
    """Keyed hash (32 bytes) by which an encrypted value is found exactly, and only exactly.

    ``kind`` keeps fields apart: a passport number never matches an identity number. Width, case and spaces do not
    count.
    """
    return hmac.digest(_derive(master, b"lookup"), _named(kind) + normalised(value).encode(), hashlib.sha256)


def normalised(value: str) -> str:
    """The form in which values are compared: NFKC, without white space, upper case."""
    compact = "".join(unicodedata.normalize("NFKC", value).split())
    return unicodedata.normalize("NFKC", compact.upper())


def new_code() -> str:
    """A query code that goes with a receipt number: 10 characters, 45 bits, easy to copy by hand."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def hash_code(master: bytes, receipt: str, code: str) -> bytes:
    """Keyed hash (32 bytes) of a query code, bound to its receipt number.

    Keyed rather than slow: whoever copies the database has not the master key, and whoever guesses at the door is
    held up by the limit on attempts.
    """
    return hmac.digest(_derive(master, b"code"), _named(receipt) + normalised(code).encode(), hashlib.sha256)


def check_code(master: bytes, receipt: str, code: str, stored: bytes) -> bool:
    """Whether ``code`` is the one hashed as ``stored``; takes the same time either way."""
    return hmac.compare_digest(hash_code(master, receipt, code), stored)


def _derive(master: bytes, purpose: bytes) -> bytes:
    return hmac.digest(_checked(master), b"fadu/secrets/1/" + purpose, hashlib.sha256)


def _named(name: str) -> bytes:
    # The length in front keeps name and value apart: ("ab", "c") and ("a", "bc") are different things.
    data = name.encode()
    return len(data).to_bytes(4, "big") + data


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise SecretError(f"key of {len(key)} bytes refused: a key has {KEY_BYTES}; make one with new_key()")
    return key
