"""Answering what the header and footer say: chair, dates, numbers, agenda, publicity, distribution, counts."""

import re
from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual, Language
from data.numerals import dates
from data.refs import PartKind
from data.store import StoredMinutes
from retrieval.answers import Line
from retrieval.lines import cite, meeting_label, section_ref, snippet_line, statement
from retrieval.naming import say_kept
from retrieval.question import Question
from retrieval.vocabulary import HELD_WORDS, Fact
from retrieval.wording import (
    FACT_LABELS,
    say_date,
    say_document_number,
    say_organisation,
    say_term,
)

_DAY = re.compile(r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}日|\d{4,8}日")
_NOT_SAID = Bilingual("纪要未写明", "not stated in the minutes")


def asked_facts(question: Question) -> tuple[Fact, ...]:
    """The facts to answer; ``when was it issued`` asks for the day of the meeting only if it says so."""
    facts = question.facts
    other_date = Fact.ISSUED in facts or Fact.COMPILED in facts
    if other_date and Fact.HELD in facts and not HELD_WORDS.search(question.mentions.rest):
        facts = tuple(fact for fact in facts if fact is not Fact.HELD)
    return facts


def fact_lines(kept: StoredMinutes, facts: Sequence[Fact], language: Language) -> Iterator[Line]:
    """A line for each fact: its label, its value, and the citation with the words that say it."""
    for fact in facts:
        kind = PartKind.HEADER if fact not in _IN_FOOTER else PartKind.FOOTER
        value = _value(kept, fact, language) or _NOT_SAID.say(language)
        mark = "：" if language == "zh" else ": "
        text = f"{meeting_label(kept, language)} · {FACT_LABELS[fact].say(language)}{mark}{value}"
        ref = section_ref(kept.minutes, kind)
        quotes = _quotes(kept, fact) or _paragraphs(kept, kind)[:1]
        yield statement(text, cite(kept, ref, quotes[0]) if quotes else None)
        yield from (snippet_line(kept, ref, quote) for quote in quotes)


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


_IN_FOOTER = frozenset({Fact.COMPILED, Fact.PUBLICITY, Fact.SENT_TO, Fact.COPIED_TO})


def _value(kept: StoredMinutes, fact: Fact, language: Language) -> str | None:
    header, footer = kept.minutes.header, kept.minutes.footer
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
            number = say_document_number(header.document_number, language)
            return f"{number} → {say_kept(kept, language)}"
        case Fact.ISSUER:
            return header.issuer
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
        Fact.COMPILED: [
            "\n".join(line for line in foot if "整理" in line or (dates(line) and len(line) < len(convened)))
        ],
        Fact.PUBLICITY: [line for line in foot if "此件" in line],
        Fact.SENT_TO: [line for line in foot if line.startswith(("主送", "分送", "发送"))],
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
