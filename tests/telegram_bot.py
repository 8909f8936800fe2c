"""The program ``minutes bot`` run against the local Bot API server, for every test of what people see in Telegram.

The fixtures ``server``, ``bot``, ``chat``, ``english`` and ``administrator`` share one process in a whole run of the
tests: it is open to everyone as a reader, and knows the two shipped meetings, a long one (27), one with pages (28), and
one that is not for the public (29). ``start`` starts another one with other settings.
"""

import hashlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.botapi import BotApiServer, Chat, Message, User
from tests.rendering.documents import text_pdf
from tests.rendering.typesetting import set_pages

SECRET = "AAE-made-up_token"
TOKEN = f"123:{SECRET}"
ADMINISTRATOR = User(500_000_001, "Chen", "zh")
PATIENCE = 120  # seconds, for a machine that does much else besides

LONG_ITEM = "（一）" + "".join(f"第{number}处险工险段由所在镇负责巡查，" for number in range(300)) + "确保安全度汛。"
LONG_HEADINGS = [f"{number}、听取{'防汛工作和圩堤除险加固' * 36}情况的汇报" for number in "一二三四五六七八九十"]
SECRET_ITEM = "（一）由市财政局牵头处置闲置粮仓。"


def minutes_of(meeting: int, *parts: str, public: bool = True) -> str:
    """Minutes of another meeting of the same office, after the form of the shipped ones."""
    return (
        f"太仓市人民政府\n\n常务会议纪要\n\n第 {meeting - 14} 号\n\n太仓市人民政府办公室\n\n"
        f"2023 年 7 月 {meeting} 日\n\n"
        f"2023 年 7 月 {meeting - 20} 日上午，吴敬宇常务副市长主持召开市政府第 {meeting} 次常务会议，"
        "听取防汛工作情况的汇报。\n\n会议议定以下意见：\n\n"
        + "\n\n".join(parts)
        + "\n\n会议还研究了其他事项。\n"
        + ("\n（此件公开发布）\n" if public else "")
    )


LONG_MINUTES = minutes_of(27, LONG_HEADINGS[0], LONG_ITEM, *LONG_HEADINGS[1:])
PAGED_MINUTES = minutes_of(28, "一、听取防汛工作情况的汇报", "（一）由市水利局牵头巡查堤防。")
SECRET_MINUTES = minutes_of(29, "一、审议粮仓处置方案", SECRET_ITEM, public=False)
FILES = {
    "minutes.txt": LONG_MINUTES.encode(),
    "meeting.pdf": text_pdf(set_pages(PAGED_MINUTES)),
    "secret.txt": SECRET_MINUTES.encode(),
}
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class RunningBot:
    """The program ``minutes bot``, its folder, and the files there that hold what it printed."""

    process: "subprocess.Popen[bytes]"
    folder: Path

    @property
    def out(self) -> str:
        """What it wrote to stdout."""
        return (self.folder / "out").read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        """What it wrote to stderr."""
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def state(self) -> Path:
        """Its folder of state."""
        return self.folder / "state"

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()


Start = Callable[..., RunningBot]
"""Starts a bot: the URL of the server, the names and bytes of further minutes, ``state`` of an earlier bot to go on
from, ``options`` of the command, and settings by their names in capitals."""


@pytest.fixture(scope="session")
def start(
    state_dir: Path,
    prepared: Callable[..., Path],
    environment: Callable[..., dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Start]:
    """Starts ``minutes bot`` on a copy of the prepared state, in an empty folder."""
    started: list[RunningBot] = []

    def run(
        url: str,
        files: Mapping[str, bytes] = NO_FILES,
        *,
        state: Path | None = None,
        options: tuple[str, ...] = (),
        **settings: str,
    ) -> RunningBot:
        folder = tmp_path_factory.mktemp("bot")
        origin = state or state_dir
        if files:
            assert state is None
            for name, content in files.items():
                (folder / name).write_bytes(content)
            told = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:8]
            origin = prepared(f"state-{told}", [folder / name for name in files], state_dir)
        own = Path(shutil.copytree(origin, folder / "state"))
        chosen = {"OPEN_ACCESS": "true", "ADMIN_IDS": str(ADMINISTRATOR.id), **settings}
        with (folder / "out").open("wb") as out, (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "bot", *options],
                cwd=folder,
                env=environment(own, TELEGRAM_API_URL=url, TELEGRAM_BOT_TOKEN=TOKEN, **chosen),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
            )
        started.append(RunningBot(process, folder))
        return started[-1]

    yield run
    for bot in started:
        bot.kill()


def wait_polling(server: BotApiServer, bot: RunningBot) -> None:
    """Wait until the bot is up and polls, or fail with what it printed."""
    _wait_up(server.wait_polling, bot)


def wait_webhook(server: BotApiServer, bot: RunningBot) -> None:
    """Wait until the bot is up and has updates posted to it, or fail with what it printed."""
    _wait_up(server.wait_webhook, bot)


def _wait_up(wait: Callable[[float], None], bot: RunningBot) -> None:
    for _ in range(PATIENCE):
        try:
            return wait(1)
        except TimeoutError:
            if bot.process.poll() is not None:
                break
    pytest.fail(f"the bot is not up (exit status {bot.process.poll()}): {bot.log}")


@pytest.fixture(scope="session")
def server() -> Iterator[BotApiServer]:
    """The server of the bot that the tests share."""
    with BotApiServer(TOKEN) as running:
        yield running


@pytest.fixture(scope="session")
def bot(start: Start, server: BotApiServer) -> Iterator[RunningBot]:
    """The bot that the tests share, which must still be well after them."""
    bot = start(server.url, FILES)
    wait_polling(server, bot)
    yield bot
    assert bot.stop() == 0
    assert not bot.out
    assert SECRET not in bot.log


@pytest.fixture
def chat(server: BotApiServer, bot: RunningBot) -> Chat:  # noqa: ARG001 - a chat with a bot that is up
    """The chat of a new person, who writes Chinese, with the shared bot."""
    return server.private_chat(server.user("Wang", language_code="zh"))


@pytest.fixture
def english(server: BotApiServer, bot: RunningBot) -> Chat:  # noqa: ARG001 - the same
    """The chat of a new person, who writes English, with the shared bot."""
    return server.private_chat(server.user("Smith", language_code="en"))


@pytest.fixture
def administrator(server: BotApiServer, bot: RunningBot) -> Chat:  # noqa: ARG001 - the same
    """The chat of the administrator with the shared bot; it may hold messages of other tests."""
    return server.private_chat(ADMINISTRATOR).from_now()


def answer(chat: Chat) -> Message:
    """The next message of the bot."""
    [message] = chat.wait(1, timeout=PATIENCE)
    return message


def ask(chat: Chat, text: str) -> Message:
    """Send a text; the message that answers it."""
    chat.send(text)
    return answer(chat)
