"""Articles, chapters and annexes are found through all the irregularities of real files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.library.samples import PLAIN, text

from fadu.law.citation import chinese_number
from fadu.library.text.reading import read_law
from fadu.library.text.values import Article, LawText

PATH = ("行政法规", "示例条例(2019-04-03).md")


def read(*lines: str, title: str = "示例条例") -> LawText:
    law = read_law(text(*lines, title=title), PATH)
    assert isinstance(law, LawText)
    return law


def numbers(law: LawText) -> list[tuple[int, int]]:
    return [(article.number, article.sub) for article in law.body.articles]


def article(law: LawText, number: int, sub: int = 0) -> Article:
    return next(found for found in law.body.articles if (found.number, found.sub) == (number, sub))


def test_a_plain_text() -> None:
    law = read_law(PLAIN, PATH)
    assert isinstance(law, LawText)
    assert numbers(law) == [(1, 0), (2, 0), (3, 0)]
    assert [chapter.title for chapter in law.body.chapters] == ["第一章 总则", "第二章 附则"]
    assert law.body.chapters[0].articles == ((1, 0), (2, 0))
    assert article(law, 3).heading == ("第二章 附则",)
    first, second = article(law, 2).paragraphs
    assert [(item.number, item.text) for item in first.items] == [(1, "新设的；"), (2, "变更的。")]
    assert (second.number, second.text) == (2, "前款规定的登记不收费。")
    assert law.warnings == ()


@pytest.mark.parametrize(
    "mark",
    [
        "笫二条 ",
        "弟二条 ",
        "第 二 条 ",
        "第二 条",
        "第二条",
        "第二条　",
        "第２条 ",
        "第2条 ",
        "\u200b第二条 ",
        "第二条：",
    ],
)
def test_damaged_marks(mark: str) -> None:
    law = read("第一条 甲。", f"{mark}侦查人员应当勘验。", "第三条 丙。")
    assert numbers(law) == [(1, 0), (2, 0), (3, 0)]
    assert article(law, 2).text == "侦查人员应当勘验。"
    assert article(law, 2).mark == "第二条"


def test_a_dash_in_place_of_one() -> None:
    lines = [f"第{chinese_number(number)}条 甲。" for number in range(1, 33)]
    lines[30] = "第三十－条 全角连字符。"
    law = read(*lines)
    assert article(law, 31).text == "全角连字符。"
    assert len(law.body.articles) == 32


def test_whole_chapters_on_one_line() -> None:
    law = read(
        "## 第一章 总则",
        "第一条 甲。 第二条 依照第一条规定： （一）子； （二）丑。 第三条 丙。 经过批准的除外。",
        "## 第二章 空域",
        "第四条 丁。 第五条 戊。",
    )
    assert numbers(law) == [(n, 0) for n in range(1, 6)]
    assert [item.text for item in article(law, 2).paragraphs[0].items] == ["子；", "丑。"]
    assert [paragraph.text for paragraph in article(law, 3).paragraphs] == ["丙。", "经过批准的除外。"]
    assert article(law, 5).heading == ("第二章 空域",)


def test_an_article_glued_to_the_one_before_and_a_citation_that_is_none() -> None:
    law = read("第一条 甲。", "第二条 乙，适用第三条。第三条规定的处罚除外。第三条市人大设立秘书处。", "第四条 丁。")
    assert numbers(law) == [(n, 0) for n in range(1, 5)]
    assert article(law, 2).text == "乙，适用第三条。第三条规定的处罚除外。"
    assert article(law, 3).text == "市人大设立秘书处。"


def test_a_chapter_glued_to_the_end_of_an_article() -> None:
    law = read("第一条 甲。第二章鉴定、加固和维护", "第二条 乙。")
    assert article(law, 1).text == "甲。"
    assert article(law, 2).heading == ("第二章 鉴定、加固和维护",)


def test_inserted_articles() -> None:
    law = read("第一条 甲。", "第一条之一 乙。", "第一条之二 丙。", "第二条 丁。")
    assert numbers(law) == [(1, 0), (1, 1), (1, 2), (2, 0)]
    assert article(law, 1, 2).mark == "第一条之二"
    assert law.warnings == ()


def test_a_missing_article_is_reported_with_its_line() -> None:
    law = read("第一条 甲。", "第二条 乙。", "第四条 丁。")
    assert numbers(law) == [(1, 0), (2, 0), (4, 0)]
    (warning,) = law.warnings
    assert warning.line == 9
    assert "第二条之后是第四条" in warning.message


def test_a_misprinted_number_costs_no_more_than_its_own_article() -> None:
    law = read("第一条 甲。", "第二百条 乙。", "第三条 丙。", "第四条 丁。")
    assert numbers(law) == [(1, 0), (3, 0), (4, 0)]
    assert "第二百条" in article(law, 1).text
    assert any("第二百条在此处不合次序" in warning.message for warning in law.warnings)


def test_articles_quoted_by_an_amendment_are_not_its_own() -> None:
    law = read(
        "第三十二条 宪法序言修改为：“甲。”",
        "第三十三条 宪法增加一节，作为第七节：",
        "第七节 监察委员会",
        "第一百二十三条 监察委员会是监察机关。",
        "第三十四条 宪法第一条修改为：“乙。”",
        title="示例宪法修正案（2018年）",
    )
    assert numbers(law) == [(32, 0), (33, 0), (34, 0)]
    assert "第一百二十三条" in article(law, 33).text
    assert law.body.chapters == ()


def test_an_act_without_articles_is_read_by_its_points() -> None:
    law = read(
        "为了示例，决定：", "一、甲：", "（一）子；", "（二）丑。", "二、在刑法第三条后增加一条：“第三条之一 乙。”"
    )
    assert [found.mark for found in law.body.articles] == ["一、", "二、"]
    assert law.body.preamble == "为了示例，决定："
    assert len(article(law, 1).paragraphs[0].items) == 2


def test_a_text_without_spaces_after_its_marks_is_read_all_the_same() -> None:
    law = read(
        "目录",
        "第一章 总则",
        "第一章 总则",
        "第一条为了示例，制定本条例。",
        "第二条所有单位都适用本条例。",
        "第二条第一款规定的单位应当登记。",
        "第二条之一 特殊情形从其规定。",
        "第三条规定的登记不收费。",
        "第三条和谐相处。",
        "第四条本条例自2019年5月15日起施行。",
    )
    assert numbers(law) == [(1, 0), (2, 0), (2, 1), (4, 0)]
    assert article(law, 1).text == "为了示例，制定本条例。"
    assert article(law, 2).text == "所有单位都适用本条例。\n第二条第一款规定的单位应当登记。"
    assert any("第二条之一之后是第四条" in warning.message for warning in law.warnings)


def test_nothing_is_left_that_moves_a_cursor_or_turns_the_direction_of_reading() -> None:
    law = read("第一条 甲\x1b[31m乙\u202e丙\x07丁\u2066。", title="示例\x1b条例\u202e")
    assert (law.title, article(law, 1).text) == ("示例条例", "甲[31m乙丙丁。")


def test_the_preamble_is_kept_apart() -> None:
    law = read("## 序言", "中国是世界上历史最悠久的国家之一。", "## 第一章 总纲", "第一条 甲。")
    assert law.body.preamble == "中国是世界上历史最悠久的国家之一。"
    assert article(law, 1).heading == ("第一章 总纲",)


@pytest.mark.parametrize(
    "opening", ["附：", "附件一：名录", "附件", "## 附件一", "附图 标志式样", "附表一", "附录：", "式样"]
)
def test_the_last_article_does_not_swallow_the_annex(opening: str) -> None:
    law = read(
        "第一条 甲。", "第二条 本条例自公布之日起施行。", opening, "一、煤", "（一）褐煤", "第一条 附件自己的条文。"
    )
    assert article(law, 2).text == "本条例自公布之日起施行。"
    (annex,) = law.body.annexes
    assert "（一）褐煤" in annex.text
    assert "附件自己的条文" in annex.text


def test_supplementary_provisions_are_no_annex() -> None:
    law = read("第一条 甲。", "附 则", "第二条 本条例自公布之日起施行。", "附带服务按照前款执行。")
    assert article(law, 2).heading == ("附则",)
    assert len(article(law, 2).paragraphs) == 2
    assert law.body.annexes == ()


def test_a_title_broken_over_two_lines() -> None:
    law = read("第一条 甲。", "## 第二章  审议报告和议案", "审查计划和预算", "第二条 乙。")
    assert article(law, 2).heading == ("第二章 审议报告和议案审查计划和预算",)


def test_a_table_of_contents_makes_no_chapters() -> None:
    law = read("目　录", "第一章 总则", "第二章 附 则", "第一章　总则", "第一条 甲。", "第二章 附则", "第二条 乙。")
    assert [chapter.title for chapter in law.body.chapters] == ["第一章 总则", "第二章 附则"]
    assert law.body.preamble == "目 录\n第一章 总则\n第二章 附 则"


def test_three_levels_of_headings() -> None:
    law = read(
        "## 第一编 总则", "### 第一章 任务", "第一条 甲。", "### 第二章 犯罪", "#### 第一节 责任", "第二条 乙。",
        "## 第二编 分则", "第三条 丙。",
    )  # fmt: skip
    assert article(law, 2).heading == ("第一编 总则", "第二章 犯罪", "第一节 责任")
    assert article(law, 3).heading == ("第二编 分则",)
    assert [chapter.title for chapter in law.body.chapters[0].chapters] == ["第一章 任务", "第二章 犯罪"]


def test_an_empty_text_is_reported() -> None:
    law = read()
    assert law.body.articles == ()
    assert any("正文为空" in warning.message for warning in law.warnings)


def test_a_lost_glyph_is_reported_with_its_line() -> None:
    law = read("第一条 高1\ue0045米。")
    assert [(warning.line, "此处缺字" in warning.message) for warning in law.warnings] == [(5, True)]


@pytest.mark.parametrize(
    "piece",
    ["《", "第一条 如下：\n（一）甲\n", " 　", "第一", "－", "乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌\n", "附"],
)
def test_long_monotonous_texts_are_read(piece: str) -> None:
    """A reader that goes back over what it has read would not come to an end here."""
    law = read("第一条 甲：", "（一）乙。", "第二条 " + piece * 50_000 + "同时废止。")
    assert law.body.articles[0].number == 1


PIECES = st.lists(
    st.sampled_from(
        ["第一条 ", "第二条", "第三条之一 ", "笫四条 ", "甲，", "乙。", "丙；", "（一）", "(二)", "一、", "附件：", "附则", "## ",
         "# ", "第一章 ", "第二节", "\n", "\n\n", " ", "　", "\u200b", "“", "”", "《丁》", "同时废止", "自2020年1月1日起施行",
         "<!-- FORCE BREAK -->", "：", "1. ", "戊", "<!-- INFO END -->", "2019年4月3日 公布", "★", "秘密"]
    ),
    max_size=40,
)  # fmt: skip


@given(st.one_of(PIECES.map("".join), st.text(max_size=300)))
def test_no_text_breaks_the_reader_and_numbers_never_repeat(content: str) -> None:
    law = read_law(content, PATH)
    if isinstance(law, LawText):
        assert law.raw == content
        assert len(set(numbers(law))) == len(numbers(law))
        assert numbers(law) == sorted(numbers(law))


STRUCTURE = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 3)), min_size=1, max_size=30)


@given(STRUCTURE)
def test_what_is_written_by_the_rules_is_read_back(structure: list[tuple[int, int, int]]) -> None:
    """(number of 之N, paragraphs, items of the last paragraph) for each article."""
    lines: list[str] = []
    expected: list[tuple[int, int, int, int]] = []
    for number, (subs, paragraphs, items) in enumerate(structure, 1):
        for sub in range(subs + 1):
            mark = f"第{chinese_number(number)}条" + (f"之{chinese_number(sub)}" if sub else "")
            rows = [f"第{n}段。" for n in range(paragraphs)]
            rows[-1] = rows[-1].replace("。", "：") if items else rows[-1]
            lines += [f"{mark} {rows[0]}", *rows[1:]]
            lines += [f"（{chinese_number(n)}）项{'；' if n < items else '。'}" for n in range(1, items + 1)]
            expected.append((number, sub, paragraphs, items))
    answer = [
        (found.number, found.sub, len(found.paragraphs), len(found.paragraphs[-1].items))
        for found in read(*lines).body.articles
    ]
    assert answer == expected
