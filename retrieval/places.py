"""Names of places in China: their levels, and the shorter and longer ways in which people say them.

``深圳市龙岗区`` has two levels, 深圳市 and 龙岗区; people say 龙岗区, 龙岗, 深圳龙岗 and all of it. Only what follows
from the name itself is known here: that 汨罗 lies in 岳阳 is not.
"""

import re
from functools import cache
from itertools import product

LEVELS = "省市县区旗州盟"
"""The last characters of names of places that have a government."""

_NAME = "[一-龥]"
_PLACE = re.compile(
    rf"(?P<province>{_NAME}{{2,}}?(?:省|自治区))?"
    rf"(?P<city>{_NAME}{{2,}}?(?:市|自治州|地区|盟))?"
    rf"(?P<last>{_NAME}+)"
)
_LEVEL = re.compile(r"(?<=.)(?:特别行政区|自治[区州县旗]|(?<=..)地区|(?<=..)新区|(?<=..)林区|[省市县区旗州盟])$")
_PEOPLES = re.compile(
    "(?:(?:壮|回|满|维吾尔|苗|彝|土家|藏|蒙古|侗|布依|瑶|白|朝鲜|哈尼|黎|哈萨克|傣|畲|傈僳|东乡|仡佬|拉祜|佤|水|纳西|羌|土|仫佬"
    "|锡伯|柯尔克孜|景颇|达斡尔|撒拉|布朗|毛南|塔吉克|普米|怒|鄂温克|保安|裕固|鄂伦春|门巴|独龙|各)族?)+$"
)


@cache
def levels_of(place: str) -> tuple[str, ...]:
    """The levels of a place's name, the highest first: 深圳市龙岗区 is 深圳市 and 龙岗区."""
    match = _PLACE.fullmatch(place)
    if not match or not _LEVEL.search(match["last"]):
        return (place,)
    return tuple(level for level in match.groups() if level)


@cache
def bare(level: str) -> str:
    """A level's name without its kind of place: 龙岗区 is 龙岗, 玉屏侗族自治县 is 玉屏; 赵县 stays whole."""
    name = _LEVEL.sub("", level)
    if "自治" in level:
        name = _PEOPLES.sub("", name) or name
    return name if len(name) > 1 else level


@cache
def spoken_names(place: str) -> tuple[str, ...]:
    """The ways to say a place's name, the longest first: each level with its kind or without, from any level down."""
    levels = levels_of(place)
    names = {
        "".join(said)
        for start in range(len(levels))
        for said in product(*((level, bare(level)) for level in levels[start:]))
    }
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def abbreviation(place: str) -> str | None:
    """How the people of a place with a long name call it: 昆都仑区 is 昆区."""
    last = levels_of(place)[-1]
    return last[0] + last[-1] if len(bare(last)) > len("太仓") and last[-1] in LEVELS else None
