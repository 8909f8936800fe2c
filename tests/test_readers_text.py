"""Plain text in the encodings that offices use, told apart by the characters they give."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from data.readers.text import decode, frequent_share
from tests.expected import ORDINALS, source

TRADITIONAL = OpenCC("s2t")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("length", [30, 300, 10_000])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_simplified_text_reads_the_same_in_every_encoding(ordinal: int, length: int, encoding: str) -> None:
    text = source(ordinal).text[100 : 100 + length]
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("length", [30, 300, 10_000])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_traditional_text_reads_the_same_in_every_encoding(ordinal: int, length: int, encoding: str) -> None:
    text = TRADITIONAL.convert(source(ordinal).text[100 : 100 + length])
    text = text.encode(encoding, "ignore").decode(encoding)  # Big5 lacks a few simplified names
    assert decode(text.encode(encoding)) == text


def test_a_short_line_in_big5_is_not_taken_for_gb18030() -> None:
    assert decode("第十四次會議紀錄".encode("big5")) == "第十四次會議紀錄"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\n\r\n"])
def test_line_ends_are_left_as_they_are(ending: str) -> None:
    text = f"第一行{ending}第二行\n第三行\r\n"
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("content", [b"\x00" * 100, bytes(range(256)) * 4, b"\xff\xfe\x00", b"\x01\x02\x03\x04" * 9])
def test_bytes_that_are_no_text_are_told(content: bytes) -> None:
    assert decode(content) is None


def test_a_line_of_a_million_characters_is_read() -> None:
    text = "第一百二十三次会议" * 120_000
    assert decode(text.encode("gb18030")) == text


def test_frequent_characters_are_counted_among_the_chinese_ones() -> None:
    assert frequent_share("abc 123") == 0
    assert frequent_share("人民政府abc") == 1
    assert frequent_share("人民囍龘") == 0.5


HANZI = st.text(st.sampled_from(sorted(set(source(25).text + source(26).text))), min_size=12)


@settings(deadline=None)
@given(HANZI, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_what_was_encoded_is_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(content: bytes) -> None:
    text = decode(content)
    assert text is None or isinstance(text, str)
