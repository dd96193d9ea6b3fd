"""The reasons and remedies of the pure packages, spoken in the reader's language."""

from datetime import date
from typing import Any

from django.utils import dateformat, formats, translation
from django.utils.translation import gettext

from fadu.law.citation import Citation
from fadu.procedure.say import Say


def speak(sentence: Say) -> str:
    """The sentence in the language of the page; a legal term without a translation stays as the law has it."""
    if not sentence.text:
        return ""
    return gettext(sentence.text).format(**{name: spoken(value) for name, value in sentence.values.items()})


def spoken(value: Any) -> str:
    """One value: a legal term (a msgid), a day, a citation, another sentence, a list of these, or a number."""
    if isinstance(value, Say):
        return speak(value)
    if isinstance(value, (list, tuple)):
        return gettext("、").join(spoken(each) for each in value)
    if isinstance(value, Citation):
        return cited(value)
    if isinstance(value, date):
        return long_day(value)
    return gettext(value) if isinstance(value, str) and value else str(value)


def cited(citation: Citation) -> str:
    """《政府信息公开条例》第三十三条, or in English with the law's English title where the catalogue has one."""
    if _chinese():
        return citation.zh()
    title = gettext(citation.law) if citation.law else ""
    return citation.en("" if title == citation.law else title)


def long_day(day: date) -> str:
    """2023年9月11日, 11 September 2023."""
    return f"{day.year}年{day.month}月{day.day}日" if _chinese() else dateformat.format(day, "j F Y")


def short_day(day: date) -> str:
    """9月11日, September 11."""
    return f"{day.month}月{day.day}日" if _chinese() else formats.date_format(day, "MONTH_DAY_FORMAT")


def _chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")
