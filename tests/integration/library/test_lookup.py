"""From a citation to the words in force on a day, or to an error that says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.library.samples import FOLDER, text, write

from fadu.law.citation import Citation
from fadu.library.importing import import_folder
from fadu.library.lookup import CitationError, NoSuchArticle, NoSuchLaw, NotInForce, check_citations, text_of

pytestmark = pytest.mark.django_db

OLD, NEW = date(2020, 1, 1), date(2023, 1, 1)


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, db: None) -> None:
    undated = text("第一条 甲：", "（一）子。", "乙：", "（一）丑。", title="示例规则")
    import_folder(write(tmp_path, FOLDER | {"部门规章/示例规则.md": undated}))


def test_the_version_in_force_on_the_day_applies() -> None:
    old, new = text_of(Citation("示例条例", 2), OLD), text_of(Citation("示例条例", 2), NEW)
    assert old.text.startswith("有下列情形之一的")
    assert new.text == "登记不收费。"
    assert (old.in_force_from, old.in_force_until) == (date(2019, 5, 15), date(2022, 3, 29))
    assert old.note == ""
    assert "2022-03-29" in new.note
    assert text_of(Citation("示例条例", 2), date(2022, 3, 28)).version_id == old.version_id
    assert text_of(Citation("示例条例", 2), date(2022, 3, 29)).version_id == new.version_id


@pytest.mark.parametrize("title", ["示例条例", "中华人民共和国示例条例", "《示例条例》"])
def test_the_title_may_be_written_in_any_way(title: str) -> None:
    assert text_of(Citation(title, 1), OLD).article == "第一条"


def test_paragraphs_and_items() -> None:
    article = Citation("示例条例", 2)
    assert text_of(article, OLD).text.count("\n") == 3
    assert text_of(article.para(1), OLD).text == "有下列情形之一的，应当登记：\n（一）新设的；\n（二）变更的。"
    assert text_of(article.para(2), OLD).text == "前款规定的登记不收费。"
    assert text_of(article.para(1).item(2), OLD).text == "变更的。"
    assert text_of(article.item(1), OLD).text == "新设的；"
    assert text_of(article, OLD).heading == "第一章 总则"


def test_a_code_in_several_files_is_one_law() -> None:
    assert text_of(Citation("示例法典", 1), NEW).heading == "总则"
    assert text_of(Citation("中华人民共和国示例法典", 400), NEW).text == "合同。"
    with pytest.raises(NoSuchArticle, match="it has 2 articles"):
        text_of(Citation("示例法典", 399), NEW)


def test_a_law_alone() -> None:
    passage = text_of(Citation("示例条例"), OLD)
    assert (passage.title, passage.article) == ("示例条例", "")


def test_an_undated_text_says_so() -> None:
    assert "均不明" in text_of(Citation("示例规则", 1), date(1990, 1, 1)).note


@pytest.mark.parametrize(
    ("citation", "on", "error", "says"),
    [
        (Citation("无此条例", 1), NEW, NoSuchLaw, "no 《无此条例》.*import the text"),
        (Citation("示例条例", 9), NEW, NoSuchArticle, "no 第九条; it has 3 articles.*renumbered"),
        (Citation("示例条例", 2, 1), NEW, NoSuchArticle, "no 第二条之一"),
        (Citation("示例条例", 2, 0, 3), OLD, NoSuchArticle, "the last is 第2款"),
        (Citation("示例条例", 2, 0, 1, 3), OLD, NoSuchArticle, "the last is （2）项"),
        (Citation("示例条例", 1, 0, 1, 1), OLD, NoSuchArticle, "there is none"),
        (Citation("示例规则", 1, 0, 0, 1), NEW, NoSuchArticle, "第1款、第2款 each have items.*Name the paragraph"),
        (Citation("示例条例", 1), date(2019, 5, 14), NotInForce, "in force from 2019-05-15.*Import the version"),
        (Citation("示例暂行办法", 1), date(2019, 5, 15), NotInForce, "since 2019-05-15.*《示例条例》 repealed it"),
    ],
)
def test_errors_say_what_is_wrong_and_what_to_do(
    citation: Citation, on: date, error: type[CitationError], says: str
) -> None:
    with pytest.raises(error, match=says) as raised:
        text_of(citation, on)
    assert raised.value.citation == citation
    assert raised.value.remedy


def test_many_citations_are_checked_at_once() -> None:
    good, bad = Citation("示例条例", 2, 0, 1, 2), Citation("示例条例", 9)
    assert [error.citation for error in check_citations([good, bad, bad], OLD)] == [bad]
    assert check_citations([good], OLD) == []
