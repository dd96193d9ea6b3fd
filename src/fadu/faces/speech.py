"""The reasons and remedies of the pure packages, spoken in the reader's language."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import dateformat, formats, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.faces.traditional import in_traditional
from fadu.law.citation import Citation
from fadu.law.period import CIVIL_CODE, CIVIL_PROCEDURE, Unit, amount_en, amount_zh
from fadu.law.proof_steps import DayMark, Step
from fadu.law.statutory import HOLIDAY_MEASURES
from fadu.procedure.registry import installed
from fadu.procedure.say import Say

BUILTIN_TITLES = (N_("送达"), N_("更正记录"), N_("作废"), N_("补记"), N_("依法删除"), N_("换用日历"), N_("转办"))
"""Titles of the acts that every case knows (`procedure.builtin`), said where extraction finds them."""
BUILTIN_FIELDS = (
    N_("送达的文书"),
    N_("送达方式"),
    N_("哪一件"),
    N_("邮件编号或者签收凭据"),
    N_("补记的内容"),
    N_("承办处室"),
    N_("承办人"),
    N_("转办的理由"),
)
"""Titles of the fields of their forms (`procedure.outline.form`)."""
CHANNELS = (N_("当面送达"), N_("邮寄送达"), N_("电子送达"), N_("留置送达"), N_("公告送达"))
"""Ways of service (`procedure.builtin.CHANNELS`)."""
LAW = re.compile("《([^《》]+)》")


def speak(sentence: Say) -> str:
    """The sentence in the language of the page; a legal term without a translation stays as the law has it."""
    if not sentence.text:
        return ""
    return gettext(sentence.text).format(**{name: spoken(value) for name, value in sentence.values.items()})


def spoken(value: Any) -> str:
    """One value: a legal term (a msgid), a day, a citation, a sentence, a list of these, or a number."""
    if isinstance(value, Say):
        return speak(value)
    if isinstance(value, (list, tuple)):
        return gettext("、").join(spoken(each) for each in value)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, Citation):
        return cited(value)
    if isinstance(value, date):
        return long_day(value)
    return gettext(value) if isinstance(value, str) and value else str(value)


def cited(citation: Citation) -> str:
    """《政府信息公开条例》第三十三条, or in English with the law's English title where a pack gives one."""
    return _written(citation.zh()) if chinese() else citation.en(_english_titles().get(citation.law, ""))


def cite(key: str) -> str:
    """The same from a citation key, as declarations keep it: 政府信息公开条例#33.2. Raises ValueError for anything else."""
    return cited(Citation.from_key(key))


def proved(line: Step | DayMark) -> str:
    """A line of a proof, or a day of one; in English with the English titles of the laws that a pack gives."""
    return _written(line.zh) if chinese() else LAW.sub(lambda law: _english_titles().get(law[1], law[0]), line.en)


def amount(n: int, unit: str) -> str:
    """20个工作日, 20 working days. Raises ValueError for an unknown unit."""
    return _written(amount_zh(n, Unit(unit))) if chinese() else amount_en(n, Unit(unit))


def long_day(day: date) -> str:
    """2023年9月11日, 11 September 2023."""
    return f"{day.year}年{day.month}月{day.day}日" if chinese() else dateformat.format(day, "j F Y")


def short_day(day: date) -> str:
    """9月11日, September 11."""
    return f"{day.month}月{day.day}日" if chinese() else formats.date_format(day, "MONTH_DAY_FORMAT")


def chinese() -> bool:
    """Whether the page is in Chinese."""
    return (translation.get_language() or "").startswith("zh")


def traditional() -> bool:
    """Whether the page is in traditional Chinese."""
    return translation.get_language() == "zh-hant"


def _written(text: str) -> str:
    """Chinese that the pure packages put together, in the characters of the page."""
    return in_traditional(text, gettext) if traditional() else text


@lru_cache(maxsize=1)
def _english_titles() -> dict[str, str]:
    """English titles of the laws that the engine and the packs cite."""
    known = (CIVIL_CODE, CIVIL_PROCEDURE, HOLIDAY_MEASURES, *installed().laws.values())
    return {name: law.english for law in known for name in (law.title, law.short) if name and law.english}
