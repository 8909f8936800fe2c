"""The conversation, free of any channel: a message and a person in, a reply out.

Telegram and the console only carry what happens here. The conversation is made of features; it tells who may use
them, and gives each the shelf of minutes that the person may read.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot import texts
from bot.digests.digesting import Digesting
from bot.digests.editor import Editor
from bot.digests.overseeing import Overseeing
from bot.digests.subscribing import Subscribing
from bot.digests.watches import Watching
from bot.features import Action, Command, Feature, Request, Topic
from bot.fulltexts.downloads import Downloads
from bot.fulltexts.showing import Showing
from bot.keeping.adding import Adding
from bot.keeping.removing import Removing
from bot.lists.inserting import inserts
from bot.lists.listing import Listing
from bot.lists.searching import Searching
from bot.lists.todo import Todo
from bot.lists.tracing import Tracing
from bot.memory import Memory
from bot.messages import Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access, Everything
from bot.people.greeting import Greeting, invitation_code
from bot.people.inviting import Inviting
from bot.people.language import Languages
from bot.people.managing import Managing
from bot.people.oneself import Oneself
from bot.questions.asking import Asking
from bot.questions.feedback import Reviewing
from bot.questions.verdicts import Verdicts
from bot.replies import Insert, Reply, plain_reply
from bot.settings import TIME_ZONE
from bot.typed import read_command
from data.bilingual import Language
from data.refs import parse_ref
from data.roles import Role
from retrieval.library import MinutesLibrary

_ALIKE = 0.75  # how alike a mistyped command and the one that was meant are


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
        self._greeting = Greeting(self._access, self._showing.show, self._offered, keep_days)
        self._adding = Adding(library)
        circulation = library.circulation
        digesting = Digesting(circulation)
        self.editor = Editor(library, circulation, self._access, digesting)
        self._subscribing = Subscribing(circulation, zone, self.editor.prepare_digests)
        oneself = Oneself(self._access, library.preferences, library.feedback, circulation, self._memory)
        self._features: Mapping[Topic, Sequence[Feature]] = {
            Topic.ASKING: (Searching(self._memory), Todo(), Tracing(), self._asking, self._verdicts),
            Topic.READING: (listing, self._showing, Downloads()),
            Topic.DIGESTS: (
                digesting,
                self._subscribing,
                Watching(circulation, self._memory, self.editor.prepare_alerts),
            ),
            Topic.ONESELF: (self._languages, oneself, self._greeting),
            Topic.ADMINISTRATION: (
                self._adding,
                Removing(library),
                Inviting(library.people),
                Managing(self._access, self._subscribing.enrol, oneself.forget),
                Reviewing(library.feedback),
                Overseeing(circulation, self.editor.fresh, library.people.name_of, zone),
            ),
        }
        features = [feature for group in self._features.values() for feature in group]
        self.commands = {each.name: each for feature in features for each in feature.commands}
        self._actions: dict[str, Action] = {each.verb: each for feature in features for each in feature.actions}

    def reply(self, message: Message, person: Person) -> Reply:
        """The reply to one message; what it is about is remembered as the last that was said.

        Who may do nothing here is told so once, and gets nothing after that.
        """
        person = self._languages.speaking(person)
        code = invitation_code(message)
        entry = self._access.admit(code, person) if code else None
        if entry and entry.is_new and entry.role is Role.MANAGER and not person.in_group:
            self._subscribing.enrol(person)
        role = self._access.role_of(person)
        if role is None:
            return self._greeting.turn_away(message, person, entry)
        request = Request(message, person, role, self._library.shelf(public_only=not role.sees_everything))
        reply = self._greeting.welcome(entry, request) if code is not None else self._reply(request)
        reply = self._subscribing.reminded(reply, request)
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

    @property
    def is_shut(self) -> bool:
        """Whether nobody may ask, nor let others in."""
        return self._access.is_shut

    def takes_files(self, person: Person) -> bool:
        """Whether a file that a person sends is to be read."""
        return not person.in_group and self._access.role_of(person) is Role.ADMINISTRATOR

    def is_slow(self, message: Message) -> bool:
        """Whether answering may take seconds, so that others should not wait for it."""
        typed = read_command(message.text, self.commands)
        action = self._actions.get(message.action.partition(" ")[0])
        command = self.commands.get(typed.name) if typed else None
        return bool(message.document or (action and action.is_slow) or (command and command.is_slow))

    def kind_of(self, message: Message) -> str:
        """What kind of message it is, for the log: in words of the program's own, none that the person chose."""
        if message.document:
            return "file"
        if message.action:
            verb = message.action.partition(" ")[0]
            return f"button:{verb}" if verb in self._actions else "button"
        typed = read_command(message.text, self.commands)
        if typed is None:
            return "question"
        return f"command:{typed.name}" if typed.name in self.commands else "command"

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
        typed = read_command(text, self.commands)
        if typed is None or parse_ref(typed.name):
            text = text.lstrip("/／")  # /26-3-2
            reply = self._verdicts.reason_of(text, request) or self._greeting.answer(text, request)
            return reply or self._showing.named(text, request) or self._asking.ask(text, request)
        command = self.commands.get(typed.name)
        if command and self._fits(command, request):
            return command.run(typed.argument, request)
        return (self._refused(command, request) if command else None) or self._unknown(typed.name, request)

    def _unknown(self, name: str, request: Request) -> Reply:
        """That there is no such command, and which one may have been meant."""
        names = [each.name for each in self.menu(request.role, in_group=request.person.in_group)]
        nearest = get_close_matches(name, names, n=1, cutoff=_ALIKE)
        if nearest:
            return plain_reply(request.say(texts.NEAREST_COMMAND, command=name, nearest=nearest[0]))
        return plain_reply(request.say(texts.UNKNOWN_COMMAND, command=name))

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

    def _offered(self, request: Request) -> dict[Topic, list[Command]]:
        """The commands that a person may give where they write, by topic."""
        menu = self.menu(request.role, in_group=request.person.in_group)
        return {
            topic: [command for feature in features for command in feature.commands if command in menu]
            for topic, features in self._features.items()
        }

    def menu(self, role: Role, *, in_group: bool = False) -> list[Command]:
        """The commands to offer to people of a role."""
        return [
            each
            for each in self.commands.values()
            if each.in_menu and role >= each.role and (each.in_groups or not in_group)
        ]
