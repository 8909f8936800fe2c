"""The server: a thread with its own loop, and what a test can ask of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, Unpack

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from tests.botapi.chat import TIMEOUT, Chat
from tests.botapi.delivery import deliver
from tests.botapi.handlers import Api, FileHandler, MethodHandler
from tests.botapi.model import CallbackAnswer, Room, User
from tests.botapi.record import Call, Fault, FaultOptions
from tests.botapi.world import Limits, World

TOKEN = "123:TEST"
HOST = "127.0.0.1"
FIRST_USER = 700_000_000
FIRST_GROUP = -1_001_000_000_000
BODY_BYTES = 200 * 1024 * 1024
START_SECONDS = 10


class BotApiServer:
    """A Bot API for one bot; it can be stopped and started again on the same port."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "minutes_test_bot",
        limits: Limits | None = None,
    ) -> None:
        bot = User(int(token.partition(":")[0]), "Minutes", username=username, is_bot=True)
        self.token = token
        self.world = World(bot, limits or Limits())
        self._api = Api(self.world, token)
        self._port = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._api.crashes and error is None:
            raise RuntimeError("the Bot API server itself failed") from self._api.crashes[0]

    @property
    def url(self) -> str:
        """The address of the server; methods are at ``<url>/bot<token>/<method>``."""
        return f"http://{HOST}:{self._port}"

    @property
    def bot(self) -> User:
        """The bot."""
        return self.world.bot

    @property
    def calls(self) -> list[Call]:
        """All finished calls."""
        with self.world.changed:
            return list(self.world.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The finished calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def start(self) -> None:
        """Listen."""
        self._ready.clear()
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise RuntimeError("the Bot API server did not start")

    def stop(self) -> None:
        """Close all connections; chats and waiting updates stay."""
        if self._thread is None or self._loop is None or self._stopping is None:
            return
        self.world.updates.wake = lambda: None
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    def user(self, name: str = "Wang", *, language_code: str | None = "zh", username: str | None = None) -> User:
        """A new person."""
        return User(FIRST_USER + self.world.number(), name, language_code, username)

    def private_chat(self, user: User | None = None) -> Chat:
        """The chat of a person with the bot."""
        person = user or self.user()
        return Chat(self.world, self.world.rooms.setdefault(person.id, Room(person.id, "private", [person])))

    def group_chat(self, title: str, users: list[User]) -> Chat:
        """A new group with the bot in it; the bot gets all its messages."""
        room = Room(FIRST_GROUP - self.world.number(), "supergroup", list(users), title)
        self.world.rooms[room.id] = room
        return Chat(self.world, room)

    @property
    def last_update(self) -> int:
        """The number of the latest update."""
        return self.world.updates.last

    def migrate(self, group: Chat, successor: Chat) -> None:
        """Let a group become a supergroup: the bot is told so when it writes to the group."""
        group.room.successor = successor.id

    def push(self, update: dict[str, Any], duplicates: int = 0) -> int:
        """Queue a raw update, and as many duplicates of it; its id."""
        return self.world.updates.put(update, 1 + duplicates)

    def fail(self, method: str = "*", *, chat: Chat | None = None, **how: Unpack[FaultOptions]) -> None:
        """Let the next calls of a method fail; ``applied`` ones take effect first."""
        self.world.faults.append(Fault(method, chat_id=chat.id if chat else None, **how))

    def recover(self) -> None:
        """Forget the failures that are left."""
        self.world.faults.clear()

    def inline_query(self, user: User, query: str) -> str:
        """Let a person type an inline query; its id."""
        query_id = str(self.world.number())
        self.world.inline_answers[query_id] = None
        self.push({"inline_query": {"id": query_id, "from": user.to_json(), "query": query, "offset": ""}})
        return query_id

    def inline_answer(self, query_id: str) -> list[dict[str, Any]]:
        """The results an inline query was answered with, none before it is."""
        return self.world.inline_answers[query_id] or []

    def wait_inline(self, query_id: str, timeout: float = TIMEOUT) -> list[dict[str, Any]]:
        """Block until an inline query is answered; the results."""
        answered = self.world.inline_answers
        self.wait_until(lambda: answered[query_id] is not None, timeout, "answering the inline query")
        return self.inline_answer(query_id)

    def inline_button(self, query_id: str) -> dict[str, Any] | None:
        """The button above the results of an inline query."""
        return self.world.inline_buttons.get(query_id)

    def answer(self, query_id: str) -> CallbackAnswer | None:
        """How a pressed button was answered so far."""
        return self.world.queries[query_id]

    def expire(self, query_id: str) -> None:
        """Let a pressed button grow too old to be answered."""
        self.world.expired.add(query_id)

    def wait_answer(self, query_id: str, timeout: float = TIMEOUT) -> CallbackAnswer:
        """Block until a pressed button is answered."""
        self.world.wait(
            lambda: self.world.queries[query_id] is not None,
            timeout,
            lambda: f"the button's query {query_id} was not answered; {self.world.last_calls()}",
        )
        answer = self.world.queries[query_id]
        assert answer is not None
        return answer

    async def wait_answer_async(self, query_id: str, timeout: float = TIMEOUT) -> CallbackAnswer:  # noqa: ASYNC109
        """As ``wait_answer``, for a test that runs in the bot's own loop."""
        return await asyncio.to_thread(self.wait_answer, query_id, timeout)

    def wait_call(self, method: str, n: int = 1, timeout: float = TIMEOUT) -> Call:
        """Block until a method was called n times in all; the n-th call."""
        self.world.wait(
            lambda: len(self.calls_of(method)) >= n,
            timeout,
            lambda: f"{len(self.calls_of(method))} of {n} calls of {method}; {self.world.last_calls()}",
        )
        return self.calls_of(method)[n - 1]

    async def wait_call_async(self, method: str, n: int = 1, timeout: float = TIMEOUT) -> Call:  # noqa: ASYNC109
        """As ``wait_call``, for a test that runs in the bot's own loop."""
        return await asyncio.to_thread(self.wait_call, method, n, timeout)

    def wait_until(self, ready: Callable[[], object], timeout: float = TIMEOUT, what: str = "it") -> None:
        """Block until a condition on the server is fulfilled, checked at every change."""
        self.world.wait(lambda: bool(ready()), timeout, lambda: f"{what} did not happen; {self.world.last_calls()}")

    def wait_polling(self, timeout: float = TIMEOUT) -> None:
        """Block until a bot waits for updates: it is up, and has taken all there were."""
        updates = self.world.updates
        self.wait_until(lambda: updates.poll and not updates.pending, timeout, "a waiting getUpdates")

    def wait_webhook(self, timeout: float = TIMEOUT) -> None:
        """Block until a bot has updates posted to it, and has taken all there were."""
        updates = self.world.updates
        self.wait_until(lambda: updates.webhook.url and not updates.pending, timeout, "setWebhook")

    def wait_idle(self, timeout: float = TIMEOUT) -> None:
        """Block until the bot has taken all updates; a polling bot does so with its next getUpdates."""
        self.wait_until(lambda: not self.world.updates.pending, timeout, "taking all updates")

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        sockets = bind_sockets(self._port, HOST)
        self._port = sockets[0].getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        loop, stopping = self._loop, self._stopping
        server = HTTPServer(self._application(), max_body_size=BODY_BYTES, max_buffer_size=BODY_BYTES)
        server.add_sockets(sockets)
        updates, changed = self.world.updates, asyncio.Event()

        def tell() -> None:
            changed.set()
            if updates.poll:
                updates.poll.changed.set()

        def wake() -> None:
            loop.call_soon_threadsafe(tell)

        updates.wake = wake
        delivery = asyncio.create_task(deliver(updates, changed))
        changed.set()
        self._ready.set()
        await stopping.wait()
        server.stop()
        delivery.cancel()
        outcome = (await asyncio.gather(delivery, return_exceptions=True))[0]
        if isinstance(outcome, Exception):
            self._api.crashes.append(outcome)
        await server.close_all_connections()

    def _application(self) -> Application:
        rules = [
            (r"/bot([^/]+)/([A-Za-z]+)", MethodHandler, {"api": self._api}),
            (r"/file/bot([^/]+)/(.+)", FileHandler, {"api": self._api}),
        ]
        return Application(rules, log_function=lambda _: None)
