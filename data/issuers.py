"""Whose meeting it was: read where it is written, or else told from the places that the text names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.bilingual import Bilingual
from data.layout import Line, as_written
from data.places import government_in, level_in, place_most_named

_COMMITTEE = re.compile(r"[一-龥]{2,12}(?:新区|开发区|高新区|园区|示范区|合作区)管(?:理)?委(?:员)?会")
_ISSUING = re.compile("印发|办公[室厅]$|主办|版权|来源|发布机构|[一-龥]政府$")
_STATE_COUNCIL = re.compile("国务院(?:第|常务)")
_GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The name of an issuer, empty where it cannot be told, and what is to be said about it."""

    name: str
    warnings: tuple[Bilingual, ...] = ()


def read_issuer(sentence: str, title_page: Sequence[Line], tail: Sequence[Line], everything: Sequence[Line]) -> Issuer:
    """The issuer of minutes.

    Args:
        sentence: the opening sentence, in simplified characters.
        title_page: the lines before it.
        tail: the lines after the last resolution, where the issuer signs.
        everything: all lines, whose places tell an issuer that is written nowhere.
    """
    titles = [line.plain for line in title_page]
    level = level_in(sentence) or level_in("".join(titles))
    if _STATE_COUNCIL.search(sentence):
        return Issuer("国务院")
    for text in (*titles, sentence, *(line.plain for line in tail if _ISSUING.search(line.plain))):
        committee = _COMMITTEE.search(text)
        if committee:
            return Issuer(as_written(committee[0], everything))
        place = government_in(text)
        if place and (level in (None, place[-1]) or text.startswith(place + _GOVERNMENT)):
            return Issuer(as_written(place, everything) + _GOVERNMENT)
    return _told_from_places(level, everything)


def _told_from_places(level: str | None, everything: Sequence[Line]) -> Issuer:
    place = place_most_named("\n".join(line.plain for line in everything), level) if level else None
    if not place:
        unnamed = Bilingual("没有写明是哪个政府的会议。", "The minutes do not say whose meeting they record.")
        return Issuer(level + _GOVERNMENT if level else "", (unnamed,))
    name = as_written(place, everything) + _GOVERNMENT
    told = Bilingual(
        f"没有写明发文机关，按文中地名认作{name}。",
        f"The issuer is not named; from the places in the text it is taken to be {name}.",
    )
    return Issuer(name, (told,))
