"""Putting a question in full together, out of a turn and of what a new question says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.bilingual import Language
from data.refs import Ref, say_number
from retrieval.elliptical import SLOT
from retrieval.numbering import Numbered
from retrieval.relative import Place
from retrieval.turns import Turn


@dataclass(frozen=True, slots=True)
class Completed:
    """A question in full.

    ``text`` is to be read as a question; ``meetings``, where there are any, are then the meetings it is about;
    ``like`` are meetings of the same office as those that ``text`` names. ``kept`` is what was taken from before.
    """

    text: str
    asking: str
    topic: str
    meetings: tuple[Numbered, ...] = ()
    like: tuple[Numbered, ...] = ()
    kept: Mapping[str, object] = field(default_factory=dict)


def ask_of(turn: Turn, meeting: Ref) -> Completed | None:
    """The question of a turn, asked of one meeting; None if the turn does not know the meeting or had no question."""
    numbered = turn.meetings.get(meeting)
    if numbered is None or not turn.has_question:
        return None
    return same_question(turn, (numbered,), kept={"question": in_words(turn.asking, turn.topic)})


def same_question(turn: Turn, meetings: tuple[Numbered, ...], kept: Mapping[str, object]) -> Completed:
    """The question of a turn, asked of other meetings."""
    text = in_words(turn.asking, turn.topic)
    if turn.pointed:
        text = f"{' '.join(f'{each.ordinal}-{part}' for each in meetings for part in turn.pointed)} {text}"
    return Completed(at_meetings(text, meetings, turn.language), turn.asking, turn.topic, meetings, kept=kept)


def in_words(asking: str, topic: str) -> str:
    """An asking with the topic in its place."""
    filled = asking.replace(SLOT, f" {topic} ") if SLOT in asking else f"{asking} {topic}"
    return " ".join(filled.split())


def at_meetings(text: str, meetings: tuple[Numbered, ...], language: Language) -> str:
    """A text that says of which meeting it asks; the first of several, which are set apart."""
    if not meetings:
        return text
    said = say_number(meetings[0].ordinal, language)
    if language == "zh":
        return f"{said}会议 {text}"
    return f"{text.rstrip('?!. ')} at {said}?" if text else f"{said}?"


def beside_meeting(text: str, anchor: Numbered, place: Place, language: Language) -> str:
    """A text that asks of the meeting before or after another."""
    said = say_number(anchor.ordinal, language)
    if language == "zh":
        return f"{said}会议的{'前' if place is Place.BEFORE else '后'}一次会议 {text}"
    beside = f"the meeting {place.value} {said}"
    return f"{text.rstrip('?!. ')} at {beside}?" if text else f"{beside}?"


def in_numbers(pointed: tuple[str, ...], language: Language) -> str:
    """Parts by their numbers, in words."""
    said = []
    for each in pointed:
        resolution, _, item = each.partition("-")
        if language == "zh":
            said.append(f"第{resolution}项" + (f"第{item}条" if item else ""))
        else:
            said.append(f"item {item} of resolution {resolution}" if item else f"resolution {resolution}")
    return " ".join(said)


def taken(**taken: object) -> dict[str, object]:
    """What was taken from before, without what is empty."""
    meetings = taken.get("meetings")
    if isinstance(meetings, tuple):
        taken["meetings"] = [each.ordinal for each in meetings]
    if "points" in taken:
        taken["points"] = list(taken["points"]) if isinstance(taken["points"], tuple) else []
    return {name: value for name, value in taken.items() if value}
