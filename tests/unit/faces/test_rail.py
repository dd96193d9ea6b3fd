from fadu.faces.rail import Passage, RailStop, detours, stage_rail
from fadu.procedure.registry import installed

STOPS = (
    RailStop("已收到", Passage.DONE, "9月11日"),
    RailStop("待补正", Passage.SKIPPED),
    RailStop("办理中", Passage.NOW, "第 2 日"),
    RailStop("已答复", Passage.AHEAD),
)


def test_the_rail_lists_every_stage_in_order() -> None:
    html = stage_rail(STOPS)
    places = [html.index(f"<b>{stop.title}</b>") for stop in STOPS]
    assert places == sorted(places)


def test_the_present_stage_is_marked_and_said_below_for_narrow_screens() -> None:
    html = stage_rail(STOPS)
    assert html.count('aria-current="step"') == 1
    assert "3 / 4 办理中" in html


def test_past_and_inapplicable_stages_are_told_to_those_who_do_not_see_colours() -> None:
    html = stage_rail(STOPS)
    assert "已完成：</span><b>已收到" in html
    assert "不涉及：</span><b>待补正" in html


def test_a_finished_case_counts_its_stages() -> None:
    assert "1 / 2</b>" in stage_rail((RailStop("已收到", Passage.DONE), RailStop("待补正", Passage.SKIPPED)))


def test_titles_are_escaped() -> None:
    assert "<i>" not in stage_rail((RailStop("<i>", Passage.NOW, "<i>"),))


def test_no_stages_draw_nothing() -> None:
    assert stage_rail(()) == ""


def test_a_stage_from_which_one_only_comes_back_is_a_detour() -> None:
    assert detours(installed().declaration("disclosure")) == {"correcting", "paying"}
    assert detours(installed().declaration("record_correction")) == frozenset()
