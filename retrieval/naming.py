"""How meetings and their parts are named to a reader: by number, and by office wherever the library holds several."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.bilingual import Bilingual, Language
from data.model import Header, Minutes
from data.numerals import number as value_of
from data.numerals import numeral
from data.refs import Ref, say_number
from data.store import StoredMinutes
from retrieval.offices import short_names
from retrieval.wording import say_date


@dataclass(frozen=True, slots=True)
class NamedMinutes(StoredMinutes):
    """Minutes with what tells their meeting from the others of the library.

    ``ref`` is the meeting's, in full; ``office`` is None where the library holds minutes of one office only.
    """

    ref: Ref
    office: Bilingual | None
    name: Bilingual  # 第26次, 太仓市第26次, 昆都仑区2026年第1次


def name_all(stored: Iterable[StoredMinutes]) -> tuple[NamedMinutes, ...]:
    """The minutes, each with the name of its meeting."""
    kept = [(each, each.minutes.ref) for each in stored]
    offices = short_names({each.minutes.header.issuer for each, _ in kept})
    same_number = Counter((each.minutes.header.issuer, ref.meeting) for each, ref in kept)
    named = []
    for each, ref in kept:
        header = each.minutes.header
        office = offices[header.issuer] if len(offices) > 1 else None
        number = counted(header, alike=same_number[header.issuer, ref.meeting] > 1)
        name = Bilingual(f"{office.zh}{number.zh}", f"{office.en} {number.en}") if office else number
        named.append(
            NamedMinutes(
                each.minutes,
                each.source,
                ref,
                office,
                name,
                versions=each.versions,
                added=each.added,
                sha256=each.sha256,
            )
        )
    return tuple(named)


def meeting_name(kept: StoredMinutes) -> Bilingual:
    """The short name of a meeting: ``第26次``, ``太仓市第26次``; ``meeting 26``, ``Taicang (太仓市) meeting 26``."""
    return kept.name if isinstance(kept, NamedMinutes) else counted(kept.minutes.header)


def say_minutes(minutes: Minutes, language: Language) -> str:
    """Whose meeting minutes are of, and which: ``太仓市人民政府第26次``."""
    said = counted(minutes.header).say(language)
    issuer = minutes.header.issuer
    return f"{issuer}{said}" if language == "zh" else f"{issuer} {said}".strip()


def say_kept(kept: StoredMinutes, language: Language) -> str:
    """A meeting by its short name, its kind and the date it was held."""
    header = kept.minutes.header
    name = meeting_name(kept).say(language)
    held = say_date(header.held, language) if header.held and header.ordinal is not None else ""
    if language == "zh":
        return (f"{name}{header.kind}" if header.ordinal is not None else name) + (f"（{held}）" if held else "")
    return name + (f" ({held})" if held else "")


def part_label(meeting: Bilingual, ref: Ref, language: Language) -> str:
    """A part with the name of its meeting: ``太仓市第26次·三·（二）``, ``Taicang (太仓市) meeting 26 · 3 · (2)``."""
    return meeting.say(language) + ref.citation(language).removeprefix(say_number(ref.meeting, language))


def counted(header: Header, *, alike: bool = False) -> Bilingual:
    """The number of a meeting, with its year or term where it is counted by it or others are ``alike``."""
    said = header.number
    if header.ordinal is None:
        zh = say_number(said)
        return Bilingual(zh if zh.endswith("次") else f"{zh}会议", say_number(said, "en"))
    day = header.held or header.issued
    if header.year:
        return Bilingual(f"{header.year}年第{said}次", f"meeting {said} of {header.year}")
    term = value_of(header.term or "") if alike else None
    if term:
        return Bilingual(f"{numeral(term)}届第{said}次", f"meeting {said} of term {term}")
    if alike and day:
        return Bilingual(f"{day.year}年第{said}次", f"meeting {said} of {day.year}")
    return Bilingual(say_number(said), say_number(said, "en"))
