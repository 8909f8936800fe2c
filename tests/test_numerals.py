"""Numerals: minutes count in Chinese and in digits, and both say the same number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.numerals import dates, number, numeral

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
UP_TO_9999 = st.integers(1, 9999)


@given(UP_TO_9999)
def test_a_chinese_numeral_says_the_number_it_was_made_of(value: int) -> None:
    assert number(numeral(value)) == value


@given(UP_TO_9999)
def test_digits_of_any_form_say_the_same_number(value: int) -> None:
    assert number(str(value)) == value
    assert number(str(value).translate(FULL_WIDTH)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿", 20),
        ("廿六", 26),
        ("卅", 30),
        ("卅一", 31),
        ("一百零一", 101),
        ("二〇二三", 2023),
        ("二零二三", 2023),
        ("007", 7),
    ],
)
def test_numerals_are_read_as_people_write_them(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "百", "十百", "廿0", "次", "第一", "-5", "1.5", "三点五", "五分之一", "9" * 5000])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.text(alphabet="0９〇零一二两三九十百廿卅", max_size=6))
def test_any_row_of_numeral_characters_is_a_number_or_none(text: str) -> None:
    found = number(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("value", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (26, "二十六"), (101, "一百零一")]
)
def test_numerals_are_written_as_minutes_write_them(value: int, text: str) -> None:
    assert numeral(value) == text


@given(st.dates())
def test_a_date_is_read_in_digits_and_in_chinese(day: date) -> None:
    digits = f"{day.year:04}年{day.month}月{day.day}日"
    year = f"{day.year:04}".translate(CHINESE_DIGITS)
    chinese = f"{year}年{numeral(day.month)}月{numeral(day.day)}日"
    assert dates(digits) == dates(digits.translate(FULL_WIDTH)) == dates(chinese) == (day,)


def test_dates_are_found_in_their_order_and_impossible_ones_left_out() -> None:
    text = "2023年6月13日召开，2023年2月30日无效，二〇二三年六月十五日整理，6月16日印发"
    assert dates(text) == (date(2023, 6, 13), date(2023, 6, 15))
