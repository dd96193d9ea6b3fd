from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.law import Citation, Law, find_citations

REG = Law(
    "政府信息公开条例", english="Regulations on the Disclosure of Government Information", number="国务院令第711号"
)
CRIMINAL = Law("刑法")

citations = st.builds(
    lambda law, article, sub, paragraph, item: Citation(law, article, *((sub, paragraph, item) if article else ())),
    st.sampled_from(["", "刑法", "政府信息公开条例"]),
    st.integers(0, 1300),
    st.integers(0, 5),
    st.integers(0, 9),
    st.integers(0, 20),
)


def test_an_article_is_cited_as_the_law_writes_it() -> None:
    citation = REG[33].para(3).item(2)
    assert str(citation) == citation.zh() == "《政府信息公开条例》第三十三条第三款第（二）项"
    assert citation.local_zh() == "第三十三条第三款第（二）项"
    assert citation.en(REG.english) == (
        "Regulations on the Disclosure of Government Information, Article 33, paragraph 3, item 2"
    )
    assert citation.en() == "《政府信息公开条例》, Article 33, paragraph 3, item 2"
    assert citation.key() == "政府信息公开条例#33.3(2)"


@pytest.mark.parametrize("article", [(120, 1), "120之一", "一百二十之一"])
def test_inserted_articles(article: str | tuple[int, int]) -> None:
    citation = CRIMINAL[article]
    assert citation.zh() == "《刑法》第一百二十条之一"
    assert citation.key() == "刑法#120-1"
    assert citation.en("Criminal Law") == "Criminal Law, Article 120-1"


def test_an_item_may_stand_directly_under_its_article() -> None:
    assert REG[20].item(5).zh() == "《政府信息公开条例》第二十条第（五）项"
    assert REG[20].item(5).key() == "政府信息公开条例#20(5)"


def test_another_paragraph_drops_the_item() -> None:
    assert REG[36].para(1).item(2).para(2) == REG[36].para(2)


def test_citations_sort_in_statute_order() -> None:
    ordered = [CRIMINAL[120], CRIMINAL[120].para(2), CRIMINAL[120, 1], CRIMINAL[121]]
    shuffled = [ordered[n] for n in (2, 0, 3, 1)]
    assert sorted(shuffled) == ordered


@given(citations)
def test_the_key_reads_back(citation: Citation) -> None:
    assert Citation.from_key(citation.key()) == citation


@pytest.mark.parametrize("key", ["法#", "法#0", "法#33.", "法#33()", "法#33(2).1", "法#x", "法#３３", "a#1#2"])
def test_a_broken_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a citation key"):
        Citation.from_key(key)


def test_impossible_citations_are_refused() -> None:
    with pytest.raises(ValueError, match="needs its article"):
        Citation("刑法", paragraph=2)
    with pytest.raises(ValueError, match="negative"):
        Citation("刑法", -1)
    with pytest.raises(ValueError, match="count from 1"):
        CRIMINAL[0]
    with pytest.raises(ValueError, match="not a number"):
        CRIMINAL["最后"]
    with pytest.raises(TypeError, match="cannot be iterated"):
        list(CRIMINAL)


def keys(text: str) -> list[str]:
    return [citation.key() for _, _, citation in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依据《政府信息公开条例》第三十三条第三款第（二）项", ["政府信息公开条例#33.3(2)"]),
        ("依照本法第一百二十条之一第二款处罚", ["#120-1.2"]),
        ("《行政复议法》（2023年修订）第 20 条", ["行政复议法#20"]),
        ("《刑法》第一百二十条、第一百二十一条和第一百二十三条", ["刑法#120", "刑法#121", "刑法#123"]),
        ("《条例》第三条至第六条，第九条", ["条例#3", "条例#4", "条例#5", "条例#6", "条例#9"]),
        ("《条例》第三条第一款、第三款", ["条例#3.1", "条例#3.3"]),
        ("《条例》第三条第一款第（一）项至第（三）项", ["条例#3.1(1)", "条例#3.1(2)", "条例#3.1(3)"]),
        ("《条例》第二条第一项、第三条", ["条例#2(1)", "条例#3"]),
        ("第一百二十条至第一百二十条之二", ["#120", "#120-1", "#120-2"]),
        ("第一百一十九条之一至第一百二十一条之一", ["#119-1", "#120", "#121", "#121-1"]),
        ("《甲法》第一条、《乙法》第二条", ["甲法#1", "乙法#2"]),
        ("《甲法》第一条。本法第二条", ["甲法#1", "#2"]),
        ("第六条至第三条", ["#6", "#3"]),
        ("本条例、《政府信息公开条例》", []),
        ("第三条款、第百条、第五章、第三款", []),
    ],
)
def test_citations_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert keys(text) == found


def test_positions_point_at_the_words() -> None:
    text = "按照《条例》第三条、第五条至第六条办理"
    assert [text[start:end] for start, end, _ in find_citations(text)] == [
        "《条例》第三条",
        "第五条至第六条",
        "第五条至第六条",
    ]


@given(citations.filter(lambda citation: citation.article))
def test_what_is_written_is_found(citation: Citation) -> None:
    text = f"根据{citation}的规定"
    assert find_citations(text) == ((2, len(text) - 3, citation),)


@given(
    st.lists(citations.filter(lambda citation: citation.article), min_size=1, max_size=5),
    st.sampled_from("、和至。 "),
)
def test_found_spans_never_partly_overlap(cited: list[Citation], joint: str) -> None:
    spans = sorted({(start, end) for start, end, _ in find_citations(joint.join(map(str, cited)))})
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
