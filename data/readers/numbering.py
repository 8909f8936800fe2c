"""The numerals that Word puts before paragraphs by itself: they are in no text, only in numbering.xml.

ECMA-376 part 1: 17.9 (numbering), 17.18.59 (ST_NumberFormat).
"""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from data.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def _letters(value: int) -> str:
    """A … z, aa … zz."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for figure, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    ):
        text += sign * (value // figure)
        value %= figure
    return text


def _from_row(first: str, last: str) -> Callable[[int], str]:
    """Numerals that are single characters in a row, such as ① … ⑳; digits beyond them."""
    signs = [chr(code) for code in range(ord(first), ord(last) + 1)]
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _from_list(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


_CHINESE: Callable[[int], str] = numeral
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "chineseCounting": _CHINESE,
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCounting": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "japaneseCounting": _CHINESE,
    "koreanCounting": _CHINESE,
    "ideographDigital": lambda value: str(value).translate(_DIGITS),
    "japaneseDigitalTenThousand": lambda value: str(value).translate(_DIGITS),
    "taiwaneseDigital": lambda value: str(value).translate(_DIGITS),
    "chineseLegalSimplified": lambda value: numeral(value).translate(_FORMAL),
    "ideographLegalTraditional": lambda value: numeral(value).translate(_FORMAL),
    "ideographTraditional": _from_list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_list("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _from_row("①", "⑳"),
    "decimalEnclosedCircleChinese": _from_row("①", "⑳"),
    "decimalEnclosedParen": _from_row("⑴", "⒇"),
    "decimalEnclosedFullstop": _from_row("⒈", "⒛"),
    "ideographEnclosedCircle": _from_row("㊀", "㊉"),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "none": lambda _: "",
}


class Numbering:
    """The numerals of a document's paragraphs, asked for once each and in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the roots of those parts, or None where the document has none."""
        lists = [] if numbering is None else numbering.iterchildren(f"{W}abstractNum")
        self._lists = {one.get(f"{W}abstractNumId"): one for one in lists}
        numbers = [] if numbering is None else numbering.iterchildren(f"{W}num")
        self._numbers = {one.get(f"{W}numId"): one for one in numbers}
        found = [] if styles is None else styles.iterchildren(f"{W}style")
        self.styles = {one.get(f"{W}styleId"): one for one in found}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._started: set[tuple[str, int]] = set()

    def numeral(self, paragraph: Any) -> str:
        """What Word puts before ``paragraph`` (a ``w:p`` element): ``一、``, ``（二）``, or nothing."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, level = place
        key, levels = self._levels(number)
        if level not in levels:
            return ""
        return self._written(levels, level, self._count(number, key, levels, level))

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list (numId) and level of a paragraph, its own or its style's."""
        properties = paragraph.find(f"{W}pPr")
        number = level = None
        style = _value(properties, "pStyle")
        for holder in (properties, *(one.find(f"{W}pPr") for one in self.ancestry(style))):
            own = None if holder is None else holder.find(f"{W}numPr")
            if own is not None:
                number = number or _value(own, "numId")
                level = level or _value(own, "ilvl")
        if number is None or number not in self._numbers:
            return None
        if level is None:
            level = next(
                (str(at) for at, one in self._levels(number)[1].items() if _value(one, "pStyle") == style), "0"
            )
        return number, int(level)

    def ancestry(self, style: str | None) -> list[Any]:
        """The style of that id and those it is based on, the nearest first."""
        chain: list[Any] = []
        while style in self.styles and self.styles[style] not in chain:
            chain.append(self.styles[style])
            style = _value(chain[-1], "basedOn")
        return chain

    def _levels(self, number: str) -> tuple[str, dict[int, Any]]:
        """The key of the list that counts for ``number``, and its levels with what the number overrides."""
        key = _value(self._numbers[number], "abstractNumId") or ""
        linked = _value(self._lists.get(key), "numStyleLink")
        if linked in self.styles:
            own = self.styles[linked].find(f"{W}pPr/{W}numPr")
            other = self._numbers.get(_value(own, "numId"))
            key = _value(other, "abstractNumId") or key
        levels = {} if key not in self._lists else _levels_in(self._lists[key])
        for override in self._numbers[number].iterchildren(f"{W}lvlOverride"):
            levels |= _levels_in(override)
        return key, levels

    def _count(self, number: str, key: str, levels: dict[int, Any], level: int) -> list[int | None]:
        counts = self._counts[key]
        override = self._numbers[number].find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride")
        if override is not None and (number, level) not in self._started:
            counts[level] = int(override.get(f"{W}val", "1"))
        elif counts[level] is None:
            counts[level] = _start(levels, level)
        else:
            counts[level] = (counts[level] or 0) + 1
        self._started.add((number, level))
        for deeper in range(level + 1, _LEVELS):
            restart = _value(levels.get(deeper), "lvlRestart")
            if restart is None or (restart != "0" and level < int(restart)):
                counts[deeper] = None
        return counts

    def _written(self, levels: dict[int, Any], level: int, counts: list[int | None]) -> str:
        own = levels[level]
        legal = own.find(f"{W}isLgl") is not None
        if _value(own, "numFmt") == "bullet":
            return ""

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = counts[at] if counts[at] is not None else _start(levels, at)
            written = "decimal" if legal and at < level else _value(levels.get(at), "numFmt") or "decimal"
            return _FORMATS.get(written, str)(count) if count and count > 0 else str(count or 0)

        text = _PLACE.sub(place, _value(own, "lvlText") or "")
        blank = text and text[-1].isascii() and _value(own, "suff") != "nothing"
        return text + " " if blank else text


def _levels_in(holder: Any) -> dict[int, Any]:
    return {int(one.get(f"{W}ilvl", "0")): one for one in holder.iterchildren(f"{W}lvl")}


def _start(levels: dict[int, Any], level: int) -> int:
    return int(_value(levels.get(level), "start") or "1")


def _value(holder: Any, name: str) -> str | None:
    """The ``w:val`` of a child element."""
    child = None if holder is None else holder.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")
