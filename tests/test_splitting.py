"""Long replies are cut into messages that fit, at the ends of sentences, and nothing is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Paragraph, Style
from bot.splitting import LIMIT, split_paragraphs, split_text, utf16_length, visible_text

ALPHABET = "会议要求安全ab1 ，、：。！？；.!?\n😀𠮷"
texts = st.text(st.sampled_from(ALPHABET), max_size=300) | st.text(max_size=100)
limits = st.integers(min_value=2, max_value=60)  # a character beyond the first plane takes two units
citations = st.sampled_from(["", "第26次·三·（二）", "meeting 26 · 3 · (2)"])
paragraphs = st.lists(st.builds(Paragraph, texts, st.sampled_from(Style), citations), min_size=1, max_size=8)
roomy = st.integers(min_value=30, max_value=200)  # a citation, which is never cut, takes up to 23 units


def most_that_fits(text: str, limit: int) -> str:
    end = len(text)
    while utf16_length(text[:end]) > limit:
        end -= 1
    return text[:end]


@given(texts, limits)
def test_the_pieces_joined_are_the_text_and_each_fits(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le")) <= 2 * limit for piece in pieces)
    assert all(pieces) or pieces == [""]


@given(texts, limits)
def test_a_character_is_never_cut_in_two(text: str, limit: int) -> None:
    for piece in split_text(text, limit):
        assert piece.encode("utf-16-le").decode("utf-16-le") == piece


@given(texts, limits)
def test_the_cut_is_at_the_end_of_a_line_or_sentence_if_one_ends_in_the_second_half(text: str, limit: int) -> None:
    rest = text
    for piece in split_text(text, limit)[:-1]:
        head = most_that_fits(rest, limit)
        late = head[len(head) // 2 :]
        if "\n" in late:
            assert piece.endswith("\n")
        elif re.search(r"[。！？!?；;]", late):
            assert re.search(r"[。！？!?；;]$", piece)
        rest = rest[len(piece) :]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("会议要求安全。各地落实。", 8, ["会议要求安全。", "各地落实。"]),
        ("各地要落实，各部门要协同", 8, ["各地要落实，", "各部门要协同"]),
        ("各地落实。抓紧。务必办好", 9, ["各地落实。抓紧。", "务必办好"]),
        ("各地要落实：各部门要协同", 8, ["各地要落实：", "各部门要协同"]),
        ("safety first of all", 12, ["safety ", "first of all"]),
        ("一二三四五六", 4, ["一二三四", "五六"]),
        ("一。二三四五六七八九", 6, ["一。二三四五", "六七八九"]),
        ("😀😀😀", 5, ["😀😀", "😀"]),
        ("刚好", 2, ["刚好"]),
        ("", 2, [""]),
    ],
)
def test_where_a_text_is_cut(text: str, limit: int, pieces: list[str]) -> None:
    assert split_text(text, limit) == pieces


def test_the_limit_is_telegrams_and_counts_utf16_units() -> None:
    assert LIMIT == 4096
    assert utf16_length("纪要a") == 3
    assert utf16_length("😀𠮷") == 4
    assert [utf16_length(piece) for piece in split_text("😀" * 3000)] == [4096, 1904]


@given(paragraphs, roomy)
def test_each_message_fits_with_its_citations_and_line_feeds(whole: list[Paragraph], limit: int) -> None:
    for message in split_paragraphs(whole, limit):
        assert message
        assert utf16_length("\n".join(visible_text(paragraph) for paragraph in message)) <= limit


@given(paragraphs, roomy)
def test_messages_together_hold_every_paragraph_in_its_style_with_its_citation(
    whole: list[Paragraph], limit: int
) -> None:
    pieces = iter([paragraph for message in split_paragraphs(whole, limit) for paragraph in message])
    for paragraph in whole:
        text, piece = "", next(pieces)
        while len(text + piece.text) < len(paragraph.text):
            assert (piece.style, piece.citation) == (paragraph.style, "")
            text, piece = text + piece.text, next(pieces)
        assert (text + piece.text, piece.style, piece.citation) == (
            paragraph.text,
            paragraph.style,
            paragraph.citation,
        )
    assert next(pieces, None) is None


def test_paragraphs_that_fit_together_share_a_message() -> None:
    first, second, third = Paragraph("一" * 50), Paragraph("二" * 49), Paragraph("三")
    assert split_paragraphs([first, second, third], 100) == [[first, second], [third]]
