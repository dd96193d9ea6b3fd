"""The header's events, the day of the version, the first day in force, and what the text repeals."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.library.samples import AMENDED, PLAIN, REPEALED, text

from fadu.library.text.dates import read_date
from fadu.library.text.effect import repeals
from fadu.library.text.header import read_header
from fadu.library.text.reading import read_law
from fadu.library.text.values import LawText, Start


def read(content: str, name: str = "示例条例.md") -> LawText:
    law = read_law(content, ("行政法规", name))
    assert isinstance(law, LawText)
    return law


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019年4月3日", date(2019, 4, 3)),
        ("２０１３年１月１日", date(2013, 1, 1)),
        ("2009年1月1 日", date(2009, 1, 1)),
        ("一九八四年十月二十一日", date(1984, 10, 21)),
        ("二○○四年十月一日", date(2004, 10, 1)),
        ("一九九0年八月一日", date(1990, 8, 1)),
        ("2019年2月30日", None),
        ("近日", None),
    ],
)
def test_days(written: str, day: date | None) -> None:
    assert read_date(written) == day


def test_events() -> None:
    header = read_header(
        "# 示例法\n\n（2012年12月19日 公安部令第125号公布，\n\n2014年6月29日 《关于修改〈示例法〉的决定》第一次修正。\n\n"
    )
    assert [(event.on, event.body, event.verb) for event in header.events] == [
        (date(2012, 12, 19), "公安部令第125号", "公布"),
        (date(2014, 6, 29), "《关于修改〈示例法〉的决定》第一次", "修正"),
    ]
    assert header.warnings == ()


def test_two_events_on_one_line() -> None:
    line = "2000年7月8日 常务委员会《关于修改〈示例法〉的决定》第一次修正根据2009年8月27日常务委员会第二次修正"
    events = read_header(f"# 示例法\n\n{line}\n").events
    assert [(event.on, event.verb) for event in events] == [(date(2000, 7, 8), "修正"), (date(2009, 8, 27), "修正")]
    one = "2010年7月21日 国务院常务会议、2010年3月29日中央军事委员会常务会议修订"
    assert len(read_header(f"# 示例法\n\n{one}\n").events) == 1


def test_a_wrapped_line_continues_the_event_and_a_cut_one_is_reported() -> None:
    header = read_header(
        "# 示例法\n\n2015年8月29日 常务委员会《关于修改\n\n〈示例法〉的决定》第三次修正\n\n1988年9月8日 国务院令第12号\n"
    )
    assert [event.verb for event in header.events] == ["修正", ""]
    assert [(warning.line, "不完整" in warning.message) for warning in header.warnings] == [(7, True)]


def test_a_second_title_is_a_part_and_a_repeated_one_is_reported() -> None:
    assert read_header("# 示例法典\n\n# 合同编\n").part == "合同编"
    repeated = read_header("# 示例法\n\n# 示例法\n")
    assert repeated.part == ""
    assert [warning.message for warning in repeated.warnings] == ["标题写了两次。"]


def test_without_an_end_mark_the_header_ends_where_the_text_begins() -> None:
    law = read("# 示例条例\n\n2019年4月3日 国务院公布\n\n第一条 甲。\n")
    assert [event.verb for event in law.header] == ["公布"]
    assert law.body.articles[0].line == 5


@pytest.mark.parametrize(
    ("content", "name", "start", "how"),
    [
        (PLAIN, "示例条例(2019-04-03).md", date(2019, 5, 15), Start.CLAUSE),
        # The clause of an amended text is its first version's.
        (AMENDED, "示例条例(2022-03-29).md", date(2022, 3, 29), Start.FILENAME),
        (AMENDED, "示例条例.md", date(2022, 3, 29), Start.FILENAME),
        (AMENDED.replace("2019年5月15日起", "2022年5月1日起"), "示例条例.md", date(2022, 5, 1), Start.CLAUSE),
        # The header lost the amendment: the version is years younger than all that the text knows.
        (PLAIN, "示例条例(2023-07-20).md", date(2023, 7, 20), Start.FILENAME),
        (text("第一条 本条例自2009年1月1日起施行。"), "示例条例(2018-01-25).md", date(2018, 1, 25), Start.FILENAME),
        # A new text may apply to days before its adoption.
        (REPEALED.replace("5月1日", "1月1日"), "示例办法(2007-04-05).md", date(2007, 1, 1), Start.CLAUSE),
        (
            text("第一条 甲。", header=("2019年4月3日 公布", "2019年5月15日 施行")),
            "示例.md",
            date(2019, 5, 15),
            Start.HEADER,
        ),
        (
            text("第一条 本条例自公布之日起施行。", header=("2019年4月3日 公布",)),
            "示例.md",
            date(2019, 4, 3),
            Start.CLAUSE,
        ),
        (
            text("第一条 本条例自公布之日起30日后施行。", header=("2019年4月3日 公布",)),
            "示例.md",
            date(2019, 5, 3),
            Start.CLAUSE,
        ),
        (text("第一条 本条第二款自2030年1月1日起施行。"), "示例.md", None, Start.UNKNOWN),
    ],
)
def test_first_day_in_force(content: str, name: str, start: date | None, how: Start) -> None:
    law = read(content, name)
    assert (law.in_force_from, law.in_force_how) == (start, how)


def test_the_constitution_is_amended_by_amendments() -> None:
    header = ("1982年12月4日 全国人民代表大会公告公布施行", "2018年3月11日 通过的《中华人民共和国宪法修正案》")
    law = read(text("第一条 甲。", title="中华人民共和国宪法", header=header))
    assert (law.in_force_from, law.in_force_how) == (date(2018, 3, 11), Start.FILENAME)


@pytest.mark.parametrize(
    ("sentence", "repealed"),
    [
        ("2005年公布的《甲条例》同时废止。", [("甲条例", None)]),
        (
            "《甲条例》、《乙条例》自2021年1月1日起同时废止。",
            [("甲条例", date(2021, 1, 1)), ("乙条例", date(2021, 1, 1))],
        ),
        (
            "根据《关于修改部分法规的决定》修正的《北京市实施〈甲法〉办法》同时废止。",
            [("北京市实施〈甲法〉办法", None)],
        ),
        ("《甲条例》自本办法施行之日起即行废止。", [("甲条例", None)]),
        ("《甲条例》第三条同时废止。", []),
        ("违反《甲条例》的，依照本法处罚。", []),
        ("许可证同时废止。《甲条例》继续有效。", []),
        ("《甲条例同时废止。", []),
    ],
)
def test_repeals(sentence: str, repealed: list[tuple[str, date | None]]) -> None:
    assert [(found.title, found.on) for found in repeals("示例条例", [sentence])] == repealed


def test_a_decision_on_repeals() -> None:
    points = ["废止《甲条例》（1992年9月19日通过）", "废止《乙条例》"]
    assert [found.title for found in repeals("关于废止部分法规的决定", points)] == ["甲条例", "乙条例"]
    assert repeals("示例条例", points) == ()


def test_repeals_of_an_amended_text_keep_the_day_of_its_first_version() -> None:
    content = AMENDED.replace("起施行。", "起施行。《甲办法》同时废止。")
    law = read(content, "示例条例(2022-03-29).md")
    assert [(found.title, found.on) for found in law.repeals] == [("甲办法", date(2019, 5, 15))]
