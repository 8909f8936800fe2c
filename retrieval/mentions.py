"""Finding in a question the meetings, document numbers and parts that it mentions, in every usual form."""

import re
from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date

from data.numerals import number
from data.refs import Ref, parse_ref
from retrieval.dates import DateMention, take_dates
from retrieval.numbering import COUNT, Numbered, take_numbered, take_several
from retrieval.offices import OfficeMention, Offices
from retrieval.periods import Period
from retrieval.relative import Place, Relative, take_relative
from retrieval.scanner import Scanner

BARE_REF = re.compile(
    r"(?<![a-z0-9-])(?:[a-z2-7]{8}_)?(?:\d{8}|\d{1,3})-(?:\d{1,3}(?:-\d{1,3})?|header|attendance|footer)(?![a-z0-9-])"
)
_REF_BY_YEAR = re.compile(
    r"^[^\w]*(?P<year>(?:19|20)\d{2})-(?P<ordinal>\d{1,3})-(?P<resolution>\d{1,3})(?:-(?P<item>\d{1,3}))?(?=[^\w-]|全文|原文|$)"
)
_NUMBERS_ONLY = re.compile(r"\s*(\d{1,3})(?:\s+(\d{1,3})(?:\s+(\d{1,3}))?)?\s*")
_COMPACT = re.compile(
    rf"(?<![\d.])(\d{{1,4}})\s*[/.·\s]\s*({COUNT})\s*(?:[/.]\s*(\d{{1,3}})|[·、]?\s*[(]\s*({COUNT})\s*[)])(?![\d.])"
)

_DOCUMENTS = (
    re.compile(
        r"\b(?:minutes|documents?|docs?\.?)\s*(?:nos?\.?|numbers?)\s*(\d{1,4})\s*(?:,|and|&|or)\s*(?:nos?\.?|numbers?)?\s*(\d{1,4})\b"
    ),
    re.compile(rf"(?:会议)?(?:纪要|文件|文号|发文)(?:编号|号)?[是为]?\s*第?\s*({COUNT})\s*号"),
    re.compile(rf"第\s*({COUNT})\s*号(?:会议)?(?:纪要|文件)?"),
    re.compile(rf"(?<![月\d])({COUNT})\s*号(?:会议)?(?:纪要|文件)"),
    re.compile(
        r"\b(?:minutes|documents?|doc\.?|files?)\s*\(?(?:no\.?|nr\.?|numbers?|numbered|#)\)?\s*#?\s*(\d{1,4})\b"
    ),
    re.compile(r"\b(?:minutes|documents?|doc\.?)\s+#?(\d{1,3})\b"),
    re.compile(r"\bno\.?\s*(\d{1,4})\b(?=\s+(?:of\s+the\s+)?(?:minutes|document))"),
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
_ISSUER = re.compile(  # 太仓市政府第26次; the words before a name (请问太仓市) are none of it
    r"(?P<place>(?:(?![的是在问看和与对了请查我全本道给想告诉届第次哪])[一-龥]){2,5}[市县区旗州省盟]|[我全本]?[市县区旗州省盟])"
    rf"(?:人民政府|政府|的)*(?=\s*(?:第?\s*{COUNT}\s*[届次]|\d{{4}}年度?第?\s*{COUNT}\s*次|常务会))"
)
_RESOLUTION_NOUN = "(?:项|个|条)?(?:议题|议定事项|决议|事项|内容|部分|大点|大项)?"
_ITEM_NOUN = "(?:点|条|款|小项|小点|项|段|目|个)"
_POINTS = (
    re.compile(  # 第三项(二), 三·(二), 第三项第(二)点, 第三个决议的第二点
        rf"第?\s*(?P<resolution>{COUNT})\s*{_RESOLUTION_NOUN}[、·,]?\s*(?:的|之|中的?|里的?)?\s*"
        rf"(?:[(]\s*(?P<item>{COUNT})\s*[)]|第\s*[(]?\s*(?P<item2>{COUNT})\s*[)]?\s*{_ITEM_NOUN})"
    ),
    re.compile(
        rf"第\s*(?P<resolution>{COUNT})\s*(?:[、和与及,]\s*第?\s*(?P<another>{COUNT})\s*)?"
        r"(?:项|条|个?议题|个?议定事项|个?决议|个?事项|部分|大项)(?![一-龥]*规划)"
    ),
    re.compile(rf"(?:议题|决议|事项)\s*(?P<resolution>{COUNT})(?!\d)"),
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

_ASKS_WHETHER_THEN = re.compile(  # 第26次会议是7月开的吗: whether a meeting and a time agree
    r"(?:市|县|区|政府|常务|会议|会|次|是|在|于|\s)*(?:召开|举行|开)的?(?:会|会议)?(?:吗|么|吧|对吗|对吧|是吗|,|\s)*[?？。]?\s*"
    r"|(?:was|is|the|executive|meetings?|it|so|,|\s)*\b(?:held|convened|take\s+place|took\s+place)(?:in|on|right|correct|true|,|\s)*[?.]?\s*"
)
_WHEN_ZH, _WHEN_EN = "会议什么时候召开", "when was the meeting held"


@dataclass(frozen=True, slots=True)
class Point:
    """A resolution, or an item of one, whose meeting is said elsewhere."""

    resolution: int
    item: int | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What times in a question are read by.

    ``today`` is what ``last year`` is counted from; ``counted`` are the years and ordinals of the meetings that are
    numbered by year, whose refs look like dates (``2026-1-2``); ``loose`` reads a period without a word for meetings.
    """

    today: date | None = None
    counted: Collection[tuple[int, int]] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question mentions, and ``rest``, the folded question with blanks in the place of it.

    ``asked`` is the folded question with blanks in the place of offices only, character for character.
    """

    numbered: tuple[Numbered, ...]
    documents: tuple[int, ...]
    dates: tuple[DateMention | Period, ...]
    relative: Relative | None  # meetings by their place among the others: the last two, the one before meeting 26
    refs: tuple[Ref, ...]
    points: tuple[Point, ...]
    offices: tuple[OfficeMention, ...]  # whose minutes, where an office of the library is named
    places: tuple[str, ...]  # the same of governments that are none of the library (苏州市政府第26次)
    level: str  # 市 of 市政府第26次
    asked: str
    rest: str

    @property
    def meetings(self) -> tuple[int, ...]:
        """The numbers of the meetings mentioned by number, each once."""
        return tuple(dict.fromkeys(each.ordinal for each in self.numbered))

    @property
    def latest(self) -> bool:
        """Whether the latest meeting is asked about."""
        return self.relative == Relative(Place.LATEST)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The stretches of time mentioned, in which there may be any number of meetings."""
        return tuple(each for each in self.dates if isinstance(each, Period))

    @property
    def only_periods(self) -> bool:
        """Whether meetings are named only by the time when they were held."""
        return bool(self.periods) and not (
            self.numbered or self.documents or self.relative or len(self.dates) > len(self.periods)
        )

    @property
    def any_meeting(self) -> bool:
        """Whether the question says which meeting it is about."""
        return bool(self.numbered or self.documents or self.dates or self.relative)


def find_mentions(
    question: str,
    known: Container[int],
    offices: Offices | None = None,
    calendar: Calendar | None = None,
) -> Mentions:
    """Read every mention out of a folded question, the most explicit forms first.

    ``known`` are the ordinals there are: ``第五次`` alone means a meeting only if there is a meeting 5.
    """
    calendar = calendar or Calendar()
    scanner = Scanner(question)
    named = offices.take(scanner) if offices else ()
    asked = scanner.text
    scanner.text = _in_digits(asked)
    said = [match["place"] for match in scanner.take(_ISSUER)]
    places = [place for place in said if len(place) > len("全市")]
    places += offices.take_strangers(scanner) if offices and not named else ()
    by_year = scanner.take(_REF_BY_YEAR, lambda match: (int(match["year"]), int(match["ordinal"])) in calendar.counted)
    refs = [_ref_by_year(match) for match in by_year]
    relative, years = take_relative(scanner, calendar.today) if not refs else (None, ())
    dates = (*years, *take_dates(scanner, calendar.today, loose=calendar.loose))
    several = take_several(scanner, known)
    refs += [ref for match in scanner.take(BARE_REF) if (ref := parse_ref(match[0]))]
    refs += [_compact_ref(match) for match in scanner.take(_COMPACT, lambda match: int(match[1]) in known)]
    if numbers := _NUMBERS_ONLY.fullmatch(scanner.text):
        meeting, resolution, item = (int(each) if each else None for each in numbers.groups())
        refs.append(Ref(meeting or 0, resolution, item))
        scanner.blank(numbers)
    documents = [value for pattern in _DOCUMENTS for value in _values(scanner.take(pattern))]
    numbered = take_numbered(scanner, known, named, several)
    any_meeting = bool(numbered or refs or documents or dates or relative)
    points = _take_points(scanner, has_meeting=any_meeting)
    of_refs = [Numbered(int(match["ordinal"]), int(match["year"])) for match in by_year]
    of_refs += [Numbered(ref.meeting) for ref in refs[len(by_year) :]]
    return Mentions(
        numbered=tuple(dict.fromkeys([*numbered, *of_refs])),
        documents=tuple(dict.fromkeys(documents)),
        dates=dates,
        relative=relative,
        refs=tuple(refs),
        points=points,
        offices=named,
        places=tuple(dict.fromkeys(places)),
        level=next((place[-1] for place in said if len(place) <= len("全市")), ""),
        asked=asked,
        rest=_asking_when(scanner.text) if numbered and dates else scanner.text,
    )


def _asking_when(rest: str) -> str:
    """``rest``, or a question for the day where all it asks is whether the meeting was held then."""
    if not _ASKS_WHETHER_THEN.fullmatch(rest):
        return rest
    return _WHEN_EN if rest.isascii() else _WHEN_ZH


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


def _ref_by_year(match: re.Match[str]) -> Ref:
    return Ref(int(match["ordinal"]), int(match["resolution"]), int(match["item"]) if match["item"] else None)


def _values(matches: list[re.Match[str]]) -> list[int]:
    found = [number(group) for match in matches for group in match.groups() if group]
    return [value for value in found if value is not None]


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
