"""The guide has everything that a declaration says, and says it in the reader's language."""

from __future__ import annotations

from tests.unit.procedure.duties import LAW, MEETING, READING

from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.guide import TermLine, guide
from fadu.procedure.outline.guide_text import guide_text
from fadu.procedure.outline.speech import Speech
from fadu.procedure.say import say

EXAMPLES = [("征求意见的时间不计算", ("2023-09-11 登记申请", "2023-09-13 征求权属人意见"))]


def term(declaration: Declaration, clock: str) -> TermLine:
    return next(t for t in guide(declaration).terms if t.clock == clock)


def test_every_part_of_the_declaration_is_in_the_guide() -> None:
    found = guide(READING, EXAMPLES)
    assert found.applicants == (("查阅人", ("公民", "法人或者其他组织")),)
    assert [a.title for a in found.asked] == [READING.field[f].title for f in READING.opening.asks]
    assert [s.act for s in found.steps] == [a.id for a in READING.acts]
    assert [t.clock for t in found.terms] == [c.id for c in READING.clocks]
    assert [(r.title, r.basis) for r in found.results] == [("全部提供", (LAW[9],)), ("部分提供", (LAW[10],))]
    assert [(each.title, each.sent_by) for each in found.letters] == [
        ("补充通知", ("要求补充",)),
        ("征询函", ("征求权属人意见",)),
    ]
    assert found.examples == tuple(EXAMPLES)


def test_a_term_says_its_length_what_is_not_counted_and_by_how_much_it_is_extended() -> None:
    found = term(READING, "providing")
    assert [(v.since, v.n, v.unit) for v in found.lengths] == [
        ("2020-01-01", 10, "working days"),
        ("2023-07-01", 20, "working days"),
    ]
    assert found.excluded == ("征求权属人意见",)
    assert [(x.title, [v.n for v in x.limits]) for x in found.longer] == [("延期提供", [10])]
    assert [str(n) for n in found.notes] == [
        "“要求补充”之后停止计算",
        "“补充”之后重新计算",
        "逾期仍可办理，如实记为迟延",
    ]
    assert term(READING, "owner.term").since == (say("“{letter}”送达", letter="征询函"),)
    assert [str(n) for n in term(READING, "owner.term").notes] == ["届满而没有答复的：权属人逾期未提意见"]
    assert term(READING, "ask.term").notes == (say("逾期不得再办"),)
    assert term(READING, "supplying").lengths == ()


def test_steps_say_what_the_law_asks_beside_their_stage() -> None:
    notes = {s.act: [str(n) for n in s.notes] for s in guide(READING).steps}
    assert notes["ask"] == ["只能进行一次"]
    assert notes["provide"] == ["须待“征求权属人意见”结束"]
    assert notes["drop"] == ["“补充期限”届满之后才可以"]
    assert notes["owner.reply"] == ["须在“征求权属人意见”进行之中"]
    assert notes["owner.lapse"] == ["“征求权属人意见期限”届满时自行发生"]


def test_the_text_leaves_out_what_there_is_nothing_to_say_of() -> None:
    assert guide_text(guide(MEETING)) == (
        "办事指南：会议",
        "设定依据：《示例法》第二十条",
        "谁可以办理：承办人",
        "施行：自2020年1月1日起",
        "",
        "填写什么",
        "  议题 [第二十条]",
        "",
        "环节",
        "  已召开（办结）",
        "",
        "怎样办理",
        "  1. 登记（承办人）；之后：已召开 [第二十条]",
    )


def test_the_text_marks_special_steps_and_dated_lengths() -> None:
    lines = guide_text(guide(READING, EXAMPLES))
    assert (
        "  提供期限：自2020年1月1日起10个工作日、自2023年7月1日起20个工作日；起算：登记申请；终止：提供；由谁遵守：承办人 [第十一条]"
        in lines
    )
    assert "    特殊环节，所需时间不计入时限：征求权属人意见" in lines
    assert "    可以延长：延期提供（最多10个工作日）" in lines
    assert lines[-3:] == ("  征求意见的时间不计算", "    2023-09-11 登记申请", "    2023-09-13 征求权属人意见")


def test_every_sentence_goes_through_translation() -> None:
    """With a translation that hides all Chinese, only the words of worked cases would be left; there are none."""
    hidden = Speech(english=True, translate=lambda text: "".join(c if ord(c) < 0x3000 else "x" for c in text))
    assert not [line for line in guide_text(guide(READING), hidden) if any("一" <= c <= "鿿" for c in line)]
