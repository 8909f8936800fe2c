"""The greeting, the help, the ways in by a link, and what a stranger gets to see."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot import texts
from bot.courtesies import Courtesy, read_courtesy
from bot.examples import examples
from bot.features import Action, Command, Request, Run, Topic
from bot.messages import Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access, Entry
from bot.replies import Paragraph, Reply, Style, plain_reply
from data.bilingual import Bilingual, Language
from data.refs import parse_ref

INVITATION = "invite_"
"""How the payload of a link begins that invites; the code follows."""

_CODE = re.compile(rf"{INVITATION}\S+", re.IGNORECASE)
_INVITED = re.compile(rf"/start(?:@\w+)?\s+{INVITATION}(\S*)\s*", re.IGNORECASE)

Menu = Callable[[Request], Mapping[Topic, Sequence[Command]]]
"""The commands that a person may give, by topic."""


class Greeting:
    """Greets people by what they may do, and tells strangers once that they are."""

    def __init__(self, access: Access, show: Run, menu: Menu, keep_days: int) -> None:
        """``show`` shows the part of a deep link; ``menu`` gives the commands of whoever asks for help.

        ``keep_days`` is how long feedback is kept, which the help says.
        """
        self._access = access
        self._show = show
        self._menu = menu
        self._keep_days = keep_days

    @property
    def commands(self) -> Sequence[Command]:
        """``/start`` and ``/help``."""
        return (
            Command("start", self._start, Bilingual("开始", "start"), in_menu=False),
            Command("help", self._help, Bilingual("帮助", "help")),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """None."""
        return ()

    def turn_away(self, message: Message, person: Person, entry: Entry | None) -> Reply:
        """What a stranger gets: one polite message with their id, and then nothing; or what they did for a group."""
        if entry:
            said = people_texts.GROUP_ADMITTED.say(person.language)
            return Reply((Paragraph(said.format(role=entry.role.title.say(person.language))),))
        if not self._access.is_new_stranger(person):
            return Reply()
        polite = people_texts.STRANGER.say(person.language).format(id=person.member)
        if message.action:
            return Reply(toast=polite, alert=True)
        gone = people_texts.INVITATION_GONE.say(person.language)
        before = (Paragraph(gone, Style.NOTICE),) if invitation_code(message) is not None else ()
        return Reply((*before, Paragraph(polite)))

    def welcome(self, entry: Entry | None, request: Request) -> Reply:
        """What someone gets who may use the bot and came with an invitation, good or not."""
        role = (entry.role if entry else request.role).title.say(request.language)
        if entry is None:
            gone = Paragraph(request.say(people_texts.INVITATION_GONE), Style.NOTICE)
            return Reply((gone, Paragraph(request.say(people_texts.STILL, role=role))))
        if request.person.in_group:
            told = request.say(people_texts.GROUP_ADMITTED, role=role)
            return Reply((Paragraph(told), Paragraph(request.say(people_texts.MAY[entry.role]))))
        if not entry.is_new:
            return Reply((Paragraph(request.say(people_texts.NOT_NEEDED, role=role)),))
        return Reply((Paragraph(request.say(people_texts.ADMITTED, role=role)), *self._greet(request)))

    def answer(self, text: str, request: Request) -> Reply | None:
        """What a text gets that is a courtesy and no question; None for any other text."""
        match read_courtesy(text):
            case Courtesy.HELLO:
                return Reply(self._greet(request))
            case Courtesy.HELP:
                return self._help("", request)
            case Courtesy.THANKS:
                return plain_reply(request.say(texts.WELCOME))
            case Courtesy.BYE:
                return plain_reply(request.say(texts.BYE))
        return None

    def _start(self, argument: str, request: Request) -> Reply:
        """Greet; a deep link's payload is a ref to show."""
        return self._show(argument, request) if parse_ref(argument) else Reply(self._greet(request))

    def _help(self, _: str, request: Request) -> Reply:
        """How to ask, the commands that this person may give here, by topic, and what is kept."""
        return Reply((_how_to_ask(request), *self._commands(request), self._privacy(request)))

    def _greet(self, request: Request) -> tuple[Paragraph, ...]:
        may = Paragraph(request.say(people_texts.MAY[request.role]))
        more = Paragraph(request.say(texts.MORE_HELP))
        return Paragraph(request.say(texts.GREETING)), may, _how_to_ask(request), more, self._privacy(request)

    def _privacy(self, request: Request) -> Paragraph:
        return Paragraph(request.say(texts.PRIVACY, days=self._keep_days), Style.NOTICE)

    def _commands(self, request: Request) -> Iterator[Paragraph]:
        for topic, commands in self._menu(request).items():
            if commands:
                yield Paragraph(topic.value.say(request.language), Style.TITLE)
                lines = [_line(each, request.language) for each in commands]
                if topic is Topic.ADMINISTRATION:
                    lines.append(request.say(texts.SEND_FILE))
                yield Paragraph("\n".join(lines))


def invitation_code(message: Message) -> str | None:
    """The code that a message brings along; None if it is no invitation at all."""
    match = _INVITED.fullmatch(message.text) if not message.action else None
    return match[1] if match else None


def without_code(text: str) -> str:
    """A text without the code of an invitation in it, which may still be good."""
    return _CODE.sub(INVITATION, text)


def _how_to_ask(request: Request) -> Paragraph:
    asked = [f"· {each}" for each in examples(request)] or [request.say(texts.NO_MINUTES)]
    return Paragraph("\n".join((request.say(texts.HELP), *asked, request.say(texts.GO_ON))))


def _line(command: Command, language: Language) -> str:
    usage = f" {command.usage.say(language)}" if command.usage else ""
    return f"/{command.name}{usage} · {command.title.say(language)}"
