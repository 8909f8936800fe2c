"""Alerts: what new minutes say of what people watch, cited, with the reason, of what they may read, in one message."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.digests.alerts import MOST_BUTTONS, MOST_LINES
from bot.digests.delivering import Begin, Courier
from bot.digests.digesting import Digesting
from bot.digests.editor import Editor
from bot.messages import Person
from bot.people.access import Access
from bot.replies import Reply
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from data.circulation import Circulation
from data.database import Database
from data.delivery import DeliveryStatus
from data.refs import parse_ref
from data.roles import Role
from data.watches import WatchKind
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.telegram_bot import PAGED_MINUTES, SECRET_MINUTES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
READER, STAFF = "7", "8"


class Office:
    """New minutes in a library, people who watch, and what they get."""

    def __init__(self, library: MinutesLibrary, circulation: Circulation) -> None:
        library.people.set_role(STAFF, Role.STAFF)
        access = Access(library.people, open_access=True)
        self.library = library
        self.editor = Editor(library, circulation, access, Digesting(circulation), timedelta(0))
        self.got: list[tuple[str, Reply]] = []

    def watch(self, person: str, words: str, language: Language = "zh") -> None:
        self.editor.prepare_alerts(Person(language, person, person))
        kind = WatchKind.DEPARTMENT if self.library.corpus.departments.resolve(words) else WatchKind.TOPIC
        self.editor.circulation.watches.add(person, kind, words, language)

    def add(self, folder: Path, name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        assert [report.error for report in self.library.add(folder / name)] == [None]

    async def alerts(self, person: str) -> list[Reply]:
        """What a person is sent in a round."""

        async def send(to: str, message: Reply, begin: Begin) -> None:
            await begin()
            self.got.append((to, message))

        self.got.clear()
        await Courier(self.editor.deliveries, self.editor, send).round()
        return [message for to, message in self.got if to == person]


@pytest.fixture
def office(state_dir: Path, tmp_path: Path) -> Iterator[Office]:
    state = Path(shutil.copytree(state_dir, tmp_path / "state"))
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        database = Database(f"sqlite:///{tmp_path / 'circulation.db'}")
        yield Office(library, Circulation(database, lambda: datetime.now(UTC)))
        database.close()


def said(reply: Reply) -> str:
    return "\n".join(each.text for each in reply.paragraphs)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_one_message_tells_all_that_matches_with_the_reason_and_a_citation_that_holds(
    office: Office, tmp_path: Path, language: Language
) -> None:
    for words in ("市水利局", "堤防", "火星"):
        office.watch(READER, words, language)
    assert await office.alerts(READER) == []
    office.add(tmp_path, "new.txt", PAGED_MINUTES)
    [alert] = await office.alerts(READER)
    text = said(alert)
    assert ("第28次" if language == "zh" else "meeting 28") in text
    for words in ("市水利局", "堤防"):
        assert f"您关注：{words}" in text if language == "zh" else f"You watch: {words}" in text
    assert "火星" not in text
    quotes = [each for each in alert.paragraphs if each.citation]
    assert quotes
    for quote in quotes:
        [part] = office.library.part(quote.ref)
        assert quote.text in part.text.replace("\n", "")
    assert 0 < len(alert.buttons) <= MOST_BUTTONS
    for button in alert.buttons:
        assert office.library.part(button.action.partition(" ")[2])
    assert await office.alerts(READER) == [], "once"


async def test_who_may_not_read_new_minutes_is_not_told_of_them_even_when_the_role_rises(
    office: Office, tmp_path: Path
) -> None:
    for person in (READER, STAFF):
        office.watch(person, "粮仓")
    office.add(tmp_path, "secret.txt", SECRET_MINUTES)
    assert await office.alerts(READER) == []
    assert [person for person, _ in office.got] == [STAFF]
    office.library.people.set_role(READER, Role.STAFF)
    assert await office.alerts(READER) == []


async def test_what_is_held_back_is_told_when_it_is_released(office: Office, tmp_path: Path) -> None:
    office.watch(READER, "堤防")
    office.add(tmp_path, "new.txt", PAGED_MINUTES)
    new = next(kept.ref for kept in office.library.corpus.stored if kept.ref.meeting == 28)
    office.editor.circulation.holding.hold(new, "admin")
    assert await office.alerts(READER) == []
    office.editor.circulation.holding.release(new)
    assert len(await office.alerts(READER)) == 1


async def test_what_is_held_back_in_the_last_moment_is_told_when_it_is_released(office: Office, tmp_path: Path) -> None:
    office.watch(READER, "堤防")
    office.add(tmp_path, "new.txt", PAGED_MINUTES)
    [claimed] = office.editor.claim()
    new = next(kept.ref for kept in office.library.corpus.stored if kept.ref.meeting == 28)
    office.editor.circulation.holding.hold(new, "admin")
    assert office.editor.write(claimed) == ()
    office.editor.deliveries.end(claimed, DeliveryStatus.SKIPPED)
    assert await office.alerts(READER) == []
    office.editor.circulation.holding.release(new)
    assert len(await office.alerts(READER)) == 1


async def test_corrected_minutes_are_told_again_as_such(office: Office, tmp_path: Path) -> None:
    office.watch(READER, "堤防")
    office.add(tmp_path, "new.txt", PAGED_MINUTES)
    [first] = await office.alerts(READER)
    assert "更正" not in said(first)
    office.add(tmp_path, "corrected.txt", PAGED_MINUTES.replace("巡查堤防", "每日巡查堤防"))
    [again] = await office.alerts(READER)
    assert "（更正后的纪要）" in said(again)
    assert "每日巡查堤防" in said(again)


async def test_an_alert_of_very_much_is_one_message_that_fits(office: Office, tmp_path: Path) -> None:
    items = "".join(f"（{number}）第{number}段堤防由所在镇负责巡查。\n\n" for number in "一二三四五六七八九十")
    for words in ("堤防", "巡查", "所在镇", "防汛工作", "听取防汛", "负责巡查"):
        office.watch(READER, words)
    office.add(tmp_path, "new.txt", PAGED_MINUTES.replace("（一）由市水利局牵头巡查堤防。", items))
    [alert] = await office.alerts(READER)
    assert sum(utf16_length(visible_text(each)) + 1 for each in alert.paragraphs) <= LIMIT
    reasons = [index for index, each in enumerate(alert.paragraphs) if each.text.startswith("您关注")]
    assert len(reasons) == 6
    assert all(later - earlier <= MOST_LINES + 2 for earlier, later in pairwise(reasons))
    assert all(parse_ref(each.ref) for each in alert.paragraphs if each.citation)
