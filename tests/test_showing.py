"""Full texts: any part in one message with the ways on from it, and whole minutes page by page, nothing lost."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import texts
from bot.conversation import Conversation
from bot.fulltexts.reading import leaves_of, neighbours, pages_of
from bot.fulltexts.views import FRAME_ROW
from bot.messages import Message, Person
from bot.paging import LONGEST_ACTION
from bot.replies import Button, Paragraph, Reply, Style
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from data.model import Attendance, Footer, Header, Item, Minutes, Resolution, Span
from data.refs import UNNUMBERED, PartKind, Ref
from data.store import StoredMinutes
from retrieval.library import MinutesLibrary

SPAN = (Span(0, 1),)
ZH = Person("zh", "showing", "1")
NOWHERE = "k3nylai8"
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture(scope="module")
def conversation(library: MinutesLibrary) -> Conversation:
    return Conversation(library)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(paragraphs: tuple[Paragraph, ...]) -> str:
    return "".join(bare(paragraph.text) for paragraph in paragraphs)


def press(conversation: Conversation, reply: Reply, label: str, language: Language = "zh") -> Reply:
    [button] = [button for button in reply.buttons if button.label == label]
    return conversation.reply(Message(action=button.action), Person(language, "showing", "1"))


def labels(reply: Reply) -> list[list[str]]:
    """The labels of the buttons, row by row."""
    rows: dict[int, list[str]] = {}
    for button in reply.buttons:
        rows.setdefault(button.row, []).append(button.label)
    return [rows[row] for row in sorted(rows)]


# Pages

unhurried = settings(deadline=None, max_examples=40)
words = st.text("会议要求安全生产，。；\n 😀a", min_size=1, max_size=40).filter(str.strip)
long_words = st.builds(lambda word, times: word * times, words, st.sampled_from([1, 1, 1, 20, 300]))


@st.composite
def minutes(draw: st.DrawFn) -> Minutes:
    resolutions = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        items = tuple(Item(n, draw(long_words), SPAN) for n in range(1, draw(st.integers(0, 4)) + 1))
        heading = draw(words).strip()
        resolutions.append(Resolution(number, heading, "", heading, SPAN, items, body=draw(st.just("") | long_words)))
    if draw(st.booleans()):
        resolutions = [
            Resolution(UNNUMBERED, "", "", "", (), tuple(Item(n, draw(long_words), SPAN) for n in range(1, 5)))
        ]
    return Minutes(
        Header("太仓市人民政府", "常务会议", 26, draw(long_words), SPAN, held=date(2023, 6, 13)),
        tuple(resolutions),
        draw(st.none() | st.builds(Attendance, long_words, st.just(SPAN), st.just(()))),
        draw(st.none() | st.builds(Footer, long_words, st.just(SPAN))),
    )


def parts_of(record: Minutes) -> list[Ref]:
    leaves = [leaf.ref for leaf in record.leaf_parts()]
    return list(dict.fromkeys([record.ref, *leaves, *(leaf.whole_resolution() for leaf in leaves)]))


@unhurried
@given(minutes(), st.sampled_from(["zh", "en"]))
def test_the_pages_of_any_part_hold_all_of_it_in_order_and_nothing_twice(record: Minutes, language: Language) -> None:
    kept = StoredMinutes(record, "meeting.txt")
    for ref in parts_of(record):
        part = record.part(ref)
        assert part
        pages = pages_of(kept, ref, language)
        if ref.kind is PartKind.ITEM:
            pages = [tuple(each for each in page if each.style is Style.QUOTE) for page in pages]
        assert "".join(map(text_of, pages)) == bare(part.text)


@unhurried
@given(minutes(), st.sampled_from(["zh", "en"]))
def test_every_page_fits_a_message_and_cites_all_that_is_on_it(record: Minutes, language: Language) -> None:
    kept = StoredMinutes(record, "meeting.txt")
    for ref in parts_of(record):
        for page in pages_of(kept, ref, language):
            assert utf16_length("\n".join(map(visible_text, page))) <= LIMIT
            cited = {each.ref for each in page if each.citation}
            assert cited == {each.ref for each in page if each.ref}
            assert page[-1].citation


@unhurried
@given(minutes())
def test_what_follows_a_part_of_its_kind_is_what_it_comes_before(record: Minutes) -> None:
    for ref in parts_of(record)[1:]:
        before, after = neighbours(record, ref)
        if after and after.kind is ref.kind:
            assert neighbours(record, after)[0] == ref
        if before and before.kind is ref.kind:
            assert neighbours(record, before)[1] == ref


def test_going_on_from_the_header_passes_every_resolution_and_item_by_item_every_item(library: MinutesLibrary) -> None:
    for kept in library.meetings():
        record = kept.minutes
        number, series = record.ref.meeting, record.ref.series
        passed = [Ref(number, section=PartKind.HEADER, series=series)]
        while after := neighbours(record, passed[-1])[1]:
            passed.append(after)
        assert [ref.resolution for ref in passed] == [None, *range(1, record.resolution_count + 1), None, None]
        items = [Ref(number, 1, 1, series=series)]
        while (after := neighbours(record, items[-1])[1]) and after.item:
            items.append(after)
        assert len(items) == record.item_count


# Views


@pytest.mark.parametrize("text", ["/item 26-3-2", "/item 26 3 2", "26-3-2", "第26次第三项（二）", "/start 26-3-2"])
def test_an_item_is_one_message_with_the_ways_on(conversation: Conversation, text: str) -> None:
    reply = conversation.reply(Message(text), ZH)
    assert [each.style for each in reply.paragraphs] == [Style.TITLE, Style.QUOTE]
    assert reply.paragraphs[-1].citation == "第26次·三·（二）"
    assert labels(reply) == [["‹ 三·（一）", "三·（三） ›"], ["整项决议", "整次会议"], ["Word", "TXT", "分享"]]
    assert not reply.in_place


def test_a_question_about_an_item_is_answered_and_not_only_shown(conversation: Conversation) -> None:
    reply = conversation.reply(Message("第26次第四项由哪个部门修改"), ZH)
    assert any(each.style is Style.PLAIN for each in reply.paragraphs)
    assert "市应急局" in "".join(each.text for each in reply.paragraphs)


def test_moving_inside_a_view_takes_its_place_and_opening_one_does_not(conversation: Conversation) -> None:
    item = conversation.reply(Message("/item 26-3-2"), ZH)
    for label in ("三·（三） ›", "整项决议", "整次会议"):
        assert press(conversation, item, label).in_place
    series = conversation.reply(Message("/item 26-3-2"), ZH).paragraphs[-1].ref.partition("_")[0]
    assert not conversation.reply(Message(action=f"show {series}_26-3-2"), ZH).in_place


def test_from_item_to_item_and_up_to_the_meeting_and_down_again(conversation: Conversation) -> None:
    item = conversation.reply(Message("/item 26-3-3"), ZH)
    following = press(conversation, item, "四·（一） ›")
    assert following.paragraphs[0].text.startswith("四、审议")
    assert following.paragraphs[-1].citation == "第26次·四·（一）"
    resolution = press(conversation, following, "整项决议")
    assert next(each.citation for each in resolution.paragraphs if each.citation) == "第26次·四"
    meeting = press(conversation, resolution, "整次会议")
    assert press(conversation, meeting, "四").paragraphs == resolution.paragraphs


@pytest.mark.parametrize("meeting", [25, 26])
def test_a_whole_meeting_is_read_page_by_page(
    conversation: Conversation, library: MinutesLibrary, meeting: int
) -> None:
    overview = conversation.reply(Message(f"/meeting {meeting}"), ZH)
    page = press(conversation, overview, "通读全文")
    read = text_of(page.paragraphs)
    count = 1
    while any(button.label == "›" for button in page.buttons):
        page = press(conversation, page, "›")
        assert page.in_place
        read += text_of(page.paragraphs)
        count += 1
    [part] = library.part(str(meeting))
    assert count > 1
    assert any(button.label == f"{count}/{count}" for button in page.buttons)
    assert read == bare(part.text)


def in_order_of_reading(overview: Reply) -> list[Button]:
    """The buttons to the parts of a meeting: the header before the resolutions, the rest of the frame after them."""
    numbered = [each for each in overview.buttons if each.row < FRAME_ROW]
    header, *after = [each for each in overview.buttons if each.row == FRAME_ROW]
    return [header, *numbered, *after]


@in_both_languages
def test_a_meeting_leads_to_all_of_its_parts(
    conversation: Conversation, library: MinutesLibrary, language: Language
) -> None:
    for kept in library.meetings():
        overview = conversation.reply(Message(f"/meeting {kept.minutes.number}"), Person(language))
        shown = ""
        for button in in_order_of_reading(overview):
            shown += text_of(conversation.reply(Message(action=button.action), Person(language)).paragraphs)
        assert shown == bare("".join(leaf.text for leaf in leaves_of(kept.minutes, kept.minutes.ref)))


def test_the_full_text_of_a_meeting_can_be_asked_for_in_words(conversation: Conversation) -> None:
    overview = conversation.reply(Message("/meeting 26"), ZH)
    asked = conversation.reply(Message("第26次会议全文"), ZH)
    assert asked.paragraphs == press(conversation, overview, "通读全文").paragraphs


@in_both_languages
def test_every_button_of_a_view_fits_and_a_share_is_the_ref_in_full(
    conversation: Conversation, library: MinutesLibrary, language: Language
) -> None:
    for text in ("/item 26-3-2", "/item 26-3", "/meeting 26", "/item 26-attendance"):
        reply = conversation.reply(Message(text), Person(language))
        assert all(len(button.action.encode()) <= LONGEST_ACTION for button in reply.buttons)
        [share] = [button for button in reply.buttons if button.share]
        assert [str(part.ref) for part in library.part(text.split()[1])] == [share.share]
        assert not share.action


@in_both_languages
@pytest.mark.parametrize(
    "action", ["read", "read 99 1", "read k0000000_26-3 2", "overview 99", "file 99 txt", "source 99"]
)
def test_a_button_to_what_is_gone_says_so(conversation: Conversation, action: str, language: Language) -> None:
    reply = conversation.reply(Message(action=action), Person(language))
    assert [each.text for each in reply.paragraphs] == [texts.STALE.say(language)]


@pytest.mark.parametrize("page", ["0", "7", "9999", "x", "-1", "²"])
def test_a_page_that_is_not_there_is_the_nearest_or_said_to_be_gone(conversation: Conversation, page: str) -> None:
    [button] = [each for each in conversation.reply(Message("/meeting 26"), ZH).buttons if each.label == "通读全文"]
    ref = button.action.split()[1]
    assert conversation.reply(Message(action=f"read {ref} {page}"), ZH).paragraphs


@in_both_languages
def test_a_link_to_minutes_that_are_hidden_says_the_same_as_one_to_minutes_that_never_were(
    library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    hidden, shown = library.meetings()
    shelf = dataclasses.replace(library.corpus, kept=(shown,))
    monkeypatch.setattr(MinutesLibrary, "corpus", property(lambda _: shelf))
    for after in ("", "-3", "-3-2", "-header"):
        gone, never = (
            Conversation(library).reply(Message(f"/start {meeting}{after}"), Person(language))
            for meeting in (hidden.minutes.ref, f"{NOWHERE}_26")
        )
        assert gone.paragraphs == never.paragraphs
        assert not gone.buttons
        assert not any(each.citation for each in gone.paragraphs)
