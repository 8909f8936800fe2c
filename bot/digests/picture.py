"""A digest as one picture: decisions by the department in charge and by meeting. For a phone, 1,080 pixels wide.

The letters come from a font inside a package, so it looks the same on a machine without Chinese fonts, and the same
digest gives the same bytes. The ground is a warm grey of its own, calm in a light chat and in a dark one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.digests.drawing import INK, MUTED, Box, Canvas, Colour, fitting, in_lines, text_width
from data.bilingual import Bilingual
from retrieval.digest_parts import Digest, MeetingDigest, called

WIDTH = 1080
MOST_DEPARTMENTS = 10
MOST_ROWS = 5
"""Meetings that have a row each; more have columns."""
MOST_COLUMNS = 14
"""Columns of meetings, else of months, else of years."""

_GROUND: Colour = (243, 241, 236)
_CARD: Colour = (255, 255, 255)
_DECIDED: Colour = (46, 107, 120)
_HEARD: Colour = (201, 214, 214)
_MARGIN, _INNER, _GAP = 36, 44, 24
_LEFT, _RIGHT = _MARGIN + _INNER, WIDTH - _MARGIN - _INNER
_HUGE, _LARGE, _USUAL, _SMALL, _LEAST = 76, 42, 36, 30, 26  # sizes of letters
_ROW, _BAR, _RADIUS = 68, 40, 8
_WIDEST_NAME = 380
_LEAST_LABELLED = 56  # pixels of a bar that has its number inside
_LEAST_SCALE = 3  # a bar of one is never as long as the picture is wide
_COLUMN_HEIGHT, _WIDEST_COLUMN, _LABEL = 240, 72, 36
_HEAD_OF_CARD, _FOOT_OF_CARD = 128, 28
_WHOLE_DAY = len("2023-06-13")

_TITLE = Bilingual("会议纪要摘要", "Digest of minutes")
_OFFICES = Bilingual("{count} 个机关", "{count} offices")
_FIGURES = (
    ("次会议", "meeting", "meetings"),
    ("项决议", "resolution", "resolutions"),
    ("项决定", "decision", "decisions"),
    ("项任务", "duty", "duties"),
)
_BY_DEPARTMENT = Bilingual("各部门负责的决定", "Decisions by department in charge")
_BY_MEETING = Bilingual("各次会议的决议", "Resolutions by meeting")
_BY_MONTH = Bilingual("各月会议的决议", "Resolutions by month")
_BY_YEAR = Bilingual("各年会议的决议", "Resolutions by year")
_DECIDED_KEY = Bilingual("作出决定", "decided")
_HEARD_KEY = Bilingual("听取、学习等", "heard, studied")
_FURTHER = Bilingual("另有 {count} 个部门", "{count} more departments")
_NONE_IN_CHARGE = Bilingual("没有指明负责部门", "no department is named")
_NOTHING = Bilingual("这段时间没有会议纪要", "No minutes in this time")


@dataclass(frozen=True, slots=True)
class _Bar:
    """A row or column: its name, what stands beside it, and how many resolutions were decided and not."""

    name: str
    beside: str
    decided: int
    heard: int = 0

    @property
    def whole(self) -> int:
        return self.decided + self.heard


def digest_picture(digest: Digest) -> bytes:
    """The picture of a digest, as PNG."""
    canvas = Canvas(WIDTH, _GROUND)
    y = _head(canvas, digest)
    if digest.is_quiet:
        y = _nothing(canvas, y)
    else:
        y = _figures(canvas, digest, y)
        y = _departments(canvas, digest, y + _GAP)
        y = _meetings(canvas, digest, y + _GAP)
    return canvas.png(y + _MARGIN)


def _both(said: Bilingual, **values: object) -> str:
    return f"{said.zh} · {said.en}".format(**values)


def _head(canvas: Canvas, digest: Digest) -> int:
    """Title, time and office; returns where they end."""
    y = _MARGIN + 50
    canvas.text((_MARGIN + 4, y), _TITLE.zh, 60, bold=True)
    beside = _MARGIN + 4 + text_width(_TITLE.zh, 60) + 24
    canvas.text((beside, y + 8), _TITLE.en, _USUAL, MUTED)
    offices = digest.issuers
    zh, en = digest.span.say("zh"), digest.span.say("en")
    said = [zh if zh == f"{en}年" else f"{zh} · {en}"]
    if offices:
        said.append(offices[0] if len(offices) == 1 else _both(_OFFICES, count=len(offices)))
    y += 34
    for line in said:
        y += 50
        text, size = fitting(line, _USUAL, WIDTH - 2 * _MARGIN - 8, _LEAST)
        canvas.text((_MARGIN + 4, y - 10), text, size, MUTED)
    return y + 42


def _nothing(canvas: Canvas, y: int) -> int:
    canvas.box(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, 260), _CARD, 24)
    canvas.text((WIDTH // 2, y + 106), _NOTHING.zh, _LARGE, anchor="mm")
    canvas.text((WIDTH // 2, y + 166), _NOTHING.en, _SMALL, MUTED, anchor="mm")
    return y + 260


def _figures(canvas: Canvas, digest: Digest, y: int) -> int:
    """Four large numbers; returns where they end."""
    duties = {(each.duty.ref, each.duty.text) for acting in digest.acting for each in acting.duties}
    decided = sum(meeting.decided for meeting in digest.meetings)
    resolutions = sum(meeting.kept.minutes.resolution_count for meeting in digest.meetings)
    numbers = (len(digest.meetings), resolutions, decided, len(duties))
    height = 216
    canvas.box(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, height), _CARD, 24)
    step = (WIDTH - 2 * _MARGIN) // len(numbers)
    for index, (value, (zh, one, several)) in enumerate(zip(numbers, _FIGURES, strict=True)):
        middle = _MARGIN + step * index + step // 2
        canvas.text((middle, y + 72), str(value), _HUGE, _DECIDED if index else INK, anchor="mm", bold=True)
        canvas.text((middle, y + 140), zh, _SMALL + 2, anchor="mm")
        canvas.text((middle, y + 178), one if value == 1 else several, _LEAST, MUTED, anchor="mm")
    return y + height


def _card(canvas: Canvas, y: int, height: int, title: Bilingual) -> int:
    """A card with its title; returns where its contents begin."""
    canvas.box(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, height), _CARD, 24)
    canvas.text((_LEFT, y + 54), title.zh, _LARGE, bold=True)
    canvas.text((_LEFT, y + 98), title.en, _SMALL - 2, MUTED)
    return y + _HEAD_OF_CARD


def _departments(canvas: Canvas, digest: Digest, y: int) -> int:
    several = len(digest.issuers) > 1
    counts = Counter(
        called(department, meeting.kept) if several else department
        for meeting in digest.meetings
        for each in meeting.resolutions
        if each.decision
        for department in each.in_charge
    )
    bars = [_Bar(name, "", count) for name, count in sorted(counts.items(), key=lambda each: -each[1])]
    shown, further = bars[:MOST_DEPARTMENTS], bars[MOST_DEPARTMENTS:]
    note = _both(_FURTHER, count=len(further)) if further else "" if bars else _both(_NONE_IN_CHARGE)
    height = _HEAD_OF_CARD + len(shown) * _ROW + (56 if note else 0) + _FOOT_OF_CARD
    top = _card(canvas, y, height, _BY_DEPARTMENT)
    _rows(canvas, shown, top)
    if note:
        canvas.text((_LEFT, top + len(shown) * _ROW + 26), note, _SMALL - 2, MUTED)
    return y + height


def _meetings(canvas: Canvas, digest: Digest, y: int) -> int:
    if len(digest.meetings) <= MOST_ROWS:
        bars = [_meeting_bar(meeting) for meeting in digest.meetings]
        height = _HEAD_OF_CARD + len(bars) * (_ROW + 34) + 56 + _FOOT_OF_CARD
        top = _card(canvas, y, height, _BY_MEETING)
        _rows(canvas, bars, top, _ROW + 34)
        _keys(canvas, y + height - _FOOT_OF_CARD - 24)
        return y + height
    title, bars = _columns_of(digest.meetings)
    labels = 1 + max(len(_under(bar)) for bar in bars)
    height = _HEAD_OF_CARD + 40 + _COLUMN_HEIGHT + labels * _LABEL + 90 + _FOOT_OF_CARD
    top = _card(canvas, y, height, title)
    _columns(canvas, bars, top + 40)
    _keys(canvas, y + height - _FOOT_OF_CARD - 24)
    return y + height


def _meeting_bar(meeting: MeetingDigest) -> _Bar:
    held = meeting.kept.minutes.header.held
    heard = meeting.kept.minutes.resolution_count - meeting.decided
    return _Bar(meeting.kept.name.zh, held.isoformat() if held else "", meeting.decided, max(heard, 0))


def _columns_of(meetings: Sequence[MeetingDigest]) -> tuple[Bilingual, list[_Bar]]:
    """The meetings from the oldest to the latest, a column each; of many, one a month or a year."""
    in_time = sorted(meetings, key=lambda each: (_day(each, _WHOLE_DAY), each.kept.ref.meeting))
    if len(in_time) <= MOST_COLUMNS:
        return _BY_MEETING, [_column(each) for each in in_time]
    by_month, by_year = (
        [_summed(day, map(_meeting_bar, group)) for day, group in groupby(in_time, key=lambda each: _day(each, length))]
        for length in (len("2023-06"), len("2023"))
    )
    if len(by_month) <= MOST_COLUMNS:
        return _BY_MONTH, by_month
    return _BY_YEAR, by_year[-MOST_COLUMNS:]


def _column(meeting: MeetingDigest) -> _Bar:
    bar, ordinal = _meeting_bar(meeting), meeting.kept.minutes.header.ordinal
    return _Bar(str(ordinal) if ordinal is not None else "—", bar.beside, bar.decided, bar.heard)


def _summed(day: str, bars: Iterable[_Bar]) -> _Bar:
    several = list(bars)
    year, _, month = day.partition("-")
    decided, heard = sum(bar.decided for bar in several), sum(bar.heard for bar in several)
    return _Bar(month or year or "—", year if month else "", decided, heard)


def _day(meeting: MeetingDigest, length: int) -> str:
    """The day a meeting was held, or as much of it as is asked for."""
    held = meeting.kept.minutes.header.held
    return held.isoformat()[:length] if held else ""


def _rows(canvas: Canvas, bars: Sequence[_Bar], top: int, pitch: int = _ROW) -> None:
    """Horizontal bars with their names on the left and their numbers behind them."""
    names = min(max((text_width(bar.name, _USUAL) for bar in bars), default=0), _WIDEST_NAME)
    names = max(names, *(text_width(bar.beside, _SMALL - 2) for bar in bars), 0) if bars else 0
    start = _LEFT + names + 26
    most = max((bar.whole for bar in bars), default=0)
    room = _RIGHT - start - text_width(str(most), _USUAL) - 20
    for index, bar in enumerate(bars):
        middle = top + index * pitch + pitch // 2
        _name(canvas, bar, middle, names)
        decided, whole = (round(room * each / max(most, _LEAST_SCALE)) for each in (bar.decided, bar.whole))
        canvas.box(Box(start, middle - _BAR // 2, max(whole, 6), _BAR), _HEARD, _RADIUS)
        canvas.box(Box(start, middle - _BAR // 2, decided, _BAR), _DECIDED, _RADIUS)
        if bar.heard and decided > _LEAST_LABELLED:
            canvas.text((start + decided - 14, middle), str(bar.decided), _SMALL, _CARD, anchor="rm", bold=True)
        canvas.text((start + max(whole, 6) + 16, middle), str(bar.whole), _USUAL, bold=True)


def _name(canvas: Canvas, bar: _Bar, middle: int, width: int) -> None:
    """The name of a row; a long one takes two lines, or is shortened where something stands under it."""
    if bar.beside:
        text, size = fitting(bar.name, _USUAL, width, _LEAST)
        canvas.text((_LEFT, middle - 22), text, size)
        canvas.text((_LEFT, middle + 24), bar.beside, _SMALL - 2, MUTED)
        return
    lines, size = in_lines(bar.name, _USUAL, width, _LEAST)
    for index, line in enumerate(lines):
        canvas.text((_LEFT, middle + (2 * index - len(lines) + 1) * 14), line, size)


def _columns(canvas: Canvas, bars: Sequence[_Bar], top: int) -> None:
    """Vertical bars with their numbers over them and their names under them; a year is written where it begins."""
    step = (_RIGHT - _LEFT) // len(bars)
    width = min(step * 2 // 3, _WIDEST_COLUMN)
    most = max(bar.whole for bar in bars) or 1
    ground = top + _COLUMN_HEIGHT
    for index, bar in enumerate(bars):
        middle = _LEFT + step * index + step // 2
        decided, whole = (round(_COLUMN_HEIGHT * each / most) for each in (bar.decided, bar.whole))
        left = middle - width // 2
        canvas.box(Box(left, ground - max(whole, 4), width, max(whole, 4)), _HEARD, _RADIUS)
        canvas.box(Box(left, ground - decided, width, decided), _DECIDED, _RADIUS)
        if bar.heard and decided > _LEAST_LABELLED:
            canvas.text((middle, ground - decided + 26), str(bar.decided), _LEAST, _CARD, anchor="mm", bold=True)
        canvas.text((middle, ground - max(whole, 4) - 24), str(bar.whole), _SMALL, anchor="mm", bold=True)
        before = _under(bars[index - 1])[-1:] if index else []
        under = [each for each in _under(bar) if [each] != before]
        for row, label in enumerate([bar.name, *under]):
            text, size = fitting(label, _LEAST if row else _SMALL, step - 4, 20)
            canvas.text((middle, ground + 30 + row * _LABEL), text, size, MUTED if row else INK, anchor="mm")


def _under(bar: _Bar) -> list[str]:
    """What stands under the name of a column: the day, then the year."""
    year, _, day = bar.beside.partition("-")
    return [each for each in (day, year) if each]


def _keys(canvas: Canvas, middle: int) -> None:
    """What the two colours mean."""
    x = _LEFT
    for colour, said in ((_DECIDED, _DECIDED_KEY), (_HEARD, _HEARD_KEY)):
        canvas.box(Box(x, middle - 14, 28, 28), colour, 6)
        text = _both(said)
        canvas.text((x + 40, middle), text, _SMALL - 2, MUTED)
        x += 40 + text_width(text, _SMALL - 2) + 44
