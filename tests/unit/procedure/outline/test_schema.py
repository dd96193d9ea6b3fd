"""The schema of an act agrees with `clean`: what the one accepts, the other accepts."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.procedure.outline.forms import DOCUMENT, EVERYTHING, FILLED, OPENING, PERSON
from tests.unit.procedure.outline.judging import accepts

from fadu.procedure.builtin import SERVE, UNSERVED
from fadu.procedure.outline.form import SECRET, clean, form
from fadu.procedure.outline.schema import DIALECT, schema
from fadu.procedure.outline.speech import Speech
from fadu.procedure.registry import installed

SCHEMA = schema(EVERYTHING, OPENING)
FIELDS = form(EVERYTHING, OPENING)

TEXT = st.text(st.characters(exclude_categories=("Cn", "Co")), max_size=12) | st.sampled_from(
    ["", " ", "事由", "x" * 501, "a\tb", "a\nb"]
)
WORD = st.sampled_from(["2023-10-08", "2023-02-30", "当面", "公民", "a@b.cn", "no", "字" * 20_001])
NUMBER = st.integers(-2, 10**15 + 1) | st.sampled_from([3.0, 2.5, -0.0])
PARTY = st.dictionaries(
    st.sampled_from(["kind", "name", "phone", "email", "address", "id_kind", "other"]), TEXT | WORD
)
FILE = st.fixed_dictionaries(
    {"sha256": st.sampled_from(["a" * 64, "A" * 64, ""]), "name": TEXT, "size": NUMBER, "type": TEXT | NUMBER}
)
VALUE = TEXT | WORD | NUMBER | st.booleans() | st.none() | PARTY | FILE
DATA = st.dictionaries(st.sampled_from([f.id for f in FIELDS]), VALUE, max_size=5)
MEANT = {
    "who": PARTY,
    "subject": TEXT,
    "story": TEXT,
    "account": TEXT,
    "on": WORD,
    "many": NUMBER,
    "way": WORD,
    "proof": FILE,
}


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    return [value] if isinstance(value, str) else []


def settled(data: Any) -> None:
    """What no schema says is not what is tried here."""
    assume(not any(SECRET.search(text) for text in texts(data)))
    assume(all(text == unicodedata.normalize("NFC", text) for text in texts(data)))


@given(st.builds(lambda data, meant: {**FILLED, **meant, **data}, DATA, st.fixed_dictionaries({}, optional=MEANT)))
def test_what_the_schema_accepts_clean_accepts(data: dict[str, Any]) -> None:
    settled(data)
    if accepts(SCHEMA, data):
        assert clean(FIELDS, data).errors == {}


@given(st.fixed_dictionaries({}, optional=MEANT))
def test_one_value_at_a_time(meant: dict[str, Any]) -> None:
    settled(meant)
    for name, value in meant.items():
        if accepts(SCHEMA, {**FILLED, name: value}):
            assert clean(FIELDS, {**FILLED, name: value}).errors == {}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"who": {**PERSON, "kind": "公民", "email": "ming@example.cn", "address": "示例路1号"}},
        {"story": "第一行\n\t第二行", "account": "", "on": "2023-10-08", "urgent": True, "proof": DOCUMENT},
        {"subject": "字" * 500, "story": "字" * 20_000, "many": 0},
    ],
)
def test_both_accept_what_is_right(given: dict[str, Any]) -> None:
    assert accepts(SCHEMA, {**FILLED, **given})
    assert clean(FIELDS, {**FILLED, **given}).errors == {}


@pytest.mark.parametrize(
    "given",
    [
        {"subject": "字" * 501},
        {"subject": " "},
        {"subject": "a\x07"},
        {"story": "字" * 20_001},
        {"who": {"name": "张明"}},
        {"who": {"phone": "1"}},
        {"who": {**PERSON, "age": "1"}},
        {"who": "张明"},
        {"on": "8.10.2023"},
        {"many": -1},
        {"many": True},
        {"way": "传真"},
        {"proof": {**DOCUMENT, "more": 1}},
        {"else": "x"},
    ],
)
def test_both_refuse_what_is_wrong(given: dict[str, Any]) -> None:
    assert not accepts(SCHEMA, {**FILLED, **given})
    assert clean(FIELDS, {**FILLED, **given}).errors


def test_it_says_what_it_is() -> None:
    assert SCHEMA["$schema"] == DIALECT
    assert SCHEMA["$id"] == "urn:fadu:everything:2020-01-01:file"
    assert SCHEMA["required"] == ["who", "subject", "many", "way"]
    assert SCHEMA["properties"]["story"]["description"] == "写明时间和地点。"
    assert SCHEMA["properties"]["way"] == {"title": "方式", "enum": ["当面", "邮寄"], "$comment": "《示例法》第二条"}
    outcome = schema(EVERYTHING, EVERYTHING.act["decide"])["properties"]["outcome"]
    assert outcome["oneOf"] == [{"const": "yes", "title": "同意"}, {"const": "no", "title": "不同意"}]


def test_titles_are_said_in_the_language_of_the_reader() -> None:
    found = schema(
        EVERYTHING,
        OPENING,
        Speech(english=True, translate=lambda text: {"登记": "File", "事由": "Subject"}.get(text, text)),
    )
    assert (found["title"], found["properties"]["subject"]["title"]) == ("File", "Subject")


@pytest.mark.parametrize(
    "declaration", [EVERYTHING, *(p.declaration for p in installed().every_version)], ids=lambda d: d.id
)
def test_every_act_has_a_schema_that_can_be_judged(declaration: Any) -> None:
    for rule in (*declaration.acts, SERVE, UNSERVED):
        assert accepts(schema(declaration, rule), {}) in (True, False)
        for each in schema(declaration, rule)["properties"].values():
            accepts(each, "x")
