"""A digest as messages: pages that each fit one message, the figures and what goes furthest up on the first.

The buttons of a page open the parts it cites; those that turn the pages come from the feature that sends them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.paging import fitted, shortened
from bot.replies import Paragraph, Reply, Style, show_button
from bot.splitting import utf16_length, visible_text
from data.bilingual import Bilingual
from data.refs import Ref
from retrieval.answers import Citation, Line, LineKind
from retrieval.digest_parts import Acting, Digest, MeetingDigest, Resolved
from retrieval.digest_words import GENERAL_DUTIES, WHO_MUST_ACT

FULLEST = 3000
"""UTF-16 units to which a page is filled: a screen or two of a phone, well within a message."""
MOST_HIGHLIGHTS = 5
MOST_ON_FIRST = 8
"""Meetings, and departments, that the first page names."""
MOST_WATCHED = 3
"""Lines of one thing that is watched."""
MOST_BUTTONS = 12

_HIGHLIGHTS = Bilingual("重点决定", "Decisions that go furthest up")
_MEETINGS = Bilingual("会议", "Meetings")
_MORE_MEETINGS = Bilingual("……还有 {count} 次会议，见后页", "… and {count} more meetings on the next pages")
_LONGEST_LINE = 600  # characters; whoever wants the rest opens the citation
_LONGEST_QUOTE = 160
_MOST_LABELS = 6  # citations behind the name of a department


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph of a page, and the parts (with their labels) that it cites."""

    paragraph: Paragraph
    cited: tuple[tuple[Ref, str], ...] = ()

    @property
    def length(self) -> int:
        return utf16_length(visible_text(self.paragraph)) + 1


def digest_pages(digest: Digest) -> tuple[Reply, ...]:
    """The digest in pages, at least one; a quiet one is one line."""
    if digest.is_quiet:
        return (Reply((Paragraph(digest.headline.text),)),)
    pages = [list(_first_page(digest))]
    for meeting in digest.meetings:
        pages += _filled(list(_meeting_entries(meeting, digest)))
    pages += _filled(list(_acting_entries(digest)))
    return tuple(_page(entries) for entries in pages)


def _page(entries: Sequence[_Entry]) -> Reply:
    cited = dict(each for entry in entries for each in entry.cited)
    buttons = tuple(show_button(label, ref) for ref, label in list(cited.items())[:MOST_BUTTONS])
    return Reply(fitted(entry.paragraph for entry in entries), buttons)


def _filled(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Entries in pages as full as they may be; the first, a heading, stands on each."""
    heading, *rest = entries
    pages: list[list[_Entry]] = []
    used = FULLEST
    for entry in rest:
        if used + entry.length > FULLEST:
            pages.append([heading])
            used = heading.length
        pages[-1].append(entry)
        used += entry.length
    return pages or [[heading]]


def _first_page(digest: Digest) -> Iterator[_Entry]:
    """Title and figures, the meetings, what is watched, what goes furthest up, and who must act."""
    yield _Entry(Paragraph(digest.title.text, Style.TITLE))
    yield _Entry(Paragraph(digest.headline.text))
    for watch in digest.watched:
        yield _Entry(Paragraph(watch.reason.text, Style.TITLE))
        yield from (_entry((line,), digest) for line in watch.lines[:MOST_WATCHED])
    yield _title(_MEETINGS, digest)
    yield from (_entry((meeting.line,), digest) for meeting in digest.meetings[:MOST_ON_FIRST])
    if (further := len(digest.meetings) - MOST_ON_FIRST) > 0:
        yield _Entry(Paragraph(_MORE_MEETINGS.say(digest.language).format(count=further), Style.NOTICE))
    if highlights := _highlights(digest.resolutions):
        yield _title(_HIGHLIGHTS, digest)
        yield from (_entry(each.lines[:1], digest) for each in highlights)
    if departments := [each for each in digest.acting if not each.is_general][:MOST_ON_FIRST]:
        yield _title(WHO_MUST_ACT, digest)
        said = ("，" if digest.language == "zh" else ", ").join(each.line.text for each in departments)
        yield _Entry(Paragraph(said))


def _highlights(resolutions: Iterable[Resolved]) -> list[Resolved]:
    """The decisions that go furthest up, the latest meeting first among equals."""
    decided = [each for each in resolutions if each.decision]
    return sorted(decided, key=lambda each: -each.weight)[:MOST_HIGHLIGHTS]


def _meeting_entries(meeting: MeetingDigest, digest: Digest) -> Iterator[_Entry]:
    """The meeting as a heading, then a line for each resolution."""
    yield _entry((meeting.line,), digest, Style.TITLE)
    yield from (_entry(resolved.lines, digest) for resolved in meeting.resolutions)


def _acting_entries(digest: Digest) -> Iterator[_Entry]:
    """Every department with the number of its duties and where they stand; last those who are meant in general."""
    yield _title(WHO_MUST_ACT, digest)
    told_everyone = False
    for acting in digest.acting:
        if acting.is_general and not told_everyone:
            told_everyone = True
            yield _title(GENERAL_DUTIES, digest)
        yield _acting_entry(acting, digest)


def _acting_entry(acting: Acting, digest: Digest) -> _Entry:
    cited = dict.fromkeys(each.citation.ref for each in acting.duties)
    labels = {each.citation.ref: each.citation.label(digest.language) for each in acting.duties}
    shown = list(cited)[:_MOST_LABELS]
    said = _joined([labels[ref] for ref in shown], digest) + (" …" if len(cited) > len(shown) else "")
    return _Entry(Paragraph(acting.line.text, citation=said), tuple((ref, labels[ref]) for ref in shown))


def _entry(lines: Iterable[Line], digest: Digest, style: Style | None = None) -> _Entry:
    """Lines that belong together as one paragraph, with all that they cite behind it."""
    several = tuple(lines)
    is_quote = all(line.kind is LineKind.QUOTE for line in several)
    text = ("；" if digest.language == "zh" else "; ").join(line.text for line in several)
    if style is None:
        text = shortened(text, _LONGEST_QUOTE) if is_quote else f"• {shortened(text, _LONGEST_LINE)}"
    citations: list[Citation] = [line.citation for line in several if line.citation]
    labels = [citation.label(digest.language) for citation in citations]
    chosen = style or (Style.QUOTE if is_quote else Style.PLAIN)
    opened = tuple(
        (citation.ref, label) for citation, label in zip(citations, labels, strict=True) if not citation.ref.section
    )
    only = str(citations[0].ref) if len(citations) == 1 else ""
    return _Entry(Paragraph(text, chosen, _joined(labels, digest), only), opened)


def _joined(labels: Sequence[str], digest: Digest) -> str:
    return ("；" if digest.language == "zh" else "; ").join(dict.fromkeys(labels))


def _title(said: Bilingual, digest: Digest) -> _Entry:
    return _Entry(Paragraph(said.say(digest.language), Style.TITLE))
