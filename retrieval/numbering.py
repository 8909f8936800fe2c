"""Meetings in a question by the number that their office gave them: 第26次, 六届七十八次, 2026年第1次."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from data.bilingual import Language
from data.numerals import number
from retrieval.offices import OfficeMention
from retrieval.scanner import Scanner

CHINESE_NUMERAL = "[〇零一二两三四五六七八九十百廿卅]"
COUNT = rf"(?:\d{{1,4}}|{CHINESE_NUMERAL}{{1,5}})"
_AND = r"\s*(?:次会议|次会|次)?\s*(?:和|与|及|、|,|跟|同|至|到|-)\s*"
_EN_AND = r"(?:\s*(?:,|&|-|and|or|to|vs\.?|versus|with)\s*)"

_BY_YEAR_OR_TERM = (
    re.compile(r"^\s*(?P<year>(?:19|20)\d{2})-(?P<ordinal>\d{1,3})\s*$"),
    re.compile(
        rf"(?<!\d)(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})\s*年度?\s*的?\s*(?:[一-龥]{{0,4}}政府)?第?\s*(?P<ordinal>{COUNT})\s*次"
    ),
    re.compile(
        rf"第?\s*(?P<term>{COUNT})\s*届\s*(?:(?!人大|党|中央|省?委|市委|县委|区委|纪委|政协|代表)[一-龥]){{0,8}}?第?\s*(?P<ordinal>{COUNT})\s*次"
        r"(?!全会|全体会议|代表)"
    ),
    re.compile(
        r"\b(?:the\s+)?(?P<ordinal>\d{1,4})(?:st|nd|rd|th)\s+(?:[a-z]+\s+){0,2}?(?:meeting|session)\s+(?:of|in|held\s+in)\s+(?P<year>\d{4})\b"
    ),
    re.compile(
        r"\b(?:meeting|session|mtg)\s*(?:no\.?|number|#)?\s*#?(?P<ordinal>\d{1,4})\s*(?:,|/|of|in|held\s+in)?\s*(?P<year>(?:19|20)\d{2})\b"
    ),
    re.compile(
        r"\b(?P<year>(?:19|20)\d{2})(?:'s)?\s+(?:[a-z]+\s+)?(?:meeting|session)\s*(?:no\.?|number|#)?\s*#?(?P<ordinal>\d{1,4})\b"
    ),
    re.compile(
        r"\b(?P<ordinal>\d{1,4})(?:st|nd|rd|th)\s+(?:[a-z]+\s+){0,2}?(?:meeting|session)\s+(?:of|in|under)\s+(?:the\s+)?"
        r"(?P<term>\d{1,2})(?:st|nd|rd|th)\s+(?:[a-z']+\s+)*?(?:government|term)\b"
    ),
    re.compile(
        r"\bmeeting\s*(?:no\.?|#)?\s*(?P<ordinal>\d{1,4})\s*(?:,|of|in|under)?\s*(?:the\s+)?"
        r"(?:term\s*(?P<term>\d{1,2})|(?P<term2>\d{1,2})(?:st|nd|rd|th)\s+(?:[a-z']+\s+)*?(?:government|term))\b"
    ),
    re.compile(
        r"\b(?:term\s*(?P<term>\d{1,2})|(?P<term2>\d{1,2})(?:st|nd|rd|th)\s+(?:[a-z']+\s+)?(?:government|term))(?:'s)?,?\s+"
        r"(?:meeting\s*(?:no\.?|#)?\s*(?P<ordinal>\d{1,4})|(?P<ordinal2>\d{1,4})(?:st|nd|rd|th)\s+meeting)\b"
    ),
)
_MEETINGS_ZH = (
    re.compile(rf"第\s*({COUNT}){_AND}第?\s*({COUNT})\s*(?:这?两)?次"),
    re.compile(rf"(?<!\d)(\d{{1,4}}){_AND}(\d{{1,4}})\s*(?:这?两)?次"),
    re.compile(rf"第\s*({COUNT})\s*次"),
    re.compile(rf"(?<![\d第])(\d{{1,4}}|{CHINESE_NUMERAL}*[十百廿卅]{CHINESE_NUMERAL}{{0,3}})\s*次"),
)
_MEETING_FOLLOWS = re.compile(r"\s*(?:(?:[一-龥]{0,4}政府)?\s*(?:常务|会)|[?？。!！]?\s*$)")
_OTHER_THING_FOLLOWS = re.compile(
    r"\s*(?:全国|全省|全市|中央|党|代表|人口|经济|农业|工业|国土|污染|产业|普查|调查|修订|修改|全会|集体|革命)"
)
_MEETINGS_EN = (
    re.compile(
        rf"\b(?:meetings?|sessions?|mtgs?)\s*(?:no\.?|nr\.?|numbers?|#)?\s*#?(\d{{1,4}})"
        rf"(?:{_EN_AND}(?:meeting\s*)?#?(\d{{1,4}}))?(?![\d(])"
    ),
    re.compile(rf"\b(\d{{1,4}})(?:st|nd|rd|th)(?:{_EN_AND}(?:the\s+)?(\d{{1,4}})(?:st|nd|rd|th))?\b"),
)
_MEETING_FOLLOWS_EN = re.compile(r"\s*(?:[a-z]+\s+){0,3}?(?:meetings?|sessions?|mtgs?)\b")
_OTHER_THING_FOLLOWS_EN = re.compile(
    r"\s*(?:national|party|cpc|central|congress|plenum|plenary|century|anniversary|items?|points?|resolutions?|agenda"
    r"|five-year|census|edition|of\s+(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december))\b"
)
_TO_ZH = r"\s*(?:至|到|-|–|—|~)+\s*"
_EN_TO = r"(?:\s*(?:-|–|—|~)\s*|\s+(?:to|through|thru|until|till)\s+(?:the\s+)?)"
_EN_LIST = r"(?:\s*(?:,\s*(?:and|or)\b|,|&|\b(?:and|or)\b)\s*(?:the\s+)?)"
_ONE_ZH = rf"(?:第\s*)?{COUNT}(?!\d)(?:\s*次(?:常务)?(?:会议|会)?)?"
_WORD_EN = r"(?:meetings?|sessions?|mtgs?)\s*(?:no\.?|nos\.?|nr\.?|numbers?|#)?\s*#?"
_ORDINAL_EN = r"\d{1,3}(?:st|nd|rd|th)"
_SEVERAL = (  # 第25、26、27次, 第24至26次, meetings 24 to 26, the 24th, 25th and 26th meetings
    re.compile(
        rf"(?<!\d)(?:(?P<year>\d{{4}})\s*年度?的?\s*|第?\s*(?P<term>{COUNT})\s*届\s*)?"
        rf"(?P<list>(?:第\s*)?(?<!\d){COUNT}(?!\d)(?:\s*次(?:常务)?(?:会议|会)?)?"
        rf"(?:(?:{_TO_ZH}|\s*(?:和|与|及|以及|、|,|跟|同)\s*){_ONE_ZH})*"
        rf"(?:{_TO_ZH}|\s*(?:和|与|及|以及|、|,|跟|同)\s*)(?:第\s*)?{COUNT})\s*(?:这?[两几三四五六])?次"
    ),
    re.compile(
        rf"\b(?P<list>{_WORD_EN}\d{{1,3}}(?![\d(])(?:(?:{_EN_TO}|{_EN_LIST})(?:{_WORD_EN})?#?\d{{1,3}}(?![\d(]))+)(?!-\d)"
    ),
    re.compile(rf"\b(?P<list>{_ORDINAL_EN}(?:(?:{_EN_TO}|{_EN_LIST}){_ORDINAL_EN})+)\b"),
)
_ONE = re.compile(rf"{COUNT}")
_IS_RANGE = re.compile(rf"(?:st|nd|rd|th|会议|会|次)?(?:{_TO_ZH}|{_EN_TO})(?:第\s*|(?:{_WORD_EN})?#?)?")
_DASHED = re.compile(r"\d\s*[-–—~]\s*\d")
_SINGULAR = re.compile(r"(?:meeting|session|mtg)\b")
_PAIR = 2
_LONGEST = 200  # meetings from the first to the last of a range
_VAGUE = 12  # English ordinals up to here are seldom those of meetings: the first responsibility


@dataclass(frozen=True, slots=True)
class Numbered:
    """A meeting by its ordinal, and what was said besides of its year, its term and whose it is."""

    ordinal: int
    year: int | None = None
    term: int | None = None
    issuers: frozenset[str] | None = None


def take_several(scanner: Scanner, known: Container[int]) -> list[tuple[int, Numbered]]:
    """Take ranges of meetings and lists of three and more out of a folded question, each with its place there."""
    found: list[tuple[int, Numbered]] = []
    for pattern in _SEVERAL:
        for match in scanner.take(pattern, lambda match: _are_meetings(match, known)):
            groups = match.groupdict()
            year, term = (number(groups.get(name) or "") for name in ("year", "term"))
            found += [(match.start(), Numbered(value, year, term)) for value in _spelled_out(match["list"]) or ()]
    return found


def say_ordinals(ordinals: Sequence[int], language: Language) -> str:
    """Numbers of meetings, those that follow one another as a range: ``第1次至第24次、第27次``, ``1 to 24, 27``."""
    runs: list[list[int]] = []
    for value in sorted(set(ordinals)):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    zh, to, mark = language == "zh", "至" if language == "zh" else " to ", "、" if language == "zh" else ", "
    ends = [list(dict.fromkeys((run[0], run[-1]))) for run in runs]
    return mark.join(to.join(f"第{value}次" if zh else str(value) for value in run) for run in ends)


def _are_meetings(match: re.Match[str], known: Container[int]) -> bool:
    """Whether a list or a range is one of meetings; pairs that are no range are read one by one."""
    said = match["list"]
    values = _spelled_out(said)
    written = len(_ONE.findall(said))
    if values is None or (written == _PAIR and not _IS_RANGE.search(said)):
        return False
    rest, end = match.string, match.end()
    if said[0].isascii() and said[0].isalpha():
        if not _SINGULAR.match(said):
            return True
        return not _DASHED.search(said) and values == sorted(values)  # meeting 25-3 is a ref
    if match.re is _SEVERAL[-1]:
        return bool(_MEETING_FOLLOWS_EN.match(rest, end)) and not _OTHER_THING_FOLLOWS_EN.match(rest, end)
    if _MEETING_FOLLOWS.match(rest, end):
        return True
    return not _OTHER_THING_FOLLOWS.match(rest, end) and (
        any(value in known for value in values) if said.startswith("第") else all(value in known for value in values)
    )


def _spelled_out(said: str) -> list[int] | None:
    """Every number of a list, those within its ranges too; None where a range does not rise or is too long."""
    found: list[int] = []
    end = 0
    for match in _ONE.finditer(said):
        value = number(match[0])
        if value is None:
            return None
        if found and _IS_RANGE.fullmatch(said[end : match.start()]):
            if not found[-1] < value <= found[-1] + _LONGEST:
                return None
            found += range(found[-1] + 1, value)
        found.append(value)
        end = match.end()
    return list(dict.fromkeys(found))


def take_numbered(
    scanner: Scanner,
    known: Container[int],
    offices: tuple[OfficeMention, ...],
    several: Sequence[tuple[int, Numbered]] = (),
) -> tuple[Numbered, ...]:
    """Take the meetings that are mentioned by number out of a folded question, in their order.

    ``several`` have been taken before. Where as many offices as meetings are named, each office goes with the
    meeting in its place.
    """
    found: list[tuple[int, Numbered]] = [*several]
    for pattern in _BY_YEAR_OR_TERM:
        for match in scanner.take(pattern):
            groups = match.groupdict()
            ordinal, term = (number(groups.get(name) or groups.get(f"{name}2") or "") for name in ("ordinal", "term"))
            year = number(groups.get("year") or "")
            found.append((match.start(), Numbered(ordinal or 0, year, term)))
    found += _take_plain(scanner, known)
    found.sort(key=lambda entry: entry[0])
    if len(offices) == len(found) > 1:
        return tuple(replace(each, issuers=office.issuers) for (_, each), office in zip(found, offices, strict=True))
    return tuple(dict.fromkeys(each for _, each in found))


def _take_plain(scanner: Scanner, known: Container[int]) -> list[tuple[int, Numbered]]:
    """Ordinals of meetings: those that say so, and lone ordinals that are one's and are not of something else."""
    found: list[tuple[int, Numbered]] = []
    for patterns, follows, other in (
        (_MEETINGS_ZH, _MEETING_FOLLOWS, _OTHER_THING_FOLLOWS),
        (_MEETINGS_EN, _MEETING_FOLLOWS_EN, _OTHER_THING_FOLLOWS_EN),
    ):
        for pattern in patterns:

            def is_meeting(
                match: re.Match[str], follows: re.Pattern[str] = follows, other: re.Pattern[str] = other
            ) -> bool:
                if match[0].startswith(("meeting", "session", "mtg")) or follows.match(match.string, match.end()):
                    return True
                is_other = other.match(match.string, match.end())
                is_vague = match[0].isascii() and min(_values(match)) <= _VAGUE
                return not is_other and not is_vague and all(value in known for value in _values(match))

            for match in scanner.take(pattern, is_meeting):
                found += [(match.start(), Numbered(value)) for value in _values(match)]
    return found


def _values(match: re.Match[str]) -> list[int]:
    found = [number(group) for group in match.groups() if group]
    return [value for value in found if value is not None]
