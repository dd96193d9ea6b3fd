"""The paper measured against GB/T 9704-2012: type area, lines, page numbers, head, rules, signature, seal, 版记."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from math import hypot

import pytest
from tests.unit.letters.measure import CUT, black, ink, picture, red, rows
from tests.unit.letters.papers import AT, DOWN, FULL, OFFICE, PAPERS

from fadu.letters.blocks import Imprint, Paragraph
from fadu.letters.errors import LetterError
from fadu.letters.pdf import render
from fadu.letters.place import seal_places

MM = 1.0
"""What the standard lets the type area differ by."""


@cache
def pdf(name: str) -> bytes:
    return render(PAPERS[name], AT)


@cache
def full() -> bytes:
    return render(replace(DOWN, kind="report", addressee="", blocks=(FULL,) * 8, mark=""), AT)


def test_the_type_area_is_156_by_225_millimetres() -> None:
    lines = rows(full())[1][:-1]
    assert min(line.left for line in lines) == pytest.approx(28, abs=0.05)
    assert max(line.right for line in lines) == pytest.approx(184, abs=0.05)
    page = picture(full(), 2)
    assert ink(page, black, bottom=262).top == pytest.approx(37, abs=MM)
    assert ink(page, black, bottom=265).bottom <= 262


def test_a_full_page_has_22_lines_of_28_characters_at_29_points() -> None:
    for page in rows(full())[1:-1]:
        lines = page[:-1]
        assert len(lines) == 22
        assert {len(line.text) for line in lines if line.left < 30 and line.right > 183} == {28}
        steps = [(b.base - a.base) / 25.4 * 72 for a, b in itertools.pairwise(lines)]
        assert all(28.85 <= step <= 29.05 for step in steps)
        assert sum(steps) / len(steps) == pytest.approx(28.95, abs=0.01)


def test_the_body_is_in_size_3_and_indented_by_two_characters() -> None:
    first = rows(full())[0][2]
    assert first.size == pytest.approx(15.75, abs=0.1)
    assert first.left == pytest.approx(28 + 2 * 156 / 28, abs=0.05)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_full_line_fills_the_type_area_and_none_leaves_it(name: str) -> None:
    for page in rows(pdf(name)):
        for line in page:
            if line.base < 262:
                left = line.left if line.text[0] not in CUT else line.left + line.size * 0.1764
                assert left >= 28 - 0.05 or line.size > 22
                assert line.right <= 184.05 + (line.size * 0.1764 if line.text[-1] in CUT else 0) or line.size > 22


def test_no_line_begins_with_a_mark_that_closes() -> None:
    text = Paragraph("一二三四五六七，八九十。（甲乙丙）《丁戊己庚》、“辛壬癸”；子丑寅卯" * 30)
    for page in rows(render(replace(DOWN, blocks=(text,)), AT)):
        assert not [line.text for line in page if line.text[0] in "，。、；：！？）》〉”’〕"]
        assert not [line.text for line in page if line.text[-1] in "（《〈“‘〔"]


def test_numbers_and_years_are_not_broken() -> None:
    text = "".join(f"{2000 + n}年共{123456 + n}条" for n in range(60))
    lines = [line.text for page in rows(render(replace(DOWN, blocks=(Paragraph(text),)), AT)) for line in page]
    assert not [a for a, b in itertools.pairwise(lines) if a[-1].isdigit() and b[0].isdigit()]


def test_page_numbers_stand_outside_7_millimetres_below_the_type_area() -> None:
    for n, page in enumerate(rows(full()), 1):
        number = next(line for line in page if line.text == f"—{n}—")
        assert number.size == pytest.approx(14)
        outside = 184 - number.right if n % 2 else number.left - 28
        assert outside == pytest.approx(14 * 25.4 / 72, abs=0.1)
    # The one 一字线 of the number 1, seen alone: the ink of the first page's foot left of the digit.
    number = rows(full())[0][-1]
    dash = ink(picture(full(), 1), black, top=263, left=number.left, right=number.left + 4)
    assert (dash.top + dash.bottom) / 2 - 262 == pytest.approx(7, abs=0.3)


@pytest.mark.parametrize("name", ["down", "notice"])
def test_the_head_is_red_centred_and_35_millimetres_below_the_edge(name: str) -> None:
    page = picture(pdf(name), 1)
    head = ink(page, red, bottom=100)
    assert head.top == pytest.approx(37 + 35, abs=MM)
    assert (head.left + head.right) / 2 == pytest.approx(106, abs=0.5)
    assert head.left >= 28
    assert head.right <= 184


@pytest.mark.parametrize("name", ["down", "up", "joint", "notice"])
def test_the_red_rule_lies_4_millimetres_below_the_number_over_the_whole_width(name: str) -> None:
    page = picture(pdf(name), 1)
    number = next(line for line in rows(pdf(name))[0] if "〔2026〕" in line.text)
    rule = ink(page, red, top=number.base - 1)
    assert (rule.left, rule.right) == (pytest.approx(28, abs=0.2), pytest.approx(184, abs=0.2))
    assert rule.top - (number.base + 0.12 * number.size * 25.4 / 72) == pytest.approx(4, abs=0.3)


def test_the_number_is_centred_or_beside_who_signs() -> None:
    number = next(line for line in rows(pdf("down"))[0] if "〔2026〕" in line.text)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.3)
    beside = next(line for line in rows(pdf("up"))[0] if "签发人：李方" in line.text)
    assert beside.left == pytest.approx(28 + 156 / 28, abs=0.1)
    assert beside.right == pytest.approx(184 - 156 / 28, abs=0.1)


def test_the_title_is_in_size_2_centred_two_lines_below_the_rule() -> None:
    lines = rows(pdf("down"))[0]
    number, title, addressee = lines[1:4]
    assert title.text == DOWN.title
    assert title.size == pytest.approx(22)
    assert (title.left + title.right) / 2 == pytest.approx(106, abs=0.3)
    assert addressee.left == pytest.approx(28, abs=0.05)
    assert 2 * 10.2 <= title.base - number.base - 4 <= 4 * 10.2


def test_a_letter_to_another_office_has_its_double_rules() -> None:
    page = picture(pdf("letter"), 1)
    rules = [y / 10 for y in range(200, 2960) if red(page.crop((200, y, 1900, y + 1))).histogram()[255] > 1600]
    head = ink(page, red, bottom=rules[0] - 1)
    upper, lower = [y for y in rules if y < 150], [y for y in rules if y > 150]
    assert head.top == pytest.approx(30, abs=MM)
    assert upper[0] - head.bottom == pytest.approx(4, abs=MM)
    assert 297 - lower[-1] == pytest.approx(20, abs=MM)
    both = ink(page, red, top=upper[0], bottom=upper[0] + 1)
    assert (both.left, both.right) == (pytest.approx(20, abs=0.3), pytest.approx(190, abs=0.3))
    assert not [line for line in rows(pdf("letter"))[0] if line.text == "—1—"]
    assert [line for line in rows(pdf("letter"))[1] if line.text == "—2—"]


def test_the_headings_have_their_faces() -> None:
    lines = {line.text: line for page in rows(pdf("down")) for line in page}
    assert "Sans" in lines["一、关于申请公开的政府信息"].font
    assert all(
        lines[text].left == pytest.approx(28 + 2 * 156 / 28, abs=0.1)
        for text in ("一、关于申请公开的政府信息", "1.数量")
    )


def test_a_sealed_signature_is_centred_over_its_date_four_characters_from_the_edge() -> None:
    page = next(page for page in rows(pdf("notice")) if any(line.text == DOWN.date for line in page))
    place = next(n for n, line in enumerate(page) if line.text == DOWN.date)
    name, day = page[place - 1], page[place]
    assert name.text == OFFICE
    assert 184 - day.right == pytest.approx(4 * 156 / 28, abs=0.3)
    assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.3)


def test_an_unsealed_one_begins_two_characters_before_its_date() -> None:
    page = next(page for page in rows(pdf("unsealed")) if any(line.text == DOWN.date for line in page))
    place = next(n for n, line in enumerate(page) if line.text == DOWN.date)
    name, day = page[place - 1], page[place]
    assert 184 - name.right == pytest.approx(2 * 156 / 28, abs=0.1)
    assert day.left - name.left == pytest.approx(2 * 156 / 28, abs=0.1)


def test_the_seal_covers_name_and_date_within_one_line_of_the_text() -> None:
    (place,) = seal_places(pdf("notice"), PAPERS["notice"])
    page = rows(pdf("notice"))[place.page - 1]
    at = next(n for n, line in enumerate(page) if line.text == DOWN.date)
    above, name, day = page[at - 2], page[at - 1], page[at]
    x, y = place.x * 25.4 / 72, 297 - place.y * 25.4 / 72
    assert x == pytest.approx((day.left + day.right) / 2, abs=0.3)
    assert y - 21 < name.base - 5
    assert day.base < y + 21
    assert y < (name.base + day.base) / 2
    assert y - 21 - above.base <= 10.2


def test_each_office_of_a_joint_document_has_its_seal_and_none_touches_another() -> None:
    places = seal_places(pdf("joint"), PAPERS["joint"])
    assert len(places) == 3
    assert all(hypot(b.x - a.x, b.y - a.y) >= 42 / 25.4 * 72 for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("name", ["order", "unsealed", "cover"])
def test_a_document_without_a_place_for_a_seal_says_so(name: str) -> None:
    with pytest.raises(LetterError, match="没有用印的位置"):
        seal_places(pdf(name), PAPERS[name])


@pytest.mark.parametrize("lines", [1, 6, 9, 14, 19, 24, 29, 34])
def test_the_imprint_stands_at_the_foot_of_the_last_leaf(lines: int) -> None:
    made = render(
        replace(
            DOWN, blocks=(Paragraph("正文。"),) * lines, imprint=Imprint("示例市人民政府", OFFICE, "2026年11月23日")
        ),
        AT,
    )
    pages = rows(made)
    assert len(pages) % 2 == 0
    rule = ink(picture(made, len(pages)), black, top=200, bottom=263)
    assert rule.bottom == pytest.approx(262, abs=0.2)
    assert (rule.left, rule.right) == (pytest.approx(28, abs=0.2), pytest.approx(184, abs=0.2))
    copies = next(line for line in pages[-1] if line.text.startswith("抄送："))
    assert copies.text == "抄送：示例市人民政府。"
    assert copies.size == pytest.approx(14)
    assert copies.left == pytest.approx(28 + 14 * 25.4 / 72, abs=0.1)
    last = next(n for n, page in enumerate(pages, 1) if any(line.text.startswith("（联系人") for line in page))
    for n, page in enumerate(pages, 1):
        assert any(line.text == f"—{n}—" for line in page) == (n <= last)
