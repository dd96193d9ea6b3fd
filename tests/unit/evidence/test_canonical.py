"""Canonical bytes against the examples of RFC 8785 and against an independent, naive writer."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fadu.evidence.canonical import (
    MAX_DEPTH,
    MAX_INTEGER,
    CanonicalError,
    canonical,
    digest,
    hexdigest,
    load,
    parse,
)

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
NAMED_ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def naive(value: Any) -> str:
    """RFC 8785 §3.2 read literally: the oracle."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(naive_char(ord(char)) for char in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(naive(item) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(naive(key) + ":" + naive(value[key]) for key in keys) + "}"


def naive_char(code: int) -> str:
    if code in NAMED_ESCAPES:
        return NAMED_ESCAPES[code]
    return f"\\u{code:04x}" if code < 32 else chr(code)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


@given(VALUES)
@example({"\U0001f600": 1, "\ufb33": 2})
@example({"a": {"\U0001f600": [], "\uffff": {}}, "\x7f": "\u2028</script>"})
def test_equals_the_naive_writer_and_reads_back(value: Any) -> None:
    data = canonical(value)
    assert data == naive(value).encode()
    assert parse(data) == value


def test_string_example_of_rfc_8785() -> None:
    value = {"string": '€$\x0f\nA\'B"\\\\"/'}
    assert canonical(value) == '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()


def test_key_order_example_of_rfc_8785() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\x80": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_a_tuple_is_a_list() -> None:
    assert canonical({"a": (1, (2,))}) == b'{"a":[1,[2]]}'


class Word(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"facts": {"due": ["a", "b", 1.5]}}, r"^facts\.due\[2\]: float has no canonical form"),
        ([float("nan")], r"^\[0\]: float"),
        (float("inf"), r"^the value: float"),
        ({"n": MAX_INTEGER + 1}, r"^n: integer beyond"),
        ({"n": [-MAX_INTEGER - 1]}, r"^n\[0\]: integer beyond"),
        ({"s": "a\ud800"}, r"^s: lone surrogate at character 1"),
        ({"\udfff": 1}, r"^the value: a key: lone surrogate"),
        ({"\U0001f600\ud800": 1}, r"a key: lone surrogate"),
        ({"a": {3: 1}}, r"^a: key 3 is int; keys are text"),
        ({"a": {None: 1}}, r"^a: key None"),
        ({"a": b"x"}, r"^a: bytes has no canonical form"),
        ({"a": {1, 2}}, r"^a: set has no canonical form"),
        ({"a": Word("x")}, r"^a: Word has no canonical form; give the plain value"),
        (nested(MAX_DEPTH + 1), "nested deeper than 64"),
    ],
)
def test_refuses_and_says_where(value: object, message: str) -> None:
    with pytest.raises(CanonicalError, match=message):
        canonical(value)


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(CanonicalError, match="nested deeper"):
        canonical(value)


def test_the_deepest_nesting_and_the_largest_numbers_are_kept() -> None:
    value = [nested(MAX_DEPTH - 1), MAX_INTEGER, -MAX_INTEGER]
    assert parse(canonical(value)) == value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a":1, "b":2}', "not canonical"),
        (b'{"b":1,"a":2}', "not canonical"),
        (b'{"a":"\\u0041"}', "not canonical"),
        (b'{"a":"\\/"}', "not canonical"),
        (b"-0", "not canonical"),
        (b'{"a":1}\n', "not canonical"),
        (b'{"a":1,"a":1}', "'a' appears twice"),
        (b"1.0", "not a whole number"),
        (b"1e3", "not a whole number"),
        (b"NaN", "not a whole number"),
        (b"-Infinity", "not a whole number"),
        (b"9007199254740992", "beyond"),
        (b"1" * 100_000, "beyond"),
        (b'"\\ud800"', "lone surrogate"),
        (b'"\xff"', "not UTF-8 text: byte 1"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b"\xef\xbb\xbf1", "not JSON"),
        (b"", "not JSON: line 1, column 1"),
        (b'{"a":', "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 65 + b"]" * 65, "nested deeper than 64"),
    ],
)
def test_parse_refuses(data: bytes, message: str) -> None:
    with pytest.raises(CanonicalError, match=message) as caught:
        parse(data)
    assert len(str(caught.value).splitlines()) == 1


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value, indent=1).encode()))
def test_load_reads_or_refuses_and_nothing_else(data: bytes) -> None:
    try:
        value = load(data)
    except CanonicalError:
        return
    assert value == json.loads(data)


def test_digest_is_sha_256() -> None:
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hexdigest(b"abc") == abc
    assert digest(b"abc") == bytes.fromhex(abc)
