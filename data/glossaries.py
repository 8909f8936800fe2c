"""The words of the field in Chinese and English: departments, subjects, verdicts and titles.

The words lie in `glossary/*.csv`; a cell of several values separates them with `|`. An alias of a department written
`=财政` stands for it only as a whole name: inside a text the same word means the subject.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

T = TypeVar("T")
Words = tuple[str, ...]

_LEVELS = {
    "自治区": "Regional", "开发区": "Zone", "高新区": "Zone", "市": "Municipal", "县": "County", "区": "District",
    "省": "Provincial", "旗": "Banner", "州": "Prefectural", "盟": "League",
}  # fmt: skip
_HAN, _LEVEL, _OTHER = r"[\u4e00-\u9fff]", "[市县区省旗州盟]", "[^市县区省旗州盟]"
_PREFIX = re.compile(
    rf"{_LEVEL}委?|(?:{_HAN}{{2,12}}|{_OTHER}(?=县)|[郊城矿](?=区)){_LEVEL}委?|{_OTHER}{_HAN}{{,2}}{_OTHER}"
)
_SHORT_PREFIX = re.compile(rf"(?:{_HAN}{{2}})?{_LEVEL}委?")
# A name is not meant where its end begins another word: 政府办理, 工商联合, 上海关于, 组织部署, 投资规模, 居住建筑.
_RUNS_ON = re.compile(
    "(?:办[理公好事法学结案证件局]|联[合系动]|海关[于注系]|部署|人大[力量幅学多]|委[员托派]|投[资入诉标放]|控制"
    "|资规[模划定范]|住建[筑设]|人社[会保区交团]|发改[革造进善变]|城管[理网]|科协[同作调商])$"
)

_TOKEN = re.compile(r"([a-z0-9]+)(?:['’]s\b)?|&", re.ASCII | re.IGNORECASE)
_SPELLING = {
    "&": "and", "centre": "center", "labour": "labor", "defence": "defense", "programme": "program", "news": "news",
    "transportation": "transport", "neighbourhood": "neighborhood", "buses": "bus", "bureaus": "bureau",
}  # fmt: skip
_HEADS = {"bureau", "commission", "department", "administration", "authority", "agency"}
_LONGEST = 10  # words in a phrase
_SHORT = 3  # letters; a shorter word or stem is left as it is


@dataclass(frozen=True, slots=True)
class Department:
    """One organ of a local government or its surroundings, named without a level (市应急局 is 应急局)."""

    short: str
    full: str
    english: str
    aliases: Words
    english_aliases: Words


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese word of the minutes with its English renderings in lower case, the most usual first."""

    chinese: str
    english: Words


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """The departments and terms, and the look-ups between Chinese and English; made by `load_glossary`."""

    departments: tuple[Department, ...]
    terms: tuple[Term, ...]
    _names: Mapping[str, Department] = field(repr=False)
    _whole_names: frozenset[str] = field(repr=False)
    _in_text: Mapping[str, Mapping[str, Department | None]] = field(repr=False)  # by first character, longest first
    _offices: Mapping[Words, Department] = field(repr=False)
    _phrases: Mapping[Words, Words] = field(repr=False)
    _stems: Mapping[Words, Words] = field(repr=False)
    _english: Mapping[str, str] = field(repr=False)

    def department(self, name: str) -> Department | None:
        """The department of a Chinese name: short, full or alias, with or without its place and level.

        A prefix comes off once, and only before a known name: 市市场监管局 is 市 + 市场监管局, 市市财政局 is nothing.
        """
        return self._resolve(name.strip())[1]

    def english_department(self, name: str) -> str | None:
        """The English name of a Chinese one, with its level: 市应急局 → Municipal Emergency Management Bureau."""
        prefix, department = self._resolve(name.strip())
        if not department:
            return None
        english = re.sub("Bureau$", "Department", department.english) if name.endswith("厅") else department.english
        level = next((word for end, word in _LEVELS.items() if prefix.removesuffix("委").endswith(end)), "")
        return english if english.startswith(level) else f"{level} {english}"

    def departments_in(self, text: str) -> tuple[Department, ...]:
        """The departments named in a Chinese or English text, each once, in order of appearance."""
        _, heads, places = _tokens(text)
        offices = _spans(len(heads), lambda start, end: self._offices.get(heads[start:end]))
        hits = [*self._named_in_chinese(text), *((places[at], office) for at, office in offices)]
        return tuple(dict.fromkeys(department for _, department in sorted(hits, key=lambda hit: hit[0])))

    def chinese_terms(self, english_text: str) -> Words:
        """The Chinese words for the English terms and departments (by short name) of a text, in order, each once.

        The longest phrase wins, and a word serves one phrase only. Words are compared in the singular and, where that
        finds nothing, by the light stemmer of this module, which takes off -ing, -ed and a final e.
        """
        words, heads, _ = _tokens(english_text)
        stems = tuple(map(_stem, words))

        def look_up(start: int, end: int) -> Words:
            office = self._offices.get(heads[start:end])
            terms = self._phrases.get(words[start:end]) or self._stems.get(stems[start:end], ())
            return (office.short, *terms) if office else terms

        return tuple(dict.fromkeys(term for _, terms in _spans(len(words), look_up) for term in terms))

    def english_term(self, chinese: str) -> str | None:
        """The first English rendering of a decision, a title or a term (sought in that order), exactly as listed."""
        return self._english.get(chinese.strip())

    def _resolve(self, name: str) -> tuple[str, Department | None]:
        for at in range(len(name)):
            prefixed = _SHORT_PREFIX if name[at:] in self._whole_names else _PREFIX
            if name[at:] in self._names and (at == 0 or prefixed.fullmatch(name, 0, at)):
                return name[:at], self._names[name[at:]]
        return "", None

    def _named_in_chinese(self, text: str) -> Iterator[tuple[int, Department]]:
        at = 0
        while at < len(text):
            step = 1
            for name, department in self._in_text.get(text[at], {}).items():
                if text.startswith(name, at) and not _RUNS_ON.search(text, at, at + len(name) + 1):
                    if department:
                        yield at, department
                    step = len(name)
                    break
            at += step


@cache
def load_glossary() -> Glossary:
    """The glossary of the files in `data/glossary`, read once (some 40 ms)."""
    rows = _rows("departments")
    departments = tuple(
        Department(short, full, english, tuple(name.removeprefix("=") for name in aliases), others)
        for (short,), (full,), (english,), aliases, others in rows
    )
    whole = frozenset(name[1:] for row in rows for name in row[3] if name.startswith("="))
    names = {name: d for d in departments for name in (d.short, d.full, *d.aliases)}
    names = {form: d for name, d in names.items() for form in _variants(name)} | names
    terms, titles, decisions = (
        tuple(Term(chinese, renderings) for (chinese,), renderings in _rows(table))
        for table in ("terms", "titles", "decisions")
    )
    english_of = {term.chinese: term.english[0] for term in (*terms, *titles, *decisions)}

    findable: dict[str, Department | None] = {n: d for n, d in names.items() if n not in whole and len(n) > 1}
    hiding = [term.chinese for term in terms if _holds_one(term.chinese, findable)]  # 人大代表 is not the congress
    findable = dict.fromkeys(hiding) | findable
    in_text: dict[str, dict[str, Department | None]] = {}
    for name in sorted(findable, key=len, reverse=True):
        in_text.setdefault(name[0], {})[name] = findable[name]

    offices: dict[Words, Department] = {}
    for department in departments:
        for name in (department.english, *department.english_aliases):
            for form in _forms(_tokens(name)[1]):
                offices.setdefault(form, department)
    phrases: dict[Words, Words] = {}
    stems: dict[Words, Words] = {}
    for chinese, rendering in ((term.chinese, rendering) for term in terms for rendering in term.english):
        phrase = _tokens(rendering)[0]
        stem = tuple(map(_stem, phrase))
        phrases[phrase] = (*phrases.get(phrase, ()), chinese)
        stems[stem] = (*stems.get(stem, ()), chinese)
    return Glossary(departments, terms, names, whole, in_text, offices, phrases, stems, english_of)


def _rows(table: str) -> list[list[Words]]:
    """The rows of a file, every cell as its values."""
    text = (files(__package__) / "glossary" / f"{table}.csv").read_text(encoding="utf-8")
    return [[tuple(filter(None, cell.split("|"))) for cell in row] for row in csv.reader(text.splitlines()[1:])]


def _holds_one(term: str, names: Mapping[str, object]) -> bool:
    return any(term[i:j] in names for i in range(len(term)) for j in range(i + 2, len(term) + 1))


def _variants(name: str) -> Iterator[str]:
    """Other spellings of a Chinese name: without 和, 委员会 as 委, 局 as 厅 or 部门, 办 as 办公室."""
    endings = {"委员会": ("委", "部门"), "局": ("厅", "部门"), "办": ("办公室",)}
    for form in {name, name.replace("和", "")}:
        yield form
        for end, others in endings.items():
            if form.endswith(end):
                yield from (form.removesuffix(end) + other for other in others)


def _tokens(text: str) -> tuple[Words, Words, tuple[int, ...]]:
    """The English words in the singular, without "the"; the same with every head as "bureau"; their places."""
    matches = [match for match in _TOKEN.finditer(text) if match[0].lower() != "the"]
    words = [_singular((match[1] or "&").lower()) for match in matches]
    heads = ["bureau" if word in _HEADS else word for word in words]
    return tuple(words), tuple(heads), tuple([match.start() for match in matches])


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    if word in _SPELLING:
        return _SPELLING[word]
    if word.endswith("ies") and len(word) > _SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word[-1] == "s" and len(word) > _SHORT and word[-2] not in "sui":
        word = word[:-1]
    return _SPELLING.get(word, word.replace("isation", "ization"))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    base = word.removesuffix("ing").removesuffix("ed")
    if len(base) < _SHORT or not set(base) & set("aeiouy"):
        base = word
    elif base != word and base[-1] == base[-2] and base[-1] not in "lsz":
        base = base[:-1]
    return base[:-1] + "i" if base[-1] == "y" else base.removesuffix("e")


def _forms(name: Words) -> Iterator[Words]:
    """The ways to say an office's name: transport bureau, bureau of transport, with or without "and"."""
    for form in {name, tuple(word for word in name if word != "and")}:
        yield form
        if form[-1] in {"bureau", "office", "center"}:
            yield from ((form[-1], link, *form[:-1]) for link in ("of", "for"))


def _spans(count: int, look_up: Callable[[int, int], T | None]) -> list[tuple[int, T]]:
    """What `look_up` finds among `count` words, longest spans first and none overlapping, in order of place."""
    free, found = [True] * count, []
    for length in range(min(count, _LONGEST), 0, -1):
        for start in range(count - length + 1):
            if all(free[start : start + length]) and (hit := look_up(start, start + length)):
                free[start : start + length] = [False] * length
                found.append((start, hit))
    return sorted(found, key=lambda span: span[0])
