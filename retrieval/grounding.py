"""What own words about minutes may rest on besides the part they cite: parsed fields, and names."""

import re
from dataclasses import dataclass, replace
from datetime import date

from data.bilingual import Bilingual, Language
from data.model import Minutes
from data.refs import PartKind, Ref
from data.store import StoredMinutes
from retrieval.claims import Claims, Day, claims_of
from retrieval.lines import meeting_label
from retrieval.naming import meeting_name, say_kept
from retrieval.roles import Role, count_of
from retrieval.vocabulary import Fact
from retrieval.wording import FACT_LABELS, say_date, say_document_number

_LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Fields:
    """What parsed fields of minutes let own words say: ``text`` with any part, ``named`` numbers in these forms.

    The dates of ``claims`` may be said behind the label of their fact alone.
    """

    text: str
    claims: Claims
    named: re.Pattern[str]


def fields_of(kept: StoredMinutes) -> Fields:
    """The parsed fields of minutes that own words may name with any part of theirs."""
    minutes = kept.minutes
    header, footer = minutes.header, minutes.footer
    people = minutes.attendance.people if minutes.attendance else ()
    days = [header.issued, header.held, footer.compiled if footer else None]
    names = [(say_kept(kept, each), meeting_label(kept, each), meeting_name(kept).say(each)) for each in _LANGUAGES]
    said = [
        header.issuer,
        header.kind,
        footer.compiled_by if footer else "",
        *(say_date(day, "zh") for day in days if day),
    ]
    text = "\n".join(filter(None, (*said, *(name for group in names for name in group))))
    counts = {len(people), *(count_of(people, role) for role in Role)}
    named = [
        *(name for group in names for name in group),
        *(say_document_number(header.document_number, each) for each in _LANGUAGES),
        *((f"第{header.ordinal}次", f"meeting {header.ordinal}") if header.ordinal else ()),
        *((f"{header.term}届",) if header.term else ()),
        *(say_date(header.held, each) for each in _LANGUAGES if header.held),
        f"{minutes.resolution_count} 项", f"{minutes.resolution_count} resolution",
        f"{minutes.item_count} 条", f"{minutes.item_count} item",
        *(f"{count} {word}" for count in counts for word in ("人", "people", "person")),
    ]  # fmt: skip
    forms = "|".join(sorted({re.escape(each) for each in named if each}, key=len, reverse=True))
    claims = replace(claims_of(text), figures=frozenset(), mentioned=frozenset())
    return Fields(text, claims, re.compile(rf"(?<!\d)(?:{forms})(?!\d)", re.IGNORECASE))


def text_of(minutes: Minutes, ref: Ref) -> str:
    """The text of a part of ``minutes``, empty where there is none."""
    if ref.section:
        sections = {
            PartKind.HEADER: minutes.header,
            PartKind.ATTENDANCE: minutes.attendance,
            PartKind.FOOTER: minutes.footer,
        }
        section = sections[ref.section]
        return section.text if section else ""
    if ref.resolution is None:
        whole = minutes.part(ref)
        return whole.text if whole else ""
    resolution = minutes.resolution(ref.resolution)
    if resolution is None or ref.item is None:
        return resolution.text if resolution else ""
    return next((item.text for item in resolution.items if item.number == ref.item), "")


def without_place(text: str, ref: Ref) -> str:
    """Own words without the numbers of the part they cite: ``resolution 5``, ``第5项``, ``26-5-1``."""
    named = [str(ref), ref.short]
    if ref.resolution is not None:
        named += [f"resolution {ref.resolution}", f"第{ref.resolution}项"]
    if ref.item is not None:
        named += [f"item {ref.item}", f"item ({ref.item})", f"第{ref.item}条", f"第（{ref.item}）条"]
    plain = text.casefold()
    for each in (each for each in named if each.casefold() in plain):
        text = re.sub(rf"{re.escape(each)}(?!\d)", " ", text, flags=re.IGNORECASE)
    return text


def is_dated(text: str) -> bool:
    """Whether own words have a date behind the label of its fact."""
    return any(_after_label(text, FACT_LABELS[fact])[1] for fact in (Fact.HELD, Fact.ISSUED, Fact.COMPILED))


def facts_agree(text: str, minutes: Minutes) -> bool:
    """Whether a date, a number or a chair behind its label is the one that the minutes have for it."""
    header, footer = minutes.header, minutes.footer
    days = {Fact.HELD: header.held, Fact.ISSUED: header.issued, Fact.COMPILED: footer.compiled if footer else None}
    for fact, label in FACT_LABELS.items():
        _, named, value = _after_label(text, label)
        if not named:
            continue
        if fact in days and not claims_of(value).days <= {_day(days[fact]), *_undated(days[fact], header.text)}:
            return False
        if fact is Fact.CHAIR and header.chair and header.chair not in value:
            return False
        if fact is Fact.DOCUMENT_NUMBER and header.document_number and header.document_number not in value:
            return False
    return True


def _after_label(text: str, label: Bilingual) -> tuple[str, str, str]:
    """A text before, at and after a label."""
    for said, mark in ((label.zh, "："), (label.en, ": ")):
        found = text.partition(f"· {said}{mark}")
        if found[1]:
            return found
    return text, "", ""


def _day(day: date | None) -> Day | None:
    return Day(day.year, day.month, day.day) if day else None


def _undated(day: date | None, text: str) -> frozenset[Day]:
    """The dates as written, where no whole date could be read."""
    return frozenset() if day else claims_of(text).days
