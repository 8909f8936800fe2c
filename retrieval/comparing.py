"""Meetings set against each other: on one topic, or in what their minutes record."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from data.bilingual import Bilingual, Language
from data.model import Resolution
from data.refs import UNNUMBERED, Ref
from data.words import fold, grams
from retrieval.answers import Line, LineKind
from retrieval.facts import count_line, fact_lines
from retrieval.lines import notice, snippet_line
from retrieval.naming import NamedMinutes, say_kept
from retrieval.timeline import in_time, meeting_heading
from retrieval.vocabulary import Fact

_ALIKE = 0.6  # share of the shorter heading's pairs of characters from which two headings are of one matter
_NOTHING = Bilingual("{meeting}没有提到。", "{meeting} says nothing on it.")
_BOTH = Bilingual("各次会议都有的事项：", "On the agenda of more than one of them:")
_NONE_ON_BOTH = Bilingual("没有标题相同的事项。", "No matter stands on more than one of them under a like heading.")


def topic_lines(
    meetings: Sequence[NamedMinutes], find: Callable[[NamedMinutes], Sequence[Line]], language: Language
) -> list[Line]:
    """What each meeting says on a topic, under its name, and which says nothing; empty where none says anything."""
    lines: list[Line] = []
    any_found = False
    for kept in in_time(meetings):
        found = find(kept)
        any_found = any_found or bool(found)
        name = say_kept(kept, language)
        lines += (
            [meeting_heading(kept, language), *found]
            if found
            else [notice(_NOTHING.say(language).format(meeting=name[0].upper() + name[1:]), name)]
        )
    return lines if any_found else []


def fact_table(meetings: Sequence[NamedMinutes], language: Language) -> Iterator[Line]:
    """Day, chair, counts and headings of each meeting, under its name."""
    for kept in in_time(meetings):
        yield meeting_heading(kept, language)
        yield from (
            line for line in fact_lines(kept, (Fact.HELD, Fact.CHAIR), language) if line.kind is LineKind.STATEMENT
        )
        yield count_line(kept, language)
        for resolution in kept.minutes.resolutions:
            if resolution.heading:
                yield snippet_line(kept, Ref(kept.minutes.number, resolution.number), resolution.heading)


def shared_lines(meetings: Sequence[NamedMinutes], language: Language) -> list[Line]:
    """The matters that stand on the agenda of more than one meeting, told by their headings."""
    lines: list[Line] = []
    for first, second in combinations(in_time(meetings), 2):
        for resolution in first.minutes.resolutions:
            for other in second.minutes.resolutions:
                if _is_alike(resolution, other):
                    for kept, each in ((first, resolution), (second, other)):
                        lines.append(snippet_line(kept, Ref(kept.minutes.number, each.number), each.heading))
    if not lines:
        return [notice(_NONE_ON_BOTH.say(language))]
    return [notice(_BOTH.say(language)), *dict.fromkeys(lines)]


def _is_alike(one: Resolution, other: Resolution) -> bool:
    if UNNUMBERED in (one.number, other.number) or not (one.subject and other.subject):
        return False
    words, others = set(grams(fold(one.subject))), set(grams(fold(other.subject)))
    return len(words & others) >= _ALIKE * max(min(len(words), len(others)), 1)
