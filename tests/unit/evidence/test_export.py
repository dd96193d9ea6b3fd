"""An export is believed only as far as it can be checked: every kind of tampering is found, and the entry named."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.office import (
    CALENDAR_ID,
    KEY,
    ZHANG,
    Json,
    Office,
    entry,
    rewrite,
    store,
    to_bytes,
    two_cases,
)

from fadu.evidence import checkpoint as cp
from fadu.evidence import report as report_module
from fadu.evidence.chain import Part
from fadu.evidence.export import verify_export
from fadu.evidence.report import Report

OFFICE = two_cases()
EXPORT = OFFICE.export()
TRUSTED = KEY.public_key()


def check(export: Any, checkpoint: str | None = None) -> Report:
    return verify_export(to_bytes(export), trusted_key=TRUSTED, checkpoint_text=checkpoint)


def test_an_untouched_export_is_clean() -> None:
    report = check(EXPORT)
    assert report.lines() == [
        "核验通过：记录与其哈希、签名一致。",
        "案件 2 件，记录 7 条（已入序并证明 7 条），内容 11 份，未提供 0 份，依法删除 1 份。",
        "导出包含日志中的全部记录",
    ]


def test_without_a_key_of_ones_own_the_report_says_so() -> None:
    report = verify_export(to_bytes(EXPORT))
    assert report.ok
    assert "own-key" in [note.what for note in report.notes]


# Each: what is done to the export, and the first fault that must be named: case, place, kind.
Tamper = Callable[[Json], object]
TAMPERINGS: dict[str, tuple[Tamper, tuple[str, int, str]]] = {
    "a record respaced, hash and all": (
        lambda e: store(entry(e, 0, 1), entry(e, 0, 1)["record"].replace(":", ": ", 1).encode()),
        ("a", 2, "canonical"),
    ),
    "a field added, hash and all": (lambda e: rewrite(e, 0, 1, more=1), ("a", 2, "shape")),
    "a record moved to another case": (lambda e: rewrite(e, 0, 1, case="b"), ("a", 2, "case")),
    "a middle entry dropped": (lambda e: e["cases"][0]["entries"].pop(1), ("a", 2, "seq")),
    "two entries changed over": (
        lambda e: e["cases"][1]["entries"].insert(1, e["cases"][1]["entries"].pop()),
        ("b", 2, "seq"),
    ),
    "an entry twice": (lambda e: e["cases"][1]["entries"].insert(1, entry(e, 1, 0)), ("b", 2, "seq")),
    "a record rewritten before it was logged": (
        lambda e: rewrite(unlog(e), 1, 0, relink=False, act="forged"),
        ("b", 2, "prev"),
    ),
    "a word of a record changed": (
        lambda e: change(entry(e, 0, 2), "record", "receive", "recieve"),
        ("a", 3, "hash"),
    ),
    "a hash changed": (lambda e: entry(e, 1, 0).update(hash="0" * 64), ("b", 1, "hash")),
    "a word of the content changed": (
        lambda e: change(entry(e, 1, 1)["parts"]["public"], "data", "因公", "因私"),
        ("b", 2, "part"),
    ),
    "a salt changed": (lambda e: entry(e, 1, 1)["parts"][ZHANG].update(salt="00" * 16), ("b", 2, "part")),
    "a salt cut short": (lambda e: entry(e, 1, 1)["parts"][ZHANG].update(salt=""), ("b", 2, "part")),
    "contents of two entries changed over": (
        lambda e: swap(entry(e, 1, 0)["parts"], entry(e, 1, 1)["parts"], "public"),
        ("b", 1, "part"),
    ),
    "content left out": (lambda e: entry(e, 1, 2)["parts"].pop("public"), ("b", 3, "part-missing")),
    "content added": (lambda e: entry(e, 1, 2)["parts"].update(internal={"withheld": True}), ("b", 3, "part-extra")),
    "content called erased": (
        lambda e: entry(e, 0, 0)["parts"].update({ZHANG: {"erased": True}}),
        ("a", 1, "part-erased"),
    ),
    "the erasure dropped": (lambda e: e["cases"][0]["entries"].pop(), ("a", 2, "part-erased")),
    "one leaf for two entries": (lambda e: entry(e, 1, 1).update(leaf=entry(e, 1, 0)["leaf"]), ("b", 2, "leaf")),
    "an entry taken out of the log": (lambda e: entry(e, 1, 1).update(leaf=None, proof=None), ("b", 2, "leaf-gap")),
    "the last entry dropped": (lambda e: e["cases"][1]["entries"].pop(), ("", 0, "leaf-missing")),
    "a whole case dropped": (lambda e: e["cases"].pop(), ("", 0, "leaf-missing")),
    "a proof changed": (lambda e: entry(e, 1, 0)["proof"].__setitem__(0, "0" * 64), ("b", 1, "inclusion")),
    "a proof cut": (lambda e: entry(e, 1, 0)["proof"].pop(), ("b", 1, "inclusion")),
    "a proof left out": (lambda e: entry(e, 1, 0).update(proof=None), ("b", 1, "inclusion")),
    "a leaf changed": (lambda e: entry(e, 0, 0).update(leaf=6), ("a", 1, "inclusion")),
    "history rewritten and linked again": (lambda e: rewrite(e, 0, 1, act="forged"), ("a", 2, "inclusion")),
    "an emptied case": (lambda e: e["cases"][0].update(entries=[]), ("a", 0, "empty")),
    "a case twice": (lambda e: e["cases"].append(e["cases"][1]), ("b", 0, "case-twice")),
    "a declaration changed": (
        lambda e: change(e["declarations"], next(iter(e["declarations"])), "}", " }"),
        ("", 0, "declaration"),
    ),
    "a calendar changed": (lambda e: change(e["calendars"], CALENDAR_ID, "2026", "2027"), ("", 0, "calendar")),
    "the checkpoint's size changed": (lambda e: change(e, "checkpoint", "\n7\n", "\n8\n"), ("", 0, "checkpoint")),
    "the checkpoint signed by another key": (
        lambda e: e.update(checkpoint=OFFICE.sign(key=cp.generate())),
        ("", 0, "checkpoint"),
    ),
    "the checkpoint no checkpoint": (lambda e: e.update(checkpoint="signed, the office"), ("", 0, "checkpoint")),
    "the checkpoint of an older log": (lambda e: e.update(checkpoint=OFFICE.sign(3)), ("a", 1, "inclusion")),
}


def change(holder: Json, name: str, old: str, new: str) -> None:
    assert old in holder[name]
    holder[name] = holder[name].replace(old, new, 1)


def swap(one: Json, other: Json, name: str) -> None:
    one[name], other[name] = other[name], one[name]


def unlog(export: Json) -> Json:
    export.update(checkpoint=None)
    for case in export["cases"]:
        for logged in case["entries"]:
            logged.update(leaf=None, proof=None)
    return export


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_the_entry_named(name: str) -> None:
    tamper, expected = TAMPERINGS[name]
    export = copy.deepcopy(EXPORT)
    tamper(export)
    report = check(export)
    assert not report.ok
    first = report.faults[0]
    assert (first.case, first.seq, first.what) == expected
    assert report.lines()[0] == first.text("zh")


def sealed_badly() -> Report:
    office = Office()
    office.act("a", parts=[Part("public", bytes(16), b'{"a": 1}')])
    office.sequence()
    return check(office.export())


def kept_after_erasure() -> Report:
    office = Office()
    office.act("a")
    office.act("a", "fadu.erase", [], {"parts": [{"seq": 1, "part": ZHANG}]})
    return check(office.export())


def erasure_of_nothing() -> Report:
    office = Office()
    office.act("a", "fadu.erase", [], {"parts": [{"seq": 1, "part": ZHANG}]})
    return check(office.export())


def numbered_otherwise() -> Report:
    office = Office()
    office.act("a", facts={"case": {"number": "2023-0002"}})
    office.sequence()
    return check(office.export())


WRONG_FROM_THE_START: dict[str, Callable[[], Report]] = {
    "part-form": sealed_badly,
    "part-kept": kept_after_erasure,
    "erasure": erasure_of_nothing,
    "outside-checkpoint": lambda: check(EXPORT, OFFICE.sign(key=cp.generate())),
    "nothing": lambda: check(EXPORT | {"cases": [], "complete": False}),
    "unsigned": lambda: check(EXPORT | {"checkpoint": None}),
    "number": numbered_otherwise,
    "no-checkpoint": lambda: check(EXPORT | {"checkpoint": None}, OFFICE.sign()),
    "origin": lambda: check(EXPORT, OFFICE.sign(origin="elsewhere.example/log")),
    "inconsistent": lambda: check(EXPORT, OFFICE.sign(3)),
}


@pytest.mark.parametrize("what", WRONG_FROM_THE_START)
def test_what_was_never_right_is_found(what: str) -> None:
    assert [fault.what for fault in WRONG_FROM_THE_START[what]().faults] == [what]


def test_every_fault_that_has_a_text_was_provoked_above() -> None:
    provoked = {expected[2] for _, expected in TAMPERINGS.values()} | WRONG_FROM_THE_START.keys()
    assert provoked == report_module._FAULTS.keys()


@settings(max_examples=300)
@given(st.data())
def test_no_character_of_an_entry_can_be_changed(data: st.DataObject) -> None:
    export = copy.deepcopy(EXPORT)
    case, position = data.draw(st.sampled_from([(0, 0), (0, 2), (1, 0), (1, 1), (1, 2)]))
    place = entry(export, case, position)
    holder, name = data.draw(
        st.sampled_from(
            [(place, "record"), (place, "hash"), (place["proof"], 0), (place["proof"], -1)]
            + [(part, name) for part in place["parts"].values() for name in ("salt", "data")]
        )
    )
    text = holder[name]
    index = data.draw(st.integers(0, len(text) - 1))
    char = data.draw(st.sampled_from("0123456789abcdef") if name != "record" else st.characters(codec="utf-8"))
    holder[name] = text[:index] + char + text[index + 1 :]
    if holder[name] != text:
        report = check(export)
        assert (report.faults[0].case, report.faults[0].seq) == ("ab"[case], position + 1)


def test_only_the_tampered_entry_is_blamed() -> None:
    export = copy.deepcopy(EXPORT)
    change(entry(export, 0, 1), "record", "receive", "recieve")
    change(entry(export, 1, 2)["parts"]["public"], "data", "因公", "因私")
    assert [(fault.case, fault.seq, fault.what) for fault in check(export).faults] == [
        ("a", 2, "hash"),
        ("b", 3, "part"),
    ]


def test_an_entry_not_yet_in_the_log_is_a_note() -> None:
    office = two_cases()
    office.act("b")
    report = check(office.export())
    assert report.ok
    assert "1 条记录尚未入序" in report.lines()
    assert report.lines()[0] == "未发现不符；但有 1 条记录未经已签名的日志证明。"


def test_entries_after_the_checkpoint_are_a_note() -> None:
    office = two_cases()
    export = office.export()
    office.act("b")
    office.sequence()
    later = office.export()
    export["cases"] = later["cases"]
    for case, entries in zip(export["cases"], EXPORT["cases"], strict=True):
        for position in range(len(entries["entries"])):
            leaf = case["entries"][position]["leaf"]
            case["entries"][position]["proof"] = [item.hex() for item in office.log.inclusion_proof(leaf, 7)]
    report = check(export)
    assert report.ok
    assert ("after-checkpoint", 1) in [(note.what, note.count) for note in report.notes]


def test_without_a_checkpoint_nothing_is_proved_and_the_report_says_so() -> None:
    report = verify_export(to_bytes(EXPORT | {"checkpoint": None}))
    assert report.ok
    assert report.counts.included == 0
    assert "7 条记录没有可用的存证点，未证明入序" in report.lines()


def test_an_excerpt_says_that_the_last_entry_of_a_case_may_be_missing() -> None:
    export = copy.deepcopy(EXPORT) | {"complete": False}
    export["cases"][1]["entries"].pop()
    report = check(export)
    assert report.ok
    assert "这是部分导出：每件案件最后一条之后是否还有记录，看不出来" in report.lines()


@pytest.mark.parametrize("record", ["null", "[]", '{"facts":[]}', '{"facts":{"case":0}}', "[" * 90_000, "x"])
def test_a_first_record_that_is_no_record_is_named_and_breaks_nothing(record: str) -> None:
    export = copy.deepcopy(EXPORT)
    store(entry(export, 0, 0), record.encode())
    first = check(export).faults[0]
    assert (first.case, first.seq) == ("a", 1)


def test_an_export_that_an_editor_saved_with_a_byte_order_mark_is_read() -> None:
    assert verify_export(b"\xef\xbb\xbf" + to_bytes(EXPORT), trusted_key=TRUSTED).ok


def test_a_withheld_part_is_counted() -> None:
    export = copy.deepcopy(EXPORT)
    entry(export, 0, 0)["parts"][ZHANG] = {"withheld": True}
    report = check(export)
    assert report.ok
    assert report.counts.withheld == 1


def test_texts_that_are_not_enclosed_or_not_bound_are_noted() -> None:
    report = check(EXPORT | {"declarations": {}, "calendars": {"2004-2026": "…"}})
    assert report.ok
    assert {("not-included", 2), ("calendar-unbound", 1)} <= {(note.what, note.count) for note in report.notes}


@pytest.mark.parametrize("size", range(8))
def test_an_older_checkpoint_is_consistent_by_proof(size: int) -> None:
    report = check(OFFICE.export(*([size] if size < 7 else [])), OFFICE.sign(size))
    assert report.ok
    assert "与所给的存证点一致" in report.lines()


def test_a_newer_checkpoint_is_consistent_by_proof() -> None:
    office = two_cases()
    old = office.export()
    office.act("b")
    newer = office.sequence()
    old["consistency"] = {"8": [item.hex() for item in office.log.consistency_proof(7, 8)]}
    assert check(old, newer).ok
    old["consistency"]["8"].reverse()
    assert check(old, newer).faults[0].what == "inconsistent"


def test_a_log_cut_short_by_its_own_keeper_shows_against_a_later_checkpoint() -> None:
    office = two_cases()
    later = office.sign()
    short = Office()
    short.cases = {case: entries[:3] for case, entries in office.cases.items()}
    short.cases["a"] = office.cases["a"][:1]
    short.sequence()
    export = short.export()
    assert check(export).ok
    report = check(export, later)
    assert [fault.what for fault in report.faults] == ["inconsistent"]
    assert "cannot be shown to be consistent" in report.lines("en")[0]


def test_a_log_rewritten_by_its_own_keeper_shows_against_an_earlier_checkpoint() -> None:
    earlier = OFFICE.sign(3)
    forged = two_cases()
    assert check(forged.export(3)).ok
    assert check(forged.export(3), earlier).faults[0].what == "inconsistent"
    assert check(forged.export(), OFFICE.sign()).faults[0].what == "inconsistent"


def test_what_comes_from_the_file_cannot_write_to_the_terminal() -> None:
    export = copy.deepcopy(EXPORT)
    export["cases"][0]["case"] = "\x1b[2J\n" + "a" * 10_000
    for line in check(export).lines():
        assert line.isprintable()
        assert len(line) < 1000
