"""Reading the head of minutes: who met, when, under whose chair, and with what agenda."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.bilingual import MinutesError
from data.layout import Line, join_lines, spans_of
from data.model import AgendaPoint, Header
from data.numerals import NUMERAL, dates, number

_ORDINAL = re.compile(
    rf"(?:(?P<term>{NUMERAL}{{1,4}})届[^，。；]{{0,16}}?)?第?(?P<ordinal>{NUMERAL}+)次"
    r"(?:政府|全体)?(?P<kind>(?:常务|全体)(?:（扩大）|\(扩大\))?会议)"
)
_CONVENED = re.compile(r"主持(?!人?[：:])(?:召开)?")
_DOCUMENT_NUMBER = re.compile(rf"(?:第({NUMERAL}+)号|([一-龥]{{0,12}}[〔\[［（(]\d{{4}}[〕\]］）)]第?\d+号))")
_TITLE = r"(?:市长|县长|区长|旗长|州长|省长|主席|书记|主任|秘书长)"
_TITLED_NAME = re.compile(rf"(?P<title>.*{_TITLE})(?P<name>[一-龥·]{{2,4}}?)(?:同志)?")
_NAMED_TITLE = re.compile(rf"(?P<name>[一-龥·]{{2,4}}?)(?P<title>(?:代|副|常务|常务副)?{_TITLE})(?:同志)?")
_ISSUER = re.compile(r"[一-龥]{2,24}?人民政府(?!办)")
_AGENDA_VERB = re.compile(
    r"(?:会议)?((?:分别|集体|专题|传达|研究|再次|书面)*(?:审议|听取|学习|研究|讨论|传达|通报|审定|部署|通过)+)"
)
_INTRODUCTION = re.compile(r"(?:会议)?(?:议定|决定|确定|研究决定).{0,8}(?:意见|事项)?如下|纪要如下|议定以下")
_DATED = re.compile(rf"(?:{NUMERAL}|\s){{1,8}}[年月]")
_LONE_DATE = 12  # characters of a line that holds a date and nothing else
_TITLE_PAGE_LINE = 40  # characters; the lines of a title page are shorter


@dataclass(frozen=True, slots=True)
class OpeningSentence:
    """The sentence that says who convened which meeting: its text and the line it starts on."""

    line: int
    text: str


def find_opening(lines: Sequence[Line], end: int) -> OpeningSentence:
    """The opening sentence among ``lines[:end]``.

    Raises:
        MinutesError: no sentence says that an executive meeting of some ordinal was convened.
    """
    for index, line in enumerate(lines[:end]):
        is_lone_date = bool(dates(line.text)) and len(line.text) <= _LONE_DATE
        if is_lone_date or not _DATED.match(line.text):
            continue
        text = join_lines(lines[index:end], paragraphs=False)
        sentence = text.split("。", 1)[0]
        if _CONVENED.search(sentence) and _ORDINAL.search(sentence):
            return OpeningSentence(index, text)
    raise MinutesError(
        "不像会议纪要：没有写明由谁主持召开第几次常务会议。",
        "this does not look like minutes: no sentence says who convened which executive meeting.",
    )


def read_header(lines: Sequence[Line]) -> Header:
    """Read the head from all lines before the first resolution.

    Raises:
        MinutesError: the lines name no executive meeting with an ordinal and an issuer.
    """
    opening = find_opening(lines, len(lines))
    title_page = [line.text for line in lines[: opening.line]]
    sentence = opening.text.split("。", 1)[0]
    meeting = _ORDINAL.search(sentence)
    ordinal = number(meeting["ordinal"]) if meeting else None
    issuer = _find_issuer(title_page, sentence)
    if not meeting or ordinal is None or not issuer:
        raise MinutesError("纪要没有写明是哪个政府的会议。", "the minutes do not say whose meeting they record.")
    chair, title = _read_chair(sentence)
    held = dates(sentence)
    return Header(
        issuer=issuer,
        kind=meeting["kind"],
        ordinal=ordinal,
        term=meeting["term"],
        text="\n".join([*title_page, *_opening_paragraphs(opening.text)]),
        spans=spans_of(lines),
        document_number=_find_document_number(title_page),
        issued=_find_issued(title_page),
        held=held[0] if held else None,
        chair=chair,
        chair_title=title,
        agenda=read_agenda(sentence[meeting.end() :]),
    )


def read_agenda(text: str) -> tuple[AgendaPoint, ...]:
    """The points of an agenda sentence, each verb with each of the subjects it governs."""
    points: list[AgendaPoint] = []
    verb = ""
    for clause in _split_outside_titles(text, "，,。；;"):
        match = _AGENDA_VERB.match(clause)
        if match:
            verb = match[1]
            points += [AgendaPoint(verb, subject) for subject in _subjects(clause[match.end() :])]
        elif verb and clause:
            last = points.pop()
            points.append(AgendaPoint(last.verb, f"{last.subject}，{clause}"))
    return tuple(points)


def _subjects(text: str) -> list[str]:
    """A list of titles 《…》、《…》 is several subjects; anything else is one."""
    parts = _split_outside_titles(text, "、")
    if all(part.startswith("《") for part in parts):
        return parts
    return [text]


def _split_outside_titles(text: str, marks: str) -> list[str]:
    """``text`` split at ``marks`` that stand outside 《》, “” and brackets; no empty parts."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += character in "《“（(〔"
        depth -= character in "》”）)〕"
        if character in marks and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [part.strip() for part in (*parts, current) if part.strip()]


def _opening_paragraphs(text: str) -> list[str]:
    """The opening text, with the words that introduce the resolutions in a paragraph of their own."""
    head, stop, tail = text.rpartition("。")
    if not tail:
        head, stop, tail = head.rpartition("。") if "。" in head else (text, "", "")
    if tail and _INTRODUCTION.search(tail):
        return [head + stop, tail]
    return [text]


def _find_issuer(title_page: Sequence[str], sentence: str) -> str | None:
    for text in (*title_page, sentence):
        match = _ISSUER.search(text)
        if match:
            return match[0]
    return None


def _find_document_number(title_page: Sequence[str]) -> str | None:
    for text in title_page:
        match = _DOCUMENT_NUMBER.search(text)
        if match and len(text) <= _TITLE_PAGE_LINE:
            return match[1] or match[2]
    return None


def _find_issued(title_page: Sequence[str]) -> date | None:
    found = [day for text in title_page for day in dates(text)]
    return found[-1] if found else None


def _read_chair(sentence: str) -> tuple[str | None, str | None]:
    before = _CONVENED.split(sentence, maxsplit=1)[0]
    words = re.sub(r"同志(?:在.*)?$", "", before.rsplit("，", 1)[-1])
    match = _TITLED_NAME.fullmatch(words) or _NAMED_TITLE.fullmatch(words)
    if match:
        return match["name"], match["title"]
    return (words, None) if re.fullmatch(r"[一-龥·]{2,4}", words) else (None, None)
