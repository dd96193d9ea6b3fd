"""Letters that are hard to set: nothing runs off the paper, no signature stands alone, the first page says something."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.unit.letters.measure import Row, rows
from tests.unit.letters.papers import AT, DOWN, FULL, IMPRINT, OFFICE, PAPERS, ROWS

from fadu.letters import html, word, wordin
from fadu.letters.blocks import Annex, Document, Paragraph, Table
from fadu.letters.errors import LetterError
from fadu.letters.gate import compare
from fadu.letters.pdf import render
from fadu.letters.place import seal_places

NAME = "关于第{n}项政府信息公开申请所附的境外安全信息推送情况统计表及其填表说明"
BUREAUS = tuple(
    f"示例市{name}局" for name in ("公安", "商务", "财政", "教育", "人力资源和社会保障", "文化和旅游", "审计")
)
PLAIN = replace(DOWN, note="", check=None)


def pages(document: Document) -> list[list[Row]]:
    """The lines of each page that stand in the type area."""
    return [[line for line in page if line.base < 263] for page in rows(render(document, AT))]


@pytest.mark.parametrize("count", [1, 4, 5, 6, 12, 25])
def test_the_names_of_many_annexes_go_on_over_the_page_with_the_signature_after_them(count: int) -> None:
    found = pages(replace(PLAIN, annexes=tuple(Annex(NAME.format(n=n)) for n in range(1, count + 1))))
    assert all(line.base <= 262 for page in found for line in page)
    *_, before, office, day = found[-1]
    assert (office.text, day.text) == (OFFICE, DOWN.date)
    assert "填表说明" in before.text


@pytest.mark.parametrize("lines", range(1, 14))
@pytest.mark.parametrize("kind", ["document", "letter"])
def test_the_first_page_has_text_of_the_body_and_the_last_one_too(lines: int, kind: str) -> None:
    text = Paragraph(FULL.text[: 28 * lines - 2])
    found = pages(replace(PLAIN, kind=kind, blocks=(text,), imprint=IMPRINT if kind == "document" else None))
    body = [[line for line in page if line.text in text.text] for page in found]
    assert body[0]
    signed = next(n for n, page in enumerate(found) if any(line.text == DOWN.date for line in page))
    assert body[signed]
    assert sum(len(line.text) for page in body for line in page) == len(text.text)


def test_one_short_paragraph_stays_on_the_first_page_though_what_follows_does_not_fit() -> None:
    found = pages(replace(PLAIN, blocks=(Paragraph("特此通知。"),), annexes=(Annex(NAME), Annex(NAME), Annex(NAME))))
    assert "特此通知。" in [line.text for line in found[0]]
    assert found[1][-1].text == DOWN.date


@pytest.mark.parametrize(
    "text", ["0123456789abcdef" * 8, "8" * 200, "W" * 90, "见http://example.cn/" + "a" * 120 + "。"]
)
def test_a_run_longer_than_its_line_is_broken_and_not_lost(text: str) -> None:
    for document in (replace(PLAIN, blocks=(Paragraph(text),)), replace(PLAIN, title=text)):
        found = pages(document)
        assert all(line.right <= 187 and line.left >= 25 for page in found for line in page)


def test_a_run_longer_than_its_cell_stays_in_it() -> None:
    names = tuple(f"列{n}" for n in range(1, 11))
    table = Table(names, (("1234567890123",) * 10, ("abc", *("W" * 30,) * 9)))
    found = pages(replace(PLAIN, blocks=(Paragraph("如下。"), table)))
    assert all(line.right <= 184.05 for page in found for line in page)


def test_what_lies_off_the_paper_is_not_printed_and_the_gate_says_so() -> None:
    document = replace(PLAIN, blocks=(Paragraph("8" * 20),))
    pdf = render(document, AT)
    compare(pdf, document)
    beyond = re.sub(rb"/MediaBox ?\[0 0 5", rb"/MediaBox[0 0 1", pdf)
    assert beyond != pdf
    with pytest.raises(LetterError, match="与原文不符"):
        compare(beyond, document)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_the_last_seal_of_a_joint_document_covers_its_office_and_the_date(count: int) -> None:
    document = replace(PLAIN, issuers=BUREAUS[:count])
    pdf = render(document, AT)
    *_, last = seal_places(pdf, document)
    page = rows(pdf)[last.page - 1]
    day = next(line for line in page if line.text == DOWN.date)
    assert last.x * 25.4 / 72 == pytest.approx((day.left + day.right) / 2, abs=0.5)
    assert 184 - day.right == pytest.approx(4 * 156 / 28, abs=0.3)
    assert all(line.left >= 27.9 and line.right <= 184.1 for line in page if line.base < 262)


def test_urgency_and_number_of_a_letter_stand_in_one_line_at_both_edges() -> None:
    line = rows(render(PAPERS["letter"], AT))[0][1]
    assert line.text == "加急示外公开〔2026〕12号"
    assert (line.left, line.right) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1))


@pytest.mark.parametrize("length", [21, 25, 33, 45])
def test_the_lines_of_a_title_are_about_as_long_as_each_other(length: int) -> None:
    title = ("关于加强和规范因公临时出国管理工作的若干意见" * 3)[:length]
    lines = [line for line in pages(replace(PLAIN, title=title, blocks=(ROWS, *DOWN.blocks)))[0] if line.size == 22]
    assert "".join(line.text for line in lines) == title
    assert len(lines) == -(-length // 20)
    assert max(len(line.text) for line in lines) - min(len(line.text) for line in lines) <= len(lines)


def test_those_who_sign_stand_two_in_a_row_and_the_number_beside_the_last() -> None:
    document = replace(PLAIN, issuers=BUREAUS[:3], signer="李方、王五六、赵䶮")
    *_, above, beside = [line for line in pages(document)[0] if line.text.endswith(("王五六", "赵䶮"))]
    assert above.text == "签发人：李方王五六"
    assert above.right == pytest.approx(184 - 156 / 28, abs=0.1)
    assert beside.text == f"{DOWN.number}赵䶮"
    assert wordin.read(word.write(document)) == document
    assert "签发人：<b>李方 王五六 赵䶮</b>" in html.render(document)
