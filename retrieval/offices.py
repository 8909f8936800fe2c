"""The offices whose minutes the library holds, and which of them a question names, in Chinese or Latin letters."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.bilingual import Bilingual
from data.words import fold
from retrieval.gazetteer import Gazetteer, foreign_names, load_gazetteer, syllables_of, without_accents
from retrieval.places import LEVELS, abbreviation, bare, levels_of, spoken_names
from retrieval.scanner import Scanner

_COUNT = r"(?:\d{1,4}|[〇零一二两三四五六七八九十百廿卅]{1,5})"
_OF_A_MEETING = re.compile(
    rf"(?:的|\s)*(?:(?:人民)?政府|第?\s*{_COUNT}\s*[届次]|\d{{4}}年度?第?\s*{_COUNT}\s*次|(?:常务)?会(?!计|展|同))"
)
_ANOTHER_PLACE = re.compile(rf"[{LEVELS}镇乡](?![场民容域直属级间分块]|政(?!府)|委|长|内)")
_ANOTHER_WORD = re.compile("市(?:[场民容域]|政(?!府))|区[域间分块位]|县域|州际")
_GOVERNMENT = re.compile(
    "(?:人民)?政府(?=的|对|关于|就|在|第|常务|会|于|怎|有|是|如何|决|审|同意|什么|哪|[0-9\\s,，?？、和与及]|$)"
)
_LEVELS_EN = {
    "市": r"city|municipality|municipal|shi",
    "县": r"county|xian",
    "区": r"district|new\s+area|qu",
    "旗": r"banner|qi",
    "州": r"(?:autonomous\s+)?prefecture|zhou",
    "省": r"province|provincial|sheng",
    "盟": r"league|prefecture|meng",
}
_ANY_LEVEL_EN = "|".join(dict.fromkeys("|".join(_LEVELS_EN.values()).split("|")))
_AFTER_EN = (
    rf"(?:[\s-]+(?P<level>(?:autonomous\s+)?(?:{_ANY_LEVEL_EN})))?(?:[\s-]+(?:people'?s\s+)?government)?"
    r"(?:['’]s?)?(?![a-z])"
)
_STRANGER = re.compile(  # 苏州市对停车怎么定的
    r"^[^一-龥]*(?:请问|关于|在)?(?P<place>[一-龥]{2,6}?[市县区旗州]?)(?:人民政府|政府)?(?=对|关于|就|是?怎么|是?如何|的?(?:第|常务|会议|纪要))"
)
_STRANGERS_EN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:did|does|has|in|of|at|by)\s+(?:the\s+)?(?P<place>[a-z']{{4,}}){_AFTER_EN}(?=\s+(?:decide|approve|agree|discuss|say|resolve|do|meeting)|\s*[?.,]?\s*$|\s+(?:on|about)\b)",
        rf"\b(?P<place>[a-z']{{4,}}?){_AFTER_EN}(?=\s+(?:executive\s+)?(?:meeting|\d{{1,3}}(?:st|nd|rd|th)\s+(?:executive\s+)?meeting))",
    )
)
_QUOTED = re.compile(r"[“\"「『][^”\"」』]*[”\"」』]")


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its issuer as the minutes write it, and the names it goes by, folded."""

    issuer: str
    place: str
    names: tuple[str, ...]
    latin: str  # a pattern; empty for an office whose name is not known
    above: tuple[str, ...]  # names of the levels above it

    @property
    def level(self) -> str:
        """The last character of its name: 市, 县, 区."""
        return self.place[-1:]


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """A place in a question where an office is named, and the issuers it can be."""

    start: int
    issuers: frozenset[str]


@dataclass(frozen=True)
class Offices:
    """All offices of a library."""

    issuers: tuple[str, ...] = ()

    @cached_property
    def gazetteer(self) -> Gazetteer | None:
        """The dictionary, which is worth its second of loading only where offices must be told apart."""
        return load_gazetteer() if len(self.issuers) > 1 else None

    @cached_property
    def all(self) -> tuple[Office, ...]:
        """Every office that has a name."""
        return tuple(_read_office(issuer, self.gazetteer) for issuer in self.issuers if issuer)

    @cached_property
    def _by_name(self) -> dict[str, list[Office]]:
        found: dict[str, list[Office]] = {}
        for office in self.all:
            for name in office.names:
                found.setdefault(name, []).append(office)
        return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))

    @cached_property
    def _abbreviated(self) -> dict[str, list[Office]]:
        found: dict[str, list[Office]] = {}
        for office in self.all:
            if short := abbreviation(office.place):
                found.setdefault(short, []).append(office)
        return found

    @cached_property
    def _by_latin(self) -> list[tuple[re.Pattern[str], list[Office]]]:
        found: dict[str, list[Office]] = {}
        for office in self.all:
            found.setdefault(office.latin, []).append(office)
        return [(re.compile(rf"(?<![a-z])(?:{names}){_AFTER_EN}"), of) for names, of in found.items()]

    def take(self, scanner: Scanner) -> tuple[OfficeMention, ...]:
        """Take the offices out of a folded question, in their order; names in quoted wording stay."""
        quoted = [match.span() for match in _QUOTED.finditer(scanner.text)]
        whole = scanner.text
        found: list[OfficeMention] = []
        for name, offices in self._by_name.items():
            for match in re.finditer(re.escape(name), scanner.text):
                end = self._end_of(name, match, offices)
                if end and not any(start <= match.start() < stop for start, stop in quoted):
                    found.append(OfficeMention(match.start(), self._told_apart(offices, whole, scanner, match[0])))
                    scanner.blank_span(match.start(), end)
                    _blank_above(scanner, offices, match.start(), end)
        for short, offices in self._abbreviated.items():
            for match in re.finditer(re.escape(short), scanner.text):
                if _OF_A_MEETING.match(scanner.text, match.end()):
                    found.append(OfficeMention(match.start(), frozenset(office.issuer for office in offices)))
                    scanner.blank_span(match.start(), _end_of_government(scanner.text, match.end()))
        plain = "".join(without_accents(character) or " " for character in scanner.text)
        for pattern, offices in self._by_latin if plain.isascii() or re.search("[a-z]", plain) else ():
            for match in pattern.finditer(plain):
                found.append(
                    OfficeMention(match.start(), self._told_apart(offices, whole, scanner, match["level"] or ""))
                )
                scanner.blank_span(*match.span())
                _blank_above(scanner, offices, *match.span())
        return _without_repeats(sorted(found, key=lambda mention: mention.start))

    def take_strangers(self, scanner: Scanner) -> list[str]:
        """Take the places that are named as an office is, and are those of no office of the library.

        They are read only where there are several offices: one office's minutes are asked about without naming it.
        """
        if not self.gazetteer:
            return []
        known = self.gazetteer
        found = [match["place"] for match in scanner.take(_STRANGER, lambda match: known.is_place(match["place"]))]
        found += [
            match["place"].title()
            for pattern in _STRANGERS_EN
            for match in scanner.take(pattern, lambda match: match["place"] in known.latin)
        ]
        return found

    def _end_of(self, name: str, match: re.Match[str], offices: Sequence[Office]) -> int | None:
        """Where the naming of an office ends; None where the characters are part of something else."""
        text, end = match.string, match.end()
        bare_names = {bare(levels_of(office.place)[-1]) for office in offices}
        if not any(name.endswith(each) for each in bare_names - {office.place for office in offices}):
            if not _ANOTHER_WORD.match(text, end - 1):
                return _end_of_government(text, end)
            return end - 1  # 太仓市场 is 太仓 and 市场
        if _OF_A_MEETING.match(text, end):
            return _end_of_government(text, end)
        if _ANOTHER_PLACE.match(text, end) or self._is_cut_out(match):
            return None
        return end

    def _is_cut_out(self, match: re.Match[str]) -> bool:
        """Whether the characters of a bare name are an ordinary word, or parts of two (海安 in 上海安全)."""
        words = self.gazetteer.words if self.gazetteer else frozenset()
        name, text = match[0], match.string
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        longer = any(name + text[match.end() : match.end() + more] in words for more in (1, 2))
        crossing = bool(before and after) and (name[-1] + after in words) and self._begins_word(before + name[0])
        known = not self.gazetteer or self.gazetteer.is_place(name)
        return (name in words and not known) or longer or crossing

    def _begins_word(self, pair: str) -> bool:
        gazetteer = self.gazetteer
        return gazetteer is not None and (pair in gazetteer.words or gazetteer.is_place(pair))

    def _told_apart(self, offices: Sequence[Office], whole: str, scanner: Scanner, said: str) -> frozenset[str]:
        """Of offices with one name those that the rest of the question fits: the level above, the kind of place."""
        if len(offices) > 1:
            plain = without_accents(whole)
            within = [each for each in offices if any(_says(plain, name) for name in each.above)]
            if within:
                for name in within[0].above:
                    scanner.text = _blank(scanner.text, name)
            offices = within or offices
            of_kind = [each for each in offices if re.fullmatch(_LEVELS_EN.get(each.level, "-"), said)]
            offices = of_kind or offices
        return frozenset(office.issuer for office in offices)


def short_names(issuers: Collection[str]) -> dict[str, Bilingual]:
    """How each office is called: 龙岗区, ``Longgang (龙岗区)``; with what is above it where two are alike."""
    gazetteer = load_gazetteer() if len(issuers) > 1 else None
    places = {issuer: _place(issuer) for issuer in issuers}
    lasts = [levels_of(place)[-1] for place in places.values()]
    named: dict[str, Bilingual] = {}
    for issuer, place in places.items():
        if not place:
            named[issuer] = Bilingual("机关不详", "Unnamed office")
            continue
        last = levels_of(place)[-1]
        chinese = place if lasts.count(last) > 1 else last
        foreign = foreign_names((bare(last),), gazetteer) if gazetteer else ()
        english = next(iter(foreign), "".join(syllables_of(bare(last), gazetteer, last)[0]))
        named[issuer] = Bilingual(chinese, f"{english.capitalize()} ({chinese})")
    return named


def _place(issuer: str) -> str:
    return re.sub("(?:人民)?政府$|(?:管理委员|管委)会$", "", issuer)


def _read_office(issuer: str, gazetteer: Gazetteer | None) -> Office:
    place = fold(_place(issuer))
    *higher, last = levels_of(place)
    above = [name for level in higher for name in (level, bare(level), *_latin_names(level, gazetteer))]
    latin = "|".join(_latin_pattern(name) for name in _latin_names(last, gazetteer))
    return Office(issuer, place, spoken_names(place), latin, tuple(dict.fromkeys(above)))


def _latin_names(level: str, gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """A level's names in Latin letters: syllables joined by blanks, and what other languages call it."""
    name = bare(level)
    spelt = [" ".join(reading) for reading in syllables_of(name, gazetteer, level)]
    foreign = foreign_names((level, name), gazetteer) if gazetteer else ()
    return tuple(dict.fromkeys((*spelt, *foreign)))


def _latin_pattern(name: str) -> str:
    """A name with or without blanks, hyphens and apostrophes between its syllables."""
    return r"[\s'’-]?".join(re.escape(part).replace("v", "(?:v|yu|u)") for part in re.split(r"[ '’-]", name))


def _says(plain: str, name: str) -> bool:
    if name[0].isascii():
        return bool(re.search(rf"(?<![a-z]){_latin_pattern(name)}(?![a-z])", plain))
    return name in plain


def _blank(text: str, name: str) -> str:
    pattern = (
        rf"(?<![a-z])(?:(?:of|in)\s+)?{_latin_pattern(name)}(?:['’]s)?(?![a-z])"
        if name[0].isascii()
        else re.escape(name)
    )
    return re.sub(pattern, lambda match: " " * len(match[0]), text)


def _blank_above(scanner: Scanner, offices: Iterable[Office], start: int, end: int) -> None:
    """Take out the name of the level above that stands beside an office's: Nanjing's Gulou, Gulou (Nanjing)."""
    plain = "".join(without_accents(character) or " " for character in scanner.text)
    for name in (name for office in offices for name in office.above):
        pattern = _latin_pattern(name) if name[0].isascii() else re.escape(name)
        before = re.search(rf"(?<![a-z]){pattern}(?:['’]s|的)?[\s,]*$", plain[:start])
        after = re.match(rf"(?:[\s,(]|of\b|in\b)*{pattern}(?:['’]s)?(?![a-z])[\s,)]*", plain[end:])
        if before:
            scanner.blank_span(*before.span())
        if after:
            scanner.blank_span(end, end + after.end())


def _end_of_government(text: str, end: int) -> int:
    government = _GOVERNMENT.match(text, end)
    return government.end() if government else end


def _without_repeats(mentions: Iterable[OfficeMention]) -> tuple[OfficeMention, ...]:
    """Each office once: ``Taicang (太仓市)`` names one."""
    kept: dict[frozenset[str], OfficeMention] = {}
    for mention in mentions:
        narrower = next((known for known in kept if known & mention.issuers), None)
        if narrower is None:
            kept[mention.issuers] = mention
        elif mention.issuers < narrower:
            kept[mention.issuers] = OfficeMention(kept.pop(narrower).start, mention.issuers)
    return tuple(kept.values())
