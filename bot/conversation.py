"""The conversation, free of any channel: a message and a person in, a reply out.

Telegram and the console only carry what happens here. What was asked last is remembered while the program runs, so
that a question can go on from it; nothing of a message is written anywhere.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot import texts
from bot.memory import Memory
from bot.replies import (
    CHECK,
    CHOOSE,
    PAGE,
    SHOW,
    Button,
    Paragraph,
    Reply,
    Style,
    answer_reply,
    around_buttons,
    line_paragraphs,
    offering_reply,
    page_button,
    plain_reply,
    report_button,
    show_button,
)
from data.bilingual import Language, MinutesError
from data.model import Part, Resolution
from data.refs import PartKind, Ref, parse_ref
from retrieval.conversing import Exchange
from retrieval.deciding import meeting_lines
from retrieval.library import LONGEST_QUESTION, MinutesLibrary
from retrieval.reporting import describe
from retrieval.turns import Turn

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: the language of their app or terminal, and where.

    ``chat`` is empty where nothing is to be remembered; ``member`` tells the people of a group apart.
    """

    language: Language
    chat: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What came in: text that was written, or the action of a button that was pressed.

    ``about`` is the channel's name for the message of the bot that it replies to, or that the button is under.
    """

    text: str = ""
    action: str = ""
    about: str = ""


class Conversation:
    """Answers messages from one library."""

    def __init__(self, library: MinutesLibrary, memory: Memory | None = None) -> None:
        self._library = library
        self._memory = memory or Memory()
        self._commands: dict[str, Callable[[str, Person], Reply]] = {
            "start": self._start,
            "help": lambda _, person: plain_reply(texts.HELP.say(person.language)),
            "ask": self._ask,
            "item": self._item,
            "meeting": self._meeting,
            "meetings": lambda _, person: self._meetings(person),
            "check": self._check,
            "clear": lambda _, person: self._clear(person),
        }

    def reply(self, message: Message, person: Person) -> Reply:
        """The reply to one message; what it is about is remembered as the last that was said."""
        reply = self._reply(message, person)
        if reply.turn and person.chat:
            self._memory.note(person.chat, person.member, reply.turn)
        return reply

    def carried(self, reply: Reply, person: Person, message: str) -> None:
        """Be told by the channel the name of a message that carried a reply, so that it can be replied to."""
        if reply.turn and person.chat:
            self._memory.note_behind(person.chat, person.member, message, reply.turn)

    def _reply(self, message: Message, person: Person) -> Reply:
        if message.action:
            return self._press(message, person)
        text = message.text.strip()
        if not text:
            return plain_reply(texts.NO_TEXT.say(person.language))
        command = _COMMAND.fullmatch(text)
        if not command:
            return self._ask(text, person, message.about)
        name, argument = command[1].lower(), (command[2] or "").strip()
        if name not in self._commands:
            return plain_reply(texts.UNKNOWN_COMMAND.say(person.language).format(command=name))
        return self._commands[name](argument, person)

    def _start(self, argument: str, person: Person) -> Reply:
        """Greet; a deep link's payload is a ref to show."""
        if parse_ref(argument):
            return self._show(argument, person)
        greeting = texts.GREETING.say(person.language)
        return Reply((Paragraph(greeting), Paragraph(texts.HELP.say(person.language))))

    def _ask(self, argument: str, person: Person, about: str = "") -> Reply:
        if not argument:
            return plain_reply(texts.ASK_WHAT.say(person.language))
        if len(argument) > LONGEST_QUESTION:
            return plain_reply(texts.TOO_LONG.say(person.language).format(limit=LONGEST_QUESTION))
        earlier = self._turn(person, about)
        return self._exchanged(self._library.converse(argument, person.language, earlier, replied=bool(about)))

    def _turn(self, person: Person, about: str) -> Turn | None:
        """What a message goes on from: what the bot's message that it is about carried, else what was said last."""
        if not person.chat:
            return None
        return self._memory.behind(person.chat, about) if about else self._memory.last(person.chat, person.member)

    def _exchanged(self, exchange: Exchange) -> Reply:
        answer = exchange.answer
        resolutions = {ref: self._resolution(ref) for ref in answer.suggestions}
        headings = {ref: resolution.heading for ref, resolution in resolutions.items() if resolution}
        return replace(offering_reply(answer, headings), turn=exchange.turn)

    def _clear(self, person: Person) -> Reply:
        self._memory.clear(person.chat, person.member)
        return plain_reply(texts.CLEARED.say(person.language))

    def _item(self, argument: str, person: Person) -> Reply:
        """``/item 26-3-2``, ``/item 26 3 2`` or any words that name a part."""
        if not argument:
            return plain_reply(texts.ITEM_USAGE.say(person.language))
        written = "-".join(argument.split())
        if parse_ref(written):
            return self._show(written, person)
        mentions = self._library.read_question(argument, person.language).mentions
        if not mentions.refs and not mentions.points:
            return plain_reply(texts.ITEM_USAGE.say(person.language))
        return self._ask(argument, person)

    def _meeting(self, argument: str, person: Person) -> Reply:
        if not argument:
            return self._meetings(person)
        return self._show(argument, person) if parse_ref(argument) else self._ask(argument, person)

    def _meetings(self, person: Person) -> Reply:
        language = person.language
        kept = self._library.meetings()
        if not kept:
            return plain_reply(texts.NO_MINUTES.say(language))
        lines = tuple(Paragraph(texts.say_overview(each, language)) for each in kept)
        buttons = tuple(show_button(self._library.label(each.minutes.ref, language), each.minutes.ref) for each in kept)
        turn = self._library.shown((each.minutes.ref for each in kept), language)
        return Reply((Paragraph(texts.MEETINGS.say(language), Style.TITLE), *lines), buttons, turn=turn)

    def _press(self, message: Message, person: Person) -> Reply:
        verb, _, argument = message.action.partition(" ")
        if verb == CHOOSE and self._library.part(argument):
            return self._choose(argument, person, message.about)
        shown = {SHOW: self._show, PAGE: self._page, CHECK: self._check}.get(verb)
        if shown and self._library.part(argument):
            return shown(argument, person)
        return plain_reply(texts.STALE.say(person.language))

    def _choose(self, written: str, person: Person, about: str) -> Reply:
        """Answer the question that was asked back for the meeting that was chosen."""
        turn, meeting = self._turn(person, about), parse_ref(written)
        exchange = self._library.choose(turn, meeting) if turn and meeting else None
        return self._exchanged(exchange) if exchange else plain_reply(texts.FORGOTTEN.say(person.language))

    def _show(self, written: str, person: Person) -> Reply:
        """A part, whole and verbatim; a whole meeting in short, with buttons to its resolutions."""
        parts = self._library.part(written)
        language = person.language
        if not parts:
            ref = parse_ref(written)
            return answer_reply(self._library.ask(str(ref or written), language))
        if parts[0].ref.kind is None:
            return self._overview(parts, language)
        paragraphs = tuple(paragraph for part in parts for paragraph in self._whole(part, language))
        buttons = tuple(button for part in parts for button in self._buttons(part.ref, language))
        return Reply(paragraphs, buttons, turn=self._library.shown((part.ref for part in parts), language))

    def _buttons(self, ref: Ref, language: Language) -> Iterator[Button]:
        """Buttons from a part to what it belongs to and to the page it stands on."""
        yield from around_buttons(ref, language)
        page = self._library.minutes_of(ref).minutes.page_of(ref)
        if page is not None:
            yield page_button(page, ref, language)

    def _page(self, written: str, person: Person) -> Reply:
        """The pictures of the pages on which the parts of a ref begin."""
        paragraphs, pictures = [], []
        for part in self._library.part(written):
            kept = self._library.minutes_of(part.ref)
            try:
                pictures.append(self._library.page_picture(part.ref))
            except MinutesError as error:
                paragraphs.append(Paragraph(error.say(person.language), Style.NOTICE))
                continue
            place = texts.PAGE_OF.say(person.language)
            place = place.format(source=kept.source, page=kept.minutes.page_of(part.ref))
            paragraphs.append(Paragraph(place, citation=self._library.label(part.ref, person.language)))
        return Reply(tuple(paragraphs), pictures=tuple(pictures))

    def _check(self, argument: str, person: Person) -> Reply:
        """The report of the document of a meeting: what was found in it, and what is missing or unsure."""
        language = person.language
        parts = self._library.part(argument)
        if not parts:
            ref = parse_ref(argument)
            return (
                answer_reply(self._library.ask(str(ref), language))
                if ref
                else plain_reply(texts.CHECK_USAGE.say(language))
            )
        paragraphs: list[Paragraph] = []
        for part in parts:
            kept = self._library.minutes_of(part.ref)
            report = describe(kept.minutes, kept.source, kept.versions)
            paragraphs.append(Paragraph(texts.REPORT.say(language), Style.TITLE))
            paragraphs += [Paragraph(line) for line in report.lines(language)]
            paragraphs += [Paragraph(f"! {warning.say(language)}", Style.NOTICE) for warning in report.warnings]
            if not report.warnings:
                paragraphs.append(Paragraph(texts.NO_WARNINGS.say(language)))
        return Reply(tuple(paragraphs))

    def _resolution(self, ref: Ref) -> Resolution | None:
        """The resolution that a part is or belongs to."""
        return None if ref.resolution is None else self._library.minutes_of(ref).minutes.resolution(ref.resolution)

    def _whole(self, part: Part, language: Language) -> list[Paragraph]:
        """The heading of the resolution, then every paragraph of the part, the last with the citation."""
        label = self._library.label(part.ref, language)
        resolution = self._resolution(part.ref)
        is_item = part.ref.item is not None
        title = [Paragraph(resolution.heading, Style.TITLE)] if resolution and is_item else []
        *before, last = part.text.split("\n")
        return [*title, *(Paragraph(text, Style.QUOTE) for text in before), Paragraph(last, Style.QUOTE, label)]

    def _overview(self, meetings: list[Part], language: Language) -> Reply:
        paragraphs: list[Paragraph] = []
        buttons: list[Button] = []
        for meeting in meetings:
            kept = self._library.minutes_of(meeting.ref)
            paragraphs.append(Paragraph(texts.say_overview(kept, language), Style.TITLE))
            count = len(kept.minutes.warnings)
            if count:
                notice = texts.WARNINGS.say(language).format(count=count, ref=meeting.ref)
                paragraphs.append(Paragraph(notice, Style.NOTICE))
                buttons.append(report_button(meeting.ref, language))
            paragraphs += line_paragraphs(meeting_lines(kept, language), language)
            refs = [leaf.ref for leaf in kept.minutes.leaf_parts() if leaf.ref.kind is not PartKind.ITEM]
            buttons += [show_button(self._library.label(ref, language), ref) for ref in refs]
        turn = self._library.shown((meeting.ref for meeting in meetings), language, in_short=True)
        return Reply(tuple(paragraphs), tuple(buttons), turn=turn)
