"""What the conversation hands to a channel: a reply of paragraphs and buttons, free of any channel's markup."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.bilingual import Bilingual, Language
from data.refs import PartKind, Ref, say_number
from retrieval.answers import Answer, Line, LineKind, Status
from retrieval.turns import Turn

SHOW = "show"
"""The action of a button that shows a part: ``show <full ref>``."""

PAGE = "page"
"""The action of a button that shows the picture of the page on which a part begins: ``page <full ref>``."""

CHECK = "check"
"""The action of a button that shows the report of a meeting's document: ``check <full ref>``."""

CHOOSE = "choose"
"""The action of a button that answers the question above it for one meeting: ``choose <full ref of the meeting>``."""

BUTTONS_A_ROW = 2

_FULL_TEXT = Bilingual("全文", "Full text")
_RESOLUTION = Bilingual("整项决议", "Whole resolution")
_MEETING = Bilingual("整次会议", "Whole meeting")
_PAGE = Bilingual("原件第{page}页", "Page {page} of the original")
_REPORT = Bilingual("读取报告", "Reading report")
_NEAREST = Bilingual(
    "最接近的条目如下，不一定是您要的内容：", "The nearest items are below; they may not be what you are looking for:"
)
_KEPT = Bilingual("（接上文：{kept}）", "(Going on from: {kept})")
_LONGEST_LABEL = 60  # characters of a button


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
    """Something to press: its label, and the action that comes back (at most 64 bytes).

    One with ``share``, the payload of a deep link to the bot, passes that link on instead. Buttons of the same ``row``
    stand side by side; those of row 0 are laid out by the channel.
    """

    label: str
    action: str = ""
    share: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that is sent."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """A question and the parts (refs in full) that were cited in answer to it, none where nothing was found."""

    question: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets to see; pictures are PNG. Without paragraphs, files and pictures nothing is sent.

    ``turn`` is what a reply to it goes on from, and ``said`` what its verdict is about. A reply ``in_place`` takes the
    place of the message whose button was pressed. ``toast`` is shown for a moment to who pressed a button; an ``alert``
    stays until it is read.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    buttons: tuple[Button, ...] = ()
    pictures: tuple[bytes, ...] = ()
    files: tuple[File, ...] = ()
    in_place: bool = False
    toast: str = ""
    alert: bool = False
    turn: Turn | None = field(default=None, compare=False, repr=False)
    said: Said | None = field(default=None, compare=False, repr=False)

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
    """An answer, with a button for the full text of each part it cites."""
    refs = [citation.ref for citation in answer.citations]
    full_text = _FULL_TEXT.say(answer.language)
    buttons = tuple(show_button(f"{full_text} {answer.label(ref)}", ref) for ref in dict.fromkeys(refs))
    return Reply(line_paragraphs(answer.lines, answer.language), buttons)


def offering_reply(answer: Answer, headings: Mapping[Ref, str]) -> Reply:
    """An answer, or where there is none what may help: the meetings to choose from, or the nearest items.

    ``headings`` are those of the resolutions of the suggested items, and no part of the answer.
    """
    reply = answer_reply(answer)
    if answer.status is Status.ANSWERED:
        return reply
    language = answer.language
    before = (Paragraph(_KEPT.say(language).format(kept=kept), Style.NOTICE),) if (kept := _say_kept(answer)) else ()
    if answer.status is Status.AMBIGUOUS:
        buttons = tuple(Button(answer.label(ref), f"{CHOOSE} {ref}") for ref in answer.suggestions)
        return Reply((*before, *reply.paragraphs), (*reply.buttons, *buttons))
    buttons = tuple(
        show_button(_shortened(answer.label(ref), headings.get(ref, "")), ref) for ref in answer.suggestions
    )
    nearest = (Paragraph(_NEAREST.say(language), Style.NOTICE),) if buttons else ()
    return Reply((*before, *reply.paragraphs, *nearest), (*reply.buttons, *buttons))


def _say_kept(answer: Answer) -> str:
    """What an answer without citations took from before, for the reader cannot see it."""
    kept = answer.understood.get("kept")
    if not isinstance(kept, Mapping):
        return ""
    language = answer.language
    said = [say_number(number, language) for number in kept.get("meetings", ())]
    return " · ".join([*said, *filter(None, (str(kept.get("topic", "")),))])


def _shortened(label: str, heading: str) -> str:
    """A citation with as much of the heading as a button shows."""
    said = f"{label} {heading}".strip()
    return said if len(said) <= _LONGEST_LABEL else said[: _LONGEST_LABEL - 1] + "…"


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
