"""Telling minutes from other documents: the sentence that says who convened which executive meeting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.bilingual import MinutesError
from data.layout import Line
from data.numerals import NUMERAL, number
from data.webpages import is_web

_KIND = (
    r"(?P<kind>(?:常务|全体|(?:[省市县区州旗]长)?办公)(?:[（(]扩大[）)])?会议?)"
    r"(?!室|精神|议事|议程|议题|规则|制度|通过|材料)"
)
_NUMBERED = re.compile(
    rf"(?:第?(?P<term>{NUMERAL}{{1,4}})届[^，。；,]{{0,16}}?)?(?:(?P<year>{NUMERAL}{{4}})年(?:度)?[^，。；,]{{0,8}}?)?"
    rf"第?(?P<ordinal>{NUMERAL}+)次(?:[（(]临时[）)])?(?:[省市县区州旗]?(?:人民)?政府|全体)?{_KIND}"
)
_NUMBERED_AFTER = re.compile(
    rf"(?:政府|召开){_KIND}(?:纪要)?[（(]?(?:(?P<term>{NUMERAL}{{1,4}})届)?第(?P<ordinal>{NUMERAL}+)次"
)
_UNNUMBERED = re.compile(
    rf"(?:(?P<term>{NUMERAL}{{1,4}})届[^，。；,]{{0,16}}?)?(?:政府|召开|国务院)[^，。；,]{{0,6}}?{_KIND}"
)
_CHAIRED = re.compile(r"主持(?!人|[：:])")
_CONVENED = re.compile(r"主持(?!人|[：:])|召开(?!的|情况)")
_DATED = re.compile(
    rf"{NUMERAL}{{1,2}}月\s*{NUMERAL}{{1,3}}日|{NUMERAL}{{4,8}}日|(?<![\d-]){NUMERAL}{{1,2}}日(?=[，,上下])"
    r"|今天|今日|昨天|昨日|日前|近日"
)
_PASSED = re.compile(
    r"(?:定|拟|将)于[^。]*召开|(?:已经?|业经)[^。]*会议[^。]{0,12}(?:通过|同意)"
    r"|现(?:予|将[^。]{0,40})(?:印发|公布|发布|解读)"
)
_OTHER_TITLE = re.compile(
    r"(?:(?<!^会议)(?:议程|议题)|议题(?:安排|征集|公示)|规则|办法|制度|通知|通告|公告|公示|安排|日程|方案|条例|解读|预告|简介|职责|名单|批复|请示|意见|细则)$"
)
_NOTICE = re.compile("关于.*的(?:通知|通告|公告|公示|函|请示|批复)")
_MINUTES_TITLE = re.compile(r"纪要|会议(?:记录|情况|要闻)?$|召开|主持")
_RECORD = re.compile(
    r"会议?(?:还|并|分别|集体|集中|首先|专题|认真|组织|共同|现场|书面)*"
    r"(?:指出|强调|要求|认为|听取|审议|研究|讨论|传达|学习|议定|决定|确定|原则|同意|明确|通报|部署|审定|观看|通过|安排)"
    r"|现(?:将|就)?[^。]{0,30}纪要如下|(?:审议|听取|传达|学习|讨论|研究)(?:了|并)?[^。]{2,}"
)
_RECORD_TITLE = re.compile("纪要|会议记录|记录整理|会议内容")
_CHAIRS_IT = re.compile("主持(?:了)?(?:会议|[，。])")
_LABEL = re.compile(r"(?:会议)?(?:名\s*称|时\s*间|日\s*期|地\s*点|主\s*持\s*人?)\s*[：:]")
_SPACED_LABEL = re.compile(r"(?:时\s*间|日\s*期|地\s*点|主\s*持\s*人?)[ \u3000\t]+(?!召开|会议)\S")
_HEAD = 12  # lines in which minutes call themselves minutes
_SEARCHED = 80  # lines from the top among which the opening is looked for
_LONGEST_SENTENCE = 40  # lines
_SEVERAL_MEETINGS = 3  # named in short lines make a list
_TITLE_LENGTH = 60  # characters

_NOT_MINUTES = (
    "不像会议纪要：没有写明由谁主持召开第几次常务会议。",
    "this does not look like minutes: no sentence says who convened which executive meeting.",
)


@dataclass(frozen=True, slots=True)
class Convened:
    """Which meeting was convened, as far as the sentence says it."""

    kind: str
    ordinal: int | None = None
    term: str | None = None
    year: int | None = None
    end: int = 0  # where the words end that name the meeting


@dataclass(frozen=True, slots=True)
class Opening:
    """The sentence that says who convened which meeting, the lines from ``first`` to ``last`` that hold it.

    Where the head consists of labels instead (时间：, 主持：), the sentence is the title with the labels.
    """

    first: int
    last: int
    sentence: str
    meeting: Convened
    length: int | None = None  # characters of the last line that belong to it; None for all


def read_meeting(sentence: str) -> Convened | None:
    """The meeting that a sentence in simplified characters names, with its ordinal where it has one."""
    match = _NUMBERED.search(sentence)
    if match:
        year = number(match["year"]) if match["year"] else None
        return Convened(_kind(match), number(match["ordinal"]), match["term"], year, match.end())
    match = _NUMBERED_AFTER.search(sentence)
    if match:
        return Convened(_kind(match), number(match["ordinal"]), end=match.end())
    match = _UNNUMBERED.search(sentence)
    return Convened(_kind(match), term=match["term"], end=match.end()) if match else None


def find_opening(lines: Sequence[Line]) -> Opening:
    """The opening sentence: of all that could be it the one that says most, the first of equals at its shortest.

    Raises:
        MinutesError: there is none, or the document is of another kind.
    """
    found = [(_weight(opening.sentence), opening) for opening in _candidates(lines)]
    labelled = _with_ordinal(lines, _labelled(lines))
    if not found and not labelled:
        raise MinutesError(*_NOT_MINUTES)
    if labelled and all("。" not in opening.sentence for _, opening in found):
        return labelled
    heaviest = max(weight for weight, _ in found)
    likely = [opening for weight, opening in found if weight == heaviest]
    opening = max((each for each in likely if each.last == likely[0].last), key=lambda each: each.first)
    _refuse_other_documents(lines, opening)
    return _with_ordinal(lines, opening) or opening


def _candidates(lines: Sequence[Line]) -> list[Opening]:
    found = []
    for index in range(min(len(lines), _SEARCHED)):
        if is_web(lines[index]):
            continue
        sentence, last = _sentence(lines, index)
        meeting = read_meeting(sentence) or _meeting_above(lines, index, sentence)
        if not meeting or not _CONVENED.search(sentence) or _PASSED.search(sentence):
            continue
        if meeting.ordinal is not None or _DATED.search(sentence):
            length = len(sentence) - sum(len(line.text) for line in lines[index:last])
            found.append(Opening(index, last, sentence, meeting, length))
    return found


def _meeting_above(lines: Sequence[Line], index: int, sentence: str) -> Convened | None:
    """The meeting that the title names, where the sentence says only that someone chaired it."""
    if not _CHAIRS_IT.search(sentence):
        return None
    title = "".join(line.plain for line in lines[:index] if len(line.plain) <= _TITLE_LENGTH)
    meeting = read_meeting(title)
    return replace(meeting, end=0) if meeting and _RECORD_TITLE.search(title) else None


def _labelled(lines: Sequence[Line]) -> Opening | None:
    """The head of minutes that has labels under its title instead of an opening sentence."""
    first = next((i for i, line in enumerate(lines[:_SEARCHED]) if _is_label(line)), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(lines) and _is_label(lines[last + 1]):
        last += 1
    title = "".join(line.plain for line in lines[:first])
    labels = "，".join(line.plain for line in lines[first : last + 1])
    meeting = read_meeting(f"{title}，{labels}")
    if not meeting or not _RECORD_TITLE.search("".join(line.plain for line in lines[:_HEAD])):
        return None
    return Opening(first, last, f"{labels}，{title}。", replace(meeting, end=0))


def _with_ordinal(lines: Sequence[Line], opening: Opening | None) -> Opening | None:
    """The opening with the ordinal of the title, where it has none of its own."""
    if opening is None or opening.meeting.ordinal is not None:
        return opening
    titles = [line.plain for line in lines[: opening.first] if len(line.plain) <= _TITLE_LENGTH]
    found = next((match for form in (_NUMBERED, _NUMBERED_AFTER) if (match := form.search("".join(titles)))), None)
    if not found:
        return opening
    meeting = replace(opening.meeting, ordinal=number(found["ordinal"]), term=opening.meeting.term or found["term"])
    return replace(opening, meeting=meeting)


def _is_label(line: Line) -> bool:
    return bool(_LABEL.match(line.plain) or _SPACED_LABEL.match(line.raw))


def _weight(sentence: str) -> int:
    """How much of an opening a sentence has: chair, end, date, ordinal."""
    meeting = read_meeting(sentence)
    has_ordinal = meeting is not None and meeting.ordinal is not None
    return 2 * bool(_CHAIRED.search(sentence)) + 2 * ("。" in sentence) + bool(_DATED.search(sentence)) + has_ordinal


def _sentence(lines: Sequence[Line], index: int) -> tuple[str, int]:
    """The text from the beginning of a line to the end of the sentence, 。 included, and the line it ends in."""
    text = ""
    for last in range(index, min(len(lines), index + _LONGEST_SENTENCE)):
        text += lines[last].plain
        if "。" in text or lines[last].ends_sentence or _is_title(lines, last):
            head, stop, _ = text.partition("。")
            return head + stop, last
    return text, min(len(lines), index + _LONGEST_SENTENCE) - 1


def _is_title(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands for itself: short and without marks, before one that begins with a date."""
    if index + 1 == len(lines):
        return True
    line = lines[index].plain
    followed = re.match(rf"(?:{NUMERAL}{{2,4}}年)?\s*{NUMERAL}{{1,2}}月", lines[index + 1].plain)
    return not re.search("[，。；,]", line) and bool(followed) and len(line) <= _TITLE_LENGTH


def _refuse_other_documents(lines: Sequence[Line], opening: Opening) -> None:
    short = [line.plain for line in lines if len(line.plain) <= _TITLE_LENGTH]
    listed = {meeting.ordinal for text in short if (meeting := read_meeting(text))}
    if len(listed) >= _SEVERAL_MEETINGS and "。" not in opening.sentence:
        raise MinutesError("不是会议纪要，而是会议列表。", "not minutes, but a list of meetings.")
    titles = [line.plain for line in lines[: opening.first] if len(line.plain) <= _TITLE_LENGTH]
    others = [title for title in titles if _OTHER_TITLE.search(title) and not _MINUTES_TITLE.search(title)]
    others += [title for title in (*titles, lines[opening.first].plain) if _NOTICE.fullmatch(title)]
    other = next(iter(others), None)
    if other:
        raise MinutesError(f"不是会议纪要，而是“{other}”。", f"not minutes, but another kind of document: {other}.")
    after = "".join(line.plain for line in lines[opening.first :])
    rest = after[after.find(opening.sentence) + opening.meeting.end :]
    if not _RECORD.search(rest):
        raise MinutesError(
            "不像会议纪要：没有记录会议听取、审议或决定了什么。",
            "this does not look like minutes: it does not record what the meeting heard, deliberated or decided.",
        )


def _kind(match: re.Match[str]) -> str:
    return match["kind"] if match["kind"].endswith("议") else f"{match['kind']}议"
