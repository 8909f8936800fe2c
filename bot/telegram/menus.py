"""What Telegram shows of the bot: the menu of commands, for each kind of chat and language, and what the bot is for."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.conversation import Conversation
from bot.features import Command
from bot.messages import Person
from bot.telegram.texts import DESCRIPTION, SHORT_DESCRIPTION
from data.bilingual import Language
from data.roles import Role

_log = logging.getLogger(__name__)
_LANGUAGES: tuple[tuple[Language, str | None], ...] = (("en", None), ("zh", "zh"))
"""The languages, with Telegram's codes; none for whoever uses another language."""


@dataclass
class Menus:
    """Tells Telegram what the bot can do. That is a comfort: the bot answers without it."""

    bot: Bot
    conversation: Conversation
    administrators: Iterable[int]
    _shown: set[int] = field(default_factory=set)  # administrators whose menu Telegram has

    async def announce(self) -> None:
        """Tell all of it."""
        readers = self.conversation.menu(Role.READER)
        in_groups = self.conversation.menu(Role.READER, in_group=True)
        for scope, commands in (
            (BotCommandScopeDefault(), readers),
            (BotCommandScopeAllPrivateChats(), readers),
            (BotCommandScopeAllGroupChats(), in_groups),
        ):
            await self._show(scope, commands)
        for language, code in _LANGUAGES:
            await self._try(partial(self.bot.set_my_description, DESCRIPTION.say(language), code))
            await self._try(partial(self.bot.set_my_short_description, SHORT_DESCRIPTION.say(language), code))
        for administrator in self.administrators:
            await self._greet(administrator)

    async def on_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show who has become an administrator all they can do, and who is none any more what is left to them."""
        user = update.effective_user
        if user is None:
            return
        is_administrator = self.conversation.takes_files(Person("en", str(user.id), str(user.id)))
        if is_administrator and user.id not in self._shown:
            await self._greet(user.id)
        elif not is_administrator and user.id in self._shown:
            self._shown.discard(user.id)
            for _language, code in _LANGUAGES:
                await self._try(partial(self.bot.delete_my_commands, BotCommandScopeChat(user.id), code))

    async def _greet(self, person: int) -> None:
        """Show an administrator, in their own chat, all they can do; Telegram knows the chat once they have written."""
        if await self._show(BotCommandScopeChat(person), self.conversation.menu(Role.ADMINISTRATOR)):
            self._shown.add(person)

    async def _show(self, scope: BotCommandScope, commands: Sequence[Command]) -> bool:
        """Set the menu of a kind of chat in every language; whether that was possible."""
        return all(
            [
                await self._try(
                    partial(
                        self.bot.set_my_commands,
                        [BotCommand(each.name, each.title.say(language)) for each in commands],
                        scope,
                        code,
                    )
                )
                for language, code in _LANGUAGES
            ]
        )

    @staticmethod
    async def _try(tell: Callable[[], Awaitable[object]]) -> bool:
        try:
            await tell()
        except TelegramError as error:
            _log.info("Telegram was not told what the bot can do: %s", type(error).__name__)
            return False
        return True
