"""Draws the conversations of the README from what the bot really says: ``python -m tests.rendering.conversation``.

The argument is the folder for the pictures. Each carries its transcript, so that a test can tell whether the bot would
still say the same.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.telegram.html import html_messages
from bot.telegram.keyboards import deep_link, keyboard
from data.bilingual import Language
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.botapi.markup import parse_html
from tests.rendering.chat_look import Bubble, draw_chat

SAID: dict[Language, tuple[str, ...]] = {
    "zh": ("停车方案由哪个部门修改", "谁主持的", "第26次第三项（二）", "/meetings"),
    "en": (
        "who has to revise the parking plan",
        "who chaired?",
        "item 3(2) of meeting 26",
        "/meetings",
    ),
}
TRANSCRIPT = "Transcript"
_BOT = "minutes_bot"
_COLOURS = 128
_MINUTES = Path(__file__).parent.parent.parent / "data" / "minutes"


def talk(library: MinutesLibrary, language: Language) -> Iterator[Bubble]:
    """A conversation: what is typed, and what the bot replies as Telegram shows it."""
    conversation = Conversation(library)
    person = Person(language, "picture", "1")
    for text in SAID[language]:
        yield Bubble(text, is_mine=True)
        reply = conversation.reply(Message(text), person)
        messages = html_messages(reply, lambda ref: deep_link(_BOT, ref))
        markup = keyboard(reply.buttons, _BOT)
        rows = tuple(tuple(button.text for button in row) for row in markup.inline_keyboard) if markup else ()
        for number, html in enumerate(messages, start=1):
            shown, entities = parse_html(html)
            yield Bubble(shown, entities, buttons=rows if number == len(messages) else ())


def transcript(bubbles: list[Bubble]) -> str:
    """Everything that stands in a picture."""
    said = []
    for bubble in bubbles:
        said.append(f"> {bubble.text}" if bubble.is_mine else bubble.text)
        said += [" ".join(f"[{label}]" for label in row) for row in bubble.buttons]
    return "\n".join(said)


def picture(bubbles: list[Bubble]) -> bytes:
    """The conversation as PNG, with its transcript."""
    told = PngInfo()
    told.add_itxt(TRANSCRIPT, transcript(bubbles), zip=True)
    drawn = draw_chat(bubbles).quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG", pnginfo=told, optimize=True)
    return buffer.getvalue()


def main(folder: Path) -> None:
    """Draw both pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state, MinutesLibrary(LibrarySettings(Path(state), _MINUTES)) as library:
        for language in SAID:
            (folder / f"conversation_{language}.png").write_bytes(picture(list(talk(library, language))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
