"""What is searched and quoted: items, and the passages of resolutions that have a text of their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from data.model import Minutes, Resolution
from data.refs import Ref
from data.words import sentences

LONG = 400  # characters; a longer text of a resolution is cut into passages
PASSAGE = 260  # characters that a passage is filled up to, a sentence always whole


@dataclass(frozen=True, slots=True)
class Unit:
    """What is searched and cited: an item, or a passage of the text of a resolution.

    ``sentences`` has at least one element; the whole text and each sentence have a vector of their own. Passages
    of one text share its ``ref``; ``passage`` counts them from 0.
    """

    ref: Ref
    heading: str
    text: str
    sentences: tuple[str, ...]
    passage: int = 0

    @property
    def key(self) -> str:
        """What tells the unit from all others."""
        return f"{self.ref}#{self.passage}" if self.passage else str(self.ref)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything of the unit that has a vector."""
        return tuple(filter(None, (self.heading, self.text, *self.sentences)))


def units_of(minutes: Minutes, meeting: Ref) -> Iterator[Unit]:
    """The units of minutes whose ref in full is ``meeting``."""
    for resolution in minutes.resolutions:
        ref = Ref(meeting.meeting, resolution.number, series=meeting.series)
        own = resolution.body if resolution.items else resolution.own_text
        for index, text in enumerate(passages(resolution) if own else ()):
            yield Unit(ref, resolution.heading, text, _sentences(text), index)
        for item in resolution.items:
            item_ref = Ref(meeting.meeting, resolution.number, item.number, series=meeting.series)
            yield Unit(item_ref, resolution.heading, item.text, _sentences(item.text))


def passages(resolution: Resolution) -> list[str]:
    """A resolution's own text, without its items, in passages short enough to be read as an answer.

    A heading that stands above a text is in none of them, unless all is short enough to be one.
    """
    own = resolution.body if resolution.items else resolution.own_text
    if len(own) <= LONG:
        return [own] if own else []
    return [passage for paragraph in (resolution.body or own).split("\n") for passage in _filled(paragraph)]


def deciding_passage(resolution: Resolution) -> str:
    """The words of a resolution that hold its decision: its item, or the passage that has the verdict."""
    decision = resolution.decision
    if decision is None or decision.item is not None:
        return resolution.deciding_text
    body = [resolution.body] if len(resolution.body) <= LONG else passages(resolution)
    found = [*filter(None, body), resolution.heading]
    said = decision.verdict + decision.approved
    for words in (said, said[: len(decision.verdict) + 8], decision.verdict):
        for passage in found:
            if words in passage:
                return passage
    return found[0]


def _filled(paragraph: str) -> Iterator[str]:
    filled = ""
    for sentence in _sentences(paragraph):
        if filled and len(filled) + len(sentence) > PASSAGE:
            yield filled
            filled = ""
        filled += sentence
    if filled:
        yield filled


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentences(text)) or (text,)
