"""Questions that go on from the one before: recognised by how they are built, and completed.

``and who is responsible?``, ``那第25次呢？``, ``full text of the second one``, ``more``: what such a question leaves
out, the meeting, the topic, the part or what is asked, is taken from the turn before. A question that leaves nothing
out starts anew, whatever was asked before.
"""

from dataclasses import dataclass

from data.bilingual import Bilingual
from data.refs import PartKind, Ref
from data.words import fold
from retrieval.answers import Status
from retrieval.composing import Completed, at_meetings, beside_meeting, in_numbers, in_words, same_question, taken
from retrieval.elliptical import SLOT, Reading, read
from retrieval.numbering import Numbered
from retrieval.pronouns import WHICH, is_only_pronouns, of_person
from retrieval.question import Question
from retrieval.relative import Place, beside_what_was_asked
from retrieval.turns import Turn
from retrieval.vocabulary import Kind

_SIDES = (Kind.DECISION, Kind.DEPARTMENT, Kind.ISSUING)
_OF_MEETING = (Kind.HEADER, Kind.ATTENDANCE, Kind.COUNT, Kind.SPEECH)

_FULL_TEXT = Bilingual("全文", "full text")

_NOTHING_BEFORE = Bilingual(
    "这个问题要接着上文才能明白，而我没有可接的上文。请写明哪次会议、哪一项或什么事，例如“第26次会议第三项由谁负责”。",
    "That question goes on from an earlier one, and I have none to go on from. Please say which meeting, item or topic "
    "you mean, for example “who is responsible for resolution 3 of meeting 26”.",
)
_NOTHING_LISTED = Bilingual(
    "上面没有列出条目。请写明哪次会议的哪一项，例如“第26次第三项（二）”。",
    "Nothing was listed above. Please say which item of which meeting you mean, for example “item 3(2) of meeting 26”.",
)


@dataclass(frozen=True, slots=True)
class More:
    """The person wants more of what was shown."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A question that goes on from something that is not there, and what the person is told."""

    why: Bilingual


Following = Completed | More | Lost


def follow(question: Question, earlier: Turn | None, *, replied: bool = False) -> Following | None:
    """What a question means after an earlier one; None for one that stands for itself.

    ``replied`` where the question was written in reply to the message that ``earlier`` is of.
    """
    reading = read(question)
    if is_only_pronouns(fold(question.text)):
        return Lost(WHICH)
    if earlier is None:
        return Lost(_NOTHING_BEFORE) if reading.needs_a_turn or (replied and reading.is_open) else None
    return _Follower(question, reading, earlier).follow()


def words_of(question: Question) -> tuple[str, str]:
    """The words of a question that ask, with `SLOT` in the place of the topic, and the topic."""
    reading = read(question)
    return reading.asking, reading.topic


@dataclass(frozen=True, slots=True)
class _Follower:
    question: Question
    reading: Reading
    earlier: Turn

    def follow(self) -> Following | None:
        question, reading = self.question, self.reading
        mentions = question.mentions
        if reading.wants_more:
            return More()
        if (place := beside_what_was_asked(fold(question.text))) and (beside := self._of_neighbour(place)):
            return beside
        if told := of_person(reading, self.earlier.people, self.earlier.spoken_of):
            return told
        if mentions.refs or question.kind is Kind.MEETINGS or mentions.places:
            return None
        if mentions.any_meeting:
            return self._of_other_meeting()
        if mentions.offices:
            return self._of_office()
        if reading.ordinal is not None and not reading.topic:
            return self._counted(reading.ordinal)
        if mentions.points:
            return self._of_kept_meetings(self.earlier.spoken_of)
        if reading.topic:
            return self._of_topic()
        return self._open()

    def _of_other_meeting(self) -> Following | None:
        """``那第25次呢``: all but the meeting is kept. ``它在第25次会上通过了吗``: the topic is."""
        reading, earlier = self.reading, self.earlier
        if self.question.mentions.points or not earlier.has_question:
            return None
        if not reading.asks and not reading.topic and (reading.goes_on or self._is_choice):
            like = tuple(earlier.meetings[ref] for ref in earlier.named)
            points = in_numbers(earlier.pointed, earlier.language)
            counted = reading.written.endswith("次")  # which before a topic counts the topic
            of_meeting = f"{reading.written}会议" if counted else reading.written
            text = " ".join(f"{of_meeting} {points} {in_words(earlier.asking, earlier.topic)}".split())
            kept = taken(asked=in_words(earlier.asking, ""), topic=earlier.topic, points=earlier.pointed)
            return Completed(text, earlier.asking, earlier.topic, like=like, kept=kept)
        if reading.refers and reading.asks and not reading.topic and self._subject:
            return Completed(
                f"{reading.written} {self._subject}",
                reading.asking,
                self._subject,
                kept=taken(topic=self._subject),
            )
        if reading.goes_on and not reading.asks and reading.topic:
            return self._of_new_topic(())
        return None

    def _of_neighbour(self, place: Place) -> Completed | None:
        """``what about the one before?``: the same question of the meeting beside the one before the question."""
        earlier, language = self.earlier, self.question.language
        meetings = earlier.named or earlier.cited
        if len(meetings) != 1 or not earlier.has_question:
            return None
        anchor = earlier.meetings[meetings[0]]
        points = in_numbers(earlier.pointed, earlier.language)
        asked = " ".join(f"{points} {in_words(earlier.asking, earlier.topic)}".split())
        text = beside_meeting(asked, anchor, place, language)
        kept = taken(asked=in_words(earlier.asking, ""), topic=earlier.topic, points=earlier.pointed)
        return Completed(text, earlier.asking, earlier.topic, like=(anchor,), kept=kept)

    @property
    def _is_choice(self) -> bool:
        """Whether the person was asked which meeting is meant."""
        return self.earlier.status is Status.AMBIGUOUS

    def _of_office(self) -> Following | None:
        """``太仓市的呢``: of the meetings before those of this office."""
        reading, earlier = self.reading, self.earlier
        if reading.asks or reading.topic or not (reading.goes_on or self._is_choice):
            return None
        issuers = {issuer for mention in self.question.mentions.offices for issuer in mention.issuers}
        meetings = tuple(each for each in earlier.meetings.values() if each.issuers and each.issuers & issuers)
        if not meetings or not earlier.has_question:
            return None
        kept = taken(asked=in_words(earlier.asking, ""), topic=earlier.topic, meetings=meetings)
        return same_question(earlier, meetings, kept)

    def _counted(self, ordinal: int) -> Following | None:
        """``the second one``: the second of what was listed, or where that is one resolution, its second item."""
        reading, earlier = self.reading, self.earlier
        listed = earlier.listed
        place = len(listed) - 1 if ordinal < 0 else ordinal - 1
        whole = earlier.resolutions[0] if len(earlier.resolutions) == 1 else None
        meetings = earlier.named or earlier.cited
        counted = reading.counts_resolutions or (earlier.kind is Kind.COUNT and ordinal > 0)
        if counted and len(meetings) == 1:
            ref = Ref(meetings[0].meeting, max(ordinal, 1), series=meetings[0].series)
        elif (reading.counts_items or place >= len(listed)) and whole and ordinal > 0:
            ref = Ref(whole.meeting, whole.resolution, ordinal, series=whole.series)
        elif place < len(listed):
            ref = listed[place]
        else:
            return Lost(_fewer(len(listed), ordinal))
        if ref.kind is None:  # a meeting
            return self._counted_meeting(ref)
        is_side = self.question.kind in _SIDES
        return self._of_parts((ref.whole_resolution() if is_side else ref,))

    def _counted_meeting(self, ref: Ref) -> Completed | None:
        earlier = self.earlier
        numbered = earlier.meetings[ref]
        if self._is_choice or not self.reading.asks:
            kept = taken(asked=in_words(earlier.asking, "") if self._is_choice else "", meetings=(numbered,))
            if self._is_choice:
                return same_question(earlier, (numbered,), kept)
            return Completed(at_meetings("", (numbered,), self.question.language), "", "", (numbered,), kept=kept)
        return self._of_kept_meetings((numbered,))

    def _of_topic(self) -> Following | None:
        """A question with a topic of its own, which starts anew unless its words tie it to what was before."""
        reading = self.reading
        if reading.refers_to_occasion:
            return self._of_kept_meetings(self.earlier.spoken_of)
        if reading.refers and not reading.is_long:
            return self._of_part_of_topic()
        if not reading.goes_on or (reading.asks and reading.is_over_all):
            return None
        if reading.asks:
            named = tuple(self.earlier.meetings[ref] for ref in self.earlier.named)
            return self._of_kept_meetings(named) if named else None
        return self._of_new_topic(tuple(self.earlier.meetings[ref] for ref in self.earlier.named))

    def _of_new_topic(self, meetings: tuple[Numbered, ...]) -> Completed:
        """``what about water?``: the same asked of another topic, at the meetings that were named."""
        reading, earlier = self.reading, self.earlier
        takes_asking = bool(earlier.asking) and earlier.kind not in (Kind.WHOLE_MEETING, Kind.FULL_TEXT)
        asking = earlier.asking if takes_asking and not self._is_meeting_only else SLOT
        text = in_words(asking, reading.topic)
        if self.question.mentions.any_meeting:
            text = f"{reading.written} {text}"
        kept = taken(asked=in_words(asking, ""), meetings=meetings)
        return Completed(at_meetings(text, meetings, earlier.language), asking, reading.topic, meetings, kept=kept)

    @property
    def _is_meeting_only(self) -> bool:
        """Whether the question before was about a meeting as such (``when was it held``), which no topic fits."""
        return self.earlier.kind in (Kind.HEADER, Kind.COUNT, Kind.MEETINGS)

    def _of_part_of_topic(self) -> Completed:
        """``它的资金从哪来``: something about what was before."""
        reading, earlier = self.reading, self.earlier
        meetings = self.earlier.spoken_of
        subject = "" if reading.is_about else self._subject
        topic = f"{subject} {reading.topic}".strip()
        text = f"{subject} {reading.plain}".strip()
        kept = taken(topic=subject, meetings=meetings)
        return Completed(at_meetings(text, meetings, earlier.language), reading.asking, topic, meetings, kept=kept)

    def _open(self) -> Following | None:
        """A question without a topic or a meeting."""
        reading, kind = self.reading, self.question.kind
        if kind in _OF_MEETING or self.question.sections:
            if reading.is_over_all:
                return None
            return self._of_kept_meetings(self.earlier.spoken_of)
        if not reading.is_open:
            return None
        leans = reading.goes_on or reading.refers or reading.wants_detail
        if not leans and (kind is Kind.NOTHING or (kind is Kind.TOPIC and not reading.is_question)):
            return None
        return self._of_same_part()

    def _of_same_part(self) -> Following:
        """``以谁的名义印发``, ``全文``: of the resolution before, or of the topic where there were several."""
        earlier, reading = self.earlier, self.reading
        resolutions = earlier.resolutions
        if self.question.kind is Kind.FULL_TEXT and earlier.listed and earlier.status is Status.ANSWERED:
            return self._of_parts(resolutions[:1] if len(resolutions) == 1 else earlier.listed)
        if resolutions and earlier.kind is not Kind.WHOLE_MEETING:
            if len(resolutions) == 1 or reading.refers or not earlier.topic:
                return self._of_parts(resolutions[:1])
            meetings = tuple(earlier.meetings[ref] for ref in earlier.named)
        else:
            meetings = self.earlier.spoken_of
        if not earlier.topic and not meetings:
            return Lost(_NOTHING_BEFORE)
        text = f"{earlier.topic} {reading.plain}".strip()
        kept = taken(topic=earlier.topic, meetings=meetings)
        asking = f"{SLOT} {reading.plain}"
        return Completed(
            at_meetings(text, meetings, self.question.language), asking, earlier.topic, meetings, kept=kept
        )

    def _of_parts(self, refs: tuple[Ref, ...]) -> Completed:
        """The question, asked of parts; of a header or an attendance list, of the whole part."""
        reading, earlier = self.reading, self.earlier
        if any(ref.kind is None for ref in refs):
            meetings = tuple(earlier.meetings[ref.whole_meeting()] for ref in refs)
            return Completed(
                at_meetings(reading.plain, meetings, self.question.language),
                reading.asking,
                "",
                meetings,
                kept=taken(meetings=meetings),
            )
        whole = self.question.kind in _SIDES and all(ref.kind is PartKind.RESOLUTION for ref in refs)
        text = " ".join((*map(str, refs), reading.plain if whole else _FULL_TEXT.say(self.question.language)))
        kept = taken(parts=[ref.short for ref in refs], topic=earlier.topic)
        return Completed(text, f"{SLOT} {reading.plain}", earlier.topic, kept=kept)

    def _of_kept_meetings(self, meetings: tuple[Numbered, ...]) -> Completed | None:
        if not meetings:
            return None
        text = at_meetings(self.reading.plain, meetings, self.question.language)
        return Completed(text, self.reading.asking, self.reading.topic, meetings, kept=taken(meetings=meetings))

    @property
    def _subject(self) -> str:
        """What was talked about: the topic in the person's words, else the heading of what was shown."""
        return self.earlier.topic or self.earlier.subject


def _fewer(count: int, ordinal: int) -> Bilingual:
    if not count:
        return _NOTHING_LISTED
    are = "was" if count == 1 else "were"
    return Bilingual(
        f"上面只列出 {count} 条，没有第 {ordinal} 条。",
        f"Only {count} {are} listed above; there is no number {ordinal}.",
    )
