"""Answering what the header and footer say: chair, dates, numbers, agenda, publicity, distribution, counts."""

import re
from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual, Language
from data.glossaries import load_glossary
from data.numerals import dates
from data.refs import PartKind
from data.store import StoredMinutes
from data.words import fold
from retrieval.answers import Line
from retrieval.bodies import LEVEL, kinds_in, romanised_in
from retrieval.lines import cite, meeting_label, notice, section_ref, snippet_line, statement
from retrieval.naming import say_kept
from retrieval.question import Question
from retrieval.vocabulary import Fact
from retrieval.wording import (
    FACT_LABELS,
    say_date,
    say_document_number,
    say_organisation,
    say_term,
)

_DAY = re.compile(r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}日|\d{4,8}日")
_DAY_PART = re.compile("[上下]午|晚上|早上|晚")
_DAY_PARTS = {
    "上午": Bilingual("上午", "morning (上午)"), "下午": Bilingual("下午", "afternoon (下午)"),
    "晚上": Bilingual("晚上", "evening (晚上)"), "晚": Bilingual("晚上", "evening (晚)"),
    "早上": Bilingual("早上", "morning (早上)"),
}  # fmt: skip
_WEEKDAYS = tuple(
    Bilingual(f"星期{zh}", en)
    for zh, en in zip("一二三四五六日", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True)
)
_SENT = re.compile(r"主送|分送|发送|(?:本期)?[发送]\s*[：:]")
_PLACE = re.compile(r"在([^，,。；;]{2,25}?)(?:主持)?(?:召开|举行)")
_RECORDED = re.compile(r"记\s*录(?:人|员)?\s*[：:]\s*([一-龥]{2,4}(?:[、 ]+[一-龥]{2,4})*)")
_NOT_SAID = Bilingual("纪要未写明", "not stated in the minutes")


def fact_lines(kept: StoredMinutes, facts: Sequence[Fact], language: Language) -> Iterator[Line]:
    """A line for each fact: its label, its value, and the citation with the words that say it."""
    for fact in facts:
        kind = PartKind.HEADER if fact not in _IN_FOOTER else PartKind.FOOTER
        value = _value(kept, fact, language) or _NOT_SAID.say(language)
        mark = "：" if language == "zh" else ": "
        text = f"{meeting_label(kept, language)} · {FACT_LABELS[fact].say(language)}{mark}{value}"
        if fact is Fact.RECORDER and (where := _recorder(kept)):
            kind = where[0]
        ref = section_ref(kept.minutes, kind)
        quotes = _quotes(kept, fact) or _paragraphs(kept, kind)[:1]
        grounds = (value,) if fact in _COMPUTED else ()
        yield statement(text, cite(kept, ref, quotes[0]) if quotes else None, *grounds)
        yield from (snippet_line(kept, ref, quote) for quote in quotes)


def says_any(meetings: Sequence[StoredMinutes], facts: Sequence[Fact], language: Language) -> bool:
    """Whether the minutes of any of the meetings state any of the facts."""
    return any(_value(kept, fact, language) for kept in meetings for fact in facts)


def unstated_line(meetings: Sequence[StoredMinutes], facts: Sequence[Fact], language: Language) -> Line:
    """That minutes do not state the facts asked for."""
    labels = ("、" if language == "zh" else ", ").join(FACT_LABELS[fact].say(language) for fact in facts)
    searched = ("、" if language == "zh" else ", ").join(say_kept(kept, language) for kept in meetings)
    said = Bilingual(f"{searched}的纪要未写明：{labels}。", f"The minutes of {searched} do not state: {labels}.")
    return notice(said.say(language), searched)


def distribution_lines(question: Question, kept: StoredMinutes) -> Iterator[Line]:
    """Whether the bodies that a question names are among those the minutes were sent or copied to."""
    footer = kept.minutes.footer
    asked = [fact for fact in (Fact.SENT_TO, Fact.COPIED_TO) if fact in question.facts]
    if not footer or not asked:
        return
    listed = [*footer.sent_to, *footer.copied_to]
    text, language = fold(question.text), question.language
    kinds = kinds_in(question.mentions.rest)
    wanted = load_glossary().departments_in(question.mentions.rest)
    in_latin = romanised_in(question.mentions.rest, listed) if language == "en" else ()
    for body in listed:
        plain = LEVEL.sub("", fold(body))
        is_asked = plain in text or load_glossary().department(body) in wanted
        if is_asked or body in in_latin or any(kind.names.search(body) for kind in kinds):
            fact = Fact.SENT_TO if body in footer.sent_to else Fact.COPIED_TO
            ref = section_ref(kept.minutes, PartKind.FOOTER)
            quote = next(iter(_quotes(kept, fact)), body)
            said = f"{FACT_LABELS[fact].say(language)}{'：' if language == 'zh' else ': '}{body}"
            mark = " · "
            yield statement(f"{meeting_label(kept, language)}{mark}{said}", cite(kept, ref, quote))


def count_line(kept: StoredMinutes, language: Language) -> Line:
    """How many resolutions and items a meeting has."""
    minutes = kept.minutes
    resolutions, items = minutes.resolution_count, minutes.item_count
    text = (
        f"{say_kept(kept, language)}有 {resolutions} 项决议，共 {items} 条。"
        if language == "zh"
        else f"{meeting_label(kept, language)} has {resolutions} resolutions with {items} items."
    )
    quote = _paragraphs(kept, PartKind.HEADER)[-1]
    return statement(text, cite(kept, section_ref(minutes, PartKind.HEADER), quote))


def meeting_count_line(meetings: Sequence[StoredMinutes], language: Language) -> Line:
    """How many meetings the library holds of those asked about."""
    count, first = len(meetings), meetings[0]
    text = f"库中有 {count} 次会议的纪要：" if language == "zh" else f"The library holds minutes of {count} meetings:"
    ref = section_ref(first.minutes, PartKind.HEADER)
    return statement(text, cite(first, ref, _paragraphs(first, PartKind.HEADER)[-1]), str(count))


_COMPUTED = (Fact.ELAPSED,)  # from dates, so that no part says the value
_DERIVED = frozenset({Fact.ISSUER, Fact.WEEKDAY, Fact.DAY_PART, Fact.ELAPSED, Fact.PLACE, Fact.ENDED, Fact.RECORDER})
_IN_FOOTER = frozenset({Fact.COMPILED, Fact.PUBLICITY, Fact.SENT_TO, Fact.COPIED_TO})


def _value(kept: StoredMinutes, fact: Fact, language: Language) -> str | None:
    header, footer = kept.minutes.header, kept.minutes.footer
    if fact in _DERIVED:
        return _derived(kept, fact, language)
    match fact:
        case Fact.CHAIR:
            return _chair(header.chair, header.chair_title, language)
        case Fact.HELD:
            return say_date(header.held, language) if header.held else _unsure_date(kept, language)
        case Fact.ISSUED:
            return say_date(header.issued, language) if header.issued else None
        case Fact.DOCUMENT_NUMBER:
            return say_document_number(header.document_number, language)
        case Fact.ORDINAL:
            number = header.document_number
            named = say_kept(kept, language)
            return f"{say_document_number(number, language)} → {named}" if number else named
        case Fact.AGENDA:
            return "；".join(f"{point.verb}{point.subject}" for point in header.agenda)
    if footer is None:
        return None
    match fact:
        case Fact.COMPILED:
            by = say_organisation(footer.compiled_by or "", language)
            on = say_date(footer.compiled, language) if footer.compiled else ""
            return "，".join(filter(None, (by, on))) if language == "zh" else ", ".join(filter(None, (by, on)))
        case Fact.PUBLICITY:
            marked = Bilingual("已标注“此件公开发布”", "marked for release to the public (此件公开发布)")
            unmarked = Bilingual("未标注公开发布", "not marked for release to the public")
            return (marked if footer.public else unmarked).say(language)
        case Fact.SENT_TO:
            return "、".join(footer.sent_to) or None
        case _:
            return "、".join(footer.copied_to) or None


def _derived(kept: StoredMinutes, fact: Fact, language: Language) -> str | None:
    """What a header says between the lines, and what stands beside it in other parts."""
    header = kept.minutes.header
    match fact:
        case Fact.ISSUER:
            return header.issuer
        case Fact.WEEKDAY:
            return _WEEKDAYS[header.held.weekday()].say(language) if header.held else None
        case Fact.DAY_PART:
            part = _DAY_PART.search(_opening_day(_paragraphs(kept, PartKind.HEADER)))
            return _DAY_PARTS[part[0]].say(language) if part else None
        case Fact.ELAPSED:
            return _elapsed(kept, language)
        case Fact.PLACE:
            place = _PLACE.search(header.text)
            return place[1] if place else None
        case Fact.ENDED:
            return None
        case Fact.RECORDER:
            where = _recorder(kept)
            return where[2] if where else None
    return None


def _elapsed(kept: StoredMinutes, language: Language) -> str | None:
    """How many days after the meeting its minutes were compiled and issued."""
    header, footer = kept.minutes.header, kept.minutes.footer
    if not header.held:
        return None
    said = []
    for fact, day in ((Fact.COMPILED, footer.compiled if footer else None), (Fact.ISSUED, header.issued)):
        if day:
            count = (day - header.held).days
            done = Bilingual(
                "整理" if fact is Fact.COMPILED else "印发", "compiled" if fact is Fact.COMPILED else "issued"
            )
            days = "1 day" if count == 1 else f"{count} days"
            said.append(f"会后 {count} 天{done.zh}" if language == "zh" else f"{done.en} {days} after the meeting")
    return ("，" if language == "zh" else ", ").join(said) or None


def _recorder(kept: StoredMinutes) -> tuple[PartKind, str, str] | None:
    """Who took the minutes: the part that says so, the words and the names."""
    for kind in (PartKind.ATTENDANCE, PartKind.FOOTER):
        for paragraph in _paragraphs(kept, kind):
            if found := _RECORDED.search(paragraph):
                return kind, found[0], found[1]
    return None


def _unsure_date(kept: StoredMinutes, language: Language) -> str | None:
    """The day of the meeting as written, where it has no year or is damaged."""
    written = _DAY.search(_opening_day(_paragraphs(kept, PartKind.HEADER)))
    if not written:
        return None
    return f"“{written[0]}”（不是完整日期）" if language == "zh" else f"“{written[0]}” (not a whole date)"


def _opening_day(paragraphs: Sequence[str]) -> str:
    """The paragraph that says who convened the meeting on which day; empty where none does."""
    return next((each for each in paragraphs if "主持" in each and _DAY.search(each)), "")


def _chair(name: str | None, title: str | None, language: Language) -> str | None:
    if not name or not title:
        return name
    return f"{name}（{title}）" if language == "zh" else f"{name}, {say_term(title, language)}"


def _quotes(kept: StoredMinutes, fact: Fact) -> list[str]:
    """The words of the minutes that say a fact."""
    head, foot = _paragraphs(kept, PartKind.HEADER), _paragraphs(kept, PartKind.FOOTER)
    title_page, opening = _split_head(head)
    convened = re.split(r"(?<=会议)[，,。]", opening)[0]
    dated = convened if kept.minutes.header.held else _opening_day(head) or convened
    numbers = [line for line in title_page if kept.minutes.header.document_number and "号" in line]
    found: dict[Fact, list[str]] = {
        Fact.CHAIR: [convened],
        Fact.HELD: [dated],
        Fact.ISSUED: _dated(title_page),
        Fact.DOCUMENT_NUMBER: numbers[:1],
        Fact.ORDINAL: [*numbers[:1], convened],
        Fact.ISSUER: title_page[:1] or [convened],
        Fact.AGENDA: [opening],
        Fact.WEEKDAY: [dated],
        Fact.DAY_PART: [dated],
        Fact.ELAPSED: [dated, *_dated(title_page)],
        Fact.PLACE: [place[0]] if (place := _PLACE.search(kept.minutes.header.text)) else [],
        Fact.ENDED: [],
        Fact.RECORDER: [where[1]] if (where := _recorder(kept)) else [],
        Fact.COMPILED: [
            "\n".join(line for line in foot if "整理" in line or (dates(line) and len(line) < len(convened)))
        ],
        Fact.PUBLICITY: [line for line in foot if "此件" in line],
        Fact.SENT_TO: [line for line in foot if _SENT.match(line)],
        Fact.COPIED_TO: [line for line in foot if line.startswith("抄送")],
    }
    return [quote for quote in found[fact] if quote]


def _paragraphs(kept: StoredMinutes, kind: PartKind) -> list[str]:
    part = kept.minutes.part(section_ref(kept.minutes, kind))
    return part.text.split("\n") if part else []


def _split_head(paragraphs: Sequence[str]) -> tuple[list[str], str]:
    """The lines of the title page and the opening sentence."""
    for index, paragraph in enumerate(paragraphs):
        if "主持" in paragraph:
            return list(paragraphs[:index]), paragraph
    return list(paragraphs), paragraphs[0] if paragraphs else ""


def _dated(title_page: Sequence[str]) -> list[str]:
    """The line with the date of issue, with the line before it where it holds the date alone."""
    for index in range(len(title_page) - 1, -1, -1):
        line = title_page[index]
        if dates(line):
            alone = re.fullmatch(r"[\d年月日〇零一二三四五六七八九十]+", line)
            return ["\n".join(title_page[max(index - 1, 0) : index + 1]) if alone else line]
    return []
