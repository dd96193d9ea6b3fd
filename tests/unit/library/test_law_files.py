"""Titles, places and markings: what a file is before it is read."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.library.samples import PART_TWO, PLAIN

from fadu.library.text.marking import is_classified
from fadu.library.text.reading import read_law
from fadu.library.text.sources import read_place, why_no_law
from fadu.library.text.titles import quoted_titles, title_key
from fadu.library.text.values import LawText, Level, NotALaw


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中华人民共和国水法", "水法"),
        ("《中华人民共和国水法》", "水法"),
        ("北京市实施《中华人民共和国水法》办法", "北京市实施〈水法〉办法"),
        ("《北京市实施〈中华人民共和国水法〉办法》", "北京市实施<水法>办法"),
        ("宪法修正案（2018年）", "宪法修正案(2018年)"),
        ("关于防控  坚决打赢的决定", "关于防控坚决打赢的决定"),
    ],
)
def test_two_spellings_of_a_title_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_different_acts_have_different_keys() -> None:
    titles = ["水法", "实施《水法》办法", "水法实施办法", "《甲》和《乙》", "刑法修正案（九）", "刑法修正案（八）"]
    assert len({title_key(title) for title in titles}) == len(titles)


def test_quoted_titles_may_be_nested_or_unclosed() -> None:
    found = [title for _, _, title in quoted_titles("依照《实施《水法》办法》和《刑法》，《未完")]
    assert found == ["实施《水法》办法", "刑法"]


def test_places() -> None:
    place = read_place(("laws", "DLC", "北京地方法规", "地方性法规", "北京", "北京市示例条例(2021-09-24).md"))
    assert (place.level, place.region, place.title, place.version_date) == (
        Level.LOCAL,
        "北京",
        "北京市示例条例",
        date(2021, 9, 24),
    )
    assert read_place(("行政法规", "示例（试行）（2004-01-31）.md")).version_date == date(2004, 1, 31)
    assert read_place(("行政法规", "示例(2004-02-31).md")).version_date is None
    assert read_place(("民法典", "合同编.md")).level is Level.LAW
    assert read_place(("部门规章", "公安部", "示例规定.md")).level is Level.RULE
    assert read_place(("somewhere", "示例规定.md")).level is Level.OTHER


@pytest.mark.parametrize(
    "path", ["宪法/_index.md", "README.md", "法律法规模版.md", "案例/某案.md", "db.sqlite3", "表.xlsx"]
)
def test_files_that_are_no_laws(path: str) -> None:
    assert why_no_law(path.split("/"))
    assert isinstance(read_law(PLAIN, path.split("/")), NotALaw)


def test_a_note_without_title_and_articles_is_no_law() -> None:
    assert isinstance(read_law("随便写的几句话。\n", ("行政法规", "便条.md")), NotALaw)


def test_a_law_without_title_takes_its_name_from_the_file() -> None:
    law = read_law("第一条 甲。\n", ("行政法规", "示例条例(2019-04-03).md"))
    assert isinstance(law, LawText)
    assert law.title == "示例条例"
    assert [warning.line for warning in law.warnings] == [0]


def test_a_part_of_a_code() -> None:
    law = read_law(PART_TWO, ("民法典", "合同编.md"))
    assert isinstance(law, LawText)
    assert (law.title, law.part, law.in_force_from) == ("中华人民共和国示例法典", "合同编", date(2021, 1, 1))


@pytest.mark.parametrize(
    "line",
    [
        "秘密", "机密", "绝密", "秘密★10年", "机密 ★ 长期", "绝密★启用前", "密级：秘密", "# 秘密★5年", "**机密★1年**", "　秘　密　",
        "000012 秘密★10年", "特急 机密★1年", "秘\u200b密★10年",
    ],
)  # fmt: skip
def test_markings(line: str) -> None:
    assert is_classified(f"# 示例\n\n{line}\n\n正文。\n")


@pytest.mark.parametrize(
    "line",
    [
        "第一条 国家秘密的密级分为绝密、机密、秘密三级。",
        "绝密级国家秘密是最重要的国家秘密。",
        "国家秘密标志形式为密级★保密期限。",
        "工作秘密",
        "内部",
        "（一）泄露国家秘密、商业秘密的；",
        "保守秘密",
    ],
)
def test_the_word_in_a_law_is_no_marking(line: str) -> None:
    assert not is_classified(f"# 示例\n\n{line}\n")
