"""The conversation in a terminal, drawn with rich; buttons are numbers."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bot import texts
from bot.conversation import Conversation, Message, Person
from bot.replies import Button, Paragraph, Reply, Style
from data.bilingual import Bilingual, Language

_LOOKS = {Style.TITLE: "bold", Style.PLAIN: "", Style.QUOTE: "", Style.NOTICE: "yellow"}
_EMBEDDING = Bilingual("计算向量", "Embedding")


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
    person = Person(language)
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
    console.print(texts.BYE.say(language))


class ProgressBar:
    """A progress bar that appears when there is something to wait for and goes when it is done."""

    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._label = _EMBEDDING.say(language)
        self._progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` steps are done."""
        if self._progress is None:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            hidden = not self._console.is_terminal
            self._progress = Progress(*columns, console=self._console, transient=True, disable=hidden)
            self._progress.add_task(self._label, total=total)
            self._progress.start()
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=done, total=total)
        if done >= total:
            self._progress.stop()
            self._progress = None
