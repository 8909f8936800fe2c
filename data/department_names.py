"""How departments are named: levels, places and endings taken off, short forms told from long ones, English forms."""

import re
from functools import lru_cache

from data.addressees import GENERAL, mended
from data.glossaries import Department, load_glossary
from data.words import simplified

LEVELS = "市县区省州旗盟"
SHORTEST = 3  # characters of a short name with its ending
_NO_LEVEL = re.compile(
    "市场|市政(?!府|协|研)|市[域容立级]|市民(?![政族宗])|区[域级]|县[域级]|县城(?![市管投建发])|州城|旗下"
)
_ENDINGS = [
    tuple(pair.split(":"))
    for pair in (
        "委员会:委 办公厅:办 办公室:办 街道办事处:街道 街道办:街道 厅:局 部门:局 人民政府: 镇政府:镇 乡政府:乡 "
        "政府: 管委会: 管理委: 集团有限责任公司:公司 集团有限公司:公司 有限责任公司:公司 "
        "有限公司:公司 集团公司:公司 集团:公司"
    ).split()
]
_LOCAL = re.compile("(?:镇|乡|街道|村|社区|区|县|市)$")
ENDS = re.compile("(?:局|委|办|中心|公司|院|校|会|社|队|站|所|部|组|行|联|室|馆|台|专班|处|署|园|港|城)$")

Kind = tuple[str, Department]
"""What the glossary knows a body for: its department, after the level where that is not its own government's."""


@lru_cache(maxsize=65536)
def core_of(name: str, issuer: str) -> str:
    """A name without the level and place of its own government, its ending in short."""
    plain = mended(simplified(name)).replace("(", "（").replace(")", "）")
    place = simplified(issuer).removesuffix("人民政府")
    if GENERAL.fullmatch(plain) or plain == place:
        return plain
    if len(place) > 2 and plain.startswith(place) and len(plain) > len(place) + 1:  # noqa: PLR2004 - 太仓市
        plain = plain[len(place) :]
    elif has_level(plain, own_level(issuer)) and len(plain) > 2:  # noqa: PLR2004 - 市局
        plain = plain[1:]
    elif len(place) > 2 and plain.startswith(place[:-1]) and kind_of(plain[len(place) - 1 :]):  # noqa: PLR2004
        plain = plain[len(place) - 1 :]
    return _shortened(plain)


@lru_cache(maxsize=65536)
def _shortened(name: str) -> str:
    plain = re.sub("[和（）]", "", name)
    for long, short in _ENDINGS:
        if plain.endswith(long) and len(plain) - len(long) > 1:
            return plain.removesuffix(long) + short
    return plain


@lru_cache(maxsize=65536)
def kind_of(core: str) -> Kind | None:
    """What the glossary knows a core for, which is led by no place and at most by a foreign level (省发改委)."""
    for level, name in (("", core), (core[:1], core[1:])):
        found = load_glossary().department(name)
        names = (found.short, found.full, *found.aliases) if found else ()
        if found and name in map(_shortened, names) and level in ("", *LEVELS):
            return level, found
    return None


def own_level(issuer: str) -> str:
    """The level of an issuer's own government (市); empty where its name has none."""
    place = simplified(issuer).removesuffix("人民政府")
    return place[-1:] if place[-1:] in LEVELS else ""


def has_level(name: str, level: str) -> bool:
    """Whether a name begins with the level: 市财政局, 市市场监管局, but not 市场监管局."""
    return bool(level) and name.startswith(level) and not _NO_LEVEL.match(name)


def is_short_for(short: str, long: str) -> bool:
    """Whether a core is a short form of another: 综指中心 of 综合指挥中心, 国资 of 国资运服中心."""
    if not short or len(short) >= len(long) or short[0] != long[0] or _LOCAL.search(short):
        return False
    both = kind_of(short), kind_of(long)
    end = ENDS.search(short)
    if end is None:
        return long.startswith(short) and bool(ENDS.search(long))
    if (all(both) and both[0] != both[1]) or long.startswith(short) or not long.endswith(end[0]):
        return False
    rest = iter(long)
    return len(short) >= SHORTEST and all(character in rest for character in short)


def english_form(name: str) -> str:
    """A pattern for an English name, folded: with its level, any word for bureau, and as bureau of …."""
    words = re.findall("[a-z0-9]+", name.lower().replace("'s", ""))
    head = words.pop() if len(words) > 1 else ""
    link = r"(?:,? (?:and |& )?|-)(?:the )?"
    base = link.join(re.escape(word) + "(?:['’]?s)?" for word in words if word != "and")
    kind = f"(?:{head}|bureau|commission|department|administration|authority|agency|office)s?"
    level = "(?:the )?(?:(?:municipal|city|county|district|provincial) )?"
    return rf"\b{level}(?:{base} {kind}|{kind} (?:of|for) (?:the )?{base})\b" if head else rf"\b{base}\b"
