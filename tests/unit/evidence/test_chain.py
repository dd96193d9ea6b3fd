"""The chain of a case: what is recorded, what is refused, and what verification sees."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.office import ZHANG, Office

from fadu.evidence.canonical import CanonicalError, parse
from fadu.evidence.chain import Absent, ChainError, Entry, Part, commitments, entry_hash, erased, record, verify_case

RECORD: dict[str, Any] = {
    "case": "a",
    "seq": 1,
    "prev": "",
    "act": "receive",
    "happened_at": "2023-09-11T09:00:00+08:00",
    "recorded_at": "2023-09-11T01:00:00.000000Z",
    "source": "portal",
    "actor": {"person": "li-fang", "for": None},
    "declaration": "0" * 64,
    "calendar": "2004-2026",
    "facts": {"mail": ["当面领取"]},
    "parts": {"public": "1" * 64},
}


@pytest.fixture
def entries() -> list[Entry]:
    office = Office()
    for _ in range(4):
        office.act("a")
    return office.cases["a"]


def faults(entries: list[Entry], case: str | None = None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in verify_case(entries, case).faults]


def test_a_record_has_one_spelling() -> None:
    data = record(**RECORD)
    assert parse(data) == {"v": 1, **RECORD}
    assert data.startswith(b'{"act":"receive","actor":{"for":null,')
    assert entry_hash(data) == hashlib.sha256(b"fadu/entry/1\x00" + data).digest()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("case", "", "case is ''; it must be text, not empty"),
        ("act", None, "act is None"),
        ("source", 3, "source is 3"),
        ("calendar", "", "calendar is ''"),
        ("seq", 0, "entries are counted from 1"),
        ("seq", True, "entries are counted from 1"),
        ("seq", 2, "prev is ''; it must be the hex hash"),
        ("prev", "0" * 64, "empty for the first"),
        ("declaration", "0" * 63, "hex SHA-256 of the declaration"),
        ("declaration", "A" * 64, "hex SHA-256 of the declaration"),
        ("happened_at", "2023-9-11", "it must be a date, or an instant"),
        ("happened_at", "2023-09-11T01:00:00Z", "it must be a date, or an instant"),
        ("happened_at", "2023-09-11\n", "it must be a date, or an instant"),
        ("recorded_at", "2023-09-11T01:00:00Z", "it must be UTC like"),
        ("recorded_at", "２０２３-09-11T01:00:00.000000Z", "it must be UTC like"),
        ("parts", {"public": "1"}, "it must hold hex commitments"),
        ("parts", {"secret": "1" * 64}, "it must hold hex commitments"),
        ("parts", {"personal:": "1" * 64}, "it must hold hex commitments"),
    ],
)
def test_what_is_not_an_entry_is_refused(field: str, value: object, message: str) -> None:
    with pytest.raises(ChainError, match=message):
        record(**{**RECORD, field: value})


def test_a_fact_that_has_no_spelling_is_refused_with_its_place() -> None:
    with pytest.raises(CanonicalError, match=r"^facts\.fee\[0\]: float"):
        record(**{**RECORD, "facts": {"fee": [1.5]}})


@pytest.mark.parametrize("name", ["", "secret", "personal:", "personal", "public "])
def test_a_part_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(ChainError, match="a part is public, internal or personal"):
        Part.seal(name, {})


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ChainError, match="salt of 15 bytes refused"):
        Part.seal("public", {}, salt=b"s" * 15)


def test_equal_contents_have_unlike_commitments() -> None:
    sealed = [Part.seal("personal:zhang-ming", {"姓名": "张明"}) for _ in range(20)]
    assert len({part.commitment for part in sealed}) == 20
    assert "张" not in repr(sealed[0])


def test_a_commitment_is_what_the_format_says() -> None:
    part = Part.seal("public", {"b": 1, "a": "二"}, salt=bytes(16))
    assert part.data == '{"a":"二","b":1}'.encode()
    spelled = b"fadu/part/1\0" + b"\0\0\0\x06public" + b"\0\0\0\x10" + bytes(16) + part.data
    assert part.commitment == hashlib.sha256(spelled).digest()


@given(st.binary(min_size=16, max_size=40), st.binary(max_size=40), st.integers(1, 15))
def test_salt_and_data_cannot_be_divided_otherwise(salt: bytes, data: bytes, shift: int) -> None:
    part = Part("public", salt, data)
    moved = Part("public", (salt + data)[: len(salt) + shift], (salt + data)[len(salt) + shift :])
    assert moved == part or moved.commitment != part.commitment


def test_an_untouched_case_is_clean(entries: list[Entry]) -> None:
    report = verify_case(entries, "a")
    assert report.ok
    assert (report.counts.entries, report.counts.parts) == (4, 8)


def test_an_empty_case_has_nothing_wrong_with_it() -> None:
    assert verify_case([]).ok


@given(st.integers(0, 3), st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_names_its_entry(position: int, place: int, change: int) -> None:
    office = Office()
    for _ in range(4):
        office.act("a")
    entries = office.cases["a"]
    data = bytearray(entries[position].record)
    data[place % len(data)] ^= change
    entries[position] = replace(entries[position], record=bytes(data))
    assert faults(entries, "a") == [(position + 1, "hash")]


def test_order_is_kept(entries: list[Entry]) -> None:
    first, second, third, fourth = entries
    assert faults([first, third, fourth]) == [(2, "seq")]
    assert faults([second, third, fourth]) == [(1, "seq")]
    assert faults([first, third, second, fourth]) == [(2, "seq"), (4, "seq")]
    assert faults([first, second, second, third, fourth]) == [(3, "seq")]
    assert faults([first, second, third]) == []


def test_a_foreign_entry_is_named(entries: list[Entry]) -> None:
    office = Office()
    for _ in range(2):
        office.act("b")
    assert faults([entries[0], office.cases["b"][1], *entries[2:]]) == [(2, "case"), (3, "prev")]
    assert faults(entries, "b")[0] == (1, "case")


def test_a_replaced_entry_breaks_the_link_after_it(entries: list[Entry]) -> None:
    value = parse(entries[1].record)
    data = record(**{k: v for k, v in value.items() if k != "v"} | {"act": "forged"})
    entries[1] = replace(entries[1], record=data, hash=entry_hash(data))
    assert faults(entries) == [(3, "prev")]


def test_parts_are_held_to_their_commitments(entries: list[Entry]) -> None:
    swapped = {**entries[1].parts, ZHANG: entries[2].parts[ZHANG]}
    assert faults([entries[0], replace(entries[1], parts=swapped), *entries[2:]]) == [(2, "part")]
    renamed = {"public": entries[1].parts[ZHANG], ZHANG: entries[1].parts["public"]}
    assert faults([entries[0], replace(entries[1], parts=renamed), *entries[2:]]) == [(2, "part"), (2, "part")]
    more = {**entries[0].parts, "internal": Absent.WITHHELD}
    assert faults([replace(entries[0], parts=more), *entries[1:]]) == [(1, "part-extra")]
    assert faults([replace(entries[0], parts={}), *entries[1:]]) == [(1, "part-missing")] * 2


def test_a_withheld_part_is_counted_not_blamed(entries: list[Entry]) -> None:
    entries[0] = replace(entries[0], parts={**entries[0].parts, ZHANG: Absent.WITHHELD})
    report = verify_case(entries)
    assert report.ok
    assert (report.counts.parts, report.counts.withheld) == (7, 1)


def test_a_part_is_gone_by_law_only_if_an_entry_says_so() -> None:
    office = Office()
    for _ in range(3):
        office.act("a")
    office.erase("a", (1, ZHANG), (3, ZHANG))
    report = verify_case(office.cases["a"])
    assert report.ok
    assert report.counts.erased == 2
    assert "依法删除 2 份" in report.lines()[-1]
    assert faults(office.cases["a"][:3]) == [(1, "part-erased"), (3, "part-erased")]


def test_an_erasure_covers_only_what_it_names_and_what_came_before() -> None:
    office = Office()
    for _ in range(2):
        office.act("a")
    office.erase("a", (1, ZHANG))
    entries = office.cases["a"]
    gone = replace(entries[1], parts={**entries[1].parts, ZHANG: Absent.ERASED})
    assert faults([entries[0], gone, entries[2]]) == [(2, "part-erased")]
    office.act("a", "fadu.erase", facts={"parts": erased([(4, "public"), (9, "public"), (1, "internal")])})
    assert faults(office.cases["a"]) == [(4, "erasure")] * 3


@pytest.mark.parametrize(
    "listed", [None, 3, [], [3], [{"seq": "1", "part": ZHANG}], [{"seq": 1}], [{"seq": [], "part": {}}]]
)
def test_an_erasure_that_names_nothing_readable(listed: object) -> None:
    office = Office()
    office.act("a")
    office.act("a", "fadu.erase", [], {"parts": listed})
    assert faults(office.cases["a"]) == ([] if listed == [] else [(2, "erasure")])


def test_content_still_there_after_its_erasure_is_named(entries: list[Entry]) -> None:
    office = Office()
    office.cases["a"] = entries
    office.act("a", "fadu.erase", [], {"parts": erased([(2, ZHANG)])})
    assert faults(entries) == [(2, "part-kept")]


@pytest.mark.parametrize("data", [b'{"a": 1}', b"[]", b"", b"\xff"])
def test_content_in_another_spelling_is_named(data: bytes) -> None:
    office = Office()
    office.act("a", parts=[Part("public", bytes(16), data)])
    assert faults(office.cases["a"]) == [(1, "part-form")]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "canonical"),
        (b"{ }", "canonical"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (record(**RECORD).replace(b'"v":1', b'"v":2'), "shape"),
        (record(**RECORD).replace(b'"seq":1', b'"seq":"1"'), "shape"),
        (
            record(**RECORD).replace(
                b'"facts":{"mail":["\xe5\xbd\x93\xe9\x9d\xa2\xe9\xa2\x86\xe5\x8f\x96"]}', b'"facts":[]'
            ),
            "shape",
        ),
    ],
)
def test_a_record_that_is_no_entry_is_named(data: bytes, what: str, entries: list[Entry]) -> None:
    broken = Entry(data, entry_hash(data))
    assert faults([entries[0], broken], "a") == [(2, what)]


def test_commitments_go_by_name() -> None:
    parts = [Part.seal("public", {}), Part.seal(ZHANG, {})]
    assert commitments(parts) == {part.name: part.commitment.hex() for part in parts}
