"""What minutes consist of: the frozen records that the parser makes and every other room reads.

The words are the field's own: a meeting has resolutions, a resolution has items, and what it settles is
its decision. Texts are healed (no layout white space) but otherwise verbatim, slips of the source included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.bilingual import Bilingual
from data.refs import UNNUMBERED, PartKind, Ref, dated_number, series_key


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
    """What a resolution settles. ``item`` is the number of the item that says so, None where it is in none."""

    item: int | None
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
    """One agenda point as decided: a heading (verb and subject), the paragraphs under it, and its items.

    Minutes whose resolutions cannot be told apart have one of number ``UNNUMBERED``, whose items are the paragraphs.
    """

    number: int
    heading: str
    verb: str
    subject: str
    spans: tuple[Span, ...]
    items: tuple[Item, ...]
    decision: Decision | None = None
    body: str = ""  # what stands between the heading and the first item

    @property
    def own_text(self) -> str:
        """Heading and body, without the items."""
        return "\n".join(filter(None, (self.heading, self.body)))

    @property
    def text(self) -> str:
        """Heading, body and items, a paragraph each."""
        return "\n".join(filter(None, (self.own_text, *(item.text for item in self.items))))

    @property
    def deciding_text(self) -> str:
        """The text of the part that holds the decision."""
        number = self.decision.item if self.decision else None
        return next((item.text for item in self.items if item.number == number), self.own_text)


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One point of the agenda sentence: what was to be done (审议) and with what."""

    verb: str
    subject: str


@dataclass(frozen=True, slots=True)
class Header:
    """The head of the minutes, up to the sentence that introduces the resolutions."""

    issuer: str  # as written, or as far as it can be told from the text; empty where it cannot
    kind: str  # 常务会议, 常务（扩大）会议
    ordinal: int | None  # None where meetings are not numbered
    text: str
    spans: tuple[Span, ...]
    term: str | None = None  # of the government, as written: 十九, 13
    year: int | None = None  # where meetings are numbered by year: 2026年第1次
    document_number: str | None = None
    issued: date | None = None
    held: date | None = None
    chair: str | None = None
    chair_title: str | None = None
    agenda: tuple[AgendaPoint, ...] = ()

    @property
    def names_issuer(self) -> bool:
        """Whether the issuer is known by name, and not only by level (县人民政府)."""
        return len(self.issuer.removesuffix("人民政府")) > 1

    @property
    def number(self) -> int:
        """The number of the meeting in refs: its ordinal, or else its day (20260205); 0 where it has neither."""
        if self.ordinal is not None:
            return self.ordinal
        day = self.held or self.issued
        return dated_number(day) if day else 0


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who sat, with the organisation exactly as written (empty for the leaders named alone)."""

    name: str
    organisation: str
    present: bool  # True for 出席, False for 列席 (in attendance) and for those absent
    absence: str | None = None  # why someone was absent, empty where no reason is given; None for those who sat


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who sat at the meeting; without spans where sentences of the header say it."""

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
    warnings: tuple[Bilingual, ...] = ()
    pages: tuple[Span, ...] = ()  # the characters of each page; empty where the file has no pages
    doubtful: tuple[Span, ...] = ()  # digits and dates that were read with low confidence

    @property
    def number(self) -> int:
        """The number of the meeting in refs."""
        return self.header.number

    @property
    def ref(self) -> Ref:
        """The ref of the meeting, in full.

        The year counts where ordinals may begin anew with it: where they are written with it, or without a term.
        Who chaired stands for an issuer that cannot be told.
        """
        head = self.header
        held = head.held.year if head.held and not head.term else None
        whose = head.issuer if head.names_issuer else f"{head.issuer} {head.chair or ''}"
        return Ref(self.number, series=series_key(whose, head.kind, head.term, head.year or held))

    @property
    def resolution_count(self) -> int:
        """How many resolutions there are; paragraphs that belong to none do not count."""
        return sum(resolution.number != UNNUMBERED for resolution in self.resolutions)

    @property
    def item_count(self) -> int:
        """How many items there are, of all resolutions."""
        return sum(len(resolution.items) for resolution in self.resolutions)

    @property
    def decides(self) -> bool:
        """Whether anything was decided, and not only heard or studied."""
        return any(resolution.decision for resolution in self.resolutions)

    def resolution(self, number: int) -> Resolution | None:
        """The resolution of that number, if there is one."""
        return next((found for found in self.resolutions if found.number == number), None)

    def leaf_parts(self) -> Iterator[Part]:
        """The parts that hold the source between them, each character once, in the order of reading."""
        number, series = self.number, self.ref.series

        def section(kind: PartKind, held: Header | Attendance | Footer) -> Part:
            return Part(Ref(number, section=kind, series=series), held.text, held.spans)

        yield section(PartKind.HEADER, self.header)
        for resolution in self.resolutions:
            if resolution.spans:
                yield Part(Ref(number, resolution.number, series=series), resolution.own_text, resolution.spans)
            for item in resolution.items:
                yield Part(Ref(number, resolution.number, item.number, series=series), item.text, item.spans)
        if self.attendance and self.attendance.spans:
            yield section(PartKind.ATTENDANCE, self.attendance)
        if self.footer:
            yield section(PartKind.FOOTER, self.footer)

    def part(self, ref: Ref) -> Part | None:
        """The part at ``ref``, whole: a resolution with its items, a meeting with everything."""
        if ref.section is PartKind.ATTENDANCE and self.attendance:
            return Part(ref, self.attendance.text, self.attendance.spans)
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

    def page_of(self, ref: Ref) -> int | None:
        """The page, from 1, on which a part begins; None where there is no such part or the file has no pages."""
        part = self.part(ref)
        if part is None or not part.spans:
            return None
        start = min(span.start for span in part.spans)
        return next((page for page, span in enumerate(self.pages, start=1) if span.start <= start < span.end), None)

    def is_doubtful(self, ref: Ref) -> bool:
        """Whether a part holds digits or dates that were read with low confidence."""
        part = self.part(ref)
        spans = part.spans if part else ()
        return any(span.start < doubt.end and doubt.start < span.end for span in spans for doubt in self.doubtful)
