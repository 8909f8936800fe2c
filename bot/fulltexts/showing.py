"""Parts of the minutes as they stand: an item, a resolution, a meeting, a page, a reading report."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request, Run
from bot.fulltexts.naming import named_part
from bot.fulltexts.views import overview, part_view, views
from bot.paging import read_page
from bot.replies import CHECK, OVERVIEW, PAGE, READ, SHOW, Paragraph, Reply, Style, answer_reply, plain_reply
from data.bilingual import Bilingual, MinutesError
from data.refs import Ref, parse_ref
from retrieval.reporting import describe
from retrieval.vocabulary import Kind

_NOT_THERE = Bilingual(
    "库中没有这份纪要，或者您不能查看。", "These minutes are not in the library, or not open to you."
)

View = Callable[[Ref, int, Request], Reply]


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
                in_menu=False,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The buttons to a part, to a page of it in place, to the page of the document, and to the reading report."""
        return (
            Action(SHOW, self._press(self.show)),
            Action(READ, _turn(part_view)),
            Action(OVERVIEW, _turn(overview)),
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
        return self.named(argument, request) or self._ask(argument, request)

    def _meeting(self, argument: str, request: Request) -> Reply:
        if not argument:
            return self._meetings("", request)
        if parse_ref(argument):
            return self.show(argument, request)
        if named := named_part(argument, request, (Kind.WHOLE_MEETING, Kind.FULL_TEXT)):
            return overview(named[0].whole_meeting(), 1, named[1])
        return self._ask(argument, request)

    @staticmethod
    def named(text: str, request: Request) -> Reply | None:
        """The part that a text names without asking anything about it; None for any other text."""
        named = named_part(text, request)
        if named is None:
            return None
        ref, asked = named
        return overview(ref, 1, asked) if parse_ref(text) and ref.kind is None else part_view(ref, 1, asked)

    @staticmethod
    def show(written: str, request: Request) -> Reply:
        """A part, whole and verbatim; a whole meeting in short, with buttons to its resolutions."""
        refs = [part.ref for part in request.shelf.part(written)]
        if not refs:
            ref = parse_ref(written)
            if ref and ref.series and not request.shelf.part(str(ref.whole_meeting())):
                return plain_reply(request.say(_NOT_THERE))
            return answer_reply(request.shelf.ask(str(ref or written), request.language))
        if len(refs) > 1:
            return views(refs, request)
        [ref] = refs
        return overview(ref, 1, request) if ref.kind is None else part_view(ref, 1, request)

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
            label = shelf.label(part.ref, request.language)
            paragraphs.append(Paragraph(place, citation=label, ref=str(part.ref)))
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


def _turn(view: View) -> Run:
    """A page of a view, in the place of the message whose button was pressed; its part may be gone."""

    def pressed(argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        parts = request.shelf.part(written)
        if len(parts) != 1:
            return plain_reply(request.say(texts.STALE))
        return replace(view(parts[0].ref, number, request), in_place=True)

    return pressed
