"""Chinese and Arabic numerals, as minutes number meetings, resolutions, items and dates."""

import re
import unicodedata
from datetime import date

import cn2an

NUMERAL = "[0-9０-９〇零一二两三四五六七八九十百廿卅]"  # one character of a number
_DATE = re.compile(rf"({NUMERAL}{{4}})年({NUMERAL}{{1,3}})月({NUMERAL}{{1,3}})日")


def number(text: str) -> int | None:
    """The whole number that a numeral in digits or Chinese characters says, or None (``廿六`` is 26)."""
    plain = unicodedata.normalize("NFKC", text).replace("卅", "三十")
    try:
        value = int(plain) if plain.isdecimal() else cn2an.cn2an(plain, "smart")
    except (ValueError, KeyError):  # a KeyError where cn2an meets digits beside 廿
        return None
    return int(value) if value >= 0 and value == int(value) else None


def numeral(value: int) -> str:
    """The Chinese numeral of a positive number: 12 is ``十二``."""
    return str(cn2an.an2cn(value))


def dates(text: str) -> tuple[date, ...]:
    """Every full date (year, month, day) written in ``text``, in order; impossible ones are left out."""
    found = []
    for year, month, day in _DATE.findall(text):
        try:
            found.append(date(number(year) or 0, number(month) or 0, number(day) or 0))
        except ValueError:
            continue
    return tuple(found)
