"""What is inserted into other chats: an answer, parts and meetings, each cited, short enough, and public."""

import pytest

from bot.conversation import Conversation
from bot.lists.inserting import MOST_INSERTS
from bot.messages import Person
from bot.people.access import Access
from bot.replies import Insert, Style
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from retrieval.answers import Answer
from retrieval.library import MinutesLibrary
from tests.mixed_minutes import PUBLIC_OFFICE, cited, text_of

CHIEF = 1
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def conversation(library: MinutesLibrary, *, is_open: bool = True) -> Conversation:
    return Conversation(library, access=Access(library.people, frozenset({CHIEF}), open_access=is_open))


def inserts(
    library: MinutesLibrary, query: str, language: Language = "zh", member: str = str(CHIEF)
) -> tuple[Insert, ...]:
    found = conversation(library).inserts(query, Person(language, "", member))
    assert found is not None
    assert len(found) <= MOST_INSERTS
    assert len({each.ref for each in found}) == len(found)
    for each in found:
        assert each.title
        assert each.about
        assert cited(each.reply)
        assert sum(utf16_length(visible_text(paragraph)) + 1 for paragraph in each.reply.paragraphs) - 1 <= LIMIT
        assert not any(button.action for button in each.reply.buttons)
    return found


@in_both_languages
def test_an_empty_query_offers_the_latest_meetings(library: MinutesLibrary, language: Language) -> None:
    found = inserts(library, " ", language)
    assert [each.ref for each in found] == [str(kept.ref) for kept in library.corpus.stored]
    assert "26" in found[0].title
    assert "2023" in found[0].about


def test_a_question_offers_its_answer_first_and_then_the_best_items(library: MinutesLibrary) -> None:
    first, *rest = inserts(library, "五经普怎么安排")
    assert "五经普怎么安排" in first.title
    assert "五经普" in text_of(first.reply)
    assert rest
    for each in rest:
        [part] = library.part(each.ref)
        [quote] = [paragraph for paragraph in each.reply.paragraphs if paragraph.style is Style.QUOTE]
        assert "".join(quote.text.split()) == "".join(part.text.split())
        assert each.title.startswith(quote.citation)
        assert "".join(each.about.strip("…").split()) in "".join(part.text.split())


@in_both_languages
def test_a_ref_offers_that_part_and_nothing_else(library: MinutesLibrary, language: Language) -> None:
    [found] = inserts(library, "26-3-2", language)
    assert found.ref.endswith("_26-3-2")
    assert "时时放心不下" in text_of(found.reply)
    assert {"zh": "第26次·三·（二）", "en": "meeting 26 · 3 · (2)"}[language] in found.title
    [meeting] = inserts(library, "26", language)
    assert meeting.ref.endswith("_26")
    [resolution] = inserts(library, "26-3", language)
    assert resolution.reply.paragraphs[-1].ref.endswith("_26-3")


def test_a_query_on_what_is_not_there_offers_nothing(library: MinutesLibrary) -> None:
    assert inserts(library, "量子计算机采购") == ()
    assert inserts(library, "会议:99 安全") == ()


@pytest.mark.parametrize("member", [str(CHIEF), "77"])
def test_only_public_minutes_are_offered_to_anyone(mixed_library: MinutesLibrary, member: str) -> None:
    public = {
        str(kept.ref)
        for kept in mixed_library.corpus.stored
        if kept.minutes.header.issuer in (PUBLIC_OFFICE, "太仓市人民政府")
    }
    assert 0 < len(public) < len(mixed_library.corpus.stored)
    closed = next(kept for kept in mixed_library.corpus.stored if str(kept.ref) not in public)
    assert {each.ref for each in inserts(mixed_library, "", member=member)} == public
    for query in (
        "26",
        "26-1",
        "实施方案由谁修改",
        "会议:26",
        "2023年",
        str(closed.ref),
        f"{closed.ref}-1-1",
        "龙岗第26次会议谁主持",
    ):
        for each in inserts(mixed_library, query, member=member):
            assert {ref.partition("-")[0] for ref in cited(each.reply)} <= public, query
            assert "龙岗" not in text_of(each.reply) + each.about


def test_a_stranger_is_offered_nothing_at_all(library: MinutesLibrary) -> None:
    closed = conversation(library, is_open=False)
    assert closed.inserts("安全生产", Person("zh", "", "77")) is None
    assert closed.inserts("", Person("zh", "", "")) is None
    assert closed.inserts("安全生产", Person("zh", "", str(CHIEF)))


def test_no_chat_model_is_asked_while_people_write(library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Answer] = []

    def worded(_: MinutesLibrary, answer: Answer, *__: object) -> Answer:
        asked.append(answer)
        return answer

    monkeypatch.setattr(MinutesLibrary, "worded", worded)
    assert inserts(library, "五经普怎么安排")
    assert not asked
    library.ask("五经普怎么安排")
    assert asked
