"""Answering whether it was the same people at two meetings: of a body, in the chair, or on the whole lists."""

import re
from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual, Language
from data.model import Attendee
from data.refs import PartKind
from retrieval.answers import Citation, Line
from retrieval.corpus import Corpus
from retrieval.lines import cite, meeting_label, section_ref, statement
from retrieval.naming import NamedMinutes, meeting_name
from retrieval.question import Question
from retrieval.roles import Role, asked_roles, groups_of
from retrieval.vocabulary import Fact

_SAME = re.compile(
    r"同一?(?:个|位|名)?(?:人|位)|一个人|一样的人|换(?:了|过)?(?:人|谁|别人|成)|换了|还是(?:同|那|他|她)|变了?(?:吗|没)|不同(?:的)?人"
    r"|\bsame\b|\bdifferent (?:person|people|man|woman|official|representative|chair\w*)\b|\bchang\w+|\breplac\w+|\bone and the same\b"
)
_BOTH = re.compile(
    r"(?:两次|两场|两回|两个会|每次|次次)[^?？]{0,6}(?:都|均|全)|都(?:来|去|到|参加|出席|列席|在)了?(?:两次|两场)|\bboth\b|\beach (?:of the )?meetings?\b"
)
_ONLY = re.compile(
    r"(?:只|仅|单)(?:是|有)?(?:来|去|到|在|参加|出席|列席)|\bonly\b|新(?:增|来|面孔|出现)|\bnew\b|\bbut (?:not|missed)\b|\bnot (?:at )?the other\b"
    r"|(?:但|而|却)?(?:没有?|未)(?:来|去|到|参加|出席|列席).{0,6}$"
)
_COMPARES = re.compile(
    r"比|换|变化|变动|区别|不同|差别|新增|多了|少了|\bdiffer\w*|\bchang\w+|\bcompar\w+|\bnew\b|\breplac\w+"
)
_TWO = 2  # meetings can be compared


def asks_for_same(question: Question) -> bool:
    """Whether it is asked if the same people came."""
    return bool(_SAME.search(question.mentions.rest))


def overlap_lines(question: Question, corpus: Corpus, meetings: Sequence[NamedMinutes]) -> list[Line]:
    """Who was at both of two meetings, or at one only, where that is asked of the whole lists."""
    if not all(kept.minutes.attendance for kept in meetings):
        return []
    text = question.mentions.rest
    roles = [role for role in asked_roles(text) if role is not Role.ABSENT] or [Role.PRESENT, Role.LISTED]
    if _ONLY.search(text):
        return list(_of_one_only(question, corpus, meetings, roles))
    if len(meetings) != _TWO:
        return []
    if _COMPARES.search(text):
        pairs = ((meetings[0], meetings[1:]), (meetings[1], meetings[:1]))
        return [_only(kept, others, question.language, [role]) for role in roles for kept, others in pairs]
    return list(_both(meetings, question.language, roles)) if _BOTH.search(text) else []


def same_lines(question: Question, found: Sequence[tuple[NamedMinutes, Sequence[Attendee]]]) -> Iterator[Line]:
    """Whether the same people sat for each body asked about at two meetings."""
    if len(found) != _TWO or not asks_for_same(question):
        return
    (kept, _), (other, others) = found
    for body in dict.fromkeys(person.organisation for _, people in found for person in people):
        first, second = ([person.name for person in people if person.organisation == body] for _, people in found)
        if first and second:
            same = Bilingual("是同一人", "the same") if set(first) == set(second) else _differing(first, second)
            said = f"{body or '、'.join(first)}：{same.zh}" if question.language == "zh" else f"{body}: {same.en}"
            names = "、".join(person.organisation + person.name for person in others)
            quote = _listing(kept, [Role.PRESENT, Role.LISTED])
            yield statement(
                f"{said}{_named(found, body, question.language)}",
                _cite(kept, quote),
                names,
                meeting_label(other, question.language),
            )


def same_chair_lines(question: Question, meetings: Sequence[NamedMinutes]) -> list[Line]:
    """Whether the same person chaired two meetings, where that is asked."""
    chairs = [kept.minutes.header.chair for kept in meetings]
    if Fact.CHAIR not in question.facts or not asks_for_same(question) or len(chairs) != _TWO or None in chairs:
        return []
    names = list(dict.fromkeys(chair for chair in chairs if chair))
    if len(names) == 1:
        said = Bilingual(f"两次会议由同一人主持：{names[0]}。", f"The same person chaired both: {names[0]}.")
    else:
        said = Bilingual(
            f"两次会议的主持人不同：{'、'.join(names)}。", f"Different people chaired: {' and '.join(names)}."
        )
    kept = meetings[0]
    ref = section_ref(kept.minutes, PartKind.HEADER)
    part = kept.minutes.part(ref)
    quote = next((line for line in part.text.split("\n") if (chairs[0] or "") in line), part.text) if part else ""
    return [statement(said.say(question.language), cite(kept, ref, quote), *names)] if quote else []


def _differing(first: Sequence[str], second: Sequence[str]) -> Bilingual:
    if set(first) & set(second):
        return Bilingual("有相同的人，也有不同的人", "partly the same")
    return Bilingual("不是同一人", "not the same")


def _named(found: Sequence[tuple[NamedMinutes, Sequence[Attendee]]], body: str, language: Language) -> str:
    """Who it was at each meeting."""
    said = []
    for kept, people in found:
        names = "、".join(person.name for person in people if person.organisation == body)
        said.append(
            f"{meeting_label(kept, language)} {names}" if language == "zh" else f"{meeting_name(kept).en} {names}"
        )
    return f"（{'，'.join(said)}）" if language == "zh" else f" ({', '.join(said)})"


def _of_one_only(
    question: Question, corpus: Corpus, meetings: Sequence[NamedMinutes], roles: Sequence[Role]
) -> Iterator[Line]:
    """Those who were at the meeting named first and at no other of those named, or of its office if none is."""
    first = question.mentions.meetings[:1]
    chosen = [kept for kept in meetings if kept.ref.meeting in first] or list(meetings)
    for kept in chosen[:_TWO]:
        others = [other for other in meetings if other.ref != kept.ref] or [
            other
            for other in corpus.stored
            if other.ref != kept.ref and other.minutes.header.issuer == kept.minutes.header.issuer
        ]
        if others:
            yield _only(kept, others, question.language, roles)


def _only(kept: NamedMinutes, others: Sequence[NamedMinutes], language: Language, roles: Sequence[Role]) -> Line:
    """Those of some roles who were at a meeting and at none of ``others``."""
    elsewhere = {name for other in others for name in _names(other, roles)}
    left = [name for name in _names(kept, roles) if name not in elsewhere]
    joined = "、".join(left) or "—"
    how = roles[0].say(language) if len(roles) == 1 else ""
    if language == "zh":
        text = f"只在{meeting_label(kept, 'zh')}{how}的 {len(left)} 人：{joined}"
    else:
        text = f"Only at {meeting_name(kept).en}{f', {how}' if how else ''} ({len(left)}): {joined}"
    return statement(text, _cite(kept, _listing(kept, roles)), f"{len(left)} 人", joined)


def _both(meetings: Sequence[NamedMinutes], language: Language, roles: Sequence[Role]) -> Iterator[Line]:
    names = [_names(kept, roles) for kept in meetings]
    shared = [name for name in names[0] if name in names[1]]
    joined = "、".join(shared) or "—"
    text = (
        f"各次都在名单上的有 {len(shared)} 人：{joined}"
        if language == "zh"
        else f"On both lists ({len(shared)}): {joined}"
    )
    for kept in meetings:
        said = text if kept is meetings[0] else meeting_label(kept, language)
        yield statement(said, _cite(kept, _listing(kept, roles)), f"{len(shared)} 人", joined)


def _names(kept: NamedMinutes, roles: Sequence[Role]) -> list[str]:
    people = kept.minutes.attendance.people if kept.minutes.attendance else ()
    return [person.name for person in people if Role.of(person) in roles]


def _listing(kept: NamedMinutes, roles: Sequence[Role]) -> str:
    """The words that list people of a role; the longest of several paragraphs."""
    attendance = kept.minutes.attendance
    groups = [group.text for group in groups_of(attendance) if set(roles) & set(group.roles)] if attendance else []
    return max(groups, key=len, default=attendance.text if attendance else "")


def _cite(kept: NamedMinutes, quote: str) -> Citation:
    return cite(kept, section_ref(kept.minutes, PartKind.ATTENDANCE), quote)
