"""Traditional Chinese: each catalogue is what script/traditional writes, whole, and what the engine puts together is too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils import translation
from tests.support.traditional import ROOT, simplified, tool

from fadu.faces.face import html_lang
from fadu.faces.speech import amount, cite, long_day, proved, speak
from fadu.faces.traditional import in_traditional
from fadu.law import Law, Span, base_calendar, proof, working_days
from fadu.procedure.say import say

CATALOGUES = tool().catalogues()
NAMES = [str(path.relative_to(ROOT / "src").parents[3]) for path in CATALOGUES]
REMEDY = "run script/traditional"
GAP = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
REG = Law("政府信息公开条例")
"""How the sample pack calls it; its traditional title is in the pack's catalogue."""


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("path", CATALOGUES, ids=NAMES)
def test_writing_a_catalogue_anew_changes_nothing(path: Path) -> None:
    assert path.read_bytes() == tool().converted(path, tool().converter()), REMEDY


@pytest.mark.parametrize("path", CATALOGUES, ids=NAMES)
def test_each_message_with_english_has_its_traditional_text(path: Path) -> None:
    english = tool().english_beside(path)
    source = [message for message in read(english) if message.id] if english.exists() else []
    said = read(path)
    for message in source:
        found = said.get(message.id, message.context)
        assert found, f"{REMEDY}: {message.id}"
        assert found.string if isinstance(found.string, str) else all(found.string), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=NAMES)
def test_the_gaps_are_those_of_the_source_and_no_character_is_simplified(path: Path) -> None:
    for message in read(path):
        ids = [message.id] if isinstance(message.id, str) else message.id
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert sorted(GAP.findall(text)) == sorted(GAP.findall(ids[-1])), text
            assert not simplified() & set(text), text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("行政复议、复核、答复、批复", "行政復議、復核、答覆、批覆"),
        ("征求意见；准予、批准；以文书所载为准", "徵求意見；准予、批准；以文書所載為準"),
        ("制作、制度；委托、占用；注明、备注", "製作、制度；委託、佔用；註明、備註"),
        ("范围之后，其余只能在里面", "範圍之後，其餘只能在裡面"),
        ("“周六”周期；日历、干部、发证", "「週六」週期；日曆、幹部、發證"),
        ("国家秘密，工作台，群众，启用", "國家秘密，工作台，群眾，啟用"),
    ],
)
def test_words_of_the_law_have_the_characters_of_the_law(source: str, text: str) -> None:
    assert tool().converter()(source) == text


def literals(path: Path) -> Iterator[str]:
    """The Chinese that a module says; its comments and docstrings say nothing, and what it refuses is said on no page."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mute = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    mute |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in mute:
            yield node.value


MODULES = ("calendar", "period", "proof_steps", "proofs", "statutory", "wording")


@pytest.mark.parametrize(
    "path",
    [*(ROOT / f"src/fadu/law/{name}.py" for name in MODULES), ROOT / "src/fadu/procedure/proofs.py"],
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_every_word_of_a_proof_is_converted_as_a_message_is(path: Path) -> None:
    said = [text for text in literals(path) if not text.isascii() and text != "周"]
    assert said
    assert [in_traditional(text, str) for text in said] == [tool().converter()(text) for text in said]


def test_every_day_of_the_calendar_has_its_reason() -> None:
    calendar = base_calendar()
    days = [date.fromordinal(n) for n in range(date(2004, 1, 1).toordinal(), calendar.last_day.toordinal() + 1)]
    reasons = {calendar.reason(day).short_zh() for day in days}
    assert len(reasons) > 10
    assert {r: in_traditional(r, str) for r in reasons} == {r: tool().converter()(r) for r in reasons}


def test_a_proof_in_traditional_chinese() -> None:
    span = Span(date(2023, 9, 13), date(2023, 9, 20), "徵求第三方意見")
    told = proof(20 * working_days, date(2023, 9, 11), base_calendar(), not_counting=[span], basis=REG[33].para(2))
    with translation.override("zh-hant"):
        lines = [proved(step) for step in told.steps]
    assert lines[0] == "期限：20個工作日（《政府信息公開條例》第三十三條第二款）"
    assert lines[1] == "2023年9月11日（週一）起算：當日不計入，自次日起計算（《民法典》第二百零一條第一款）"
    assert "9月30日至10月6日：國慶節放假，不計算" in lines
    assert not simplified() & set("".join(lines))


def test_sentences_days_amounts_and_citations() -> None:
    with translation.override("zh-hant"):
        assert html_lang(translation.get_language()) == "zh-Hant"
        assert amount(20, "working days") == "20個工作日"
        assert cite("政府信息公开条例#33.3(2)") == "《政府信息公開條例》第三十三條第三款第（二）項"
        assert long_day(date(2023, 10, 13)) == "2023年10月13日"
        assert speak(say("期限已于{day}届满", day=date(2023, 10, 13))) == "期限已於2023年10月13日屆滿"
