"""An entry that is between the office and somebody else keeps its place without being shown."""

import copy

import pytest
from tests.unit.evidence.office import KEY, Json, entry, to_bytes, two_cases

from fadu.evidence.document import dump, load
from fadu.evidence.export import verify_export
from fadu.evidence.report import Report

EXPORT = two_cases().export()


def withheld(case: int, position: int) -> Json:
    export = copy.deepcopy(EXPORT)
    entry(export, case, position).update(record=None, parts={})
    return export


def check(export: Json) -> Report:
    return verify_export(to_bytes(export), trusted_key=KEY.public_key())


@pytest.mark.parametrize("place", [(0, 0), (0, 1), (0, 2), (1, 2)])
def test_the_rest_is_verified_and_the_report_says_how_much_is_not_shown(place: tuple[int, int]) -> None:
    report = check(withheld(*place))
    assert report.ok
    assert report.counts.included == report.counts.entries == 7
    assert ("closed", 1) in [(note.what, note.count) for note in report.notes]


def test_another_hash_in_its_place_is_found_by_the_chain_and_by_the_log() -> None:
    export = withheld(0, 1)
    entry(export, 0, 1)["hash"] = "0" * 64
    assert {fault.what for fault in check(export).faults} == {"prev", "inclusion"}


def test_it_cannot_be_left_out() -> None:
    export = withheld(0, 1)
    export["cases"][0]["entries"].pop(1)
    assert not check(export).ok


def test_parts_of_what_is_not_shown_are_refused() -> None:
    export = copy.deepcopy(EXPORT)
    entry(export, 0, 1)["record"] = None
    assert "withheld" in check(export).unreadable


def test_it_is_written_and_read_again() -> None:
    export = to_bytes(withheld(0, 1))
    assert load(dump(load(export))) == load(export)
