"""The office's keys: one that wraps the subjects' keys, one that signs receipts and checkpoints.

They lie in the data folder, readable by the office's own user alone, and are made on first use. Whoever loses the master key loses the
personal data; whoever loses the signing key loses the power to extend the log. `fadu backup` holds both.
"""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from fadu.evidence import checkpoint

MASTER = "master.key"
SIGNING = "signing.pem"


@lru_cache(maxsize=1)
def master() -> bytes:
    """32 bytes; wraps every subject's key and keys every look-up token."""
    return bytes.fromhex(_kept(MASTER, lambda: random.token_hex(32)).strip())


@lru_cache(maxsize=1)
def signing() -> Ed25519PrivateKey:
    """The key that signs for the office."""
    return checkpoint.load_private(_kept(SIGNING, lambda: checkpoint.private_pem(checkpoint.generate())))


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.FADU.data_dir) / "keys"


def _kept(name: str, make: Callable[[], str]) -> str:
    """The file's text; made if there is none. Two processes that both find none agree on the one that linked first."""
    path = folder() / name
    if not path.exists():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{os.getpid()}")
        with open(draft, "w", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
