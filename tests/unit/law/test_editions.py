"""Editions as files: what is read, and how mistakes are shown."""

import json
from datetime import date

import pytest

from fadu.law import EditionError, base_calendar, dump_editions, load_editions

FILE = """
- year: 2027
  announced: 2026-11-05
  days_off:
    元旦: [2027-01-01/2027-01-03]
    清明节: [2027-04-05]
  make_up:
    元旦: [2026-12-26]
    春节: ["2027-01-31"]
"""


def test_a_notice_is_read() -> None:
    (edition,) = load_editions(FILE)
    assert (edition.id, edition.year, edition.announced) == ("2027", 2027, date(2026, 11, 5))
    assert edition.title == "国务院办公厅关于2027年部分节假日安排的通知"
    assert edition.days_off == {
        date(2027, 1, 1): "元旦",
        date(2027, 1, 2): "元旦",
        date(2027, 1, 3): "元旦",
        date(2027, 4, 5): "清明节",
    }
    assert edition.make_up == {date(2026, 12, 26): "元旦", date(2027, 1, 31): "春节"}


def test_json_is_read_however_it_is_indented() -> None:
    notice = {"year": 2027, "title": "通知", "days_off": {"元旦": ["2027-01-01"]}}
    for text in (json.dumps(notice), json.dumps([notice], indent="\t", ensure_ascii=False)):
        assert load_editions(text)[0].days_off == {date(2027, 1, 1): "元旦"}


def test_writing_and_reading_changes_nothing() -> None:
    editions = (*base_calendar().editions, *load_editions(FILE))
    assert load_editions(dump_editions(editions)) == editions


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        (("2027-04-05", "2027-04-31"), 6, "“2027-04-31”不是日期"),
        (("2027-04-05", "5 April"), 6, "“days_off: 清明节”中的“5 April”"),
        (("2027-04-05", "2028-04-04"), 6, "2028-04-04 不属于 2027 年的安排"),
        (("2027-04-05", "2027-01-02"), 6, "2027-01-02 写了两次"),
        (("2027-04-05", "2027-01-31"), 9, "既是放假日（清明节），又是调休上班日（春节）"),
        (("2026-12-26", "2026-12-25"), 8, "是周五，不能是调休上班日"),
        (("2027-01-03]", "2026-12-01]"), 5, "写的是 2027-01-01 至 2026-12-01"),
        (("2027-01-03]", "2037-01-03]"), 5, "一段是 1 至 31 天"),
        (("[2027-04-05]", "2027-04-05"), 6, "不是列表"),
        (("清明节", "元旦"), 6, "“元旦”写了两次"),
        (("announced", "published"), 3, "没有“published”这个键"),
        (("year: 2027", "year: 27"), 2, "写成四位数字"),
        (("year: 2027", "title: 通知"), 2, "缺少“year”"),
        (("2026-11-05", "[]"), 3, "“announced”没有值，或者不是单独一个值"),
        (("days_off:", "days_off: ]"), 4, "不合 YAML 或者 JSON 的写法"),
    ],
)
def test_a_mistake_is_named_with_its_line(broken: tuple[str, str], line: int, message: str) -> None:
    with pytest.raises(EditionError) as refused:
        load_editions(FILE.replace(*broken, 1))
    assert str(refused.value).startswith(f"第 {line} 行：")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "没有任何一年的安排"),
        ("[]", "没有任何一年的安排"),
        ("hello", "不是由键和值组成"),
        ("- 1", "不是由键和值组成"),
        ("year: 2027", "2027 年的安排没有放假日"),
        ("\x00", "不是读得懂的 YAML 或者 JSON"),
        ("[" * 2000, "读得懂"),
    ],
)
def test_what_is_no_edition_is_refused(text: str, message: str) -> None:
    with pytest.raises(EditionError, match=message):
        load_editions(text)
