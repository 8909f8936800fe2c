"""Views of the minutes: a message that shows a page of a part, or a meeting in short, with the buttons to go on."""

from collections.abc import Iterable, Iterator

from bot import texts
from bot.features import Request
from bot.fulltexts.reading import neighbours, packed, pages_of
from bot.paging import TURNS_ROW, cut, fitted, turns
from bot.replies import (
    FILE,
    MEETING,
    OVERVIEW,
    READ,
    RESOLUTION,
    SOURCE,
    Button,
    Paragraph,
    Reply,
    Style,
    line_paragraphs,
    page_button,
    report_button,
    show_button,
)
from data.bilingual import Bilingual, Language
from data.refs import UNNUMBERED, PartKind, Ref, parse_ref, say_number
from data.store import StoredMinutes
from retrieval.deciding import meeting_lines

_READ = Bilingual("通读全文", "Read it all")
_SOURCE = Bilingual("原始文件", "Original file")
_WORD = Bilingual("Word", "Word")
_TEXT = Bilingual("TXT", "TXT")
_SHARE = Bilingual("分享", "Share")

_NUMBERS_A_ROW = 4
_OVERVIEW_UNITS = 3000
FRAME_ROW = TURNS_ROW - 1
_BESIDE_ROW, _UP_ROW, _TOOLS_ROW = TURNS_ROW + 1, TURNS_ROW + 2, TURNS_ROW + 3


def part_view(ref: Ref, number: int, request: Request) -> Reply:
    """A page of the part at ``ref`` (a ref in full), verbatim; of a meeting, of everything in it."""
    shelf, language = request.shelf, request.language
    kept = shelf.minutes_of(ref)
    page = cut(pages_of(kept, ref, language), number, size=1)
    paragraphs = page.entries[0] if page.entries else ()
    buttons = (*turns(READ, str(ref), page), *_ways(kept, ref, language), *_tools(ref, language))
    turn = shelf.shown((ref,), language, in_short=ref.kind is None)
    return Reply(paragraphs, buttons, unfolded=True, turn=turn)


def overview(ref: Ref, number: int, request: Request) -> Reply:
    """A meeting in short: its identity, each resolution with its decision, and buttons to the parts."""
    shelf, language = request.shelf, request.language
    kept = shelf.minutes_of(ref)
    head = _head(kept, ref, language)
    page = cut(packed(_by_resolution(kept, language), _OVERVIEW_UNITS) or [()], number, size=1)
    entries = page.entries[0]
    further = [Button(_READ.say(language), f"{READ} {ref} 1", row=_UP_ROW)]
    further.append(Button(_SOURCE.say(language), f"{SOURCE} {ref}", row=_UP_ROW))
    if kept.minutes.warnings:
        report = report_button(ref, language)
        further.append(Button(report.label, report.action, row=_UP_ROW))
    buttons = (
        *_numbers(_parts_on(kept, entries, is_first=page.number == 1, is_last=page.number == page.count), language),
        *turns(OVERVIEW, str(ref), page),
        *further,
        *_tools(ref, language),
    )
    return Reply(fitted((*head, *entries)), buttons, turn=shelf.shown((ref,), language, in_short=True))


def views(refs: Iterable[Ref], request: Request) -> Reply:
    """Parts that share a short ref: all of them one after the other, each with a button to a view of its own."""
    shelf, language = request.shelf, request.language
    refs = tuple(refs)
    paragraphs: list[Paragraph] = []
    for ref in refs:
        kept = shelf.minutes_of(ref)
        if ref.kind is None:
            paragraphs += [*_head(kept, ref, language), *line_paragraphs(meeting_lines(kept, language), language)]
        else:
            paragraphs += [paragraph for page in pages_of(kept, ref, language) for paragraph in page]
    buttons = tuple(show_button(shelf.label(ref, language), ref) for ref in refs)
    in_short = all(ref.kind is None for ref in refs)
    return Reply(tuple(paragraphs), buttons, unfolded=True, turn=shelf.shown(refs, language, in_short=in_short))


def _head(kept: StoredMinutes, ref: Ref, language: Language) -> Iterator[Paragraph]:
    """A meeting in one line, and how many doubts reading its document left."""
    yield Paragraph(texts.say_overview(kept, language), Style.TITLE)
    if count := len(kept.minutes.warnings):
        yield Paragraph(texts.WARNINGS.say(language).format(count=count, ref=ref), Style.NOTICE)


def _by_resolution(kept: StoredMinutes, language: Language) -> list[list[Paragraph]]:
    """The meeting in short, the paragraphs of each resolution together."""
    blocks: list[list[Paragraph]] = []
    for paragraph in line_paragraphs(meeting_lines(kept, language), language):
        if paragraph.style is Style.TITLE or not blocks:
            blocks.append([])
        blocks[-1].append(paragraph)
    return blocks


def _parts_on(kept: StoredMinutes, paragraphs: Iterable[Paragraph], *, is_first: bool, is_last: bool) -> Iterator[Ref]:
    """The parts that a page of an overview leads to: header, the resolutions that are on it, attendance and footer."""
    minutes = kept.minutes
    meeting = minutes.ref
    if is_first:
        yield Ref(meeting.meeting, section=PartKind.HEADER, series=meeting.series)
    refs = [ref for paragraph in paragraphs if (ref := parse_ref(paragraph.ref))]
    yield from dict.fromkeys(ref if ref.resolution == UNNUMBERED else ref.whole_resolution() for ref in refs)
    if is_last and minutes.attendance:
        yield Ref(meeting.meeting, section=PartKind.ATTENDANCE, series=meeting.series)
    if is_last and minutes.footer:
        yield Ref(meeting.meeting, section=PartKind.FOOTER, series=meeting.series)


def _numbers(refs: Iterable[Ref], language: Language) -> Iterator[Button]:
    """Buttons to parts of one meeting: resolutions, several side by side, then what stands before and after them."""
    refs = list(refs)
    numbered = [ref for ref in refs if ref.section is None]
    for index, ref in enumerate(numbered):
        yield Button(_place(ref, language), f"{READ} {ref} 1", row=1 + index // _NUMBERS_A_ROW)
    for ref in refs:
        if ref.section is not None:
            place = _place(ref, language)
            yield Button(place[:1].upper() + place[1:], f"{READ} {ref} 1", row=FRAME_ROW)


def _ways(kept: StoredMinutes, ref: Ref, language: Language) -> Iterator[Button]:
    """Buttons from a part to the one before and after, to what it belongs to, and to the page it stands on."""
    before, after = neighbours(kept.minutes, ref)
    if before:
        yield Button(f"‹ {_place(before, language)}", f"{READ} {before} 1", row=_BESIDE_ROW)
    if after:
        yield Button(f"{_place(after, language)} ›", f"{READ} {after} 1", row=_BESIDE_ROW)
    if ref.kind is PartKind.ITEM and ref.resolution != UNNUMBERED:
        yield Button(RESOLUTION.say(language), f"{READ} {ref.whole_resolution()} 1", row=_UP_ROW)
    yield Button(MEETING.say(language), f"{OVERVIEW} {ref.whole_meeting()} 1", row=_UP_ROW)
    page = kept.minutes.page_of(ref) if ref.kind else None
    if page is not None:
        button = page_button(page, ref, language)
        yield Button(button.label, button.action, row=_UP_ROW)


def _tools(ref: Ref, language: Language) -> Iterator[Button]:
    """Buttons that give a part away: as a file, or as a link."""
    yield Button(_WORD.say(language), f"{FILE} {ref} docx", row=_TOOLS_ROW)
    yield Button(_TEXT.say(language), f"{FILE} {ref} txt", row=_TOOLS_ROW)
    yield Button(_SHARE.say(language), share=str(ref), row=_TOOLS_ROW)


def _place(ref: Ref, language: Language) -> str:
    """A part without its meeting: ``三·（二）``, ``3 · (2)``, ``文头``."""
    return ref.citation(language).removeprefix(say_number(ref.meeting, language)).strip(" ·")
