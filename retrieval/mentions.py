"""Finding in a question the meetings, document numbers and parts that it mentions, in every usual form."""

import re
from collections.abc import Container
from dataclasses import dataclass

from data.numerals import number
from data.refs import Ref, parse_ref
from retrieval.dates import DateMention, take_dates
from retrieval.scanner import Scanner

_CHINESE = "[〇零一二两三四五六七八九十百廿卅]"
_COUNT = rf"(?:\d{{1,4}}|{_CHINESE}{{1,5}})"
_AND = r"\s*(?:次会议|次会|次)?\s*(?:和|与|及|、|,|跟|同|至|到|-)\s*"
_EN_AND = r"(?:\s*(?:,|&|-|and|or|to|vs\.?|versus|with)\s*)"

BARE_REF = re.compile(
    r"(?<![a-z0-9-])(?:[a-z2-7]{8}_)?\d{1,3}-(?:\d{1,3}(?:-\d{1,3})?|header|attendance|footer)(?![a-z0-9-])"
)
_NUMBERS_ONLY = re.compile(r"\s*(\d{1,3})(?:\s+(\d{1,3})(?:\s+(\d{1,3}))?)?\s*")
_COMPACT = re.compile(
    rf"(?<![\d.])(\d{{1,4}})\s*[/.·\s]\s*({_COUNT})\s*(?:[/.]\s*(\d{{1,3}})|[·、]?\s*[(]\s*({_COUNT})\s*[)])(?![\d.])"
)

_DOCUMENTS = (
    re.compile(rf"(?:会议)?(?:纪要|文件|文号|发文)(?:编号|号)?[是为]?\s*第?\s*({_COUNT})\s*号"),
    re.compile(rf"第\s*({_COUNT})\s*号(?:会议)?(?:纪要|文件)?"),
    re.compile(rf"(?<![月\d])({_COUNT})\s*号(?:会议)?(?:纪要|文件)"),
    re.compile(
        r"\b(?:minutes|documents?|doc\.?|files?)\s*\(?(?:no\.?|nr\.?|numbers?|numbered|#)\)?\s*#?\s*(\d{1,4})\b"
    ),
    re.compile(r"\b(?:minutes|documents?|doc\.?)\s+#?(\d{1,3})\b"),
    re.compile(r"\bno\.?\s*(\d{1,4})\b(?=\s+(?:of\s+the\s+)?(?:minutes|document))"),
)

_MEETINGS_ZH = (
    re.compile(rf"第\s*({_COUNT}){_AND}第?\s*({_COUNT})\s*(?:这?两)?次"),
    re.compile(rf"(?<!\d)(\d{{1,4}}){_AND}(\d{{1,4}})\s*(?:这?两)?次"),
    re.compile(rf"第\s*({_COUNT})\s*次"),
    re.compile(rf"(?<![\d第])(\d{{1,4}}|{_CHINESE}*[十百廿卅]{_CHINESE}{{0,3}})\s*次"),
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
_UNITS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_ORDINAL_WORD = re.compile(
    rf"\b(?:(?:(?P<tens>{'|'.join(_TENS)})y[- ])?(?P<units>{'|'.join(_UNITS)})|(?P<round>{'|'.join(_TENS)})ieth)\b"
)
_POINT_NOUN = (
    r"(?:items?|sub-?items?|points?|paragraphs?|resolutions?|agenda\s+(?:items?|points?)|sections?|decisions?)"
)
_SMALL_NOUN = r"(?:items?|sub-?items?|points?|paragraphs?)"
_NUMBERED_NOUN = re.compile(rf"\b(\d{{1,3}})(?:st|nd|rd|th)\s+({_POINT_NOUN})\b")
_CARDINALS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_CARDINAL = re.compile(
    rf"\b(?P<noun>meeting|session|{_POINT_NOUN})\s+(?:number\s+)?"
    rf"(?=\w)(?:(?P<tens>{'|'.join(_TENS)})y[- ]?)?(?P<units>{'|'.join(reversed(_CARDINALS))})?\b(?<!\s)"
)
_LATEST = re.compile(
    r"[上前]一?次(?:常务)?会议?|最近(?:的?一)?次(?:常务)?会议?|最新(?:一次|的)?(?:常务)?会议"
    r"|\b(?:the\s+)?(?:last|latest|most\s+recent|previous)\s+(?:executive\s+)?(?:meeting|session)\b"
)

_ISSUER = re.compile(  # 太仓市政府第26次; the words before a name (请问太仓市) are none of it
    r"(?P<place>(?:(?![的是在问看和与对了请查我全本])[一-龥]){2}[市县区旗州省]|[我全本]?[市县区旗州省])"
    rf"(?:人民政府|政府|的)?(?=\s*(?:第\s*{_COUNT}\s*次|\d{{1,4}}\s*次|常务会))"
)
_RESOLUTION_NOUN = "(?:项|个|条)?(?:议题|议定事项|决议|事项|内容|部分|大点|大项)?"
_ITEM_NOUN = "(?:点|条|款|小项|小点|项|段|目|个)"
_POINTS = (
    re.compile(  # 第三项(二), 三·(二), 第三项第(二)点, 第三个决议的第二点
        rf"第?\s*(?P<resolution>{_COUNT})\s*{_RESOLUTION_NOUN}[、·,]?\s*(?:的|之|中的?|里的?)?\s*"
        rf"(?:[(]\s*(?P<item>{_COUNT})\s*[)]|第\s*[(]?\s*(?P<item2>{_COUNT})\s*[)]?\s*{_ITEM_NOUN})"
    ),
    re.compile(
        rf"第\s*(?P<resolution>{_COUNT})\s*(?:[、和与及,]\s*第?\s*(?P<another>{_COUNT})\s*)?"
        r"(?:项|条|个?议题|个?议定事项|个?决议|个?事项|部分|大项)(?![一-龥]*规划)"
    ),
    re.compile(rf"(?:议题|决议|事项)\s*(?P<resolution>{_COUNT})(?!\d)"),
    re.compile(rf"\b{_POINT_NOUN}?\s*#?(?P<resolution>\d{{1,3}})\s*[(]\s*(?P<item>\d{{1,3}})\s*[)]"),
    re.compile(
        rf"\b{_SMALL_NOUN}\s*(?:no\.?|number|#)?\s*[(]?(?P<item>\d{{1,3}})[)]?\s*(?:of|in|under|from)\s+(?:the\s+)?"
        r"(?:resolutions?|agenda\s+(?:items?|points?)|items?|decisions?)\s*(?:no\.?|number|#)?\s*(?P<resolution>\d{1,3})"
    ),
    re.compile(
        rf"\b{_POINT_NOUN}\s*(?:no\.?|number|#)?\s*(?P<resolution>\d{{1,3}})"
        rf"(?:(?:[\s,]|\bof\b)*\b{_SMALL_NOUN}\s*(?:no\.?|number|#)?\s*[(]?(?P<item>\d{{1,3}})[)]?)?(?![\d(])"
    ),
)


@dataclass(frozen=True, slots=True)
class Point:
    """A resolution, or an item of one, whose meeting is said elsewhere."""

    resolution: int
    item: int | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question mentions, and ``rest``, the folded question with blanks in the place of it."""

    meetings: tuple[int, ...]
    documents: tuple[int, ...]
    dates: tuple[DateMention, ...]
    latest: bool
    refs: tuple[Ref, ...]
    points: tuple[Point, ...]
    places: tuple[str, ...]  # whose government's meeting it is, where that is said (苏州市政府第26次)
    rest: str

    @property
    def any_meeting(self) -> bool:
        """Whether the question says which meeting it is about."""
        return bool(self.meetings or self.documents or self.dates or self.latest)


def find_mentions(question: str, known: Container[int]) -> Mentions:
    """Read every mention out of a folded question, the most explicit forms first.

    ``known`` are the ordinals there are: ``第五次`` alone means a meeting only if there is a meeting 5.
    """
    scanner = Scanner(_in_digits(question))
    places = tuple(match["place"] for match in scanner.take(_ISSUER))
    dates = take_dates(scanner)
    refs = [ref for match in scanner.take(BARE_REF) if (ref := parse_ref(match[0]))]
    refs += [_compact_ref(match) for match in scanner.take(_COMPACT, lambda match: int(match[1]) in known)]
    if numbers := _NUMBERS_ONLY.fullmatch(scanner.text):
        meeting, resolution, item = (int(each) if each else None for each in numbers.groups())
        refs.append(Ref(meeting or 0, resolution, item))
        scanner.blank(numbers)
    documents = [value for pattern in _DOCUMENTS for value in _values(scanner.take(pattern))]
    latest = bool(scanner.take(_LATEST))
    meetings = _take_meetings(scanner, known)
    points = _take_points(scanner, has_meeting=bool(meetings or refs or documents or dates or latest))
    return Mentions(
        meetings=tuple(dict.fromkeys([*meetings, *(ref.meeting for ref in refs)])),
        documents=tuple(dict.fromkeys(documents)),
        dates=dates,
        latest=latest,
        refs=tuple(refs),
        points=points,
        places=places,
        rest=scanner.text,
    )


def _in_digits(question: str) -> str:
    """English numbers in digits (``twenty-sixth`` → ``26th``), and a numbered noun before its number."""
    digits = _ORDINAL_WORD.sub(lambda match: f"{_ordinal_value(match)}th", question)
    digits = _CARDINAL.sub(lambda match: f"{match['noun']} {_cardinal_value(match)}", digits)
    return _NUMBERED_NOUN.sub(r"\2 \1", digits)


def _cardinal_value(match: re.Match[str]) -> int:
    tens = (_TENS.index(match["tens"]) + 2) * 10 if match["tens"] else 0
    return tens + (_CARDINALS.index(match["units"]) + 1 if match["units"] else 0)


def _ordinal_value(match: re.Match[str]) -> int:
    if match["round"]:
        return (_TENS.index(match["round"]) + 2) * 10
    tens = (_TENS.index(match["tens"]) + 2) * 10 if match["tens"] else 0
    return tens + _UNITS.index(match["units"]) + 1


def _compact_ref(match: re.Match[str]) -> Ref:
    return Ref(int(match[1]), number(match[2]), number(match[3] or match[4]))


def _values(matches: list[re.Match[str]]) -> list[int]:
    found = [number(group) for match in matches for group in match.groups() if group]
    return [value for value in found if value is not None]


def _take_meetings(scanner: Scanner, known: Container[int]) -> list[int]:
    """Ordinals of meetings: those that say so, and lone ordinals that are one's and are not of something else."""
    found: list[int] = []
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
                return not is_other and all(value in known for value in _values([match]))

            found += _values(scanner.take(pattern, is_meeting))
    return found


def _take_points(scanner: Scanner, *, has_meeting: bool) -> tuple[Point, ...]:
    """The resolutions and items said, in their order; one without its item (``第三项``) counts only with a meeting."""
    found: dict[int, list[Point]] = {}

    def take(match: re.Match[str]) -> bool:
        groups = match.groupdict()
        item_text = groups.get("item") or groups.get("item2")
        numbers = [number(groups[name]) for name in ("resolution", "another") if groups.get(name)]
        item = number(item_text) if item_text else None
        if not (item_text or has_meeting) or None in numbers or not all(numbers):
            return False
        found[match.start()] = [Point(value, item) for value in numbers if value]
        return True

    for pattern in _POINTS:
        scanner.take(pattern, take)
    return tuple(dict.fromkeys(point for place in sorted(found) for point in found[place]))
