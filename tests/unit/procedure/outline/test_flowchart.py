"""The flowchart: nothing overlaps, everything is there, and the same is said in words."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.duties import MEETING, READING

from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.flow_graph import flow_graph
from fadu.procedure.outline.flow_layout import Box, Layout, Line, Words, layout
from fadu.procedure.outline.flowchart import flowchart
from fadu.procedure.outline.speech import Speech
from fadu.procedure.outline.text_measure import measure, set_text
from fadu.procedure.registry import installed

SVG = "{http://www.w3.org/2000/svg}"
PORTRAIT = 390
EVERY = [READING, MEETING, *(p.declaration for p in installed().every_version)]


def placed(declaration: Declaration, longer: int = 1) -> Layout:
    """The layout, with every title said `longer` times over."""
    words = Words(
        stage=lambda id: declaration.stage[id].title * longer,
        act=lambda rule: rule.title * longer,
        errand=lambda rule: (rule.title * longer, "15个工作日"),
        final=declaration.final,
    )
    return layout(flow_graph(declaration), words)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def crosses(line: Line, box: Box) -> bool:
    """Whether a line goes through the inside of a box."""
    for (ax, ay), (bx, by) in zip(line.points, line.points[1:], strict=False):
        left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if left < box.right - 0.01 and right > box.x + 0.01 and top < box.bottom - 0.01 and bottom > box.y + 0.01:
            return True
    return False


@pytest.mark.parametrize("longer", [1, 2, 5])
@pytest.mark.parametrize("declaration", EVERY, ids=lambda d: d.id)
def test_no_box_lies_on_another_nor_under_a_line(declaration: Declaration, longer: int) -> None:
    found = placed(declaration, longer)
    boxes = [*found.stages, *found.labels, *found.errands]
    assert not [(a, b) for a, b in combinations(boxes, 2) if overlap(a, b)]
    assert not [(line, box) for line in found.lines for box in boxes if crosses(line, box)]
    for box in boxes:
        assert 0 <= box.x <= box.right <= found.width
        assert 0 <= box.y <= box.bottom <= found.height
        assert all(text.width <= box.width for text in box.texts)


@pytest.mark.parametrize("declaration", EVERY, ids=lambda d: d.id)
def test_every_stage_moving_act_and_errand_is_drawn(declaration: Declaration) -> None:
    found = placed(declaration)
    said = {"".join(t.lines) for box in (*found.stages, *found.labels, *found.errands) for t in box.texts}
    titles = {s.title for s in declaration.stages}
    titles |= {a.title for a in declaration.acts if a.kind in ("act", "extension")}
    titles |= {e.title for e in declaration.errands}
    assert titles <= said
    assert [box.kind for box in found.stages].count("stage final") == sum(s.final for s in declaration.stages)


@pytest.mark.parametrize("declaration", EVERY, ids=lambda d: d.id)
def test_it_is_an_image_with_a_name_and_without_styles(declaration: Declaration) -> None:
    chart = flowchart(declaration)
    root = ElementTree.fromstring(chart.svg)
    assert root.attrib["viewBox"] == f"0 0 {chart.width} {chart.height}"
    assert root.attrib["role"] == "img"
    named = [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")]
    assert named == [f"{declaration.title}的办理流程", "".join(chart.steps)]
    ids = {e.attrib["id"] for e in root if "id" in e.attrib}
    assert set(root.attrib["aria-labelledby"].split()) == ids
    assert not [e for e in root.iter() if "style" in e.attrib or e.tag in (f"{SVG}style", f"{SVG}script")]
    assert "marker" not in chart.svg
    assert "nan" not in chart.svg


def test_it_fits_a_telephone() -> None:
    assert flowchart(READING).width <= PORTRAIT


def test_the_main_road_comes_first_and_what_waits_lies_beside_it() -> None:
    assert flow_graph(READING).order == ("filed", "working", "checking", "ready", "waiting", "dropped")


def test_the_words_say_every_act() -> None:
    steps = flowchart(READING).steps
    assert len(steps) == len(READING.acts)
    assert steps[0] == "“登记申请”（查阅人、承办人）开始办理，进入“已登记”。"
    assert "在“查找中”可以“征求权属人意见”（承办人），环节不变。" in steps
    assert "“征求权属人意见”以“权属人提出意见”（第三方、承办人）结束。" in steps


def test_titles_are_escaped() -> None:
    chart = flowchart(MEETING, Speech(translate=lambda text: text.replace("登记", "<登&记>")))
    assert "<登&记>" in "".join(ElementTree.fromstring(chart.svg).itertext())


@given(st.text("申请办理a bcW，。", min_size=1, max_size=40).filter(str.strip), st.integers(60, 200))
def test_set_text_keeps_every_word_and_its_measure(text: str, width: int) -> None:
    found = set_text(text, 12, width)
    assert "".join("".join(found.lines).split()) == "".join(text.split())
    assert found.width == max(measure(line, 12) for line in found.lines)


@pytest.mark.parametrize("longer", [1, 2, 3])
@pytest.mark.parametrize("declaration", EVERY, ids=lambda d: f"{d.id}-{d.since}")
def test_nothing_runs_off_the_edge(declaration: Declaration, longer: int) -> None:
    found = placed(declaration, longer)
    boxes = (*found.stages, *found.labels, *found.errands)
    assert min(box.x for box in boxes) >= 0
    assert max(box.right for box in boxes) <= found.width


def test_a_first_label_wider_than_every_stage_stays_inside() -> None:
    words = Words(stage=lambda _: "收", act=lambda _: "登记政府申请", errand=lambda _: ("", ""), final=MEETING.final)
    found = layout(flow_graph(MEETING), words)
    assert all(box.x >= 0 and box.right <= found.width for box in found.labels)
