"""Refs, the stable addresses of parts of minutes, and the citation a reader sees for one.

``26`` is a meeting, ``26-3`` its third resolution, ``26-3-2`` an item, ``26-header`` the header.
A ref in full names the series of meetings first (``k3v9q2xa_26-3-2``), because ordinals clash between
issuers, kinds of meeting, terms and years; it fits a Telegram deep link (A-Z a-z 0-9 _ -, 64 characters).
"""

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from data.bilingual import Bilingual, Language
from data.numerals import number, numeral
from data.words import simplified

_REF = re.compile(
    r"(?:(?P<series>[a-z0-9]{8})_)?(?P<meeting>\d{8}|\d{1,4})"
    r"(?:-(?P<resolution>\d{1,3})(?:-(?P<item>\d{1,3}))?|-(?P<section>header|attendance|footer))?"
)


UNNUMBERED = 0
"""The number, in place of a resolution's, of paragraphs whose resolutions cannot be told: ``66-0-3``."""

_FIRST_DAY = 1_000_01_01  # meeting numbers from here on are days: 20260205


class PartKind(StrEnum):
    """The kinds of part that can be cited."""

    ITEM = "item"
    RESOLUTION = "resolution"
    HEADER = "header"
    ATTENDANCE = "attendance"
    FOOTER = "footer"


SECTION_NAMES = {
    PartKind.HEADER: Bilingual("文头", "header"),
    PartKind.ATTENDANCE: Bilingual("出席列席", "attendance"),
    PartKind.FOOTER: Bilingual("文尾", "footer"),
}


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """The address of a meeting or of a part of its minutes."""

    meeting: int
    resolution: int | None = None
    item: int | None = None
    section: PartKind | None = None
    series: str | None = None

    def __str__(self) -> str:
        return f"{self.series}_{self.short}" if self.series else self.short

    @property
    def short(self) -> str:
        """The ref without its series."""
        parts = (self.meeting, self.resolution, self.item, self.section)
        return "-".join(str(part) for part in parts if part is not None)

    @property
    def kind(self) -> PartKind | None:
        """What the ref addresses; None for a whole meeting."""
        if self.section:
            return self.section
        if self.item is not None:
            return PartKind.ITEM
        return PartKind.RESOLUTION if self.resolution is not None else None

    def whole_meeting(self) -> "Ref":
        """The ref of the meeting this part belongs to."""
        return Ref(self.meeting, series=self.series)

    def whole_resolution(self) -> "Ref":
        """The ref of the resolution this item belongs to."""
        return replace(self, item=None)

    def citation(self, language: Language = "zh") -> str:
        """How a reader sees the ref: ``第26次·三·（二）`` or ``meeting 26 · 3 · (2)``."""
        chinese = language == "zh"
        words = [say_number(self.meeting, language)]
        if self.section:
            words.append(SECTION_NAMES[self.section].say(language))
        if self.resolution == UNNUMBERED:
            words.append(f"第{self.item}段" if chinese else f"paragraph {self.item}")
            return ("·" if chinese else " · ").join(words)
        if self.resolution is not None:
            words.append(numeral(self.resolution) if chinese else str(self.resolution))
        if self.item is not None:
            words.append(f"（{numeral(self.item)}）" if chinese else f"({self.item})")
        return ("·" if chinese else " · ").join(words)


def parse_ref(text: str) -> Ref | None:
    """The ref written in ``text`` and nothing else, or None."""
    match = _REF.fullmatch(text.strip().lower())
    if not match:
        return None
    numbers = {name: int(match[name]) for name in ("meeting", "resolution", "item") if match[name]}
    section = PartKind(match["section"]) if match["section"] else None
    return Ref(section=section, series=match["series"], **numbers)


def say_number(number: int, language: Language = "zh") -> str:
    """A meeting by its number: ``第26次``, ``meeting 26``, or its day where it has no ordinal."""
    if number >= _FIRST_DAY:
        day = date(number // 10_000, number // 100 % 100, number % 100)
        return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"meeting of {day.day} {day:%B %Y}"
    if not number:
        return "该次" if language == "zh" else "the meeting"
    return f"第{number}次" if language == "zh" else f"meeting {number}"


def dated_number(day: date) -> int:
    """The number of a meeting that has no ordinal: its day, 20260205."""
    return day.year * 10_000 + day.month * 100 + day.day


def series_key(issuer: str, kind: str, term: str | None, year: int | None) -> str:
    """Eight characters that tell one series of meetings (issuer, kind, term, year) from all others.

    A term counts by its value (十九 is 19), characters as simplified ones, and an enlarged meeting (扩大) is one of
    the same kind.
    """
    plain_kind = re.sub(r"[（(]扩大[）)]", "", kind)
    plain_term = str(number(term) or term) if term else ""
    identity = "\n".join((simplified(issuer), simplified(plain_kind), plain_term, str(year or "")))
    return base64.b32encode(hashlib.sha256(identity.encode()).digest())[:8].decode().lower()
