"""An office that uses the bot: closed to strangers, with people of every role; once by polling and once by webhook.

The fixture ``office`` runs each test of what people see both ways. A whole run of the tests has two such processes;
every test has people of its own, so that none sees what another one asked.
"""

import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.roles import Role
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.botapi import BotApiServer, CallbackAnswer, Chat, Message, User
from tests.telegram_bot import (
    FILES,
    PATIENCE,
    SECRET,
    TOKEN,
    RunningBot,
    Start,
    answer,
    minutes_of,
    wait_polling,
    wait_webhook,
)

NAME = "@minutes_test_bot"
OFFICE_FILES = FILES | {
    f"meeting {number}.txt": minutes_of(number, "一、听取道路养护情况的汇报", "（一）由市交通局牵头养护道路。").encode()
    for number in (21, 22, 23, 24, 30)
}
_IDS = {role: range(600_000_000 + 1000 * role, 600_000_040 + 1000 * role) for role in Role}


@dataclass(frozen=True)
class Office:
    """A bot, its server, and the people whom it knows."""

    server: BotApiServer
    bot: RunningBot
    ids: dict[Role, Iterator[int]]

    def person(self, role: Role | None = Role.STAFF, language: str = "zh") -> Chat:
        """The chat of someone of a role who has not written yet; of a stranger, where there is none."""
        if role is None:
            return self.server.private_chat(self.server.user("Zhao", language_code=language))
        return self.server.private_chat(User(next(self.ids[role]), role.name.title(), language))

    def press(self, chat: Chat, message: Message, action: str) -> CallbackAnswer:
        """Press the one button of a message whose action is as wanted; what was shown to who pressed it."""
        return self.server.wait_answer(chat.press(message, action_of(chat.current(message), action)), PATIENCE)

    def change(self, chat: Chat, message: Message, action: str) -> Message:
        """Press a button that changes its message in place; the message as it is then."""
        before, count = chat.current(message), len(chat.bot_messages)
        self.press(chat, message, action)
        self.server.wait_until(lambda: chat.current(message) != before, PATIENCE, f"a change by {action}")
        assert len(chat.bot_messages) == count
        return chat.current(message)

    def below(self, chat: Chat, message: Message, action: str) -> Message:
        """Press a button that is answered by a message of its own; this message."""
        before = chat.current(message)
        self.press(chat, message, action)
        below = answer(chat)
        assert chat.current(message) == before
        return below

    def inline(self, chat: Chat, query: str) -> list[dict[str, Any]]:
        """The results that a person is offered in another chat."""
        return self.server.wait_inline(self.server.inline_query(chat.room.members[0], query), PATIENCE)


def action_of(message: Message, pattern: str) -> str:
    """The action of the one button of a message that is as wanted."""
    found = [str(each.callback_data) for each in message.buttons if re.fullmatch(pattern, each.callback_data or "")]
    assert len(found) == 1, (pattern, message.buttons)
    return found[0]


def send_file(chat: Chat, name: str, content: bytes) -> Message:
    """Send a file; the message that answers it."""
    chat.send(document=content, file_name=name)
    return answer(chat)


@pytest.fixture(scope="session")
def office_state(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of the office: its minutes and its people."""
    folder = tmp_path_factory.mktemp("office")
    state = Path(shutil.copytree(state_dir, folder / "state"))
    for name, content in OFFICE_FILES.items():
        (folder / name).write_bytes(content)
    with MinutesLibrary(LibrarySettings(state, folder)) as library:
        reports = list(library.add(*(folder / name for name in OFFICE_FILES)))
        assert {report.status for report in reports} == {"added"}
        for role in (Role.READER, Role.STAFF, Role.MANAGER):
            for person in _IDS[role]:
                library.people.set_role(str(person), role, "")
    return state


@pytest.fixture(scope="session", params=["polling", "webhook"])
def office(request: pytest.FixtureRequest, start: Start, office_state: Path) -> Iterator[Office]:
    """The office, which must still be well after the tests."""
    by_webhook = request.param == "webhook"
    settings = {"OPEN_ACCESS": "false", "ADMIN_IDS": " ".join(map(str, _IDS[Role.ADMINISTRATOR]))}
    if by_webhook:
        settings["WEBHOOK_URL"] = f"http://127.0.0.1:{_free_port()}/hook"
    options = ("--webhook",) if by_webhook else ()
    with BotApiServer(TOKEN) as server:
        bot = start(server.url, state=office_state, options=options, **settings)
        (wait_webhook if by_webhook else wait_polling)(server, bot)
        yield Office(server, bot, {role: iter(each) for role, each in _IDS.items()})
        assert bool(server.calls_of("getUpdates")) is not by_webhook
        assert bot.stop() == 0
        assert not bot.out
        assert SECRET not in bot.log
        assert "Traceback" not in bot.log


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
