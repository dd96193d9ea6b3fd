"""Service (送达) as data: the ways by which a letter reaches its addressee, what each asks, and what is asked of an attempt that failed.

The articles are those of the Civil Procedure Law as numbered since 2022-01-01, which administrative letters follow where no law of
their own says otherwise (待核: for each duty, whether a law of its own says otherwise).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fadu.law.citation import Citation
from fadu.law.dated import Dated, Pivot, Value, dated
from fadu.law.period import CIVIL_PROCEDURE
from fadu.procedure.declaration import FieldRule

PARTY = "fadu.served"
"""Who received, refused and witnessed: a subject of its own in the case's personal parts, for no party may read it of another."""


@dataclass(frozen=True)
class Channel:
    """A way of service: what must be said of it, what may be, and the article. `electronic` ones need the addressee's consent."""

    title: str
    basis: Citation
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ("proof",)
    hint: str = ""
    electronic: bool = False


CHANNELS = (
    Channel(
        "网上送达",
        CIVIL_PROCEDURE[90],
        may=("agreed", "proof"),
        hint="受送达人在办件页面取得文书；须经其同意。",
        electronic=True,
    ),
    Channel(
        "电子邮件送达",
        CIVIL_PROCEDURE[90],
        may=("agreed", "proof"),
        hint="能够确认其收悉；须经受送达人同意。",
        electronic=True,
    ),
    Channel("邮寄送达", CIVIL_PROCEDURE[91], ("tracking",), hint="以回执上注明的收件日期为送达日期。"),
    Channel("当面送达", CIVIL_PROCEDURE[87], ("receiver", "relation"), hint="以送达回证上的签收日期为送达日期。"),
    Channel(
        "留置送达",
        CIVIL_PROCEDURE[89],
        ("refusal", "witnesses"),
        hint="拒绝接收的，邀请见证人到场，或者拍照、录像，把文书留在住所。",
    ),
    Channel("公告送达", CIVIL_PROCEDURE[95], ("place", "posted"), hint="下落不明，或者其他方式无法送达的。"),
)
CHANNEL = {each.title: each for each in CHANNELS}
FORMER = ("电子送达",)
"""Ways that older entries name."""

NOTICE: Dated[int] = dated(
    {"1991-04-09": (60, CIVIL_PROCEDURE[92]), "2022-01-01": (30, CIVIL_PROCEDURE[95])}, pivot=Pivot.ACT
)
"""Days after which a public notice counts as served; the day of the notice chooses (待核: administrative letters by analogy)."""

AGREED = ("申请书中书面选定", "送达地址确认书")
CAUSES = ("邮件退回", "无人签收", "拒绝接收", "地址不明", "电子送达未能收悉")

_PERSONAL = "personal"
FIELDS = {
    each.id: each
    for each in (
        FieldRule(
            "agreed",
            "同意电子送达的凭据",
            "choice",
            AGREED,
            required=False,
            replayed=True,
            hint="当事人在办件页面同意过的，不必填。",
        ),
        FieldRule("tracking", "邮件编号", "text", privacy=_PERSONAL),
        FieldRule("receiver", "签收人", "text", privacy=_PERSONAL),
        FieldRule(
            "relation",
            "签收人与受送达人的关系",
            "choice",
            ("本人", "同住成年家属", "法定代表人或者负责收件的人", "代理人或者指定的代收人"),
            privacy=_PERSONAL,
        ),
        FieldRule("refusal", "拒收的事由", "text", privacy=_PERSONAL),
        FieldRule("witnesses", "见证人", "text", privacy=_PERSONAL, hint="姓名和单位；以拍照、录像记录的，写明。"),
        FieldRule("place", "公告的载体和位置", "text", hint="如本机关网站公告栏、受送达人住所地村（居）委会公告栏。"),
        FieldRule(
            "posted", "公告发出的日期", "day", replayed=True, hint="办理日期填视为送达的日期：公告期届满的那一天。"
        ),
        FieldRule("cause", "未能送达的原因", "choice", CAUSES, replayed=True),
        FieldRule("attempt", "送达的经过", "longtext", required=False, privacy=_PERSONAL),
        FieldRule(
            "proof",
            "送达凭证",
            "document",
            required=False,
            privacy=_PERSONAL,
            hint="送达回证、回执、照片或者截图的扫描件。",
        ),
    )
}


@dataclass(frozen=True)
class Noticed:
    """The day on which a public notice counts as served, and the length in days with its article."""

    day: date
    length: Value[int]


def noticed(posted: date) -> Noticed:
    """What a notice given on that day comes to. Raises NotInForce for a day before the law knew public notice."""
    length = NOTICE.on(posted)
    return Noticed(posted + timedelta(days=length.value), length)
