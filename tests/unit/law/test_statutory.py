"""The statutory holidays against their sources: the statute's text, the package `holidays`, the notices."""

import re
from datetime import date
from pathlib import Path

import holidays
import pytest

from fadu.law import base_calendar
from fadu.law.statutory import STATUTORY, festivals, statutory_holidays

ARTICLE_2 = {
    "2013-12-11": """
（一）新年，放假1天（1月1日）；
（二）春节，放假3天（农历正月初一、初二、初三）；
（三）清明节，放假1天（农历清明当日）；
（四）劳动节，放假1天（5月1日）；
（五）端午节，放假1天（农历端午当日）；
（六）中秋节，放假1天（农历中秋当日）；
（七）国庆节，放假3天（10月1日、2日、3日）。
""",
    "2024-11-10": """
（一）元旦，放假1天（1月1日）；
（二）春节，放假4天（农历除夕、正月初一至初三）；
（三）清明节，放假1天（农历清明当日）；
（四）劳动节，放假2天（5月1日、2日）；
（五）端午节，放假1天（农历端午当日）；
（六）中秋节，放假1天（农历中秋当日）；
（七）国庆节，放假3天（10月1日至3日）。
""",
}
FOR_ONE_OCCASION = {
    date(2015, 9, 3),  # 抗战胜利70周年纪念日
    *(date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)),  # 延长2020年春节假期
}
LAWS = Path(__file__).resolve().parents[4] / "shared/laws/行政法规"
SOURCES = list(ARTICLE_2.items()) + [
    (path.stem[-11:-1], path.read_text(encoding="utf-8"))
    for path in sorted(LAWS.glob("全国年节及纪念日放假办法(*).md"))
]


@pytest.mark.parametrize(("day", "text"), SOURCES)
def test_the_holidays_are_those_of_article_2(day: str, text: str) -> None:
    listed = re.findall(r"[（(][一二三四五六七][)）](\w+)，放假(\d)天[（(](?:农历|\d)", text)
    declared = STATUTORY.on(date.fromisoformat(day))
    assert declared.since == date.fromisoformat(day)
    assert listed[:7] == [(holiday.name, str(len(holiday.days))) for holiday in in_statute_order(declared.value)]


def in_statute_order(declared: tuple) -> list:
    order = ("新年", "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    return sorted(declared, key=lambda holiday: order.index(holiday.name))


def test_the_change_of_2024_adds_two_days() -> None:
    assert [sum(len(holiday.days) for holiday in version.value) for version in STATUTORY.values] == [11, 13]
    assert date(2024, 2, 9) not in statutory_holidays(2024)
    assert statutory_holidays(2025)[date(2025, 1, 28)] == "春节"
    assert date(2024, 5, 2) not in statutory_holidays(2024)
    assert statutory_holidays(2025)[date(2025, 5, 2)] == "劳动节"


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert statutory_holidays(2028)[date(2028, 10, 3)] == "国庆节、中秋节"


@pytest.mark.parametrize("year", sorted(festivals()))
def test_the_table_agrees_with_another_source(year: int) -> None:
    elsewhere = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    # That package also knows what single notices gave: 调休 days (休息日) and days for one occasion.
    others = {day for day, name in elsewhere.items() if "休息日" in name} | FOR_ONE_OCCASION
    assert set(statutory_holidays(year)) == set(elsewhere) - others


def test_no_notice_ever_made_a_statutory_holiday_a_working_day() -> None:
    calendar = base_calendar()
    for year in range(min(festivals()), calendar.last_day.year + 1):
        assert not [day for day in statutory_holidays(year) if calendar.is_working_day(day)]


def test_years_are_complete() -> None:
    years = sorted(festivals())
    assert years == list(range(2014, 2061))
    assert all(day.year == year for year in years for day in festivals()[year].values())
