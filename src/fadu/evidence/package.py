"""Check the package of an archived case offline: every file against the signed list, then the evidence in it.

A package is a zip of stored (uncompressed) files: `manifest.json` lists each of the others with its size and SHA-256, `manifest.sig` is the
office's Ed25519 signature of the list (base64), `EVIDENCE` is an export as `fadu verify` reads it.
"""

import base64
import binascii
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fadu.evidence.document import ExportError, load
from fadu.evidence.export import verify_export
from fadu.evidence.report import Lang, Report, shown

FORMAT = "fadu-archive/1"
MANIFEST, SIGNATURE, EVIDENCE = "manifest.json", "manifest.sig", "存证/evidence.json"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file of the package that is not as it was listed."""

    name: str
    what: str

    def text(self, lang: Lang = "zh") -> str:
        said = _SAID[self.what][lang == "en"]
        return f"file {shown(self.name)}: {said}" if lang == "en" else f"文件 {shown(self.name)}：{said}"


@dataclass(frozen=True, slots=True)
class PackageReport:
    """The outcome: bad files first, then what the evidence in it came to."""

    bad: tuple[BadFile, ...] = ()
    files: int = 0
    evidence: Report = field(default_factory=Report)
    unreadable: str = ""

    @property
    def ok(self) -> bool:
        return not self.bad and not self.unreadable and self.evidence.ok

    def lines(self, lang: Lang = "zh") -> list[str]:
        """The report as lines: the first bad file first, if there is one, else the first bad entry."""
        if self.unreadable:
            return [("无法读取：", "cannot be read: ")[lang == "en"] + shown(self.unreadable, 300)]
        listed = _LISTED[lang == "en"] if not self.bad else _UNLISTED[lang == "en"]
        told = listed.format(files=self.files, bad=len(self.bad))
        return [*(each.text(lang) for each in self.bad), told, *self.evidence.lines(lang)]


def is_package(data: bytes) -> bool:
    """Whether this is a package and not an export."""
    return data.startswith(ZIP)


def verify_package(
    data: bytes, *, trusted_key: Ed25519PublicKey | None = None, checkpoint_text: str | None = None
) -> PackageReport:
    """Check a package and report; never raises. The arguments are those of `verify_export`."""
    try:
        files = _unpacked(data)
        listed = _listed(files)
    except _Unusable as error:
        return PackageReport(unreadable=str(error))
    bad = list(_bad(files, listed))
    evidence = files.get(EVIDENCE, b"")
    if not any(_signed(files, key) for key in _keys(evidence, trusted_key)):
        bad.append(BadFile(SIGNATURE, "signature"))
    report = verify_export(evidence, trusted_key=trusted_key, checkpoint_text=checkpoint_text)
    return PackageReport(tuple(bad), len(listed), report)


class _Unusable(Exception):
    """Not a package."""


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(m.compress_type != zipfile.ZIP_STORED or m.flag_bits & 1 for m in members):
                raise _Unusable("压缩或者加密的文件不是案卷包 / compressed or encrypted")
            # Stored files lie side by side: together they are never longer than the zip, unless they are laid over each other.
            if sum(m.file_size for m in members) > len(data):
                raise _Unusable("里面的文件互相重叠 / files overlap")
            if len({m.filename for m in members}) != len(members):
                raise _Unusable("同名文件出现两次 / a file appears twice")
            return {m.filename: _content(archive, m) for m in members}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _Unusable(str(error)) from None


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a file; of one that fails its own check sum none, so that it is named as bad."""
    try:
        return archive.read(member)
    except zipfile.BadZipFile:
        return b""


def _listed(files: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[MANIFEST])
        if manifest["format"] != FORMAT or not isinstance(manifest["files"], dict):
            raise _Unusable("清单不是 fadu-archive/1 / not a list of the known form")
        return dict(manifest["files"])
    except KeyError:
        raise _Unusable("没有清单 manifest.json / no manifest.json") from None
    except (ValueError, TypeError, RecursionError):
        raise _Unusable("清单读不了 / the list cannot be read") from None


def _bad(files: dict[str, bytes], listed: dict[str, Any]) -> list[BadFile]:
    found = []
    for name, said in listed.items():
        if name not in files:
            found.append(BadFile(name, "missing"))
        elif not isinstance(said, dict) or hashlib.sha256(files[name]).hexdigest() != said.get("sha256"):
            found.append(BadFile(name, "changed"))
    extra = sorted(set(files) - set(listed) - {MANIFEST, SIGNATURE})
    return [*found, *(BadFile(name, "extra") for name in extra)]


def _keys(evidence: bytes, trusted: Ed25519PublicKey | None) -> tuple[Ed25519PublicKey, ...]:
    if trusted is not None:
        return (trusted,)
    try:
        return tuple(load(evidence).keys)
    except ExportError:
        return ()


def _signed(files: dict[str, bytes], key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(files.get(SIGNATURE, b""), validate=True), files[MANIFEST])
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


_SAID = {
    "missing": ("清单中有，包中没有", "listed, but not in the package"),
    "changed": ("与清单中的 SHA-256 不一致", "does not have the SHA-256 that the list gives"),
    "extra": ("清单中没有", "not listed"),
    "signature": ("清单不是由本机关签署的", "the list is not signed by the office"),
}
_LISTED = (
    "案卷包完整：{files} 个文件与签署的清单一致。",
    "Package whole: {files} files agree with the signed list.",
)
_UNLISTED = ("案卷包不完整：{bad} 处不符。", "Package not whole: {bad} disagreement(s).")
