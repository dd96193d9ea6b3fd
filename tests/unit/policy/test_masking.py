"""What is shown of a person unasked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fadu.policy import MASK
from fadu.policy.masking import hide_sensitive, masked, numbers_masked

PARTY = {
    "kind": "公民",
    "name": "张明示例",
    "id_kind": "护照",
    "id_number": "E00000000",
    "phone": "13800138000",
    "email": "zhangming@example.cn",
    "address": "示例市东河区示例路1号",
}


def test_a_person_is_told_from_others_and_not_known() -> None:
    assert masked(PARTY) == {
        "kind": "公民",
        "name": "张*",
        "id_kind": "护照",
        "id_number": MASK,
        "phone": "138****8000",
        "email": "z****@example.cn",
        "address": "示例市东河****",
    }


def test_an_organisation_keeps_its_name() -> None:
    shown = masked({"kind": "法人或者其他组织", "name": "示例建材有限公司", "phone": "021-00000000"})
    assert shown == {"kind": "法人或者其他组织", "name": "示例建材有限公司", "phone": "021****0000"}


def test_a_party_sees_itself_but_for_its_number() -> None:
    assert hide_sensitive(PARTY) == PARTY | {"id_number": MASK}


@given(st.dictionaries(st.sampled_from(["name", "phone", "email", "address", "id_number"]), st.text(min_size=2)))
def test_no_value_is_shown_whole(party: dict[str, str]) -> None:
    shown = masked(party)
    assert shown.keys() == party.keys()
    assert all(shown[part] != value for part, value in party.items() if "*" not in value and value != MASK)


def test_numbers_of_people_within_a_text_are_masked_and_others_are_not() -> None:
    assert numbers_masked("李四：13700001111，王五 11010119900101123X") == "李四：137****1111，王五 110101****123X"
    assert (
        numbers_masked("2023年第12345678901234号，经费137000011112元")
        == "2023年第12345678901234号，经费137000011112元"
    )
