"""What the conversation hands to a channel: a reply of paragraphs and buttons, free of any channel's markup."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from data.bilingual import Bilingual, Language
from data.refs import PartKind, Ref, say_number
from retrieval.answers import Answer, Line, LineKind, Status
from retrieval.turns import Turn

SHOW = "show"
"""The action of a button that shows a part: ``show <full ref>``."""

READ = "read"
"""The action of a button that shows a page of a part where the button is: ``read <full ref> <page>``."""

OVERVIEW = "overview"
"""The action of a button that shows a meeting in short where the button is: ``overview <full ref> <page>``."""

FILE = "file"
"""The action of a button that sends a part as a file: ``file <full ref> <docx|txt>``."""

SOURCE = "source"
"""The action of a button that sends the original document of a meeting: ``source <full ref>``."""

PAGE = "page"
"""The action of a button that shows the picture of the page on which a part begins: ``page <full ref>``."""

CHECK = "check"
"""The action of a button that shows the report of a meeting's document: ``check <full ref>``."""

CHOOSE = "choose"
"""The action of a button that answers the question above it for one meeting: ``choose <full ref of the meeting>``."""

MORE = "more"
"""The action of a button that shows what else was found for the question above it."""

WATCH = "watch"
"""The action of a button that has its person told when new minutes answer the question above it."""

BUTTONS_A_ROW = 2

MOST_PARTS = 6
"""Parts of an answer that have a button; what else it cites is reached through the resolution or the meeting."""

_FULL_TEXT = Bilingual("全文", "Full text")
_MORE = Bilingual("更多结果", "More results")
RESOLUTION = Bilingual("整项决议", "Whole resolution")
MEETING = Bilingual("整次会议", "Whole meeting")
_PAGE = Bilingual("原件第{page}页", "Page {page} of the original")
_REPORT = Bilingual("读取报告", "Reading report")
_NEAREST = Bilingual(
    "最接近的条目如下，不一定是您要的内容：", "The nearest items are below; they may not be what you are looking for:"
)
_KEPT = Bilingual("（接上文：{kept}）", "(Going on from: {kept})")
_LONGEST_LABEL = 30  # characters of a button that has a row of its own


class Style(StrEnum):
    """How a paragraph looks."""

    TITLE = "title"
    PLAIN = "plain"
    QUOTE = "quote"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the bot itself, with a payload that comes back as ``/start <payload>``.

    One ``to_group`` lets the reader choose a group that the bot is then added to.
    """

    payload: str = field(repr=False)
    to_group: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, the citation shown after it, and the link that the channel writes out after it, if any.

    ``ref`` is that of the part that is cited, in full.
    """

    text: str
    style: Style = Style.PLAIN
    citation: str = ""
    ref: str = ""
    link: Link | None = None


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

    ``turn`` is what a reply to it goes on from, ``before`` what it went on from itself, and ``said`` what its verdict
    is about. A reply ``in_place`` takes the place of the message whose button was pressed. ``toast`` is shown for a
    moment to who pressed a button; an ``alert`` stays until it is read. The quotes of one that is ``unfolded`` are the
    text that was asked for: long ones are shown whole.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    buttons: tuple[Button, ...] = ()
    pictures: tuple[bytes, ...] = ()
    files: tuple[File, ...] = ()
    in_place: bool = False
    toast: str = ""
    alert: bool = False
    unfolded: bool = False
    turn: Turn | None = field(default=None, compare=False, repr=False)
    before: Turn | None = field(default=None, compare=False, repr=False)
    said: Said | None = field(default=None, compare=False, repr=False)
    asks: str = ""

    def without_buttons(self) -> "Reply":
        """The same paragraphs, for where nothing can be pressed."""
        return Reply(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Insert:
    """Something a person may insert into any chat: what is listed, and the message that is sent in their name.

    ``ref`` tells it from the others: the part it shows, in full, or ``answer``.
    """

    ref: str
    title: str
    about: str
    reply: Reply


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
    """An answer: own words before quotes; buttons for the parts it cites, what these belong to, and more results."""
    refs = list(dict.fromkeys(citation.ref for citation in answer.citations))
    full_text = _FULL_TEXT.say(answer.language)
    parts = tuple(
        replace(show_button(f"{full_text} {_short_label(answer, ref)}", ref), row=1 + index // BUTTONS_A_ROW)
        for index, ref in enumerate(refs[:MOST_PARTS])
    )
    further = []
    if resolution := _leading_resolution(refs):
        further.append(show_button(RESOLUTION.say(answer.language), resolution))
    elif len(refs) > MOST_PARTS:
        meetings = list(dict.fromkeys(ref.whole_meeting() for ref in refs))[:BUTTONS_A_ROW]
        whole = MEETING.say(answer.language)
        further += [show_button(f"{whole} {_short_label(answer, ref)}", ref) for ref in meetings]
    if refs and answer.timings.get("encode"):  # it was searched for
        further.append(Button(_MORE.say(answer.language), MORE))
    row = parts[-1].row + 1 if parts else 1
    paragraphs = line_paragraphs(_own_words_first(answer.lines), answer.language)
    return Reply(paragraphs, (*parts, *(replace(each, row=row) for each in further)))


def _own_words_first(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with the own words under each heading before the quotes."""
    for _, run in groupby(lines, lambda line: line.kind in (LineKind.STATEMENT, LineKind.QUOTE)):
        yield from sorted(run, key=lambda line: line.kind is LineKind.QUOTE)


def _leading_resolution(refs: Sequence[Ref]) -> Ref | None:
    """The resolution of more than half of the parts, unless it is one of them."""
    resolutions = Counter(ref.whole_resolution() for ref in refs if ref.kind is PartKind.ITEM and ref.resolution)
    if not resolutions:
        return None
    [(resolution, count)] = resolutions.most_common(1)
    return resolution if 2 * count > len(refs) and resolution not in refs else None


def _short_label(answer: Answer, ref: Ref) -> str:
    """A citation as short as a button needs: ``26·三·（二）``, with the office where there are several."""
    label, number = answer.label(ref), str(ref.meeting)
    said = say_number(ref.meeting, answer.language)
    return label.replace(said, number, 1) if number in said and label.startswith(said) else label


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
        replace(show_button(_shortened(_short_label(answer, ref), headings.get(ref, "")), ref), row=row)
        for row, ref in enumerate(answer.suggestions, start=1 + max((each.row for each in reply.buttons), default=0))
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
        Paragraph(line.text, _STYLES[line.kind], line.citation.label(language), str(line.citation.ref))
        if line.citation
        else Paragraph(line.text, _STYLES[line.kind])
        for line in lines
    )


def show_button(label: str, ref: Ref) -> Button:
    """A button that shows the part at ``ref``, a ref in full."""
    return Button(label, f"{SHOW} {ref}")


def page_button(page: int, ref: Ref, language: Language) -> Button:
    """A button that shows the picture of the page on which the part at ``ref`` begins."""
    return Button(_PAGE.say(language).format(page=page), f"{PAGE} {ref}")


def report_button(ref: Ref, language: Language) -> Button:
    """A button that shows the report of the document of a meeting."""
    return Button(_REPORT.say(language), f"{CHECK} {ref}")
