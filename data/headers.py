"""Reading the head of minutes: who met, when, under whose chair, and with what agenda."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.bilingual import Bilingual
from data.dating import last_date, published_in, read_held, signed_in
from data.issuers import read_issuer
from data.layout import Line, as_written, join_lines, spans_of
from data.model import AgendaPoint, Header
from data.numerals import NUMERAL, dates
from data.openings import Opening, read_meeting

_CONVENED = re.compile(r"主持(?!人?[：:])(?:召开)?")
_DOCUMENT_NUMBER = re.compile(rf"(?:第({NUMERAL}+)[号期]|([一-龥]{{0,12}}[〔\[［（(【]\d{{4}}[〕\]］）)】]第?\d+号))")
_TITLE = r"(?:市长|县长|区长|旗长|州长|盟长|省长|主席|书记|主任|秘书长)"
_BEFORE_NAME = re.compile(
    rf"于?(?:{NUMERAL}{{1,4}}[年月日])+(?:[上下]午|晚上?)?|今[天日]|昨[天日]|[上下]午|近日|日前"
    r"|(?:同志)?(?:在|于).{2,20}[室厅楼馆堂院所心]$|同志|先后$"
)
_NAME = "(?P<name>[一-龥]{2,4}?|[一-龥]{1,8}·[一-龥·]{1,12})"
_TITLED_NAME = re.compile(rf"(?P<title>.*{_TITLE}){_NAME}")
_BRACKETED_TITLE = re.compile(rf"{_NAME}[（(](?P<title>.*{_TITLE})[）)]")
_NAMED_TITLE = re.compile(
    rf"{_NAME}(?P<title>(?:[省市县区州旗]委[一-龥]{{0,3}}(?:书记|常委)、)*(?:代|副|常务|常务副)?{_TITLE})"
)
_CHAIR_LABEL = re.compile(r"(?:主\s*持\s*人?|会议主持)\s*[：:]\s*(?P<words>[^，。；,\n]{2,20})")
_SPACED_CHAIR = re.compile(r"^(主持人?)(?!召开|会议|[：:])")
_AGENDA_VERB = re.compile(
    r"(?:会议)?((?:分别|集体|专题|传达|研究|再次|书面)*(?:审议|听取|学习|研究|讨论|传达|通报|审定|部署|通过)+)"
)
_INTRODUCTION = re.compile(
    r"(?:会议)?(?:议定|决定|确定|研究决定|形成).{0,8}(?:意见|事项|决定)?如下|纪要如下|议定(?:了)?(?:以下|如下)|如下[：:]$"
)
_SIGNED_ON = re.compile(rf"[^，。：]{{0,20}}?{NUMERAL}{{4}}年{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日")
_TITLE_PAGE_LINE = 40  # characters; the lines of a title page are shorter


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the first resolution: title page, opening sentence, and what introduces the resolutions."""

    title_page: tuple[Line, ...]
    opening: tuple[Line, ...]
    introduction: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, in the order of reading."""
        return (*self.title_page, *self.opening, *self.introduction)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Lines that may say what the head does not.

    ``after_opening`` may name the chair, ``tail`` (after the last resolution) the issuer and the date of issue;
    ``everything`` is all lines, from whose places an unnamed issuer is told.
    """

    after_opening: Sequence[Line]
    tail: Sequence[Line]
    everything: Sequence[Line]


@dataclass(frozen=True, slots=True)
class ReadHeader:
    """A header, and what is to be said about it."""

    header: Header
    warnings: tuple[Bilingual, ...]


def is_introduction(text: str) -> bool:
    """Whether a paragraph only introduces the resolutions (会议议定以下意见：)."""
    return bool(_INTRODUCTION.search(text.rpartition("。")[2] or text))


def read_header(head: Head, opening: Opening, around: Surroundings) -> ReadHeader:
    """Read the head of minutes with its opening sentence."""
    meeting, sentence = opening.meeting, opening.sentence
    title_page, last = ([line.plain for line in lines] for lines in (head.title_page, around.tail))
    issued = _read_issued(title_page, sentence, last)
    held = read_held(sentence, title_page, issued, meeting.year)
    number = _find_document_number(title_page)
    issuer = read_issuer(sentence, head.title_page, around.tail, around.everything)
    labels = (_SPACED_CHAIR.sub(r"\1：", line.plain) for line in head.opening)
    others = [*title_page, *labels, *(line.plain for line in around.after_opening)]
    chair, title = _read_chair(sentence, others)
    opening_text = join_lines(head.opening, paragraphs=False)
    header = Header(
        issuer=issuer.name,
        kind=meeting.kind,
        ordinal=meeting.ordinal,
        term=meeting.term,
        year=meeting.year,
        text="\n".join(
            [
                *(line.text for line in head.title_page),
                *_opening_paragraphs(opening_text),
                *filter(None, [join_lines(head.introduction, paragraphs=True)]),
            ]
        ),
        spans=spans_of(head.lines),
        document_number=as_written(number, head.title_page) if number else None,
        issued=issued,
        held=held.day,
        chair=as_written(chair, around.everything) if chair else None,
        chair_title=as_written(title, around.everything) if title else None,
        agenda=read_agenda(sentence[meeting.end :].rstrip("。")) if meeting.end else (),
    )
    return ReadHeader(header, (*issuer.warnings, *held.warnings))


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


def _find_document_number(title_page: Sequence[str]) -> str | None:
    for text in title_page:
        match = _DOCUMENT_NUMBER.search(text)
        if match and len(text) <= _TITLE_PAGE_LINE:
            return match[1] or match[2]
    return None


def _read_issued(title_page: Sequence[str], sentence: str, tail: Sequence[str]) -> date | None:
    """The date of issue: signed, else on the title page, else that of publication on the web."""
    plain = [line for line in title_page if not re.fullmatch(r"[（(].*[）)]", line)]
    unnamed = [line for line in plain if not read_meeting(line)]
    found = signed_in(tail) or signed_in(plain) or _signed_on(tail)
    if found:
        return found
    alone = last_date([line for line in unnamed if not published_in([line])])
    if alone and alone not in dates(sentence)[:1]:
        return alone
    return published_in((*tail, *plain))


def _signed_on(tail: Sequence[str]) -> date | None:
    """The lone date under the signature at the end; where it is said who compiled, it is that of compiling."""
    if any("整理" in line for line in tail):
        return None
    return last_date([line for line in tail if _SIGNED_ON.fullmatch(line)])


def _read_chair(sentence: str, others: Sequence[str]) -> tuple[str | None, str | None]:
    """Name and title of who chaired: from the opening sentence, from a label, or from another sentence."""
    labelled = [match["words"] for line in others if (match := _CHAIR_LABEL.search(line))]
    said = [_CONVENED.split(text, maxsplit=1)[0] for text in (sentence, *others) if _CONVENED.search(text)]
    for text in (*said[:1], *labelled, *said[1:]):
        words = _BEFORE_NAME.sub("", re.split("[，,。；;]", text)[-1])
        forms = (_TITLED_NAME, _NAMED_TITLE, _BRACKETED_TITLE)
        match = next((found for form in forms if (found := form.fullmatch(words))), None)
        if match:
            return match["name"], match["title"]
        if re.fullmatch(r"[一-龥·]{2,4}", words):
            return words, None
    return None, None
