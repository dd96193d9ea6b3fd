import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.law import chinese_number, parse_chinese_number


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (120, "一百二十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_written_as_in_statutes(n: int, text: str) -> None:
    assert chinese_number(n) == text
    assert parse_chinese_number(text) == n


@given(st.integers(0, 9999))
def test_reading_undoes_writing(n: int) -> None:
    assert parse_chinese_number(chinese_number(n)) == n


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("两百", 200),
        ("一百〇五", 105),
        ("一百十五", 115),
        ("二〇二三", 2023),
        ("〇", 0),
        ("一零", 10),
        ("33", 33),
        ("３３", 33),
    ],
)
def test_other_ways_of_writing_are_read(text: str, n: int) -> None:
    assert parse_chinese_number(text) == n


@pytest.mark.parametrize(
    "text", ["", "一百二", "三千五", "百", "一十百", "零十", "十零", "二十〇〇三", "万", "12345", "一一百", "x"]
)
def test_what_is_no_number_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="Write it in full"):
        parse_chinese_number(text)


@pytest.mark.parametrize("n", [-1, 10_000])
def test_numbers_outside_statutes_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="0 to 9999"):
        chinese_number(n)
