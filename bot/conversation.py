"""The conversation, free of any channel: a message and a person in, a reply out.

Telegram and the console only carry what happens here. The conversation is made of features; it tells who may use
them, and gives each the shelf of minutes that the person may read.
"""

import re
from collections.abc import Sequence

from bot import texts
from bot.access import Access, Everything
from bot.asking import Asking
from bot.features import Action, Command, Feature, Request
from bot.listing import Listing
from bot.memory import Memory
from bot.messages import Message, Person
from bot.replies import Paragraph, Reply, plain_reply
from bot.showing import Showing
from data.bilingual import Bilingual, Language
from data.refs import parse_ref
from data.roles import Role
from retrieval.library import MinutesLibrary

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


class Conversation:
    """Answers messages from one library."""

    def __init__(self, library: MinutesLibrary, memory: Memory | None = None, access: Access | None = None) -> None:
        self._library = library
        self._memory = memory or Memory()
        self._access = access or Everything()
        self._asking = Asking(self._memory)
        listing = Listing()
        self._showing = Showing(self._asking.ask, listing.meetings)
        features: Sequence[Feature] = (self._asking, self._showing, listing)
        greeting = (
            Command("start", self._start, Bilingual("开始", "start"), in_menu=False),
            Command("help", self._help, Bilingual("帮助", "help")),
        )
        self.commands = {each.name: each for each in (*(c for f in features for c in f.commands), *greeting)}
        self._actions: dict[str, Action] = {each.verb: each for feature in features for each in feature.actions}

    def reply(self, message: Message, person: Person) -> Reply:
        """The reply to one message; what it is about is remembered as the last that was said."""
        role = self._access.role_of(person)
        if role is None:
            return Reply(())
        shelf = self._library.shelf(public_only=not role.sees_everything)
        reply = self._reply(Request(message, person, role, shelf))
        if reply.turn and person.chat:
            self._memory.note(person.chat, person.member, reply.turn)
        return reply

    def carried(self, reply: Reply, person: Person, message: str) -> None:
        """Be told by the channel the name of a message that carried a reply, so that it can be replied to."""
        if reply.turn and person.chat:
            self._memory.note_behind(person.chat, person.member, message, reply.turn)

    def is_slow(self, message: Message) -> bool:
        """Whether answering may take seconds, so that others should not wait for it."""
        verb, name = message.action.partition(" ")[0], _command_name(message.text)
        action, command = self._actions.get(verb), self.commands.get(name)
        return bool(message.document or (action and action.is_slow) or (command and command.is_slow))

    def _reply(self, request: Request) -> Reply:
        message = request.message
        if message.action:
            verb, _, argument = message.action.partition(" ")
            action = self._actions.get(verb)
            if action is None or request.role < action.role:
                return plain_reply(request.say(texts.STALE))
            return action.run(argument, request)
        text = message.text.strip()
        if not text:
            return plain_reply(request.say(texts.NO_TEXT))
        match = _COMMAND.fullmatch(text)
        if not match:
            return self._asking.ask(text, request)
        command = self.commands.get(match[1].lower())
        if command is None or request.role < command.role:
            return plain_reply(request.say(texts.UNKNOWN_COMMAND, command=match[1].lower()))
        return command.run((match[2] or "").strip(), request)

    def _start(self, argument: str, request: Request) -> Reply:
        """Greet; a deep link's payload is a ref to show."""
        if parse_ref(argument):
            return self._showing.show(argument, request)
        return Reply((Paragraph(request.say(texts.GREETING)), *self._help("", request).paragraphs))

    def _help(self, _: str, request: Request) -> Reply:
        lines = [_usage(each, request.language) for each in self.menu(request.role)]
        return plain_reply("\n".join((request.say(texts.HELP), *lines)))

    def menu(self, role: Role, *, in_group: bool = False) -> list[Command]:
        """The commands to offer to people of a role."""
        return [
            each
            for each in self.commands.values()
            if each.in_menu and role >= each.role and (each.in_groups or not in_group)
        ]


def _usage(command: Command, language: Language) -> str:
    usage = f" {command.usage.say(language)}" if command.usage else ""
    return f"/{command.name}{usage} · {command.title.say(language)}"


def _command_name(text: str) -> str:
    match = _COMMAND.fullmatch(text.strip())
    return match[1].lower() if match else ""
