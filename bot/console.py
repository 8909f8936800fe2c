"""The conversation in a terminal, drawn with rich; buttons are numbers."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.replies import Button, Paragraph, Reply, Style
from data.bilingual import Language

_LOOKS = {Style.TITLE: "bold", Style.PLAIN: "", Style.QUOTE: "", Style.NOTICE: "yellow"}


def draw(reply: Reply) -> Iterable[Text]:
    """A reply as rich sees it: paragraphs, then the buttons with their numbers."""
    for paragraph in reply.paragraphs:
        yield _text(paragraph)
    for number, button in enumerate(reply.buttons, start=1):
        yield Text(f"[{number}] {button.label}", style="dim")


def _text(paragraph: Paragraph) -> Text:
    quoted = f"「{paragraph.text}」" if paragraph.style is Style.QUOTE else paragraph.text
    text = Text(quoted, style=_LOOKS[paragraph.style])
    if paragraph.citation:
        text.append(f" [{paragraph.citation}]", style="not bold cyan")
    return text


def chat(conversation: Conversation, console: Console, language: Language) -> None:
    """Talk until ``/quit`` or the end of the input."""
    person = Person(language, chat="console")
    buttons: Sequence[Button] = ()
    console.print(*draw(conversation.reply(Message("/start"), person)), sep="\n")
    console.print(Text(texts.CHAT_HINT.say(language), style="dim"))
    while True:
        try:
            line = console.input("[bold green]>[/] ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line in ("/quit", "/exit"):
            break
        pressed = int(line) - 1 if line.isdecimal() else -1
        message = Message(action=buttons[pressed].action) if 0 <= pressed < len(buttons) else Message(line)
        reply = conversation.reply(message, person)
        buttons = reply.buttons
        console.print(*draw(reply), sep="\n")
        for picture in reply.pictures:
            console.print(Text(texts.PICTURE_WRITTEN.say(language).format(file=_write(picture)), style="dim"))
    console.print(texts.BYE.say(language))


def _write(picture: bytes) -> Path:
    """Write a picture where the system keeps what is of use for a while."""
    with tempfile.NamedTemporaryFile(prefix="minutes-", suffix=".png", delete=False) as file:
        file.write(picture)
    return Path(file.name)
