"""What the conversation hands to a channel: a reply of paragraphs and buttons, free of any channel's markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.bilingual import Bilingual, Language
from data.refs import PartKind, Ref
from retrieval.answers import Answer, Line, LineKind

SHOW = "show"
"""The action of a button that shows a part: ``show <full ref>``."""

PAGE = "page"
"""The action of a button that shows the picture of the page on which a part begins: ``page <full ref>``."""

CHECK = "check"
"""The action of a button that shows the report of a meeting's document: ``check <full ref>``."""

BUTTONS_A_ROW = 2

_FULL_TEXT = Bilingual("全文", "Full text")
_RESOLUTION = Bilingual("整项决议", "Whole resolution")
_MEETING = Bilingual("整次会议", "Whole meeting")
_PAGE = Bilingual("原件第{page}页", "Page {page} of the original")
_REPORT = Bilingual("读取报告", "Reading report")


class Style(StrEnum):
    """How a paragraph looks."""

    TITLE = "title"
    PLAIN = "plain"
    QUOTE = "quote"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the citation shown after it, if any."""

    text: str
    style: Style = Style.PLAIN
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its label, and the action that comes back (at most 64 bytes)."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets to see; pictures are PNG."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()
    pictures: tuple[bytes, ...] = ()

    def without_buttons(self) -> "Reply":
        """The same paragraphs, for where nothing can be pressed."""
        return Reply(self.paragraphs)


_STYLES = {
    LineKind.HEADING: Style.TITLE,
    LineKind.STATEMENT: Style.PLAIN,
    LineKind.QUOTE: Style.QUOTE,
    LineKind.NOTICE: Style.NOTICE,
}


def plain_reply(text: str) -> Reply:
    """A reply of one sentence."""
    return Reply((Paragraph(text),))


def answer_reply(answer: Answer) -> Reply:
    """An answer, with a button for the full text of each part it cites or suggests."""
    refs = [citation.ref for citation in answer.citations] or list(answer.suggestions)
    full_text = _FULL_TEXT.say(answer.language)
    buttons = tuple(show_button(f"{full_text} {answer.label(ref)}", ref) for ref in dict.fromkeys(refs))
    return Reply(line_paragraphs(answer.lines, answer.language), buttons)


def line_paragraphs(lines: Iterable[Line], language: Language) -> tuple[Paragraph, ...]:
    """The lines of an answer as paragraphs."""
    return tuple(
        Paragraph(line.text, _STYLES[line.kind], line.citation.label(language) if line.citation else "")
        for line in lines
    )


def around_buttons(ref: Ref, language: Language) -> tuple[Button, ...]:
    """Buttons from a part to what it belongs to."""
    buttons = []
    if ref.kind is PartKind.ITEM:
        buttons.append(show_button(_RESOLUTION.say(language), ref.whole_resolution()))
    if ref.kind is not None:
        buttons.append(show_button(_MEETING.say(language), ref.whole_meeting()))
    return tuple(buttons)


def show_button(label: str, ref: Ref) -> Button:
    """A button that shows the part at ``ref``, a ref in full."""
    return Button(label, f"{SHOW} {ref}")


def page_button(page: int, ref: Ref, language: Language) -> Button:
    """A button that shows the picture of the page on which the part at ``ref`` begins."""
    return Button(_PAGE.say(language).format(page=page), f"{PAGE} {ref}")


def report_button(ref: Ref, language: Language) -> Button:
    """A button that shows the report of the document of a meeting."""
    return Button(_REPORT.say(language), f"{CHECK} {ref}")
