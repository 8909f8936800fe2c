"""Parts of the minutes as they stand: an item, a resolution, a meeting, a page, a reading report."""

from collections.abc import Iterator, Sequence

from bot import texts
from bot.features import Action, Command, Request, Run
from bot.replies import (
    CHECK,
    PAGE,
    SHOW,
    Button,
    Paragraph,
    Reply,
    Style,
    answer_reply,
    around_buttons,
    line_paragraphs,
    page_button,
    plain_reply,
    report_button,
    show_button,
)
from data.bilingual import Bilingual, MinutesError
from data.model import Part
from data.refs import PartKind, Ref, parse_ref
from retrieval.deciding import meeting_lines
from retrieval.reporting import describe


class Showing:
    """Shows parts by their refs; what is no ref is asked."""

    def __init__(self, ask: Run, meetings: Run) -> None:
        """``ask`` answers a question, ``meetings`` lists the meetings."""
        self._ask = ask
        self._meetings = meetings

    @property
    def commands(self) -> Sequence[Command]:
        """``/item``, ``/meeting`` and ``/check``."""
        return (
            Command(
                "item", self._item, Bilingual("某一条的全文", "full text of an item"), Bilingual("26-3-2", "26-3-2")
            ),
            Command("meeting", self._meeting, Bilingual("某次会议", "one meeting"), Bilingual("26", "26")),
            Command(
                "check",
                self._check,
                Bilingual("某次纪要的读取报告", "how well minutes were read"),
                Bilingual("26", "26"),
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The buttons to a part, its page, and the report of its document."""
        return (
            Action(SHOW, self._press(self.show)),
            Action(PAGE, self._press(self._page), is_slow=True),
            Action(CHECK, self._press(self._check)),
        )

    @staticmethod
    def _press(run: Run) -> Run:
        """``run`` for a button whose part may be gone."""

        def pressed(written: str, request: Request) -> Reply:
            return run(written, request) if request.shelf.part(written) else plain_reply(request.say(texts.STALE))

        return pressed

    def _item(self, argument: str, request: Request) -> Reply:
        """``/item 26-3-2``, ``/item 26 3 2`` or any words that name a part."""
        if not argument:
            return plain_reply(request.say(texts.ITEM_USAGE))
        written = "-".join(argument.split())
        if parse_ref(written):
            return self.show(written, request)
        mentions = request.shelf.read_question(argument, request.language).mentions
        if not mentions.refs and not mentions.points:
            return plain_reply(request.say(texts.ITEM_USAGE))
        return self._ask(argument, request)

    def _meeting(self, argument: str, request: Request) -> Reply:
        if not argument:
            return self._meetings("", request)
        return self.show(argument, request) if parse_ref(argument) else self._ask(argument, request)

    def show(self, written: str, request: Request) -> Reply:
        """A part, whole and verbatim; a whole meeting in short, with buttons to its resolutions."""
        shelf, language = request.shelf, request.language
        parts = shelf.part(written)
        if not parts:
            ref = parse_ref(written)
            return answer_reply(shelf.ask(str(ref or written), language))
        if parts[0].ref.kind is None:
            return _overview(parts, request)
        paragraphs = tuple(paragraph for part in parts for paragraph in _whole(part, request))
        buttons = tuple(button for part in parts for button in _buttons(part.ref, request))
        return Reply(paragraphs, buttons, turn=shelf.shown((part.ref for part in parts), language))

    @staticmethod
    def _page(written: str, request: Request) -> Reply:
        """The pictures of the pages on which the parts of a ref begin."""
        shelf = request.shelf
        paragraphs, pictures = [], []
        for part in shelf.part(written):
            kept = shelf.minutes_of(part.ref)
            try:
                pictures.append(shelf.page_picture(part.ref))
            except MinutesError as error:
                paragraphs.append(Paragraph(error.say(request.language), Style.NOTICE))
                continue
            place = request.say(texts.PAGE_OF, source=kept.source, page=kept.minutes.page_of(part.ref))
            paragraphs.append(Paragraph(place, citation=shelf.label(part.ref, request.language)))
        return Reply(tuple(paragraphs), pictures=tuple(pictures))

    @staticmethod
    def _check(argument: str, request: Request) -> Reply:
        """The report of the document of a meeting: what was found in it, and what is missing or unsure."""
        shelf, language = request.shelf, request.language
        parts = shelf.part(argument)
        if not parts:
            ref = parse_ref(argument)
            if ref:
                return answer_reply(shelf.ask(str(ref), language))
            return plain_reply(request.say(texts.CHECK_USAGE))
        paragraphs: list[Paragraph] = []
        for part in parts:
            kept = shelf.minutes_of(part.ref)
            report = describe(kept.minutes, kept.source, kept.versions)
            paragraphs.append(Paragraph(request.say(texts.REPORT), Style.TITLE))
            paragraphs += [Paragraph(line) for line in report.lines(language)]
            paragraphs += [Paragraph(f"! {warning.say(language)}", Style.NOTICE) for warning in report.warnings]
            if not report.warnings:
                paragraphs.append(Paragraph(request.say(texts.NO_WARNINGS)))
        return Reply(tuple(paragraphs))


def _buttons(ref: Ref, request: Request) -> Iterator[Button]:
    """Buttons from a part to what it belongs to and to the page it stands on."""
    yield from around_buttons(ref, request.language)
    page = request.shelf.minutes_of(ref).minutes.page_of(ref)
    if page is not None:
        yield page_button(page, ref, request.language)


def _whole(part: Part, request: Request) -> list[Paragraph]:
    """The heading of the resolution, then every paragraph of the part, the last with the citation."""
    label = request.shelf.label(part.ref, request.language)
    resolution = request.shelf.corpus.resolution_at(part.ref)
    is_item = part.ref.item is not None
    title = [Paragraph(resolution.heading, Style.TITLE)] if resolution and is_item else []
    *before, last = part.text.split("\n")
    return [*title, *(Paragraph(text, Style.QUOTE) for text in before), Paragraph(last, Style.QUOTE, label)]


def _overview(meetings: list[Part], request: Request) -> Reply:
    shelf, language = request.shelf, request.language
    paragraphs: list[Paragraph] = []
    buttons: list[Button] = []
    for meeting in meetings:
        kept = shelf.corpus.stored_at(meeting.ref)
        paragraphs.append(Paragraph(texts.say_overview(kept, language), Style.TITLE))
        count = len(kept.minutes.warnings)
        if count:
            notice = request.say(texts.WARNINGS, count=count, ref=meeting.ref)
            paragraphs.append(Paragraph(notice, Style.NOTICE))
            buttons.append(report_button(meeting.ref, language))
        paragraphs += line_paragraphs(meeting_lines(kept, language), language)
        refs = [leaf.ref for leaf in kept.minutes.leaf_parts() if leaf.ref.kind is not PartKind.ITEM]
        buttons += [show_button(shelf.label(ref, language), ref) for ref in refs]
    turn = shelf.shown((meeting.ref for meeting in meetings), language, in_short=True)
    return Reply(tuple(paragraphs), tuple(buttons), turn=turn)
