"""The form of an export: what is not one is refused in one line, and nothing, however mangled, makes it raise."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.office import KEY, entry, to_bytes, two_cases

from fadu.evidence import checkpoint as cp
from fadu.evidence.canonical import canonical
from fadu.evidence.export import dump, load, verify_export

OFFICE = two_cases()
EXPORT = OFFICE.export()


def test_reading_and_writing_give_the_same_bytes() -> None:
    assert dump(load(to_bytes(EXPORT))) == canonical(EXPORT)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not JSON: line 1"),
    "half a file": (canonical(EXPORT)[:400], "not JSON"),
    "not UTF-8": (b'{"format":"\xff"}', "not UTF-8"),
    "a list": (b"[]", "the file: expected an object, found a list"),
    "another format": (to_bytes(EXPORT | {"format": "fadu-export/2"}), 'format: expected "fadu-export/1"'),
    "a missing key": (b'{"format":"fadu-export/1","office":"x"}', "the file: cases is missing"),
    "an unknown key": (to_bytes(EXPORT | {"seal": 1}), "is not part of the format"),
    "a repeated key": (b'{"format":"a","format":"b"}', "'format' appears twice"),
    "a fraction": (to_bytes(EXPORT | {"office": 1.5}), "not a whole number"),
    "a huge number": (b"9" * 100_000, "beyond"),
    "deep nesting": (b"[" * 200_000, "nested too deeply"),
    "a surrogate": (b'{"format":"fadu-export/1","office":"\\ud800","cases":[]}', "office: lone surrogate"),
    "a number for text": (to_bytes(EXPORT | {"office": 3}), "office: expected text, found 3"),
    "a word for complete": (to_bytes(EXPORT | {"complete": "yes"}), "complete: expected true or false"),
    "a proof that is no hash": (to_bytes(EXPORT | {"consistency": {"3": ["0" * 63]}}), "consistency.3[0]"),
    "a size that is no number": (to_bytes(EXPORT | {"consistency": {"03": []}}), "expected sizes of the log as keys"),
    "a key under another id": (
        to_bytes(EXPORT | {"keys": [{"id": "0" * 16, "public": cp.public_base64(KEY.public_key())}]}),
        "keys[0].id: expected",
    ),
    "a key that is none": (
        to_bytes(EXPORT | {"keys": [{"id": "", "public": "AAAA"}]}),
        "keys[0].public: not an Ed25519",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_export_is_refused_in_one_line(name: str) -> None:
    data, message = UNREADABLE[name]
    report = verify_export(data)
    assert not report.ok
    assert message in report.unreadable
    for lang in ("zh", "en"):
        assert len(report.lines(lang)) == 1
        assert report.lines(lang)[0].isprintable()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("leaf", -1, "leaf: expected a place in the log or null, found -1"),
        ("leaf", True, "leaf: expected a place in the log or null, found true"),
        ("leaf", None, "proof: a proof without a leaf"),
        ("hash", "AB" * 32, "hash: expected lower-case hexadecimal"),
        ("proof", "", "proof: expected a list"),
        ("parts", [], "parts: expected an object"),
        ("parts", {"public": {}}, "parts.public: expected salt and data, or withheld, or erased"),
        ("parts", {"public": {"withheld": 1}}, "expected salt and data"),
        ("parts", {"public": {"withheld": True, "erased": True}}, "expected salt and data"),
        ("parts", {"public": {"salt": "00", "data": "", "erased": True}}, "expected salt and data"),
        ("parts", {"public": {"salt": "0", "data": ""}}, "parts.public.salt: expected lower-case hexadecimal"),
        ("record", {}, "record: expected text, found an object"),
    ],
)
def test_an_entry_of_another_form_is_refused(field: str, value: object, message: str) -> None:
    export = copy.deepcopy(EXPORT)
    entry(export, 0, 1)[field] = value
    assert (
        f"cases[0].entries[1].{message}" in verify_export(to_bytes(export)).unreadable
        or message in verify_export(to_bytes(export)).unreadable
    )


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["0" * 64, "a", "public"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in the tree."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(max_examples=400)
@given(st.data())
def test_an_export_mangled_anyhow_is_judged_and_never_raises(data: st.DataObject) -> None:
    export = OFFICE.export(3)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(export)))
        action = data.draw(st.sampled_from(["replace", "drop", "move"]))
        if action == "replace":
            holder[key] = data.draw(ANYTHING)
        elif action == "drop":
            del holder[key]
        else:
            other, place = data.draw(st.sampled_from(places(export)))
            other[place] = copy.deepcopy(holder[key])
    report = verify_export(json.dumps(export).encode(), checkpoint_text=OFFICE.sign(3))
    assert all(line.isprintable() for lang in ("zh", "en") for line in report.lines(lang))


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=3))
def test_a_file_with_bytes_overwritten_is_judged_and_never_raises(place: int, patch: bytes) -> None:
    data = bytearray(to_bytes(EXPORT))
    place %= len(data)
    data[place : place + len(patch)] = patch
    assert verify_export(bytes(data)).lines()
