"""Reading who sat at a meeting, person by person with the organisation.

Names follow organisations without a mark (``市教育局毛静``), and one ``、`` may join two people of one
organisation or two organisations. An organisation is told by how it ends, a name by a Chinese surname and
its length of two to four characters.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from data.layout import Line, join_lines, spans_of
from data.model import Attendance, Attendee

_GROUP = re.compile(r"(出席|列席|参加|参会)(?:会议)?(?:人员|领导|同志)?(?:的?有)?[：:]")
_ORGANISATION_END = re.compile(
    r"(?:人大|政协|委|办|局|院|部|组|处|科|署|站|所|台|社|会|团|校|学院|大学|中心|集团|公司|银行|支行|分行"
    r"|镇|乡|街道|村|县|区|市|城|港|海关|支队|大队|中队|专班|工会|联|馆|园|厅|室|政府|法院|法庭|企业|厂)$"
)
_SHORTEST_ORGANISATION = 2  # characters (港区, 海关)
_ABSENT = re.compile(r"[（(].*?[）)]$")


@cache
def surnames() -> frozenset[str]:
    """The Chinese surnames of the *Hundred Family Surnames*, single and compound, and some common others."""
    return frozenset(resources.files("data").joinpath("surnames.txt").read_text("utf-8").split())


def starts_attendance(text: str) -> bool:
    """Whether a line begins the list of those present or in attendance."""
    return bool(_GROUP.match(text))


def read_attendance(lines: Sequence[Line]) -> Attendance:
    """Read the lines of the attendance."""
    groups: list[list[Line]] = []
    for line in lines:
        if starts_attendance(line.text) or not groups:
            groups.append([])
        groups[-1].append(line)
    texts = [join_lines(group, paragraphs=False) for group in groups]
    people = tuple(person for text in texts for person in _read_group(text))
    return Attendance("\n".join(texts), spans_of(lines), people)


def _read_group(text: str) -> Iterator[Attendee]:
    match = _GROUP.match(text)
    if not match:
        return
    present = match[1] != "列席"
    for group in re.split(r"[，,；;。]", text[match.end() :]):
        organisation = ""
        for entry in group.split("、"):
            written, name = split_name(_ABSENT.sub("", entry.strip()))
            organisation = written or organisation
            if name:
                yield Attendee(name, organisation, present)


def split_name(entry: str) -> tuple[str, str]:
    """Split ``市教育局毛静`` into organisation and name; either may be empty.

    Of the ways to cut a name off the end, the best leaves an organisation that ends as organisations do.
    """
    if is_name(entry):
        return "", entry
    cuts = [len(entry) - length for length in (3, 2, 4) if len(entry) - length >= _SHORTEST_ORGANISATION]
    named = [cut for cut in cuts if is_name(entry[cut:])]
    for cut in named:
        if _ORGANISATION_END.search(entry[:cut]):
            return entry[:cut], entry[cut:]
    if named and not _ORGANISATION_END.search(entry):
        return entry[: named[0]], entry[named[0] :]
    return entry, ""


def is_name(text: str) -> bool:
    """Whether a text can be a Chinese name: a surname and one or two characters more."""
    if not re.fullmatch(r"[一-龥㐀-䶿·]{2,4}", text):
        return False
    if text[:2] in surnames() and len(text) > 2:  # noqa: PLR2004 - a compound surname and a given name
        return True
    return text[0] in surnames() and len(text) <= 3  # noqa: PLR2004 - a surname and one or two characters
