"""Layout: what carries no words is taken out, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.layout import heal, join_lines, read_lines, spans_of, uncovered
from data.model import Span
from tests.expected import source, squash

TEXTS = st.text(
    alphabet=st.sampled_from("市政府第次会议《》（）()“”，。、：— - 0123456789ab\u3000\t\n\r\f\xa0"), max_size=60
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("第 1 0 号", "第10号"),
        ("2 0 2 3 年 5 月 3 0 日", "2023年5月30日"),
        ("2023年 5月 23日", "2023年5月23日"),
        ("太 仓 市 人 民 政 府", "太仓市人民政府"),
        ("　　常务\t会议\xa0纪要 ", "常务会议纪要"),
        ("第 25次", "第25次"),
        ("对 4 个文件", "对4个文件"),
        ("（2023 年修订）", "（2023年修订）"),
        ("Open AI 平台", "Open AI平台"),  # a blank between Latin words stays
        ("10 000", "10 000"),  # groups of digits are no letter-spacing
        ("", ""),
    ],
)
def test_letter_spacing_is_healed(written: str, read: str) -> None:
    assert heal(written) == read


@given(TEXTS)
def test_healing_takes_out_white_space_only_and_once_is_enough(text: str) -> None:
    healed = heal(text)
    assert squash(healed) == squash(text)
    assert heal(healed) == healed


@pytest.mark.parametrize(
    "line",
    ["— 3 —", "—12—", "- 3 -", "－３－", "3", "128", "— 1 2 —", "第 3 页", "第3页", "_ 7 _", "·5·", "——", "----"],
)
def test_a_page_number_on_its_own_line_is_layout(line: str) -> None:
    page = read_lines(f"会议议定\n\n  {line}\n以下意见")
    assert [found.text for found in page.lines] == ["会议议定", "以下意见"]
    assert [f"会议议定\n\n  {line}\n以下意见"[span.start : span.end] for span in page.layout] == [line]


@pytest.mark.parametrize("line", ["第", "页", "第 1 0 号", "2023", "一", "3 个", "第3次", "10%"])
def test_a_short_line_with_words_is_not_layout(line: str) -> None:
    page = read_lines(f"会议议定\n{line}\n以下意见")
    assert [found.text for found in page.lines] == ["会议议定", heal(line), "以下意见"]
    assert page.layout == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\u2028", "\u2029", "\x85", "\n \n\u3000\n"])
def test_lines_end_at_any_line_or_page_break(end: str) -> None:
    text = f"一、审议{end}（一）原则同意{end}"
    page = read_lines(text)
    assert [line.text for line in page.lines] == ["一、审议", "（一）原则同意"]
    assert [text[span.start : span.end] for span in spans_of(page.lines)] == ["一、审议", "（一）原则同意"]


@given(TEXTS)
def test_every_character_is_in_one_line_or_is_layout(text: str) -> None:
    page = read_lines(text)
    spans = [*page.layout, *spans_of(page.lines)]
    assert uncovered(text, spans) == ""
    assert squash("".join(line.text for line in page.lines)) == squash(
        "".join(text[line.span.start : line.span.end] for line in page.lines)
    )


@pytest.mark.parametrize(
    ("spans", "lost"),
    [
        ([Span(0, 2), Span(3, 6)], ""),
        ([Span(0, 2)], "次会议"),
        ([Span(0, 6), Span(4, 6)], "会议"),  # counted twice
        ([], "常务次会议"),
    ],
)
def test_a_character_in_no_part_or_in_two_is_found(spans: list[Span], lost: str) -> None:
    assert uncovered("常务\n次会议", spans) == lost


def test_lines_join_to_one_paragraph_or_end_it_with_the_sentence() -> None:
    lines = read_lines("要建立机制，\n\n形成合力。\n要抓好落实。").lines
    assert join_lines(lines, paragraphs=False) == "要建立机制，形成合力。要抓好落实。"
    assert join_lines(lines, paragraphs=True) == "要建立机制，形成合力。\n要抓好落实。"


@pytest.mark.parametrize(("ordinal", "wrapped"), [(25, True), (26, False)])
def test_a_page_with_broken_lines_is_told_from_one_with_paragraphs(ordinal: int, *, wrapped: bool) -> None:
    assert read_lines(source(ordinal).text).hard_wrapped is wrapped
