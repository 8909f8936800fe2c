"""The methods on the bot itself: its profile, its commands, its files and chats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.botapi.content import room_of
from tests.botapi.errors import bad_request
from tests.botapi.params import Params
from tests.botapi.world import World

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
COMMANDS = 100
DESCRIPTION_CHARACTERS = 256
SCOPES = {
    "all_chat_administrators",
    "all_group_chats",
    "all_private_chats",
    "chat",
    "chat_administrators",
    "chat_member",
    "default",
}
TEXTS = {"description": 512, "short_description": 120, "name": 64}


class AccountMethods:
    """Methods on the bot itself."""

    def __init__(self, world: World) -> None:
        self.world = world

    def get_me(self, _: Params) -> dict[str, Any]:
        """The bot."""
        return {
            **self.world.bot.to_json(),
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def get_chat(self, params: Params) -> dict[str, Any]:
        """A chat."""
        room = room_of(self.world, params)
        return {
            **room.to_json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                (
                    "unlimited_gifts",
                    "limited_gifts",
                    "unique_gifts",
                    "premium_subscription",
                    "gifts_from_channels",
                ),
                False,
            ),
        }

    def get_file(self, params: Params) -> dict[str, Any]:
        """Where a file can be fetched."""
        file = self.world.files.get(params.text("file_id"))
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.content) > self.world.limits.download:
            raise bad_request("file is too big")
        return {**file.to_json(), "file_path": file.path}

    def set_my_commands(self, params: Params) -> bool:
        """Keep the commands for a scope and a language."""
        commands = params.data("commands") or []
        scope = params.data("scope")
        if isinstance(scope, dict) and "chat_id" in scope and scope["chat_id"] not in self.world.rooms:
            raise bad_request("chat not found")
        if not isinstance(commands, list) or not all(isinstance(command, dict) for command in commands):
            raise bad_request("can't parse BotCommand: expected an Array of Objects")
        if len(commands) > COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            check_command(command)
        kept = [
            {"command": command["command"].removeprefix("/"), "description": command["description"]}
            for command in commands
        ]
        with self.world.changed:
            self.world.commands[commands_key(params)] = kept
            self.world.changed.notify_all()
        return True

    def get_my_commands(self, params: Params) -> list[dict[str, str]]:
        """The commands of exactly this scope and language."""
        return self.world.commands.get(commands_key(params), [])

    def delete_my_commands(self, params: Params) -> bool:
        """Forget the commands of a scope and a language."""
        with self.world.changed:
            self.world.commands.pop(commands_key(params), None)
        return True

    def set_text(self, name: str) -> Callable[[Params], bool]:
        """The method that sets one of the bot's texts."""

        def method(params: Params) -> bool:
            text = params.text(name)
            if len(text) > TEXTS[name]:
                raise bad_request(f"bot {name.replace('_', ' ')} is too long")
            with self.world.changed:
                self.world.descriptions[name, params.text("language_code")] = text
            return True

        return method

    def get_text(self, name: str) -> Callable[[Params], dict[str, str]]:
        """The method that gives one of the bot's texts, in no language if there is none in that."""

        def method(params: Params) -> dict[str, str]:
            texts = self.world.descriptions
            own = texts.get((name, params.text("language_code")))
            return {name: own or texts.get((name, ""), "")}

        return method

    def leave(self, _: Params) -> bool:
        """Close or log out: nothing to do here."""
        return True


def check_command(command: dict[str, Any]) -> None:
    """Refuse a command that Telegram refuses."""
    name, description = command.get("command"), command.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        missing = "description" if isinstance(name, str) else "command"
        raise bad_request(f"can't parse BotCommand: Can't find field \"{missing}\"")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if len(description) > DESCRIPTION_CHARACTERS:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def commands_key(params: Params) -> tuple[str, str]:
    """The scope and the language of a list of commands."""
    scope = params.data("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    name = scope["type"] if len(scope) == 1 else json.dumps(scope, sort_keys=True)
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("BOT_COMMAND_LANGUAGE_INVALID: invalid language code specified")
    return name, language
