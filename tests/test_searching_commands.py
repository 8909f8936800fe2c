"""/search, more results, /timeline and /compare: passages found within filters, paged, each cited and verbatim."""

import pytest

from bot import texts
from bot.paging import LONGEST_ACTION, cut, fits_action, fitted, page_action, read_page, turns
from bot.replies import MORE, Button, Paragraph, Reply, Style
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from data.refs import parse_ref
from retrieval.filters import read_filters
from retrieval.library import MinutesLibrary
from tests.mixed_minutes import READER, STAFF, Talk, button, cited, labels, text_of

in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])
LONG = "会议:25、26 自:2023-01-01 至:2023-12-31 机关:太仓市人民政府"
PRESSED = Button("", MORE)


@pytest.fixture
def talk(library: MinutesLibrary) -> Talk:
    return Talk(library)


@pytest.fixture
def mixed(mixed_library: MinutesLibrary) -> Talk:
    return Talk(mixed_library)


def shorts(reply: Reply) -> list[str]:
    return [ref.short for each in cited(reply) if (ref := parse_ref(each))]


def notices(reply: Reply) -> list[str]:
    return [each.text for each in reply.paragraphs if each.style is Style.NOTICE]


def assert_verbatim(library: MinutesLibrary, reply: Reply) -> None:
    quotes = [each for each in reply.paragraphs if each.style is Style.QUOTE]
    assert quotes
    for quote in quotes:
        [part] = library.part(quote.ref)
        assert "".join(quote.text.strip("…").split()) in "".join(part.text.split())
        assert quote.citation


def turned(talk: Talk, first: Reply, asked: str = "", who: str = STAFF) -> list[Reply]:
    pages = [first]
    while "›" in labels(pages[-1]):
        pages.append(talk.press(button(pages[-1], "›"), asked, who=who))
        assert pages[-1].in_place
    return pages


# Pages


def test_pages_are_counted_from_one_and_none_is_beyond_the_last() -> None:
    assert [cut("abcde", number, 2).entries for number in (0, 1, 2, 3, 9)] == [
        ("a", "b"),
        ("a", "b"),
        ("c", "d"),
        ("e",),
        ("e",),
    ]
    assert cut("", 3, 2).number == cut("", 3, 2).count == 1
    assert turns("list", "", cut("ab", 1, 2)) == ()


@pytest.mark.parametrize("argument", ["", "安全生产", "meeting 26", "2"])
def test_a_page_is_read_from_its_own_action(argument: str) -> None:
    assert read_page(page_action("search", argument, 12).partition(" ")[2]) == (argument, 12)


def test_what_fits_a_button_fits_with_every_page() -> None:
    fitting = "安" * 17
    assert fits_action("search", fitting)
    assert len(page_action("search", fitting, 9999).encode()) <= LONGEST_ACTION
    assert not fits_action("search", "安" * 19)


def test_what_is_too_long_for_a_message_is_cut_and_keeps_its_citations() -> None:
    long = [Paragraph("😀字" * 3000, Style.QUOTE, f"第{number}次") for number in range(3)]
    kept = fitted([Paragraph("短"), *long])
    assert sum(utf16_length(visible_text(each)) + 1 for each in kept) - 1 <= LIMIT
    assert [each.citation for each in kept] == ["", "第0次", "第1次", "第2次"]
    assert kept[0].text == "短"
    assert all(each.text.endswith("…") for each in kept[1:])


# Search


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("安全生产", "26-3"),
        ("五经普", "26-2"),
        ("停车", "25-8"),
        ("parking", "25-8"),
        ("“八个一”", "25-3-2"),
        ("economic census", "26-2"),
    ],
)
def test_the_best_passage_is_first_and_every_one_is_verbatim(
    talk: Talk, library: MinutesLibrary, written: str, first: str
) -> None:
    pages = turned(talk, talk.say(f"/search {written}"))
    assert shorts(pages[0])[0].startswith(first)
    assert all(1 <= len(cited(page)) <= 5 for page in pages)
    for page in pages:
        assert_verbatim(library, page)
        assert [each.action for each in page.buttons if each.action.startswith("show")] == [
            f"show {ref}" for ref in cited(page)
        ]
    found = [ref for page in pages for ref in cited(page)]
    assert len(found) == len(set(found))


def test_a_snippet_shows_the_words_that_were_searched_for(talk: Talk) -> None:
    reply = talk.say("/search “三办”一体化")
    quote = next(each.text for each in reply.paragraphs if each.style is Style.QUOTE)
    assert "“三办”一体化" in quote
    assert quote.startswith("…")


@pytest.mark.parametrize(
    ("written", "refs"),
    [
        ("部门:市城管局 会议:25", ["25-7-1", "25-8-1", "25-8-3"]),
        ("dept:市城管局 meeting:25", ["25-7-1", "25-8-1", "25-8-3"]),
        ("dept:“urban management bureau” meeting:25", ["25-7-1", "25-8-1", "25-8-3"]),
        ("市城管局 第25次会议", ["25-7-1", "25-8-1", "25-8-3"]),
        ("自:2023-06 部门:市城管局", ["26-1-1"]),
        ("from:2023-06-01 dept:城管局", ["26-1-1"]),
        ("to:2023-05-31 停车", ["25-8"]),
        ("停车 2023年5月", ["25-8"]),
        ("parking in May 2023", ["25-8"]),
        ("安全 最近一次会议", ["26-3"]),
        ("safety meeting:26", ["26-3"]),
        ("安全 会议：25、26 至：2023年5月", ["25-"]),
    ],
)
def test_filters_in_both_forms_and_languages(talk: Talk, written: str, refs: list[str]) -> None:
    found = shorts(talk.say(f"/search {written}"))
    if len(refs) > 1 or refs[0].count("-") > 1:
        assert found == refs
    else:
        assert found[0].startswith(refs[0])
        assert {ref.partition("-")[0] for ref in found} == {refs[0].partition("-")[0]}


def test_filters_alone_list_every_item_in_the_order_of_the_minutes(talk: Talk, library: MinutesLibrary) -> None:
    pages = turned(talk, talk.say("/search 会议:26"))
    [kept] = [kept for kept in library.corpus.stored if kept.minutes.number == 26]
    expected = [str(unit.ref) for unit in library.corpus.units_of({kept.ref})]
    assert [ref for page in pages for ref in cited(page)] == expected
    assert f"共 {len(expected)} 条" in pages[0].paragraphs[0].text
    assert "第26次" in pages[0].paragraphs[0].text


@in_both_languages
@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("会议:12 安全", "12"),
        ("meeting:purple safety", "purple"),
        ("from:soon safety", "soon"),
        ("自:2023-13 安全", "2023-13"),
        ("部门:火星局 安全", "火星局"),
        ("office:Suzhou safety", "Suzhou"),
        ("colour:red safety", "colour"),
        ("会议:25 自:2023-06", "2023-06"),
        ("安全 2020年", "2020"),
    ],
)
def test_a_wrong_filter_is_named_in_one_sentence(talk: Talk, written: str, named: str, language: Language) -> None:
    reply = talk.say(f"/search {written}", language)
    assert named in text_of(reply)
    assert not cited(reply)
    assert len(reply.paragraphs) == 1


@in_both_languages
@pytest.mark.parametrize("written", ["量子计算机采购", "football stadium", "教育局的足球场"])
def test_where_nothing_fits_the_nearest_are_shown_and_marked(talk: Talk, written: str, language: Language) -> None:
    reply = talk.say(f"/search {written}", language)
    [notice] = notices(reply)
    assert {"zh": "没有找到", "en": "Nothing"}[language] in notice
    assert 1 <= len(cited(reply)) <= 5
    assert "›" not in labels(reply)
    assert not notices(talk.say("/search 安全生产", language))


def test_words_that_say_nothing_by_themselves_are_found_as_they_are_written(
    talk: Talk, library: MinutesLibrary
) -> None:
    found = [ref for page in turned(talk, talk.say("/search 要求")) for ref in cited(page)]
    assert found
    assert all("要求" in library.part(ref)[0].text for ref in found)


@in_both_languages
def test_a_search_for_nothing_is_told_how(talk: Talk, language: Language) -> None:
    assert "/search" in text_of(talk.say("/search", language))
    assert str(1000) in text_of(talk.say("/search " + "安" * 1001, language))


def test_a_search_too_long_for_a_button_is_remembered_and_after_a_restart_read_again(
    talk: Talk, library: MinutesLibrary
) -> None:
    asked = f"/search {LONG}"
    first = talk.say(asked)
    onward = button(first, "›")
    assert LONG not in onward.action
    second = talk.press(onward)
    assert cited(second)
    assert not set(cited(second)) & set(cited(first))
    restarted = Talk(library)
    assert cited(restarted.press(onward, asked=asked)) == cited(second)
    assert text_of(Talk(library).press(onward)) == texts.STALE.zh
    assert text_of(Talk(library).press(onward, asked="别的问题")) == texts.STALE.zh


def test_a_short_search_needs_no_memory(talk: Talk, library: MinutesLibrary) -> None:
    first = talk.say("/search 安全生产")
    second = talk.press(button(first, "›"))
    assert cited(Talk(library).press(button(first, "›"))) == cited(second)


def test_what_a_search_showed_can_be_gone_on_from(talk: Talk) -> None:
    reply = talk.say("/search 停车")
    assert cited(talk.say("第二条全文"))[-1] == cited(reply)[1]


def test_a_reader_finds_nothing_that_is_not_public(mixed: Talk, mixed_library: MinutesLibrary) -> None:
    closed = {str(kept.ref) for kept in mixed_library.corpus.stored if "龙岗" in kept.minutes.header.issuer}
    assert len(closed) == 2

    def meetings(written: str, who: str) -> set[str]:
        return {
            ref.partition("-")[0]
            for page in turned(mixed, mixed.say(f"/search {written}", who=who), f"/search {written}", who)
            for ref in cited(page)
        }

    for written in ("2023年", "会议:26", "自:2023-01", "政府办公室名义", "office:龙岗"):
        assert meetings(written, STAFF) & closed, written
        assert not meetings(written, READER) & closed, written
    assert "龙岗" not in text_of(mixed.say("/search 会议:99", who=READER))
    assert not cited(mixed.say("/search office:龙岗", who=READER))
    staffs = mixed.say("/search 龙岗 会议:26")
    assert not set(cited(mixed.press(button(staffs, "1/3"), who=READER))) & set(cited(staffs))


@in_both_languages
def test_results_of_several_offices_say_which(mixed: Talk, language: Language) -> None:
    reply = mixed.say("/search 会议:26", language)
    office = {"zh": ("汨罗", "太仓", "龙岗"), "en": ("Miluo", "Taicang", "Longgang")}[language]
    assert all(any(name in each.citation for name in office) for each in reply.paragraphs if each.citation)


# More results


def test_more_results_leave_out_what_was_cited_and_are_paged_in_a_message_of_their_own(
    talk: Talk, library: MinutesLibrary
) -> None:
    answer = talk.say("安全生产怎么抓")
    assert cited(answer)
    first = talk.press(button(answer, "更多结果"))
    assert not first.in_place
    assert_verbatim(library, first)
    pages = turned(talk, first)
    assert len(pages) > 1
    found = [ref for page in pages for ref in cited(page)]
    assert len(found) == len(set(found))
    assert not set(found) & set(cited(answer))


def test_more_results_of_a_follow_up_are_those_of_the_question_in_full(talk: Talk) -> None:
    talk.say("what did meeting 26 decide on safety", "en")
    answer = talk.say("and meeting 25?", "en")
    assert all(ref.startswith("25-") for ref in shorts(answer))
    reply = talk.press(PRESSED)
    assert shorts(reply)
    assert all(ref.startswith("25-") for ref in shorts(reply))
    assert "安全" in text_of(reply)


def test_more_results_after_a_restart_answer_what_was_asked_again(talk: Talk, library: MinutesLibrary) -> None:
    talk.say("安全生产怎么抓")
    remembered = talk.press(PRESSED)
    restarted = Talk(library)
    assert cited(restarted.press(PRESSED, asked="安全生产怎么抓")) == cited(remembered)
    assert cited(Talk(library).press(PRESSED, asked="/ask 安全生产怎么抓")) == cited(remembered)
    onward = button(remembered, "›")
    assert cited(Talk(library).press(onward)) == cited(talk.press(onward))


@in_both_languages
@pytest.mark.parametrize("asked", ["", "/help", "那第25次呢"])
def test_more_results_of_what_is_forgotten_say_so(library: MinutesLibrary, asked: str, language: Language) -> None:
    assert text_of(Talk(library).press(PRESSED, asked, language)) == texts.FORGOTTEN.say(language)


def test_where_there_is_no_more_it_says_so(talk: Talk) -> None:
    talk.say("第25次会议谁主持")
    reply = talk.press(PRESSED)
    assert "没有更多结果" in text_of(reply)
    assert not cited(reply)


def test_more_results_of_a_reader_are_public(mixed: Talk, mixed_library: MinutesLibrary) -> None:
    question = "以政府办公室名义印发的实施方案由谁修改完善"
    closed = {str(kept.ref) for kept in mixed_library.corpus.stored if "龙岗" in kept.minutes.header.issuer}

    def meetings(who: str) -> set[str]:
        mixed.say(question, who=who)
        pages = turned(mixed, mixed.press(PRESSED, question, who=who), question, who)
        return {ref.partition("-")[0] for page in pages for ref in cited(page)}

    assert meetings(STAFF) & closed
    public = meetings(READER)
    assert public
    assert not public & closed


# Over time and side by side


@in_both_languages
@pytest.mark.parametrize("command", ["/timeline", "/compare", "/compare 25", "/compare purple"])
def test_a_command_without_what_it_needs_says_how_it_is_used(talk: Talk, command: str, language: Language) -> None:
    reply = talk.say(command, language)
    assert command.partition(" ")[0] in text_of(reply)
    assert not cited(reply)


@pytest.mark.parametrize("topic", ["消防安全", "fire safety"])
def test_a_topic_is_followed_over_time_the_oldest_first(talk: Talk, library: MinutesLibrary, topic: str) -> None:
    pages = turned(talk, talk.say(f"/timeline {topic}"))
    meetings = [ref.partition("-")[0] for page in pages for ref in shorts(page)]
    assert meetings == sorted(meetings)
    assert set(meetings) == {"25", "26"}
    for page in pages:
        assert_verbatim(library, page)
        assert {f"show {ref}" for ref in cited(page)} <= {each.action for each in page.buttons}


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("25 26 消防", "zh"),
        ("25、26 消防", "en"),
        ("25 26 fire safety", "zh"),
        ("第25次和第26次 消防", "zh"),
        ("meetings 25 and 26 on fire safety", "en"),
    ],
)
def test_meetings_are_compared_on_a_topic(talk: Talk, written: str, language: Language) -> None:
    reply = talk.say(f"/compare {written}", language)
    assert {ref.partition("-")[0] for ref in shorts(reply)} == {"25", "26"}
    assert "消防" in text_of(reply)


@in_both_languages
def test_meetings_are_compared_in_all(talk: Talk, library: MinutesLibrary, language: Language) -> None:
    pages = turned(talk, talk.say("/compare 25 26", language))
    found = {ref for page in pages for ref in shorts(page)}
    resolutions = {
        f"{kept.minutes.number}-{each.number}" for kept in library.corpus.stored for each in kept.minutes.resolutions
    }
    assert resolutions <= found


def test_a_meeting_that_does_not_exist_is_told(talk: Talk) -> None:
    assert "第99次" in text_of(talk.say("/compare 25 99"))


def test_a_reader_compares_and_follows_only_what_is_public(mixed: Talk) -> None:
    assert "龙岗" in text_of(mixed.say("/timeline 实施方案"))
    assert "龙岗" not in text_of(mixed.say("/timeline 实施方案", who=READER))
    assert not cited(mixed.say("/compare 龙岗25次和龙岗26次会议", who=READER))


# Filters


def test_filters_are_taken_out_of_the_words(library: MinutesLibrary) -> None:
    read = read_filters(library, "部门：市城管局 停车 会议：25 自：2023-05")
    assert read.question
    assert read.question.content == ["停车"]
    assert read.departments == ("市城管局",)
    assert {ref.short for ref in read.meetings or ()} == {"25"}
    assert not read.wrong
    wording = read_filters(library, "责任单位：谁负责")
    assert wording.meetings is None
    assert not wording.wrong
