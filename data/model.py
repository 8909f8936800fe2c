"""What minutes consist of: the frozen records that the parser makes and every other room reads.

The words are the field's own: a meeting has resolutions, a resolution has items, and what it settles is
its decision. Texts are healed (no layout white space) but otherwise verbatim, slips of the source included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.refs import PartKind, Ref, series_key


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where a decided document goes next: issued under a name, submitted to a body, or put into effect."""

    text: str  # verbatim clause
    subject: str | None = None  # which part of the approved, when the way is split; None for all of it
    condition: str | None = None  # what must happen first (报请市委同意后)
    under_name: str | None = None  # in whose name it is issued (市政府办公室)
    body: str | None = None  # who decides on it next (市委常委会)
    action: str | None = None  # what is done with it (印发, 审议, 批复后实施)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a resolution settles. ``item`` is the number of the item that says so."""

    item: int
    verdict: str
    approved: str
    reviser: str | None = None
    revision: str | None = None
    ways_on: tuple[WayOn, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """The smallest part that is cited and returned whole."""

    number: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """One agenda point as decided: a heading (verb and subject) and its items."""

    number: int
    heading: str
    verb: str
    subject: str
    spans: tuple[Span, ...]
    items: tuple[Item, ...]
    decision: Decision | None = None

    @property
    def text(self) -> str:
        """Heading and items, a paragraph each."""
        return "\n".join((self.heading, *(item.text for item in self.items)))


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One point of the agenda sentence: what was to be done (审议) and with what."""

    verb: str
    subject: str


@dataclass(frozen=True, slots=True)
class Header:
    """The head of the minutes, up to the sentence that introduces the resolutions."""

    issuer: str
    kind: str
    ordinal: int
    text: str
    spans: tuple[Span, ...]
    term: str | None = None
    document_number: str | None = None
    issued: date | None = None
    held: date | None = None
    chair: str | None = None
    chair_title: str | None = None
    agenda: tuple[AgendaPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who sat, with the organisation exactly as written (empty for the leaders named alone)."""

    name: str
    organisation: str
    present: bool  # True for 出席, False for 列席 (in attendance)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who sat at the meeting."""

    text: str
    spans: tuple[Span, ...]
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """Everything after the resolutions that is not attendance."""

    text: str
    spans: tuple[Span, ...]
    closing: str | None = None  # 会议还研究了其他事项。
    compiled_by: str | None = None
    compiled: date | None = None
    public: bool = False  # marked （此件公开发布）
    sent_to: tuple[str, ...] = ()  # 主送
    copied_to: tuple[str, ...] = ()  # 抄送


@dataclass(frozen=True, slots=True)
class Part:
    """A citable part: its ref, its healed text, and where it stands in the source."""

    ref: Ref
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole minutes of one meeting."""

    header: Header
    resolutions: tuple[Resolution, ...]
    attendance: Attendance | None
    footer: Footer | None
    layout: tuple[Span, ...] = ()  # page numbers and the like, which belong to no part
    warnings: tuple[str, ...] = ()

    @property
    def ref(self) -> Ref:
        """The ref of the meeting, in full."""
        head = self.header
        year = head.held.year if head.held else None
        return Ref(head.ordinal, series=series_key(head.issuer, head.kind, head.term, year))

    def resolution(self, number: int) -> Resolution | None:
        """The resolution of that number, if there is one."""
        return next((found for found in self.resolutions if found.number == number), None)

    def leaf_parts(self) -> Iterator[Part]:
        """The parts that hold the source between them, each character once, in the order of reading."""
        ordinal, series = self.header.ordinal, self.ref.series

        def section(kind: PartKind, held: Header | Attendance | Footer) -> Part:
            return Part(Ref(ordinal, section=kind, series=series), held.text, held.spans)

        yield section(PartKind.HEADER, self.header)
        for resolution in self.resolutions:
            ref = Ref(ordinal, resolution.number, series=series)
            yield Part(ref, resolution.heading, resolution.spans)
            for item in resolution.items:
                yield Part(Ref(ordinal, resolution.number, item.number, series=series), item.text, item.spans)
        if self.attendance:
            yield section(PartKind.ATTENDANCE, self.attendance)
        if self.footer:
            yield section(PartKind.FOOTER, self.footer)

    def part(self, ref: Ref) -> Part | None:
        """The part at ``ref``, whole: a resolution with its items, a meeting with everything."""
        leaves = {leaf.ref.short: leaf for leaf in self.leaf_parts()}
        if ref.kind is None:
            chosen = list(leaves.values())
        elif ref.kind is PartKind.RESOLUTION:
            chosen = [leaf for leaf in leaves.values() if leaf.ref.whole_resolution().short == ref.short]
        else:
            chosen = [leaves[ref.short]] if ref.short in leaves else []
        if not chosen:
            return None
        text = "\n".join(leaf.text for leaf in chosen)
        return Part(ref, text, tuple(span for leaf in chosen for span in leaf.spans))
