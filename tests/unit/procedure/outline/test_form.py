"""What becomes of what people fill in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.outline.forms import DOCUMENT, EVERYTHING, FILLED, OPENING, PERSON

from fadu.procedure.builtin import SERVE
from fadu.procedure.outline.form import SECRET, Cleaned, clean, form

FIELDS = form(EVERYTHING, OPENING)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def cleaned(**given: Any) -> Cleaned:
    return clean(FIELDS, {**FILLED, **given})


def wrong(**given: Any) -> dict[str, str]:
    return {name: str(why) for name, why in cleaned(**given).errors.items()}


def test_the_form_has_the_fields_of_the_act_in_the_order_of_the_file() -> None:
    assert [f.id for f in FIELDS] == ["who", "subject", "story", "account", "on", "many", "urgent", "way", "proof"]
    decide = form(EVERYTHING, EVERYTHING.act["decide"])
    assert [(f.id, f.options) for f in decide] == [("outcome", (("yes", "同意"), ("no", "不同意")))]


def test_of_a_party_only_what_its_declaration_asks_is_taken() -> None:
    few = tuple(replace(each, parts=("name", "email")) if each.id == "who" else each for each in FIELDS)
    assert not clean(few, FILLED | {"who": {"name": "张明", "email": "a@b.cn"}}).errors
    more = clean(few, FILLED | {"who": {"name": "张明", "email": "a@b.cn", "id_number": "1"}})
    assert str(more.errors["who"]) == "“申请人”没有“id_number”这一项"
    unreachable = clean(few, FILLED | {"who": {"name": "张明"}})
    assert str(unreachable.errors["who"]) == "请填写“申请人”的联系方式（邮箱），至少一项"


def test_values_go_where_their_privacy_puts_them() -> None:
    found = cleaned(story="一\r\n二", account="62", on="2023-10-08", urgent="on", proof=DOCUMENT)
    assert found.errors == {}
    assert found.facts == {"on": "2023-10-08", "many": 3, "urgent": True, "way": "当面"}
    assert found.parts == {
        "personal:who": {"who": {**PERSON, "kind": "公民"}, "account": "62"},
        "public": {"subject": "事由"},
        "internal": {"story": "一\n二", "proof": DOCUMENT},
    }


def test_a_posted_form_gives_the_same_as_json() -> None:
    assert cleaned(many="3").facts == cleaned(many=3.0).facts == cleaned().facts
    assert cleaned().facts["urgent"] is False


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"subject": "  "}, {"subject": "请填写“事由”"}),
        ({"subject": "字" * 501}, {"subject": "“事由”最多 500 字，现在是 501 字"}),
        ({"subject": "a\x00b"}, {"subject": "“事由”中有不能保存的字符（U+0000）"}),
        ({"subject": "\u200b\ufeff"}, {"subject": "请填写“事由”"}),
        ({"subject": "\u200d"}, {"subject": "请填写“事由”"}),
        ({"subject": 5}, {"subject": "“事由”应当是文字"}),
        ({"on": "2023-02-30"}, {"on": "“发生之日”应当是日期，如 2023-10-08"}),
        ({"many": -1}, {"many": "“件数”应当是不小于零的整数"}),
        ({"many": True}, {"many": "“件数”应当是不小于零的整数"}),
        ({"way": "传真"}, {"way": "“方式”只能选：当面、邮寄"}),
        ({"urgent": "也许"}, {"urgent": "“是否急需”只能是“是”或者“否”"}),
        ({"proof": {"name": "x"}}, {"proof": "“证明”的文件没有上传成功，请重新上传"}),
        ({"who": {"phone": "1"}}, {"who": "请填写“申请人”的姓名或者名称"}),
        ({"who": {"name": "张明"}}, {"who": "请填写“申请人”的联系方式（电话、邮箱、地址），至少一项"}),
        ({"who": {**PERSON, "email": "张明"}}, {"who": "“申请人”的邮箱写法不对，应当如 name@example.cn"}),
        (
            {"who": {**PERSON, "email": "a@b.cn%0aBcc:x@y.cn"}},
            {"who": "“申请人”的邮箱写法不对，应当如 name@example.cn"},
        ),
        ({"who": {**PERSON, "name": "\u2060"}}, {"who": "请填写“申请人”的姓名或者名称"}),
        ({"who": {**PERSON, "kind": "猫"}}, {"who": "“申请人”的类型只能选：公民、法人或者其他组织"}),
        ({"who": {**PERSON, "age": "1"}}, {"who": "“申请人”没有“age”这一项"}),
        ({"else": "x"}, {"else": "没有这一栏，不能填写"}),
    ],
)
def test_what_cannot_stand_is_named_with_its_remedy(given: dict[str, Any], said: dict[str, str]) -> None:
    assert wrong(**given) == said
    assert cleaned(**given).facts == cleaned(**given).parts == {}


@pytest.mark.parametrize(
    "marking",
    [
        "绝密★",
        "机密★10年",
        "秘密★长期",
        "秘密（5年）",
        "密级：机密",
        "密 级: 秘密",
        "　机密　",
        "機密★",
        "机密⭐",
        "绝\u200b密",
    ],
)
def test_a_classification_marking_is_refused_in_every_text(marking: str) -> None:
    for name in ("subject", "story", "account"):
        found = cleaned(**{name: f"第一行\n{marking}" if name == "story" else marking})
        assert list(found.errors) == [name]
        assert "转线下" in str(found.errors[name])
        assert marking.strip() not in str(found.errors[name])
    assert "转线下" in wrong(who={**PERSON, "address": marking})["who"]


@pytest.mark.parametrize("words", ["保守国家秘密法", "商业秘密", "机密文件的管理办法", "秘密花园"])
def test_the_mere_words_are_no_marking(words: str) -> None:
    assert SECRET.search(words) is None


def test_characters_that_nobody_sees_and_that_turn_others_are_not_kept() -> None:
    """They come along when one copies a number from a page; those that join what stands beside them say something."""
    found = cleaned(subject="\u202a2023\u202c年\u200b计划\u00ad", story="👩\u200d👧")
    assert (found.parts["public"]["subject"], found.parts["internal"]["story"]) == ("2023年计划", "👩\u200d👧")


def test_service_asks_which_letter() -> None:
    fields = form(EVERYTHING, SERVE)
    assert list(clean(fields, {}).errors) == ["letter", "channel"]


@given(st.dictionaries(st.sampled_from([f.id for f in FIELDS]) | st.text(), ANYTHING))
def test_nothing_that_is_sent_breaks_it(data: dict[str, Any]) -> None:
    found = clean(FIELDS, data)
    assert bool(found.errors) != bool(found.facts or found.parts)
    assert all(str(why) for why in found.errors.values())
