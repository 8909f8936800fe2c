"""The HTTP side: addresses, answers, the failures a test asked for, the record."""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any
from urllib.parse import quote

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from tests.botapi import params as parameters
from tests.botapi.account import AccountMethods
from tests.botapi.delivery import UpdateMethods
from tests.botapi.errors import ApiError
from tests.botapi.messages import MessageMethods
from tests.botapi.model import Attachment
from tests.botapi.params import Params
from tests.botapi.record import Call, take
from tests.botapi.world import World

Method = Callable[[Params], Any]
NO_ANSWER = 0


class Api:
    """The methods by their names, and the token that opens them."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.crashes: list[BaseException] = []
        messages, account, updates = MessageMethods(world), AccountMethods(world), UpdateMethods(world.updates)
        methods: dict[str, Method] = {
            "getMe": account.get_me,
            "getUpdates": updates.get_updates,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.get_webhook_info,
            "sendMessage": messages.send_message,
            "sendDocument": messages.send_document,
            "sendPhoto": messages.send_photo,
            "editMessageText": messages.edit_message_text,
            "editMessageCaption": messages.edit_message_caption,
            "editMessageReplyMarkup": messages.edit_message_reply_markup,
            "deleteMessage": messages.delete_message,
            "sendChatAction": messages.send_chat_action,
            "answerCallbackQuery": messages.answer_callback_query,
            "answerInlineQuery": messages.answer_inline_query,
            "getFile": account.get_file,
            "getChat": account.get_chat,
            "setMyCommands": account.set_my_commands,
            "getMyCommands": account.get_my_commands,
            "deleteMyCommands": account.delete_my_commands,
            "setMyName": account.set_text("name"),
            "getMyName": account.get_text("name"),
            "setMyDescription": account.set_text("description"),
            "getMyDescription": account.get_text("description"),
            "setMyShortDescription": account.set_text("short_description"),
            "getMyShortDescription": account.get_text("short_description"),
            "close": account.leave,
            "logOut": account.leave,
        }
        self.methods = {name.lower(): (name, method) for name, method in methods.items()}

    def check_token(self, token: str) -> None:
        """Refuse another bot's token."""
        if token != self.token:
            raise ApiError(401 if re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token) else 404)

    def method(self, name: str) -> tuple[str, Method]:
        """A method with its proper name, which may be written in any case."""
        if name.lower() not in self.methods:
            raise ApiError(404)
        return self.methods[name.lower()]

    def file(self, path: str) -> Attachment:
        """The file at a path that getFile gave."""
        for file in self.world.files.values():
            if file.path == path:
                return file
        raise ApiError(404)

    async def run(self, method: Method, params: Params) -> dict[str, Any]:
        """Run a method; the body of its answer."""
        result = method(params)
        if inspect.isawaitable(result):
            result = await result
        return {"ok": True, "result": result}


class Handler(RequestHandler):
    """What both kinds of address share."""

    api: Api

    def initialize(self, api: Api) -> None:
        """Take over the methods."""
        self.api = api

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Keep an error of the server itself, for the end of the test."""
        if value is not None:
            self.api.crashes.append(value)
        super().log_exception(typ, value, tb)


class MethodHandler(Handler):
    """A call of a method."""

    polling: asyncio.Task[dict[str, Any]] | None = None

    def on_connection_close(self) -> None:
        """Stop waiting for updates when nobody reads them."""
        if self.polling:
            self.polling.cancel()

    async def post(self, token: str, name: str) -> None:
        """Answer a call and record it."""
        started = time.monotonic()
        params = Params({})
        try:
            self.api.check_token(token)
            name, method = self.api.method(name)
            params = parameters.read(self.request)
            status, answer = 200, await self.perform(name, method, params)
        except ApiError as error:
            status, answer = error.status, error.answer()
        except (ConnectionAbortedError, asyncio.CancelledError):
            status, answer = NO_ANSWER, {}
        self.api.world.note(Call(name, params.shown(), status, started, answer))
        if status == NO_ANSWER:
            self.detach().close()
            return
        self.set_status(status)
        with suppress(StreamClosedError):
            await self.finish(answer)

    get = post

    async def perform(self, name: str, method: Method, params: Params) -> dict[str, Any]:
        """Run a method, with the failure a test asked for."""
        world = self.api.world
        fault = take(world.faults, name, params.data("chat_id"))
        if fault is None:
            return await self.run(name, method, params)
        await asyncio.sleep(fault.delay)
        error = fault.error()
        fails = fault.drop or error is not None
        answer = {} if fails and not fault.applied else await self.run(name, method, params)
        if fault.drop:
            raise ConnectionAbortedError
        if error:
            raise error
        return answer

    async def run(self, name: str, method: Method, params: Params) -> dict[str, Any]:
        """Run a method; a poll can be given up."""
        if name != "getUpdates":
            return await self.api.run(method, params)
        self.polling = asyncio.ensure_future(self.api.run(method, params))
        return await self.polling


class FileHandler(Handler):
    """The download of a file."""

    async def get(self, token: str, path: str) -> None:
        """Send the content."""
        try:
            self.api.check_token(token)
            file = self.api.file(path)
        except ApiError as error:
            self.set_status(error.status)
            await self.finish(error.answer())
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(file.file_name)}")
        await self.finish(file.content)
