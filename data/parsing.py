"""Parsing minutes: from the text of a source to its header, resolutions, items, attendance and footer.

The opening sentence tells that it is minutes, and of which meeting; numerals and openings of paragraphs tell
the resolutions. Every line falls into exactly one part or is layout; ``uncovered`` in ``data.layout`` checks it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from data.attendance import attendance_in, mend_labels, read_attendance, starts_attendance
from data.bilingual import MinutesError
from data.checking import check, say_doubts
from data.decisions import read_decision
from data.footers import read_footer
from data.headers import Head, Surroundings, is_introduction, read_header
from data.layout import Line, join_lines, read_lines, spans_of, uncovered
from data.model import Attendance, Item, Minutes, Resolution, Span
from data.numbering import Form
from data.openings import Opening, find_opening
from data.outline import Draft, Outline, is_agenda, is_speech, opens, outline
from data.reading import Source
from data.refs import UNNUMBERED
from data.tails import closing_within, find_tail, read_tail
from data.unwrapping import unwrap
from data.webpages import is_web
from data.words import sentences

PARSER_VERSION = 2
_VERB = re.compile(
    r"(?:会议)?((?:分别|集体|专题|传达|再次|书面)*(?:审议|听取|学习|研究|讨论|传达|通报|审定|部署)+)"
    r"(?:并?(?:原则上?)?(?:同意|通过))?(?:了)?"
)
_TURN = re.compile(r"[，,](?=会议|原则|议定|研究议定|现议定|责成|同意)")
_AFTER_OPENING = 2  # lines in which the chair may be named
_LONGEST_NUMERAL = 3  # characters of a line that holds the numeral alone
_LONG_HEADING = 60  # characters; the first sentence of a longer one is cut where the decision begins


def parse_source(source: Source) -> Minutes:
    """Parse what was read from a file, with its pages and what was read with low confidence.

    Raises:
        MinutesError: it is not minutes of an executive meeting.
    """
    minutes = parse(source.text, source.layout, hard_wrapped=source.hard_wrapped)
    warnings = (*minutes.warnings, *say_doubts(source.text, source.doubtful))
    return replace(minutes, pages=source.pages, doubtful=source.doubtful, warnings=warnings)


def parse(source: str, layout: Sequence[Span] = (), *, hard_wrapped: bool | None = None) -> Minutes:
    """Parse the text of one meeting's minutes.

    Args:
        source: the text.
        layout: characters known to be layout.
        hard_wrapped: whether lines end with the page's width; None where that must be told from the text.

    Raises:
        MinutesError: the text is not minutes of an executive meeting.
    """
    page = read_lines(source, layout, hard_wrapped=hard_wrapped)
    lines = mend_labels(source, unwrap(source, page) if page.hard_wrapped else page.lines)
    opening = find_opening(lines)
    opening_lines, rest = _after_opening(lines, opening)
    front, following = _attendance_in_front(rest)
    end = find_tail(following)
    body, last = _without_closing(following[:end], following[end:])
    tail = read_tail(last)
    found = outline(body)
    introduction, resolutions = _resolutions(found)
    title_page = [line for line in lines[: opening.first] if not is_web(line)]
    web = [line for line in lines[: opening.first] if is_web(line)]
    head = Head(tuple(title_page), tuple(opening_lines), tuple(introduction))
    around = Surroundings(rest[:_AFTER_OPENING], (*tail.footer, *tail.web, *web), lines)
    read = read_header(head, opening, around)
    attendance = (*front, *tail.attendance)
    minutes = Minutes(
        header=read.header,
        resolutions=resolutions,
        attendance=read_attendance(attendance) if attendance else _named_in(head, opening),
        footer=read_footer(tail.closing, tail.footer) if tail.closing or tail.footer else None,
        layout=(*page.layout, *spans_of((*web, *tail.web))),
    )
    lost = uncovered(source, [*minutes.layout, *(s for leaf in minutes.leaf_parts() for s in leaf.spans)])
    if lost:
        raise MinutesError(f"有文字未归入任何部分：{lost[:40]}", f"some text fits no part: {lost[:40]}")
    return replace(minutes, warnings=(*read.warnings, *check(minutes, found.run)))


def _after_opening(lines: Sequence[Line], opening: Opening) -> tuple[list[Line], list[Line]]:
    """The lines of the opening sentence, and what follows it; a paragraph that goes on in its line is cut off."""
    before, rest = list(lines[opening.first : opening.last + 1]), list(lines[opening.last + 1 :])
    if opening.length and opening.length < len(before[-1].text):
        before[-1], after = before[-1].split(opening.length)
        rest.insert(0, after)
    return before, rest


def _named_in(head: Head, opening: Opening) -> Attendance | None:
    """The attendance that the sentences of the head tell, where there is no list of it."""
    text = join_lines((*head.opening, *head.introduction), paragraphs=False)
    return attendance_in(text[opening.meeting.end :]) if opening.meeting.end else None


def _attendance_in_front(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines of attendance that stand right after the opening, and the others."""
    count = 0
    while count < len(lines) and (starts_attendance(lines[count]) or (count and not _begins_body(lines[count]))):
        count += 1
    return (list(lines[:count]), list(lines[count:])) if count < len(lines) else ([], list(lines))


def _begins_body(line: Line) -> bool:
    """Whether a line introduces the resolutions or begins the first."""
    numbered = any(form.number_of(line) for form in (Form.HAN, Form.HAN_ALONE, Form.POINT, Form.DIGITS))
    return numbered or is_introduction(line.plain) or opens(line) or is_speech(line) or "。" in line.text


def _without_closing(body: Sequence[Line], last: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Cut a closing remark that ends the last paragraph off it."""
    cut = closing_within(body[-1]) if body else None
    if not cut:
        return list(body), list(last)
    before, closing = body[-1].split(cut)
    return [*body[:-1], before], [closing, *last]


def _resolutions(found: Outline) -> tuple[list[Line], tuple[Resolution, ...]]:
    """The lines of the introduction, and the resolutions or, where none can be told, the paragraphs."""
    if found.drafts:
        form = found.run.form if found.run else None
        return list(found.introduction), tuple(_close(draft, form) for draft in found.drafts)
    groups = _paragraphs(found.introduction)
    texts = [join_lines(group, paragraphs=False) for group in groups]
    introduces = [is_introduction(text) or is_agenda(text) for text in texts]
    if all(introduces):
        introduces = [is_introduction(text) for text in texts]
    introduction = [line for group, is_one in zip(groups, introduces, strict=True) if is_one for line in group]
    told = [group for group, is_one in zip(groups, introduces, strict=True) if not is_one]
    items = _items(told)
    return introduction, (Resolution(UNNUMBERED, "", "", "", (), items, read_decision(items)),) if items else ()


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """A group of lines for each paragraph: one line, or several where it breaks off within a title."""
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if not index or not _is_cut(lines[index - 1].text):
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_cut(text: str) -> bool:
    """Whether a line breaks off within a title or brackets."""
    return any(text.count(opening) > text.count(closing) for opening, closing in ("《》", "“”", "（）"))


def _items(groups: Sequence[Sequence[Line]]) -> tuple[Item, ...]:
    return tuple(
        Item(number, join_lines(lines, paragraphs=True), spans_of(lines))
        for number, lines in enumerate(groups, start=1)
    )


def _close(draft: Draft, form: Form | None) -> Resolution:
    broken = not any(line.ends_sentence for line in draft.lines)
    groups = [draft.lines] if broken else _paragraphs(draft.lines)
    heading, body = split_heading([join_lines(group, paragraphs=False) for group in groups])
    title = _without_numeral(heading, form)
    match = _VERB.match(title)
    items = _items(draft.items)
    return Resolution(
        number=draft.number,
        heading=heading,
        verb=match[1] if match else "",
        subject=title[match.end() :].rstrip("。") if match else title,
        spans=spans_of(draft.lines),
        items=items,
        decision=read_decision(items, "\n".join((title, body))),
        body=body,
    )


def _without_numeral(heading: str, form: Form | None) -> str:
    if form is Form.HAN_ALONE:
        return heading.partition(" ")[2] or heading
    return form.value.sub("", heading, count=1) if form else heading


def split_heading(paragraphs: Sequence[str]) -> tuple[str, str]:
    """The heading of a resolution and the paragraphs under it.

    A line of its own is a heading; of a paragraph it is the first sentence, up to the decision where that is long.
    """
    first, *others = paragraphs
    if len(first) <= _LONGEST_NUMERAL and others:
        heading, body = split_heading(others)
        return f"{first} {heading}", body
    sentence = next(iter(sentences(first)), first)
    turn = _TURN.search(sentence) if len(sentence) > _LONG_HEADING else None
    heading = sentence[: turn.end()] if turn else sentence
    rest = first[len(heading) :].strip()
    return heading, "\n".join(filter(None, (rest, *others)))
