"""Who sat, who only sat in and who was absent: told of a person, of a paragraph of the list, and of a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.bilingual import Bilingual, Language
from data.model import Attendance, Attendee
from retrieval.vocabulary import ABSENCE
from retrieval.wording import say_term

_ONLY_PRESENT = re.compile(r"(?<!未)出席(?!列席|.{0,2}列席)|\bpresent\b|\bleaders\b")
_ONLY_LISTED = re.compile(r"列席|\bin attendance\b|\bsat in\b|\bnon-voting\b")
_BOTH = re.compile(r"出席.{0,2}列席")
_NO_LIST = re.compile("(?:记录|主持)人?(?:人员|单位)?[：:]")
_ABSENT = Bilingual("未出席", "absent (未出席)")


class Role(StrEnum):
    """How someone of the attendance list took part."""

    PRESENT = "出席"
    LISTED = "列席"
    ABSENT = "未出席"

    @classmethod
    def of(cls, person: Attendee) -> "Role":
        """The role of a person."""
        if person.absence is not None:
            return cls.ABSENT
        return cls.PRESENT if person.present else cls.LISTED

    def say(self, language: Language) -> str:
        """The role in words: 列席, ``in attendance (列席)``."""
        return _ABSENT.say(language) if self is Role.ABSENT else say_term(self.value, language)


_WORDS = {
    Role.ABSENT: re.compile("请假|缺席|未出席|未参加"),
    Role.LISTED: re.compile("列席|邀请|应邀"),
    Role.PRESENT: re.compile("(?<!未)(?:出席|参加|参会)"),
}
_LABEL = re.compile(r"[^：:，,。]{0,14}[：:]")


@dataclass(frozen=True, slots=True)
class Group:
    """A paragraph of the attendance and the roles of those it names; one of sentences may have several."""

    text: str
    roles: tuple[Role, ...]


def groups_of(attendance: Attendance) -> list[Group]:
    """The paragraphs that list people; those that name who chaired or took the minutes are none."""
    groups: list[Group] = []
    for text in attendance.text.split("\n"):
        if _NO_LIST.match(text):
            continue
        label = _LABEL.match(text)
        said = _roles_in(label[0] if label and _roles_in(label[0]) else text)
        inherited = groups[-1].roles if groups and not said else ()
        start = text[: len("请假人员")]
        first = tuple(role for role in said if _WORDS[role].match(start))
        groups.append(Group(text, first or said or inherited or (Role.PRESENT,)))
    return groups


def asked_roles(question: str) -> tuple[Role, ...]:
    """The roles that a folded question is about; all of them where it does not say."""
    if ABSENCE.search(question):
        return (Role.ABSENT,)
    if _BOTH.search(question):
        return tuple(Role)
    present, listed = bool(_ONLY_PRESENT.search(question)), bool(_ONLY_LISTED.search(question))
    if present == listed:
        return tuple(Role)
    return (Role.PRESENT,) if present else (Role.LISTED,)


def absent_of(attendance: Attendance | None) -> list[Attendee]:
    """Those whom the list marks as absent."""
    return [person for person in attendance.people if Role.of(person) is Role.ABSENT] if attendance else []


def count_of(people: Sequence[Attendee], role: Role) -> int:
    """How many have this role."""
    return sum(Role.of(person) is role for person in people)


def _roles_in(text: str) -> tuple[Role, ...]:
    return tuple(role for role in Role if _WORDS[role].search(text))
