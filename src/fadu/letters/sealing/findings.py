"""What the examination of a sealed file ends in, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _


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


def told(found: Examined) -> Examined:
    """The same, with its sentences in the language that is spoken now."""
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
