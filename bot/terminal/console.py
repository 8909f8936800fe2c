"""The conversation in a terminal, drawn with rich; buttons are numbers."""

import tempfile
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.text import Text

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.replies import Button, File, Paragraph, Reply, Style
from data.bilingual import Bilingual, Language

_FILE_WRITTEN = Bilingual("文件已存为 {file}", "The file is in {file}")
_LOOKS = {Style.TITLE: "bold", Style.PLAIN: "", Style.QUOTE: "", Style.NOTICE: "yellow"}


def draw(reply: Reply) -> Iterable[Text]:
    """A reply as rich sees it: paragraphs, then the buttons with their numbers."""
    for paragraph in reply.paragraphs:
        yield _text(paragraph)
    if reply.toast:
        yield Text(reply.toast, style="green")
    for number, button in enumerate(_pressable(reply), start=1):
        yield Text(f"[{number}] {button.label}", style="dim")


def _pressable(reply: Reply) -> list[Button]:
    """The buttons that do something here, where there is no one to share a link with."""
    return [button for button in reply.buttons if button.action]


def _text(paragraph: Paragraph) -> Text:
    quoted = f"「{paragraph.text}」" if paragraph.style is Style.QUOTE else paragraph.text
    text = Text(quoted, style=_LOOKS[paragraph.style])
    if paragraph.link:
        text.append(f"\n/start {paragraph.link.payload}", style="cyan")
    if paragraph.citation:
        text.append(f" [{paragraph.citation}]", style="not bold cyan")
    return text


def chat(conversation: Conversation, console: Console, language: Language) -> None:
    """Talk until ``/quit`` or the end of the input."""
    person = Person(language, chat="console")
    buttons: Sequence[Button] = ()
    session, name = uuid4().hex[:8], ""
    asked = ""
    console.print(*draw(conversation.reply(Message("/start"), person)), sep="\n")
    console.print(Text(texts.CHAT_HINT.say(language), style="dim"))
    for number in count(1):
        try:
            line = console.input("[bold green]>[/] ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line in ("/quit", "/exit"):
            break
        pressed = int(line) - 1 if line.isdecimal() else -1
        is_pressed = 0 <= pressed < len(buttons)
        asked = asked if is_pressed else line
        message = Message(action=buttons[pressed].action, about=name, asked=asked) if is_pressed else Message(line)
        reply = conversation.reply(message, person)
        if reply.paragraphs:
            buttons, name = _pressable(reply), f"{session}-{number}"
            conversation.carried(reply, person, name)
        console.print(*draw(reply), sep="\n")
        for picture in reply.pictures:
            console.print(Text(texts.PICTURE_WRITTEN.say(language).format(file=_write(picture)), style="dim"))
        for file in reply.files:
            console.print(Text(_FILE_WRITTEN.say(language).format(file=_write_file(file)), style="dim"))
    console.print(texts.BYE.say(language))


def _write(picture: bytes) -> Path:
    """Write a picture where the system keeps what is of use for a while."""
    with tempfile.NamedTemporaryFile(prefix="minutes-", suffix=".png", delete=False) as file:
        file.write(picture)
    return Path(file.name)


def _write_file(file: File) -> Path:
    """Write a file under its own name, in a new folder where the system keeps what is of use for a while."""
    path = Path(tempfile.mkdtemp(prefix="minutes-")) / file.name
    path.write_bytes(file.content)
    return path
