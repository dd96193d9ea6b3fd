"""Who puts the seal on: this installation, a platform outside, a clerk elsewhere, or somebody with the physical seal (`FADU_SEAL`)."""

from __future__ import annotations

import hashlib
import secrets as random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.cases.errors import ActError
from fadu.later import Later
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.ports import Seal, Sealed, Spot
from fadu.procedure.registry import installed
from fadu.procedure.say import say

if TYPE_CHECKING:
    from fadu.letters.sealing import local
else:
    local = Later("fadu.letters.sealing.local")

LARGEST = 20 * 1024 * 1024
LOCAL, EXTERNAL, MANUAL, PAPER = "local", "external", "manual", "paper"
TITLES = {
    LOCAL: N_("本系统测试印章"),
    EXTERNAL: N_("外部印章平台"),
    MANUAL: N_("人工用印后上传"),
    PAPER: N_("纸质用印"),
}
"""What people call each way of sealing (msgids)."""


def office_name() -> str:
    """The office whose seal it is."""
    return installed().office(settings.FADU.office).name


def provider(upload: bytes | None = None) -> Seal:
    """The way of sealing that the setting names; `upload` is what a clerk brings back.

    Raises:
        ActError: sealing by hand, and nothing was uploaded.
    """
    office = office_name()
    match settings.FADU.seal:
        case "external":
            return ExternalSeal(office, settings.FADU.data_dir / "exchange" / "seal")
        case "manual":
            if not upload:
                raise ActError(say("没有上传用印后的文件"), say("下载核定的文书，用印后上传。"))
            return ManualSeal(office, upload)
        case "paper":
            return PaperSeal(office)
        case _:
            return local.LocalSeal(office, settings.FADU.fonts)


@dataclass(frozen=True)
class ExternalSeal:
    """A platform that watches a folder: the file goes to `out` under its SHA-256, and comes back in `in` under the same name, sealed."""

    office: str
    folder: Path
    key: str = EXTERNAL

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed | None:
        name = f"{hashlib.sha256(pdf).hexdigest()}.pdf"
        out, back = self.folder / "out" / name, self.folder / "in" / name
        for each in (out, back):
            each.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if back.exists():
            sealed = _brought(pdf, _whole(back), self.office)
            out.unlink(missing_ok=True)
            return sealed
        if not out.exists():
            draft = out.with_name(f".{random.token_hex(8)}")
            draft.write_bytes(pdf)
            draft.chmod(0o600)
            draft.replace(out)
        return None

    def forget(self, pdf: bytes) -> None:
        """Take a file that is kept out of the folders: it is somebody's letter."""
        for each in ("out", "in"):
            (self.folder / each / f"{hashlib.sha256(pdf).hexdigest()}.pdf").unlink(missing_ok=True)


@dataclass(frozen=True)
class ManualSeal:
    """A file that a clerk had sealed elsewhere."""

    office: str
    upload: bytes
    key: str = MANUAL

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed:
        return _brought(pdf, self.upload, self.office)


@dataclass(frozen=True)
class PaperSeal:
    """The physical seal on the printed letter: only who and when is recorded."""

    office: str
    key: str = PAPER

    def put_on(self, pdf: bytes, spot: Spot, reason: str) -> Sealed:
        return Sealed(None, f"{self.office}（实物印章）")


def _whole(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise ActError(say("送回的文件超过 20 MB"), say("重新用印后送回。"))
    return path.read_bytes()


def _brought(pdf: bytes, sealed: bytes, office: str) -> Sealed:
    """A sealed file that came from elsewhere, kept as it is given, named after its certificate if it has one that can be read.

    Raises:
        ActError: it is no sealed PDF of this letter's.
    """
    if sealed == pdf:
        raise ActError(say("送回的就是没有用印的文件"), say("用印后再送回。"))
    found = examine(sealed, roots())
    if found.finding is Finding.UNREADABLE:
        raise ActError(say("送回的文件不是能读的 PDF"), say("送回用印后的 PDF 文件。"))
    if found.resaved or found.finding is Finding.OVERLAID:
        raise ActError(say("送回的文件用印之后被重新保存或者添加了内容，印章已失效"), say("送回用印后的原文件。"))
    return Sealed(sealed, found.by or office, found.fingerprint)
