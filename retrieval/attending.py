"""Answering who sat at a meeting: by person, by organisation, or the whole list."""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.attendance import is_name
from data.bilingual import Language
from data.glossaries import load_glossary
from data.model import Attendee
from data.refs import PartKind
from data.store import StoredMinutes
from data.words import fold
from retrieval.answers import Line
from retrieval.lines import cite, meeting_label, section_ref, snippet_line, statement
from retrieval.naming import meeting_name
from retrieval.question import Question, topic_words
from retrieval.wording import say_organisation, say_term

_LEVEL = re.compile(r"^[市县区省旗州]")
_ONLY_PRESENT = re.compile(r"出席|\bpresent\b|\bleaders\b")
_ONLY_LISTED = re.compile(r"列席|\bin attendance\b|\bsat in\b|\bnon-voting\b")
_COMPARES = re.compile(r"比|换|变化|变动|区别|不同|差别|新增|\bdiffer\w*|\bchang\w+|\bcompar\w+|\bnew\b|\breplac\w+")
_ORGANISATION_WORD = re.compile(
    r"[一-龥]{1,12}(?:局|委|办|部|院|中心|镇|街道|公司|集团|大队|支队|学院|学校|银行|协会|海关|法院|工会|联|园区|新区|站|署)"
    r"|\b(?:bureau|office|department|commission|committee|cent(?:er|re)|company|group|town|court|police|school|university"
    r"|bank|union|federation|brigade|agency|ministry|association|hospital|corporation)\b"
)


def asked_attendees(question: Question, people: Sequence[Attendee]) -> list[Attendee] | None:
    """Those the question asks about by name or organisation; None if it asks about no one in particular."""
    text = question.mentions.rest
    if question.people:
        return [person for person in people if person.name in question.people]
    everything = fold(question.text)  # 太仓市人大, of which the rest holds no more than 人大
    literal = [person for person in people if _is_named(person.organisation, everything)]
    if literal:
        return literal
    departments = load_glossary().departments_in(text)
    found = [person for person in people if load_glossary().department(person.organisation) in departments]
    unknown = bool(departments) or bool(_ORGANISATION_WORD.search(text)) or _names_someone(question)
    return found if found or unknown else None


def is_only_organisation(question: Question, people: Sequence[Attendee]) -> bool:
    """Whether the question is nothing but the name of an organisation on the list."""
    words = "".join(question.content)
    return any(words in (fold(each.organisation), _LEVEL.sub("", fold(each.organisation))) for each in people)


def attendee_lines(kept: StoredMinutes, attendees: Iterable[Attendee], language: Language) -> Iterator[Line]:
    """A line for each attendee, supported by the words of the list."""
    for person in attendees:
        role = say_term("出席" if person.present else "列席", language)
        where = say_organisation(person.organisation, language)
        label = meeting_label(kept, language)
        if language == "zh":
            text = f"{label} · {where}：{person.name}（{role}）" if where else f"{label} · {person.name}（{role}）"
        else:
            text = f"{label} · {where}: {person.name}, {role}" if where else f"{label} · {person.name}, {role}"
        ref = section_ref(kept.minutes, PartKind.ATTENDANCE)
        yield statement(text, cite(kept, ref, _words_of(kept, person)))


def list_lines(kept: StoredMinutes, question: Question) -> Iterator[Line]:
    """The list asked for (出席, 列席 or both): how many they are, and the words of the minutes."""
    attendance = kept.minutes.attendance
    if attendance is None:
        return
    rest, language = question.mentions.rest, question.language
    only_present = bool(_ONLY_PRESENT.search(rest)) and not _ONLY_LISTED.search(rest)
    only_listed = bool(_ONLY_LISTED.search(rest)) and not _ONLY_PRESENT.search(rest)
    ref = section_ref(kept.minutes, PartKind.ATTENDANCE)
    for paragraph in attendance.text.split("\n"):
        present = not paragraph.startswith("列席")
        if (only_present and not present) or (only_listed and present):
            continue
        count = sum(1 for person in attendance.people if person.present is present)
        role = say_term("出席" if present else "列席", language)
        label = meeting_label(kept, language)
        text = f"{label} · {role} {count} 人" if language == "zh" else f"{label} · {role}: {count} people"
        yield statement(text, cite(kept, ref, paragraph))
        yield snippet_line(kept, ref, paragraph)


def difference_lines(first: StoredMinutes, second: StoredMinutes, question: Question) -> Iterator[Line]:
    """Who was at the second meeting and not at the first, and the other way round, for each role asked about."""
    rest = question.mentions.rest
    if not _COMPARES.search(rest):
        return
    if not _ONLY_LISTED.search(rest):
        yield from _difference(first, second, question.language, present=True)
    if not _ONLY_PRESENT.search(rest):
        yield from _difference(first, second, question.language, present=False)


def _difference(first: StoredMinutes, second: StoredMinutes, language: Language, *, present: bool) -> Iterator[Line]:
    lists = (first.minutes.attendance, second.minutes.attendance)
    if not lists[0] or not lists[1]:
        return
    before, after = ([person.name for person in each.people if person.present is present] for each in lists if each)
    role = say_term("出席" if present else "列席", language)
    for kept, names in (
        (second, [name for name in after if name not in before]),
        (first, [name for name in before if name not in after]),
    ):
        label, joined = meeting_label(kept, language), "、".join(names) or "—"
        text = (
            f"只在{label}{role}：{joined}" if language == "zh" else f"Only at {meeting_name(kept).en}, {role}: {joined}"
        )
        paragraphs = kept.minutes.attendance.text.split("\n") if kept.minutes.attendance else []
        quote = next(each for each in paragraphs if each.startswith("列席") is not present)
        yield statement(text, cite(kept, section_ref(kept.minutes, PartKind.ATTENDANCE), quote))


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
    text = kept.minutes.attendance.text if kept.minutes.attendance else ""
    for paragraph in text.split("\n"):
        if paragraph.startswith("列席") is person.present:
            continue
        for group in re.split(r"[，,；;。]", paragraph):
            if person.organisation + person.name in group and person.organisation:
                return person.organisation + person.name
            if person.organisation in group and person.name in group:
                return group
    return person.name
