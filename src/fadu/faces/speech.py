"""The reasons and remedies of the pure packages, spoken in the reader's language."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import dateformat, formats
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.faces.language import language
from fadu.faces.traditional import in_traditional
from fadu.law.citation import Citation
from fadu.law.period import CIVIL_CODE, CIVIL_PROCEDURE, Unit, amount_en, amount_zh
from fadu.law.proof_steps import DayMark, Step
from fadu.law.statutory import HOLIDAY_MEASURES
from fadu.procedure.registry import installed
from fadu.procedure.say import Say

BUILTIN_TITLES = (
    N_("送达"),
    N_("送达未成"),
    N_("关联案件"),
    N_("更正记录"),
    N_("作废"),
    N_("补记"),
    N_("依法删除"),
    N_("换用日历"),
    N_("用印"),
    N_("转办"),
)
"""Titles of the acts that every case knows (`procedure.builtin`), said where extraction finds them."""
BUILTIN_FIELDS = (
    N_("送达的文书"),
    N_("送达方式"),
    N_("哪一件"),
    N_("同意电子送达的凭据"),
    N_("邮件编号"),
    N_("签收人"),
    N_("签收人与受送达人的关系"),
    N_("拒收的事由"),
    N_("见证人"),
    N_("公告的载体和位置"),
    N_("公告发出的日期"),
    N_("未能送达的原因"),
    N_("送达的经过"),
    N_("送达凭证"),
    N_("补记的内容"),
    N_("承办处室"),
    N_("承办人"),
    N_("转办的理由"),
    N_("用印的文书"),
    N_("制发文书的记录"),
    N_("核定文本的 SHA-256"),
    N_("用印文件的 SHA-256"),
    N_("用印方式"),
    N_("印章名称"),
    N_("印章证书的 SHA-256"),
    N_("用印事由"),
)
"""Titles of the fields of their forms (`procedure.outline.form`)."""
CHANNELS = (
    N_("网上送达"),
    N_("电子邮件送达"),
    N_("邮寄送达"),
    N_("当面送达"),
    N_("留置送达"),
    N_("公告送达"),
    N_("电子送达"),
    N_("受送达人在办件页面取得文书；须经其同意。"),
    N_("能够确认其收悉；须经受送达人同意。"),
    N_("以回执上注明的收件日期为送达日期。"),
    N_("以送达回证上的签收日期为送达日期。"),
    N_("拒绝接收的，邀请见证人到场，或者拍照、录像，把文书留在住所。"),
    N_("下落不明，或者其他方式无法送达的。"),
)
"""Ways of service and what is said of each (`procedure.service`); 电子送达 is what older entries say."""
SERVICE_WORDS = (
    N_("申请书中书面选定"),
    N_("送达地址确认书"),
    N_("本人"),
    N_("同住成年家属"),
    N_("法定代表人或者负责收件的人"),
    N_("代理人或者指定的代收人"),
    N_("邮件退回"),
    N_("无人签收"),
    N_("拒绝接收"),
    N_("地址不明"),
    N_("电子送达未能收悉"),
    N_("当事人在办件页面同意过的，不必填。"),
    N_("姓名和单位；以拍照、录像记录的，写明。"),
    N_("如本机关网站公告栏、受送达人住所地村（居）委会公告栏。"),
    N_("办理日期填视为送达的日期：公告期届满的那一天。"),
    N_("送达回证、回执、照片或者截图的扫描件。"),
)
"""Choices and hints of the fields of service (`procedure.service.FIELDS`)."""
LAW = re.compile("《([^《》]+)》")


def speak(sentence: Say) -> str:
    """The sentence in the language of the page; a legal term without a translation stays as the law has it."""
    return _speak(language(), sentence)


def spoken(value: Any) -> str:
    """One value: a legal term (a msgid), a day, a citation, a sentence, a list of these, or a number."""
    return _spoken(language(), value)


def _speak(tongue: str, sentence: Say) -> str:
    if not sentence.text:
        return ""
    said = _term(tongue, sentence.text)
    return said.format(**{name: _spoken(tongue, value) for name, value in sentence.values.items()})


def _spoken(tongue: str, value: Any) -> str:
    if isinstance(value, str):
        return _term(tongue, value) if value else ""
    if isinstance(value, Say):
        return _speak(tongue, value)
    if isinstance(value, (list, tuple)):
        return _term(tongue, N_("、")).join(_spoken(tongue, each) for each in value)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, Citation):
        return cited(value)
    return long_day(value) if isinstance(value, date) else str(value)


@lru_cache(maxsize=4096)
def _term(tongue: str, text: str) -> str:
    """Terms are few and pages full of them."""
    return gettext(text)


def cited(citation: Citation) -> str:
    """《政府信息公开条例》第三十三条, or in English with the law's English title where a pack gives one."""
    return _written(citation.zh()) if chinese() else citation.en(_english_titles().get(citation.law, ""))


def cite(key: str) -> str:
    """The same from a citation key, as declarations keep it: 政府信息公开条例#33.2. Raises ValueError for anything else."""
    return _cite(language(), key)


@lru_cache(maxsize=4096)
def _cite(tongue: str, key: str) -> str:
    return cited(Citation.from_key(key))


def proved(line: Step | DayMark) -> str:
    """A line of a proof, or a day of one; in English with the English titles of the laws that a pack gives."""
    return _written(line.zh) if chinese() else LAW.sub(lambda law: _english_titles().get(law[1], law[0]), line.en)


def amount(n: int, unit: str) -> str:
    """20个工作日, 20 working days. Raises ValueError for an unknown unit."""
    return _written(amount_zh(n, Unit(unit))) if chinese() else amount_en(n, Unit(unit))


def long_day(day: date) -> str:
    """2023年9月11日, 11 September 2023."""
    return _long_day(language(), day)


@lru_cache(maxsize=4096)
def _long_day(tongue: str, day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if _is_chinese(tongue) else dateformat.format(day, "j F Y")


def short_day(day: date) -> str:
    """9月11日, September 11."""
    return f"{day.month}月{day.day}日" if chinese() else formats.date_format(day, "MONTH_DAY_FORMAT")


def chinese() -> bool:
    """Whether the page is in Chinese."""
    return _is_chinese(language())


def _is_chinese(tongue: str) -> bool:
    return tongue.startswith("zh")


def traditional() -> bool:
    """Whether the page is in traditional Chinese."""
    return language() == "zh-hant"


def _written(text: str) -> str:
    """Chinese that the pure packages put together, in the characters of the page."""
    return in_traditional(text, gettext) if traditional() else text


@lru_cache(maxsize=1)
def _english_titles() -> dict[str, str]:
    """English titles of the laws that the engine and the packs cite."""
    known = (CIVIL_CODE, CIVIL_PROCEDURE, HOLIDAY_MEASURES, *installed().laws.values())
    return {name: law.english for law in known for name in (law.title, law.short) if name and law.english}
