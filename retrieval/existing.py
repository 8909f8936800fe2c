"""Saying what the library holds, and that something asked for is not there."""

from collections.abc import Collection, Sequence

from data.bilingual import Bilingual, Language
from data.refs import say_number
from retrieval.corpus import Corpus
from retrieval.dates import DateMention
from retrieval.naming import NamedMinutes, say_kept
from retrieval.numbering import Numbered
from retrieval.periods import Period
from retrieval.relative import Place
from retrieval.wording import say_document_number

_MEETINGS = 6  # named one by one
_OFFICES = 12  # named one by one, each with its latest meeting


def say_what_exists(corpus: Corpus, language: Language, issuers: Collection[str] = ()) -> str:
    """A sentence that names the meetings there are, or of several offices the latest of each.

    ``issuers`` limits it to the meetings of these offices.
    """
    stored = [kept for kept in corpus.stored if not issuers or kept.minutes.header.issuer in issuers]
    if not stored:
        return "库中还没有纪要。" if language == "zh" else "The library holds no minutes yet."
    by_office: dict[str, list[NamedMinutes]] = {}
    for kept in stored:
        by_office.setdefault(kept.minutes.header.issuer, []).append(kept)
    if len(by_office) > 1 and len(stored) > _MEETINGS:
        return _say_offices(list(by_office.values()), language)
    named = list_meetings(stored, language, _MEETINGS)
    return f"库中有：{named}。" if language == "zh" else f"The library holds {named}."


def list_meetings(meetings: Sequence[NamedMinutes], language: Language, most: int = 8) -> str:
    """Meetings by name and date, as far as they are not too many."""
    named = [say_kept(kept, language) for kept in meetings[:most]]
    more = len(meetings) - len(named)
    if language == "zh":
        return "、".join(named) + (f"等 {len(meetings)} 次会议" if more > 0 else "")
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def no_meeting(corpus: Corpus, asked: Numbered, issuers: Collection[str]) -> Bilingual:
    """That there is no meeting of that number, year and term, of these offices or at all."""
    number = asked.ordinal
    same_number = [
        kept
        for kept in corpus.stored
        if document_of(kept) == number and (not issuers or kept.minutes.header.issuer in issuers)
    ]
    zh_counted = (f"{asked.year}年" if asked.year else "") + (f"{asked.term}届" if asked.term else "")
    en_counted = (f" of {asked.year}" if asked.year else "") + (f" of term {asked.term}" if asked.term else "")
    whose = _offices_of(corpus, issuers)
    zh = f"库中没有{whose.zh}{zh_counted}第{number}次会议的纪要。"
    en = f"There are no minutes of a meeting {number}{en_counted}{whose.en}."
    for kept in same_number[:1]:
        said, meeting = kept.minutes.header.document_number, kept.minutes.number
        zh += f"（{say_document_number(said, 'zh')}纪要记录的是{say_number(meeting)}会议。）"
        en += f" (Document {say_document_number(said, 'en')} records {say_number(meeting, 'en')}.)"
    return and_what_exists(corpus, zh, en, issuers)


def no_office(corpus: Corpus, place: str, *, meeting: bool) -> Bilingual:
    """That no minutes of a place's government are kept; ``meeting`` where one of its meetings was asked for."""
    if place.isascii() or not meeting:
        zh, en = f"库中没有{place}政府的会议纪要。", f"There are no minutes of the government of {place}."
    else:
        zh, en = f"库中没有{place}政府的这次会议。", f"There are no minutes of that meeting of {place}."
    return and_what_exists(corpus, zh, en)


def no_document(corpus: Corpus, number: int, issuers: Collection[str]) -> Bilingual:
    """That there is no document of that number."""
    zh, en = f"库中没有第{number}号纪要。", f"There are no minutes with document number {number}."
    return and_what_exists(corpus, zh, en, issuers)


def no_date(
    corpus: Corpus, day: DateMention | Period, bearing: NamedMinutes | None, issuers: Collection[str]
) -> Bilingual:
    """That no meeting was held then; ``bearing`` are minutes that have the date of something else."""
    on = "on" if isinstance(day, DateMention) and day.day else "in"
    zh, en = f"库中没有{day.say('zh')}召开的会议。", f"There are no minutes of a meeting held {on} {day.say('en')}."
    if bearing:
        number = bearing.minutes.number
        zh += f"（{say_number(number)}会议的纪要标有这个日期。）"
        en += f" (The minutes of {say_number(number, 'en')} bear that date.)"
    return and_what_exists(corpus, zh, en, issuers)


def no_neighbour(corpus: Corpus, anchor: NamedMinutes | None, place: Place, issuers: Collection[str]) -> Bilingual:
    """That the minutes of the meeting just before or after ``anchor`` (None: the latest ones) are not kept."""
    before = place is Place.BEFORE
    if anchor:
        zh = f"库中没有{say_kept(anchor, 'zh')}{'前' if before else '后'}一次会议的纪要。"
        en = f"There are no minutes of the meeting {'before' if before else 'after'} {say_kept(anchor, 'en')}."
    else:
        zh, en = "库中没有更早的会议。", "There are no minutes of an earlier meeting."
    return and_what_exists(corpus, zh, en, issuers)


def earliest_instead(kept: NamedMinutes) -> Bilingual:
    """That minutes are the earliest kept of a year, though not of its first meeting."""
    return Bilingual(
        f"库中该年最早的是{say_kept(kept, 'zh')}，此前的会议没有收录。",
        f"The earliest of that year in the library is {say_kept(kept, 'en')}; it holds none before it.",
    )


def no_agreement(meetings: Sequence[NamedMinutes]) -> Bilingual:
    """That the meetings, numbers and dates of a question are not those of one meeting."""
    zh, en = list_meetings(meetings, "zh"), list_meetings(meetings, "en")
    return Bilingual(
        f"问题提到的会议、编号和日期不是同一次会议：{zh}。",
        f"The meetings, numbers and dates named do not agree: {en}.",
    )


def and_what_exists(corpus: Corpus, zh: str, en: str, issuers: Collection[str] = ()) -> Bilingual:
    """A sentence followed by what there is."""
    return Bilingual(f"{zh}{say_what_exists(corpus, 'zh', issuers)}", f"{en} {say_what_exists(corpus, 'en', issuers)}")


def document_of(kept: NamedMinutes) -> int | None:
    """The document number as a number: 12 of 第12号 and of 长府会议纪要〔2025〕12号."""
    written = kept.minutes.header.document_number or ""
    digits = written if written.isdecimal() else written.rpartition("〕")[2].strip("第号 ")
    return int(digits) if digits.isdecimal() else None


def _say_offices(by_office: Sequence[Sequence[NamedMinutes]], language: Language) -> str:
    """Each office with how many meetings it has and the latest of them."""
    said = [
        f"{_latest(meetings, language)}等 {len(meetings)} 次"
        if language == "zh" and len(meetings) > 1
        else _latest(meetings, language) + (f" and {len(meetings) - 1} before it" if len(meetings) > 1 else "")
        for meetings in by_office[:_OFFICES]
    ]
    more = len(by_office) - len(said)
    if language == "zh":
        return f"库中有：{'；'.join(said)}" + (f"；还有 {more} 个机关的纪要。" if more > 0 else "。")
    return f"The library holds {'; '.join(said)}" + (f"; and minutes of {more} more offices." if more > 0 else ".")


def _latest(meetings: Sequence[NamedMinutes], language: Language) -> str:
    return say_kept(meetings[0], language)


def _offices_of(corpus: Corpus, issuers: Collection[str]) -> Bilingual:
    offices = {kept.office: None for kept in corpus.stored if kept.office and kept.minutes.header.issuer in issuers}
    zh = "、".join(office.zh for office in offices)
    en = " or ".join(office.en for office in offices)
    return Bilingual(zh, f" of {en}" if en else "")
