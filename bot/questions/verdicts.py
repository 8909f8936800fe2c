"""Verdicts: what a person says of an answer, with the reason of one that is not good, pressed or written.

A verdict is about the question and the parts that memory has beside the message with the button. After a restart they
are read from the message itself: the text it answered, and its buttons that show parts.
"""

import re
from collections.abc import Sequence

from bot import texts
from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.messages import Person
from bot.replies import SHOW, Button, Paragraph, Reply, Said, Style, plain_reply
from data.bilingual import Bilingual, Language
from data.feedback import LONGEST_REASON, Feedback, Judged, Verdict
from data.refs import Ref, parse_ref
from retrieval.shelf import LONGEST_QUESTION, Shelf

VERDICT = "verdict"
"""The action of a button that keeps a verdict on the answer above it: ``verdict good``."""

REASON = "reason"
"""The action of a button that keeps the reason of a verdict: ``reason <message of the answer> <reason>``."""

_LABELS = {
    Verdict.GOOD: Bilingual("👍", "👍"),
    Verdict.BAD: Bilingual("👎", "👎"),
    Verdict.CITATION: Bilingual("引用有误", "Citation wrong"),
}
_REASONS = {
    "meeting": Bilingual("会议不对", "Wrong meeting"),
    "question": Bilingual("答非所问", "Not what I asked"),
    "incomplete": Bilingual("不完整", "Incomplete"),
    "unclear": Bilingual("看不明白", "Hard to understand"),
    "other": Bilingual("其他", "Other"),
}
_THANKS = Bilingual("谢谢您的评价！", "Thank you for your feedback!")
_CHANGED = Bilingual("已记下，谢谢！", "Noted, thank you!")
_SAME = Bilingual("您已这样评价过。", "You have said so already.")
_WHY = Bilingual(
    "哪里不对？请按一个按钮，或直接回复本消息写明原因：您的回复会记为原因，不会当作提问。",
    "What was wrong? Press a button, or reply to this message in your own words: the reply is kept as the reason and "
    "not taken as a question.",
)
_NOT_YOURS = Bilingual("没有您对该回答的评价。", "There is no feedback of yours on that answer.")
_KEPT = Bilingual("已记下原因：{reason}。谢谢！", "The reason is noted: {reason}. Thank you!")
_WRITTEN = Bilingual("已记下您写的原因，谢谢！", "Your reason is noted, thank you!")
_COMMAND = re.compile(r"\s*[/／]\w+(?:@\w+)?\s+")


class Verdicts:
    """Keeps verdicts and their reasons."""

    def __init__(self, memory: Memory, feedback: Feedback) -> None:
        self._memory = memory
        self._feedback = feedback

    @property
    def commands(self) -> Sequence[Command]:
        """None."""
        return ()

    @property
    def actions(self) -> Sequence[Action]:
        """The verdicts and the reasons."""
        return (Action(VERDICT, self._judge), Action(REASON, self._give_reason))

    def _judge(self, written: str, request: Request) -> Reply:
        """Keep a verdict, in place of an earlier one; ask for the reason of one that is not good."""
        message, person = request.message, request.person
        said = self._memory.said(person.chat, message.about) or _recovered(request)
        if not (said and message.about and written in list(Verdict)):
            return Reply(toast=request.say(texts.FORGOTTEN))
        verdict = Verdict(written)
        judged = Judged(said.question, request.language, tuple(str(ref) for ref in said.refs))
        if not self._feedback.keep(person_key(person), _answer(person, message.about), judged, verdict):
            return Reply(toast=request.say(_SAME))
        if verdict is Verdict.GOOD:
            return Reply(toast=request.say(_THANKS))
        buttons = tuple(
            Button(label.say(request.language), f"{REASON} {message.about} {reason}", row=1 + index // 2)
            for index, (reason, label) in enumerate(_REASONS.items())
        )
        why = Paragraph(request.say(_WHY), Style.NOTICE)
        return Reply((why,), buttons, toast=request.say(_CHANGED), asks=f"{REASON} {message.about}")

    def _give_reason(self, written: str, request: Request) -> Reply:
        message, _, reason = written.partition(" ")
        if reason not in _REASONS or not self._keep_reason(request.person, message, reason):
            return Reply(toast=request.say(_NOT_YOURS))
        label = request.say(_REASONS[reason])
        return Reply((Paragraph(request.say(_KEPT, reason=label), Style.NOTICE),), in_place=True, toast=label)

    def reason_of(self, text: str, request: Request) -> Reply | None:
        """Keep a text that was written in reply to the question for a reason; None if it was not."""
        message, person = request.message, request.person
        asked = (self._memory.asks(person.chat, message.about), *message.offered)
        answer = next((each.split(" ")[1] for each in asked if each.startswith(f"{REASON} ")), None)
        if answer is None or not self._keep_reason(person, answer, text[:LONGEST_REASON]):
            return None
        return plain_reply(request.say(_WRITTEN))

    def _keep_reason(self, person: Person, message: str, reason: str) -> bool:
        return self._feedback.keep_reason(person_key(person), _answer(person, message), reason)


def verdict_buttons(language: Language, row: int) -> tuple[Button, ...]:
    """The buttons for a verdict, side by side."""
    return tuple(Button(label.say(language), f"{VERDICT} {verdict}", row=row) for verdict, label in _LABELS.items())


def say_verdict(verdict: Verdict, reason: str, language: Language) -> str:
    """A verdict with its reason, if any: ``👎 incomplete``."""
    label = _LABELS[verdict].say(language)
    said = _REASONS[reason].say(language) if reason in _REASONS else reason
    return f"{label} {said}" if said else label


def person_key(person: Person) -> str:
    """Whose a verdict or a question is: the person's, or the chat's where the channel knows no people."""
    return person.member or person.chat


def _answer(person: Person, message: str) -> str:
    """What tells an answer of the bot from all others."""
    return f"{person.chat}:{message}"


def _recovered(request: Request) -> Said | None:
    """The question and the parts of the answer whose button was pressed, from the message that holds it."""
    question = _COMMAND.sub("", request.message.asked, count=1).strip()[:LONGEST_QUESTION]
    if not question:
        return None
    refs = [ref for action in request.message.offered if (ref := _shown_by(action, request.shelf))]
    return Said(question, tuple(ref for ref in refs if not _is_whole(ref, refs)))


def _shown_by(action: str, shelf: Shelf) -> Ref | None:
    verb, _, written = action.partition(" ")
    return parse_ref(written) if verb == SHOW and shelf.part(written) else None


def _is_whole(ref: Ref, refs: Sequence[Ref]) -> bool:
    """Whether a ref is the resolution or the meeting of others, which an answer offers besides what it cites."""
    return any(each != ref and ref in (each.whole_resolution(), each.whole_meeting()) for each in refs)
