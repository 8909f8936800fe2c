"""Answering who sat at a meeting: by person, by organisation, or the whole list."""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.attendance import is_name
from data.bilingual import Language
from data.glossaries import load_glossary
from data.model import Attendance, Attendee
from data.refs import PartKind
from data.store import StoredMinutes
from data.words import fold
from retrieval.answers import Line
from retrieval.bodies import ORGANISATION_WORD, is_kind, kinds_in, names_a_place, of_kinds, romanised_in
from retrieval.lines import cite, meeting_label, section_ref, snippet_line, statement
from retrieval.question import Question
from retrieval.roles import Group, Role, absent_of, asked_roles, count_of, groups_of
from retrieval.strangers import strangers_in, surnamed
from retrieval.topics import topic_words
from retrieval.vocabulary import ATTENDANCE, FRAME_ZH
from retrieval.wording import say_organisation

_TWO = 2
_MARKS = re.compile("[、，,；;]")
_LEVEL = re.compile(r"^[市县区省旗州]")
_ANY_BODY = re.compile(
    "(?:哪些|哪几个|哪个|什么|多少|几个|各|有关|相关)(?:部门|委办局|单位|机关|领导)"
    r"|\b(?:which|what|how many) (?:departments?|bureaus?|offices|commissions|bodies|organi[sz]ations?|units?)\b"
)
_OTHER_HEAD = re.compile(r"\b(?:office|administration|authority|service|station|people|side|folks)\b")
_LOCAL = re.compile(
    "(?:(?![的个些各有关是和与在几哪])[一-龥]){2,3}(?:街道|镇|乡|市(?![政区级])|县(?!级))(?!办?[一-龥]*局)"
    "|(?<![一-龥])(?!商业|国有|政策|城市|农村|高等|职业|重点|公立|民营|人民)[一-龥]{2,4}(?<![的个些各家所])(?:银行|大学|医院)"
)


def asked_attendees(question: Question, people: Sequence[Attendee]) -> list[Attendee] | None:
    """Those the question asks about by name or organisation; None if it asks about no one in particular."""
    if question.people:
        return [person for person in people if person.name in question.people]
    if strangers_in(question, people):
        return []
    by_surname, by_body = surnamed(question, people), asked_of_bodies(question, people)
    if by_surname is None or by_body is None:
        return by_body if by_surname is None else by_surname
    return [person for person in by_body if person in by_surname]


def asked_of_bodies(question: Question, people: Sequence[Attendee]) -> list[Attendee] | None:
    """Those who sat for the bodies, or the kinds of bodies, the question names; None if it names none."""
    text = question.mentions.rest
    everything = fold(question.text)  # 太仓市人大, of which the rest holds no more than 人大
    literal = [person for person in people if _is_named(person.organisation, everything)]
    if literal:
        return literal
    plain = _ANY_BODY.sub(" ", text)
    if _LOCAL.search(FRAME_ZH.sub(" ", ATTENDANCE.sub(" ", plain))):
        return []  # one town is no other
    in_latin = romanised_in(text, {person.organisation for person in people}) if question.language == "en" else ()
    romanised = [person for person in people if person.organisation in in_latin]
    if romanised or (question.language == "en" and names_a_place(plain)):
        return romanised
    several = of_kinds(kinds_in(plain, several=True), people)
    if several:
        return several
    departments = load_glossary().departments_in(plain) or load_glossary().departments_in(
        _OTHER_HEAD.sub("bureau", plain)
    )
    found = [person for person in people if load_glossary().department(person.organisation) in departments]
    kinds = kinds_in(text)
    if not found and all(is_kind(department, kinds) for department in departments):
        found = of_kinds(kinds, people)
    unknown = bool(departments or kinds) or bool(ORGANISATION_WORD.search(plain)) or _names_someone(question)
    return found if found or unknown else None


def is_only_organisation(question: Question, people: Sequence[Attendee]) -> bool:
    """Whether the question is nothing but the name of an organisation on the list."""
    words = "".join(question.content)
    return any(words in (fold(each.organisation), _LEVEL.sub("", fold(each.organisation))) for each in people)


def attendee_lines(kept: StoredMinutes, attendees: Iterable[Attendee], language: Language) -> Iterator[Line]:
    """A line for each person of the list, absent ones with the reason, supported by the words of the list."""
    for person in attendees:
        where = say_organisation(person.organisation, language)
        label, role = meeting_label(kept, language), _say_role(person, language)
        if language == "zh":
            text = f"{label} · {where}：{person.name}（{role}）" if where else f"{label} · {person.name}（{role}）"
        else:
            text = f"{label} · {where}: {person.name}, {role}" if where else f"{label} · {person.name}, {role}"
        ref = section_ref(kept.minutes, PartKind.ATTENDANCE)
        yield statement(text, cite(kept, ref, _words_of(kept, person)))


def absent_lines(kept: StoredMinutes, language: Language) -> Iterator[Line]:
    """A line for each person who is marked as absent, with the reason; none where nobody is."""
    yield from attendee_lines(kept, absent_of(kept.minutes.attendance), language)


def list_lines(kept: StoredMinutes, question: Question) -> Iterator[Line]:
    """The lists asked for (出席, 列席, 请假 or all): how many they name, and the words of the minutes."""
    attendance = kept.minutes.attendance
    if attendance is None:
        return
    asked, language = asked_roles(question.mentions.rest), question.language
    ref = section_ref(kept.minutes, PartKind.ATTENDANCE)
    counted: set[Role] = set()
    for group in groups_of(attendance):
        roles = [role for role in group.roles if role in asked]
        if not roles:
            continue
        for role in roles:
            if role not in counted:
                said = _say_count(kept, role, language) + _say_names(attendance, group, role, language)
                yield statement(said, cite(kept, ref, group.text))
        counted.update(roles)
        yield snippet_line(kept, ref, group.text)


def _say_role(person: Attendee, language: Language) -> str:
    """The role of a person, with the reason of an absence as written."""
    role = Role.of(person).say(language)
    if not person.absence:
        return role
    return f"{role}：{person.absence}" if language == "zh" else f"{role}: “{person.absence}”"


def _say_count(kept: StoredMinutes, role: Role, language: Language) -> str:
    """How many have a role; a list that names no persons (各乡镇负责同志) has no number."""
    count = count_of(kept.minutes.attendance.people if kept.minutes.attendance else (), role)
    label, said = meeting_label(kept, language), role.say(language)
    if language == "zh":
        return f"{label} · {said} {count} 人" if count else f"{label} · {said}（未逐一列名）"
    return f"{label} · {said}: {_people(count)}" if count else f"{label} · {said} (not listed by name)"


def _say_names(attendance: Attendance, group: Group, role: Role, language: Language) -> str:
    """The people of a role one by one, where the list runs them together without a mark."""
    people = [person for person in attendance.people if Role.of(person) is role]
    if len(people) < _TWO or _MARKS.search(group.text):
        return ""
    names = "、".join(person.organisation + person.name for person in people)
    return f"：{names}" if language == "zh" else f": {names}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _names_someone(question: Question) -> bool:
    """Whether what is left of the question is a person's name, known or not."""
    if question.language == "zh":
        return any(is_name(word) for word in question.content)
    names = re.findall(r"\b[A-Z][a-z]+(?= [A-Z][a-z]+\b)|(?<=[a-z] )[A-Z][a-z]+\b", question.text)
    return sum(name.lower() in topic_words(question.mentions.rest, "en") for name in names) > 1


def _is_named(organisation: str, text: str) -> bool:
    """Whether a folded text names an organisation literally, with or without its level (市教育局, 教育局)."""
    plain = fold(organisation)
    longer = len(plain) > len("市人大")  # without its level 市人大 is any 人大
    return bool(plain) and (plain in text or (longer and _LEVEL.sub("", plain) in text))


def _words_of(kept: StoredMinutes, person: Attendee) -> str:
    """The shortest words of the attendance list that hold the person with the organisation."""
    attendance = kept.minutes.attendance
    for group in groups_of(attendance) if attendance else ():
        if Role.of(person) not in group.roles or person.name not in group.text:
            continue
        if person.absence and (reason := re.search(rf"{re.escape(person.name)}\s*[（(][^）)]*[）)]", group.text)):
            return reason[0]
        for words in re.split(r"[，,；;。]", group.text):
            if person.organisation + person.name in words and person.organisation:
                return person.organisation + person.name
            if person.organisation in words and person.name in words:
                return words if person.organisation else person.name
    return person.name
