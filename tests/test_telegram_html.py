"""Replies as Telegram's HTML: whatever is in them, Telegram takes every message and a reader sees all of the text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import Paragraph, Reply, Style
from bot.splitting import LIMIT
from bot.telegram.html import MOST_ENTITIES, LinkTo, cleaned, html_messages
from tests.botapi.entities import Entity, trimmed, utf16_length
from tests.botapi.entities import cleaned as cleaned_by_telegram
from tests.botapi.markup import parse_html

LONG = "各地各部门要深入学习贯彻落实，" * 30
ODD = [
    "\x00",
    "\x07",
    "\r\n",
    "\t",
    "\u2028",
    "\u202e",
    "\u200f",
    "\u2067",
    "\ud800",
    "\udfff",
    "<script>alert(1)</script>",
    "</blockquote>",
    "<b>",
    "&",
    "&lt;",
    "&#0;",
    '"',
    "'",
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "👍🏽",
    "🇨🇳",
    "𠮷",
    "\n\n",
    " ",
    "　",
    "x" * 5000,
    "安全。" * 900,
    LONG,
]
texts = st.lists(st.sampled_from(ODD) | st.text(max_size=20), max_size=4).map("".join)
citations = st.sampled_from(["", "第26次·三·（二）", "meeting 26 · 3 · (2)", "<i>&"]) | st.text(max_size=30)
refs = st.sampled_from(["", "k3nylai7_26-3-2", "k3nylai7_26-3-3"])
replies = st.lists(st.builds(Paragraph, texts, st.sampled_from(Style), citations, refs), max_size=12).map(
    lambda paragraphs: Reply(tuple(paragraphs))
)

unhurried = settings(deadline=None)


def link(ref: str) -> str:
    return f"https://t.me/minutes_test_bot?start={ref}"


def seen(html: str) -> tuple[str, tuple[Entity, ...]]:
    """What a reader sees of a message, as Telegram shows it."""
    text, entities = parse_html(html)
    return trimmed(cleaned_by_telegram(text), entities)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def of_kind(html: str, *kinds: str) -> list[str]:
    text, entities = parse_html(html)
    return [entity.of(text) for entity in entities if entity.type in kinds]


@unhurried
@given(replies, st.sampled_from([None, link]), st.booleans())
def test_telegram_takes_every_message_of_any_reply(reply: Reply, to: LinkTo | None, unfolded: bool) -> None:  # noqa: FBT001 - drawn
    for html in html_messages(Reply(reply.paragraphs, unfolded=unfolded), to):
        text, entities = seen(html)
        assert text
        assert utf16_length(text) <= LIMIT
        assert len(entities) <= MOST_ENTITIES
        assert text.encode()


@unhurried
@given(replies)
def test_the_messages_together_hold_every_text_in_its_order(reply: Reply) -> None:
    shown = bare("".join(seen(html)[0] for html in html_messages(reply, link)))
    for paragraph in reply.paragraphs:
        text = bare(cleaned(paragraph.text))
        at = shown.find(text)
        assert at >= 0
        shown = shown[at + len(text) :]


@unhurried
@given(replies)
def test_every_citation_of_a_text_is_shown(reply: Reply) -> None:
    shown = bare("".join(seen(html)[0] for html in html_messages(reply)))
    assert all(bare(f"[{cleaned(each.citation)}]") in shown for each in reply.paragraphs if each.citation)


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "\u202e"])
def test_a_blank_message_is_none(text: str) -> None:
    assert html_messages(Reply((Paragraph(text),))) == []


def test_what_looks_like_markup_is_text() -> None:
    [html] = html_messages(Reply((Paragraph("<b>&amp;</b> <script>"),)))
    assert parse_html(html) == ("<b>&amp;</b> <script>", ())


def test_a_heading_is_bold_a_quote_a_quote_and_its_citation_stands_under_it() -> None:
    paragraphs = (
        Paragraph("三、听取汇报", Style.TITLE),
        Paragraph("（一）同意。", Style.QUOTE, "第26次·三·（一）", "a_26-3-1"),
    )
    [html] = html_messages(Reply(paragraphs))
    assert of_kind(html, "bold") == ["三、听取汇报"]
    assert of_kind(html, "blockquote") == ["（一）同意。"]
    assert of_kind(html, "italic") == ["[第26次·三·（一）]"]
    assert parse_html(html)[0] == "三、听取汇报\n（一）同意。\n[第26次·三·（一）]"


def test_a_citation_leads_to_its_part() -> None:
    paragraphs = Paragraph("同意。", citation="第26次·三", ref="k3nylai7_26-3"), Paragraph("没有。", citation="第25次")
    [html] = html_messages(Reply(paragraphs), link)
    _, entities = parse_html(html)
    assert [(each.type, each.url) for each in entities] == [("text_link", link("k3nylai7_26-3")), ("italic", None)]
    assert of_kind(html, "text_link") == ["第26次·三"]


def test_quotes_of_one_part_are_one_quote_with_one_citation() -> None:
    first, second = (
        Paragraph(text, Style.QUOTE, "第26次·文尾", "a_26-footer") for text in ("主送：甲。", "抄送：乙。")
    )
    other = Paragraph("同意。", Style.QUOTE, "第26次·三", "a_26-3")
    [html] = html_messages(Reply((first, second, other)))
    assert of_kind(html, "blockquote") == ["主送：甲。\n抄送：乙。", "同意。"]
    assert of_kind(html, "italic") == ["[第26次·文尾]", "[第26次·三]"]


def test_a_long_quote_is_folded_unless_it_is_the_text_that_was_asked_for() -> None:
    paragraphs = (Paragraph(LONG, Style.QUOTE, "第26次·三", "a_26-3"),)
    [folded] = html_messages(Reply(paragraphs))
    assert of_kind(folded, "expandable_blockquote") == [LONG]
    [whole] = html_messages(Reply(paragraphs, unfolded=True))
    assert of_kind(whole, "blockquote") == [LONG]


def test_what_is_beyond_the_entities_of_a_message_is_plain_and_complete() -> None:
    paragraphs = tuple(Paragraph(f"{n}。", Style.QUOTE, f"第{n}次", f"a_{n}") for n in range(150))
    [html] = html_messages(Reply(paragraphs), link)
    text, entities = parse_html(html)
    assert len(entities) == MOST_ENTITIES
    assert text.splitlines() == [line for n in range(150) for line in (f"{n}。", f"[第{n}次]")]


@pytest.mark.parametrize("joined", ["e\u0301", "👩\u200d👧", "👍🏽", "✈\ufe0f"])
def test_what_a_reader_sees_as_one_character_is_not_torn_apart(joined: str) -> None:
    units = utf16_length(joined)
    text = "a" * (LIMIT - units + 1) + joined
    assert [seen(html)[0] for html in html_messages(Reply((Paragraph(text),)))] == [text.removesuffix(joined), joined]
