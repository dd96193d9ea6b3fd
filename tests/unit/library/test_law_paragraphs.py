"""款 and 项 are counted as a jurist counts them."""

from __future__ import annotations

from fadu.library.text.characters import clean_lines
from fadu.library.text.paragraphs import read_paragraphs

Shape = list[tuple[str, list[str]]]


def shape(*lines: str) -> tuple[Shape, list[str]]:
    """Each 款 with its items; and the warnings."""
    paragraphs, warnings = read_paragraphs(tuple(clean_lines("\n\n".join(lines))))
    assert [paragraph.number for paragraph in paragraphs] == list(range(1, len(paragraphs) + 1))
    shapes = [(paragraph.text, [item.text for item in paragraph.items]) for paragraph in paragraphs]
    return shapes, [warning.message for warning in warnings]


def test_each_sentence_line_is_a_paragraph() -> None:
    assert shape("甲。", "乙。", "（丙）") == ([("甲。", []), ("乙。", []), ("（丙）", [])], [])


def test_invisible_lines_are_no_paragraphs() -> None:
    assert shape("甲。", "\u200b", "\u200b\u200b", "　", "乙。")[0] == [("甲。", []), ("乙。", [])]


def test_full_and_half_width_items() -> None:
    for marks in (
        ("（一）", "（二）"),
        ("(一)", "(二)"),
        ("（一）", "(二）"),
        ("1．", "2．"),
        ("(1)", "(2)"),
        ("一、", "二、"),
    ):
        assert shape("如下：", f"{marks[0]}甲；", f"{marks[1]}乙。", "丙。")[0] == [
            ("如下：", ["甲；", "乙。"]),
            ("丙。", []),
        ]


def test_items_run_together_on_one_line() -> None:
    assert shape("如下：（一）甲；（二）乙；（三）丙。") == ([("如下：", ["甲；", "乙；", "丙。"])], [])


def test_an_item_glued_to_the_one_before() -> None:
    assert shape("如下：", "（一）甲； （二）乙；", "（三）丙。") == ([("如下：", ["甲；", "乙；", "丙。"])], [])


def test_a_cited_item_opens_none() -> None:
    lines = ("如下：", "（一）甲；", "（二）项目。", "（一）、（二）项所列人员除外。", "（一）至（二）项不收费。")
    assert shape(*lines)[0] == [
        ("如下：", ["甲；", "项目。"]),
        ("（一）、（二）项所列人员除外。", []),
        ("（一）至（二）项不收费。", []),
    ]


def test_text_between_two_items_belongs_to_the_first() -> None:
    lines = ("如下：", "（一）按址投递", "投递到门口。", "（二）用户领取", "凭通知单领取。")
    assert shape(*lines)[0][0][1][0] == "按址投递\n投递到门口。"


def test_sub_items_stay_in_their_item() -> None:
    lines = ("如下：", "（一）赔偿限额：", "1．三百吨以下的，甲；", "2．三百吨以上的，乙。", "（二）丙。", "丁。")
    assert shape(*lines)[0] == [
        ("如下：", ["赔偿限额：\n1．三百吨以下的，甲；\n2．三百吨以上的，乙。", "丙。"]),
        ("丁。", []),
    ]


def test_two_lists_in_one_article() -> None:
    lines = ("如下：", "（一）甲；", "（二）乙。", "又如下：", "（一）丙。")
    assert shape(*lines) == ([("如下：", ["甲；", "乙。"]), ("又如下：", ["丙。"])], [])


def test_a_wrapped_line_goes_on() -> None:
    long = "设障单位有异议时，应当在接到清障通知书十日内向市和"
    assert shape(long, "区、县人民政府提出。", "乙。")[0] == [(f"{long}区、县人民政府提出。", []), ("乙。", [])]


def test_rows_of_a_table_or_formula_are_no_paragraphs() -> None:
    assert shape("计算公式：", "应纳税额＝销项税额－进项税额", "不足抵扣的，结转下期。", "乙。")[0] == [
        ("计算公式：\n应纳税额＝销项税额－进项税额\n不足抵扣的，结转下期。", []),
        ("乙。", []),
    ]


def test_items_that_lost_their_marks_are_counted_and_reported() -> None:
    shapes, warnings = shape("下列措施：", "甲；", "乙；", "（三）丙；", "（四）丁。")
    assert shapes == [("下列措施：", ["甲；", "乙；", "丙；", "丁。"])]
    assert warnings == ["“（三）”之前的各项没有序号，按顺序读取。"]


def test_a_missing_or_repeated_item_is_reported() -> None:
    assert shape("如下：", "（一）甲；", "（三）丙。")[1] == ["“（三）”之前缺第 2 项。"]
    assert shape("如下：", "（一）甲；", "（一）乙。") == (
        [("如下：", ["甲；", "乙。"])],
        ["“（一）”的序号不对，作为第 2 项读取。"],
    )


def test_an_article_that_begins_with_an_item() -> None:
    assert shape("（一）甲；", "（二）乙。") == ([("", ["甲；", "乙。"])], [])
