"""Days as law texts write them: 2019年4月3日, ２０１３年１月１日, 一九八四年十月一日, 二○○四年十月一日."""

import re
from datetime import date

from fadu.law.citation import parse_chinese_number
from fadu.library.text.characters import narrow

_DIGIT = "0-9０-９零〇○Ο一二三四五六七八九"
DATE = rf"[{_DIGIT}]{{4}}\s*年\s*[{_DIGIT}十]{{1,3}}\s*月\s*[{_DIGIT}十]{{1,3}}\s*日"
_PARTS = re.compile(rf"([{_DIGIT}]{{4}})\s*年\s*([{_DIGIT}十]{{1,3}})\s*月\s*([{_DIGIT}十]{{1,3}})\s*日")
_YEAR = str.maketrans("零〇○Ο一二三四五六七八九", "0000123456789")


def read_date(text: str) -> date | None:
    """The first day that `text` names; None if it names none, or one that no calendar has."""
    match = _PARTS.search(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(narrow(year).translate(_YEAR)), parse_chinese_number(month), parse_chinese_number(day))
    except ValueError:
        return None
