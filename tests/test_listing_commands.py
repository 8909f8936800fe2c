"""/meetings and /todo: lists of any length, a page at a time, and nothing in them that a person may not read."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import texts
from bot.replies import Reply, Style
from data.bilingual import Language
from data.duties import Duty
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.mixed_minutes import READER, Talk, button, cited, labels, text_of, write_many

MANY = 40
PUBLIC = [number for number in range(1, MANY + 1) if number % 3]
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    folder = tmp_path_factory.mktemp("many")
    write_many(folder / "minutes", MANY)
    with MinutesLibrary(LibrarySettings(folder / "state", folder / "minutes")) as library:
        yield library


@pytest.fixture
def talk(many: MinutesLibrary) -> Talk:
    return Talk(many)


def numbers(reply: Reply) -> list[int]:
    """The ordinals of the meetings, or the meetings of the parts, that a reply cites."""
    return [int(ref.partition("_")[2].partition("-")[0]) for ref in cited(reply)]


def turned(talk: Talk, first: Reply, who: str = "1", asked: str = "") -> list[Reply]:
    """A list from its first page to its last."""
    pages = [first]
    while "›" in labels(pages[-1]):
        pages.append(talk.press(button(pages[-1], "›"), asked, who=who))
        assert pages[-1].in_place
    return pages


# Meetings


def test_every_meeting_is_on_one_page_the_latest_first(talk: Talk) -> None:
    first = talk.say("/meetings")
    assert not first.in_place
    pages = turned(talk, first)
    assert [number for page in pages for number in numbers(page)] == list(range(MANY, 0, -1))
    assert [len(numbers(page)) for page in pages] == [8] * 5
    assert [each for each in labels(pages[1]) if "第" not in each] == ["‹", "2/5", "›"]
    assert numbers(talk.press(button(pages[1], "‹"))) == numbers(pages[0])


def test_a_meeting_has_its_day_subjects_counts_and_a_button(talk: Talk) -> None:
    reply = talk.say("/meetings")
    assert reply.paragraphs[0].text == f"{texts.MEETINGS.zh}（{MANY} 次）"
    assert text_of(reply).splitlines()[1] == "2022年1月26日 · 第40批校车 · 1 项决议，2 条 [第40次]"
    assert button(reply, "第40次").action == f"show {cited(reply)[0]}"
    english = talk.say("/meetings", "en")
    assert text_of(english).splitlines()[1] == "26 January 2022 · 第40批校车 · 1 resolutions, 2 items [meeting 40]"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("2022", range(38, 41)), ("2022年", range(38, 41)), ("2021-02", range(5, 7)), ("太仓", range(1, MANY + 1))],
)
def test_meetings_are_listed_by_time_or_office(talk: Talk, written: str, wanted: range) -> None:
    pages = turned(talk, talk.say(f"/meetings {written}"))
    assert [number for page in pages for number in numbers(page)] == list(reversed(wanted))


def test_a_long_filter_is_read_again_from_what_was_asked(talk: Talk) -> None:
    asked = "/meetings 自:2021-01-01 至:2021-12-31 机关:太仓市人民政府"
    pages = turned(talk, talk.say(asked), asked=asked)
    assert [number for page in pages for number in numbers(page)] == list(range(37, 0, -1))


@in_both_languages
def test_a_filter_that_means_nothing_is_named(talk: Talk, language: Language) -> None:
    reply = talk.say("/meetings purple", language)
    assert "purple" in text_of(reply)
    assert not reply.buttons


@in_both_languages
def test_a_time_without_a_meeting_is_named_with_what_there_is(talk: Talk, language: Language) -> None:
    said = text_of(talk.say("/meetings 2020", language))
    assert "2020" in said
    assert "40" in said


def test_a_reader_is_shown_and_counted_only_public_meetings(talk: Talk) -> None:
    first = talk.say("/meetings", who=READER)
    assert first.paragraphs[0].text == f"{texts.MEETINGS.zh}（{len(PUBLIC)} 次）"
    pages = turned(talk, first, who=READER)
    assert [number for page in pages for number in numbers(page)] == PUBLIC[::-1]


@in_both_languages
def test_meetings_of_several_offices_are_told_by_office(mixed_library: MinutesLibrary, language: Language) -> None:
    office = {"zh": "汨罗市", "en": "Miluo"}[language]
    reply = Talk(mixed_library).say(f"/meetings {office}", language)
    assert len(cited(reply)) == 2
    assert all(office in paragraph.citation for paragraph in reply.paragraphs if paragraph.citation)
    nothing = Talk(mixed_library).say("/meetings 龙岗", language, who=READER)
    assert not cited(nothing)
    assert len(cited(Talk(mixed_library).say("/meetings", language, who=READER))) == 4
    assert len(cited(Talk(mixed_library).say("/meetings", language))) == 6


# Duties


def test_departments_are_buttons_with_their_counts(talk: Talk) -> None:
    reply = talk.say("/todo")
    counted = {label.partition("（")[0]: int(label.partition("（")[2][:-1]) for label in labels(reply) if "（" in label}
    assert sum(counted.values()) == 2 * MANY
    assert counted["市密管局"] == len(range(3, MANY + 1, 3))
    opened = talk.press(button(reply, f"市教育局（{counted['市教育局']}）"))
    assert opened.in_place
    assert opened.paragraphs[0].text == f"市教育局的任务（{counted['市教育局']} 条）"
    assert labels(talk.press(button(opened, "全部部门"))) == labels(reply)


def test_every_duty_is_cited_in_the_words_of_the_minutes_under_its_meeting(talk: Talk, many: MinutesLibrary) -> None:
    pages = turned(talk, talk.say("/todo 教育局"))
    quotes = [each for page in pages for each in page.paragraphs if each.style is Style.QUOTE]
    assert {each.ref for each in quotes} == {str(each.citation.ref) for each in many.duties("市教育局")}
    assert len(quotes) == len(many.duties("市教育局"))
    for quote in quotes:
        [part] = many.part(quote.ref)
        assert quote.text in part.text
        assert quote.citation
    assert all(page.paragraphs[1].style is Style.TITLE for page in pages)
    first = pages[0]
    assert {action for each in first.buttons if (action := each.action).startswith("show ")} == {
        f"show {ref}" for ref in cited(first)
    }


def test_duties_of_one_meeting(talk: Talk) -> None:
    assert numbers(talk.say("/todo 市教育局 7")) == [7, 7]
    assert numbers(talk.say("/todo 市教育局 第7次会议")) == [7, 7]


@in_both_languages
def test_an_unknown_department_is_answered_with_the_nearest_names(talk: Talk, language: Language) -> None:
    reply = talk.say("/todo 市教委局", language)
    assert "市教委局" in text_of(reply)
    assert "市教育局" in labels(reply)
    assert numbers(talk.press(button(reply, "市教育局")))


def test_a_reader_sees_no_department_and_no_duty_that_is_not_public(talk: Talk) -> None:
    reply = talk.say("/todo", who=READER)
    assert not any("密管" in label for label in labels(reply))
    counted = {label.partition("（")[0]: int(label.partition("（")[2][:-1]) for label in labels(reply) if "（" in label}
    assert sum(counted.values()) == 2 * len(PUBLIC)
    secret = talk.say("/todo 市密管局", who=READER)
    assert not cited(secret)
    assert "密管" not in "".join(labels(secret))
    staff = talk.say("/todo")
    pressed = talk.press(next(each for each in staff.buttons if "密管" in each.label), who=READER)
    assert not cited(pressed)
    pages = turned(talk, talk.say("/todo 市教育局", who=READER), who=READER)
    assert {number for page in pages for number in numbers(page)} <= set(PUBLIC)


def test_a_department_with_a_long_name_has_a_button_too(many: MinutesLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "国家税务总局苏州太仓港经济技术开发区税务局"
    [ref] = [kept.ref for kept in many.corpus.stored if kept.minutes.number == 40]
    duties = {**many.corpus.duties, ref: tuple(_renamed(duty, name) for duty in many.corpus.duties[ref])}
    monkeypatch.setitem(many.corpus.__dict__, "duties", duties)
    talk = Talk(many)
    reply = talk.press(button(talk.say("/todo"), f"{name}（2）"))
    assert numbers(reply) == [40, 40]


def _renamed(duty: Duty, name: str) -> Duty:
    return replace(duty, departments=(name,))
