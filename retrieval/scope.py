"""Which meetings a question is about, and what to say where one of them does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.bilingual import Bilingual, Language
from data.refs import Ref, say_number
from data.store import StoredMinutes
from retrieval.corpus import Corpus
from retrieval.dates import DateMention
from retrieval.mentions import Mentions
from retrieval.vocabulary import OF_DOCUMENT
from retrieval.wording import say_document_number, say_meeting


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings asked about: None for all of them; ``missing`` tells of those that do not exist."""

    meetings: tuple[StoredMinutes, ...] | None
    missing: tuple[Bilingual, ...] = ()

    @property
    def refs(self) -> frozenset[Ref] | None:
        """The refs in full of the meetings, None for all."""
        return None if self.meetings is None else frozenset(kept.minutes.ref for kept in self.meetings)


def find_scope(corpus: Corpus, mentions: Mentions) -> Scope:
    """Look up every meeting that a question mentions; several mentions of different kinds must agree."""
    if not mentions.any_meeting:
        return Scope(None)
    found: list[list[StoredMinutes]] = []
    missing: list[Bilingual] = []
    if mentions.meetings:
        series = {ref.series for ref in mentions.refs if ref.series}
        known = [kept for kept in corpus.meetings(mentions.meetings) if not series or kept.minutes.ref.series in series]
        found.append(known)
        there = {kept.minutes.number for kept in known}
        missing += [_no_meeting(corpus, ordinal) for ordinal in mentions.meetings if ordinal not in there]
    if mentions.documents:
        found.append([kept for kept in corpus.stored if _document(kept) in mentions.documents])
        documents = {_document(kept) for kept in found[-1]}
        missing += [_no_document(corpus, wanted) for wanted in mentions.documents if wanted not in documents]
    if mentions.dates:
        of_document = bool(OF_DOCUMENT.search(mentions.rest))
        found.append(
            [
                kept
                for kept in corpus.stored
                if any(_has_date(kept, day, of_document=of_document) for day in mentions.dates)
            ]
        )
        missing += [
            _no_date(corpus, day)
            for day in mentions.dates
            if not any(_has_date(kept, day, of_document=of_document) for kept in corpus.stored)
        ]
    if mentions.latest:
        found.append(list(corpus.stored[:1]))
    agreed = [kept for kept in found[0] if all(kept in others for others in found[1:])]
    for place in mentions.places:
        theirs = [kept for kept in agreed if _is_of(kept, place)]
        missing += [] if theirs or not agreed else [_no_issuer(corpus, place)]
        agreed = theirs
    if not agreed and not missing:
        missing.append(_no_agreement(found))
    return Scope(tuple(agreed), tuple(missing))


def say_what_exists(corpus: Corpus, language: Language, most: int = 6) -> str:
    """A sentence that names the meetings there are, the latest first."""
    if not corpus.stored:
        return "库中还没有纪要。" if language == "zh" else "The library holds no minutes yet."
    named = [say_meeting(kept.minutes.header, language) for kept in corpus.stored[:most]]
    more = len(corpus.stored) - len(named)
    if language == "zh":
        return f"库中有：{'、'.join(named)}" + (f"等 {len(corpus.stored)} 次会议。" if more > 0 else "。")
    return f"The library holds {', '.join(named)}" + (f" and {more} more." if more > 0 else ".")


def _is_of(kept: StoredMinutes, place: str) -> bool:
    """Whether a place said is that of the minutes' issuer; 市, 全市 and 我市 are anyone's."""
    own = kept.minutes.header.issuer.removesuffix("人民政府")
    return len(place) <= len("全市") or own.endswith(place)


def _no_issuer(corpus: Corpus, place: str) -> Bilingual:
    return _and_what_exists(
        corpus, f"库中没有{place}政府的这次会议。", f"There are no minutes of that meeting of {place}."
    )


def _document(kept: StoredMinutes) -> int | None:
    written = kept.minutes.header.document_number or ""
    digits = written if written.isdecimal() else written.rpartition("〕")[2].strip("第号 ")
    return int(digits) if digits.isdecimal() else None


def _has_date(kept: StoredMinutes, day: DateMention, *, of_document: bool) -> bool:
    """Whether the meeting was held on that day or, where the document's dates are meant, has that date."""
    header, footer = kept.minutes.header, kept.minutes.footer
    others: Sequence[date | None] = (header.issued, footer.compiled if footer else None)
    return day.matches(header.held) or (of_document and any(day.matches(other) for other in others))


def _no_meeting(corpus: Corpus, ordinal: int) -> Bilingual:
    same_number = [kept.minutes.header for kept in corpus.stored if _document(kept) == ordinal]
    zh, en = f"库中没有第{ordinal}次会议的纪要。", f"There are no minutes of a meeting {ordinal}."
    for header in same_number[:1]:
        number = header.document_number
        zh += f"（{say_document_number(number, 'zh')}纪要记录的是{say_number(header.number)}会议。）"
        en += f" (Document {say_document_number(number, 'en')} records {say_number(header.number, 'en')}.)"
    return _and_what_exists(corpus, zh, en)


def _no_document(corpus: Corpus, number: int) -> Bilingual:
    return _and_what_exists(
        corpus, f"库中没有第{number}号纪要。", f"There are no minutes with document number {number}."
    )


def _no_date(corpus: Corpus, day: DateMention) -> Bilingual:
    zh, en = f"库中没有{day.say('zh')}召开的会议。", f"There are no minutes of a meeting held in or on {day.say('en')}."
    for kept in corpus.stored:
        if _has_date(kept, day, of_document=True):
            number = kept.minutes.number
            zh += f"（{say_number(number)}会议的纪要标有这个日期。）"
            en += f" (The minutes of {say_number(number, 'en')} bear that date.)"
            break
    return _and_what_exists(corpus, zh, en)


def _no_agreement(found: Sequence[Sequence[StoredMinutes]]) -> Bilingual:
    named = [kept.minutes.header for group in found for kept in group]
    zh = "、".join(say_meeting(header, "zh") for header in named)
    en = ", ".join(say_meeting(header, "en") for header in named)
    return Bilingual(
        f"问题提到的会议、编号和日期不是同一次会议：{zh}。",
        f"The meetings, numbers and dates named do not agree: {en}.",
    )


def _and_what_exists(corpus: Corpus, zh: str, en: str) -> Bilingual:
    return Bilingual(f"{zh}{say_what_exists(corpus, 'zh')}", f"{en} {say_what_exists(corpus, 'en')}")
