"""The conversation, free of any channel: a message and a person in, a reply out.

Telegram and the console only carry what happens here. The conversation is made of features; it tells who may use
them, and gives each the shelf of minutes that the person may read.
"""

import re
from collections.abc import Sequence

from bot import people_texts, texts
from bot.access import Access, Everything
from bot.adding import Adding
from bot.asking import Asking
from bot.digests import Digesting
from bot.downloads import Downloads
from bot.editor import Editor
from bot.features import Action, Command, Feature, Request
from bot.feedback import Reviewing
from bot.greeting import Greeting, invitation_code
from bot.inserting import inserts
from bot.inviting import Inviting
from bot.language import Languages
from bot.listing import Listing
from bot.memory import Memory
from bot.messages import Message, Person
from bot.oneself import Oneself
from bot.overseeing import Overseeing
from bot.people import Managing
from bot.removing import Removing
from bot.replies import Insert, Reply, plain_reply
from bot.searching import Searching
from bot.settings import TIME_ZONE
from bot.showing import Showing
from bot.subscribing import Subscribing
from bot.todo import Todo
from bot.tracing import Tracing
from bot.verdicts import Verdicts
from bot.watches import Watching
from data.bilingual import Language
from data.roles import Role
from retrieval.library import MinutesLibrary

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


class Conversation:
    """Answers messages from one library."""

    def __init__(
        self,
        library: MinutesLibrary,
        memory: Memory | None = None,
        access: Access | None = None,
        *,
        keep_days: int = 90,
        zone: str = TIME_ZONE,
    ) -> None:
        """``keep_days`` is how long feedback is kept, which the help says; ``zone`` is the time zone of the office."""
        self._library = library
        self._memory = memory or Memory()
        self._access = access or Everything(library.people)
        self._asking = Asking(self._memory, library.feedback)
        self._verdicts = Verdicts(self._memory, library.feedback)
        listing = Listing()
        self._showing = Showing(self._asking.look_up, listing.meetings)
        self._languages = Languages(library.preferences)
        self._greeting = Greeting(self._access, self._showing.show, self._commands_of, keep_days)
        self._adding = Adding(library)
        circulation = library.circulation
        digesting = Digesting(circulation)
        self.editor = Editor(library, circulation, self._access, digesting)
        features: Sequence[Feature] = (
            self._asking,
            self._verdicts,
            self._showing,
            Downloads(),
            listing,
            Searching(self._memory),
            Todo(),
            Tracing(),
            digesting,
            Subscribing(circulation, zone, self.editor.prepare_digests),
            Watching(circulation, self._memory, self.editor.prepare_alerts),
            Reviewing(library.feedback),
            self._languages,
            Oneself(self._access, library.preferences, library.feedback, circulation, self._memory),
            Inviting(library.people),
            Managing(self._access),
            self._adding,
            Removing(library),
            Overseeing(circulation, self.editor.fresh, library.people.name_of),
            self._greeting,
        )
        self.commands = {each.name: each for feature in features for each in feature.commands}
        self._actions: dict[str, Action] = {each.verb: each for feature in features for each in feature.actions}

    def reply(self, message: Message, person: Person) -> Reply:
        """The reply to one message; what it is about is remembered as the last that was said.

        Who may do nothing here is told so once, and gets nothing after that.
        """
        person = self._languages.speaking(person)
        code = invitation_code(message)
        entry = self._access.admit(code, person) if code else None
        role = self._access.role_of(person)
        if role is None:
            return self._greeting.turn_away(message, person, entry)
        request = Request(message, person, role, self._library.shelf(public_only=not role.sees_everything))
        reply = self._greeting.welcome(entry, request) if code is not None else self._reply(request)
        if reply.turn and person.chat:
            self._memory.note(person.chat, person.member, reply.turn)
        return reply

    def carried(self, reply: Reply, person: Person, message: str) -> None:
        """Be told by the channel the name of a message that carried a reply, so that it can be replied to."""
        if person.chat:
            self._memory.note_behind(person.chat, person.member, message, reply)

    def inserts(self, query: str, person: Person) -> tuple[Insert, ...] | None:
        """What a person may insert into any chat, which is public whoever they are; None for a stranger."""
        if self._access.role_of(person) is None:
            return None
        return inserts(query, self._library.shelf(public_only=True), self.language_of(person))

    def language_of(self, person: Person) -> Language:
        """The language a person is answered in: the one they chose, else that of their app."""
        return self._languages.speaking(person).language

    def is_known(self, person: Person) -> bool:
        """Whether a person may do anything where they write; strangers are not told what there is."""
        return self._access.role_of(person) is not None

    def takes_files(self, person: Person) -> bool:
        """Whether a file that a person sends is to be read."""
        return not person.in_group and self._access.role_of(person) is Role.ADMINISTRATOR

    def is_slow(self, message: Message) -> bool:
        """Whether answering may take seconds, so that others should not wait for it."""
        verb, name = message.action.partition(" ")[0], _command_name(message.text)
        action, command = self._actions.get(verb), self.commands.get(name)
        return bool(message.document or (action and action.is_slow) or (command and command.is_slow))

    def kind_of(self, message: Message) -> str:
        """What kind of message it is, for the log: in words of the program's own, none that the person chose."""
        if message.document:
            return "file"
        if message.action:
            verb = message.action.partition(" ")[0]
            return f"button:{verb}" if verb in self._actions else "button"
        name = _command_name(message.text)
        return f"command:{name}" if name in self.commands else "command" if name else "question"

    def _reply(self, request: Request) -> Reply:
        message = request.message
        if message.document:
            return self._adding.receive(request)
        if message.action:
            verb, _, argument = message.action.partition(" ")
            action = self._actions.get(verb)
            if action is None:
                return plain_reply(request.say(texts.STALE))
            if request.role < action.role:
                return self._refused(action, request) or plain_reply(request.say(texts.STALE))
            return action.run(argument, request)
        text = message.text.strip()
        if not text:
            return plain_reply(request.say(texts.NO_TEXT))
        match = _COMMAND.fullmatch(text)
        if not match:
            verdict = self._verdicts.reason_of(text, request)
            return verdict or self._showing.named(text, request) or self._asking.ask(text, request)
        command = self.commands.get(match[1].lower())
        if command and self._fits(command, request):
            return command.run((match[2] or "").strip(), request)
        unknown = plain_reply(request.say(texts.UNKNOWN_COMMAND, command=match[1].lower()))
        return (self._refused(command, request) if command else None) or unknown

    @staticmethod
    def _fits(command: Command, request: Request) -> bool:
        """Whether a command can be given by this person where they write."""
        return request.role >= command.role and (command.in_groups or not request.person.in_group)

    def _refused(self, wanted: Command | Action, request: Request) -> Reply | None:
        """What someone is told who may do this, but not in a group."""
        own = self._access.own_role(request.person) if request.person.in_group else None
        if own is None or own < wanted.role:
            return None
        return plain_reply(request.say(people_texts.PRIVATE_ONLY))

    def _commands_of(self, request: Request) -> list[Command]:
        return self.menu(request.role, in_group=request.person.in_group)

    def menu(self, role: Role, *, in_group: bool = False) -> list[Command]:
        """The commands to offer to people of a role."""
        return [
            each
            for each in self.commands.values()
            if each.in_menu and role >= each.role and (each.in_groups or not in_group)
        ]


def _command_name(text: str) -> str:
    match = _COMMAND.fullmatch(text.strip())
    return match[1].lower() if match else ""
