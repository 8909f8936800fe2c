"""Questions: answered, gone on from, asked back; and the buttons under an answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.questions.verdicts import person_key, verdict_buttons
from bot.replies import CHOOSE, MORE, WATCH, Button, Reply, Said, offering_reply, plain_reply
from bot.timing import tell_facts, tell_steps
from data.bilingual import Bilingual
from data.feedback import Feedback
from data.refs import Ref, parse_ref
from retrieval.answers import Answer, Status
from retrieval.conversing import Exchange
from retrieval.shelf import LONGEST_QUESTION, Shelf
from retrieval.turns import Turn


class Asking:
    """Answers questions, with the memory of what was said before; those that find nothing are kept as feedback."""

    def __init__(self, memory: Memory, feedback: Feedback) -> None:
        self._memory = memory
        self._feedback = feedback

    @property
    def commands(self) -> Sequence[Command]:
        """``/ask`` and ``/clear``."""
        return (
            Command("ask", self.ask, Bilingual("提问", "ask about the minutes"), Bilingual("问题", "question")),
            Command("clear", self._clear, Bilingual("忘记之前的对话", "forget our conversation")),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The choice between meetings."""
        return (Action(CHOOSE, self._choose),)

    def ask(self, question: str, request: Request) -> Reply:
        """Answer a question, to be judged; one that leaves something out goes on from what it is about, or the last."""
        return _to_judge(self.look_up(question, request), request)

    def look_up(self, question: str, request: Request) -> Reply:
        """Answer a question without asking for a verdict."""
        if not question:
            return plain_reply(request.say(texts.ASK_WHAT))
        if len(question) > LONGEST_QUESTION:
            return plain_reply(request.say(texts.TOO_LONG, limit=LONGEST_QUESTION))
        earlier, about = self._turn(request), request.message.about
        exchange = request.shelf.converse(question, request.language, earlier, replied=bool(about))
        return self._exchanged(exchange, earlier, request)

    def _turn(self, request: Request) -> Turn | None:
        """What a message goes on from: what the bot's message that it is about carried, else what was said last.

        A new wording goes on from what the wording before it did.
        """
        person, message = request.person, request.message
        if not person.chat:
            return None
        if message.edits:
            return self._memory.before(person.chat, message.edits)
        if message.about:
            return self._memory.behind(person.chat, message.about)
        return self._memory.last(person.chat, person.member)

    def _clear(self, _: str, request: Request) -> Reply:
        self._memory.clear(request.person.chat, request.person.member)
        return plain_reply(request.say(texts.CLEARED))

    def _choose(self, written: str, request: Request) -> Reply:
        """Answer the question that was asked back for the meeting that was chosen."""
        if not request.shelf.part(written):
            return plain_reply(request.say(texts.STALE))
        turn, meeting = self._turn(request), parse_ref(written)
        exchange = request.shelf.choose(turn, meeting) if turn and meeting else None
        if not exchange:
            return plain_reply(request.say(texts.FORGOTTEN))
        return _to_judge(self._exchanged(exchange, turn, request), request)

    def _exchanged(self, exchange: Exchange, earlier: Turn | None, request: Request) -> Reply:
        answer, turn = exchange.answer, exchange.turn
        _tell(answer)
        reply = offering_reply(answer, _headings(answer, request.shelf))
        question = _in_full(answer)
        if turn and question:
            said = Said(question, tuple(dict.fromkeys(each.ref for each in answer.citations)))
            if answer.status is Status.NOT_FOUND and request.person.chat:
                self._feedback.keep_unanswered(person_key(request.person), question, request.language)
            return replace(reply, turn=turn, before=earlier, said=said)
        return replace(reply, turn=turn, before=earlier)


def _to_judge(reply: Reply, request: Request) -> Reply:
    """An answer with the buttons for a verdict, if it cites something, and the one to be told of new minutes."""
    if not (reply.said and request.person.chat):
        return reply
    row = 1 + max((button.row for button in reply.buttons), default=0)
    verdict = verdict_buttons(request.language, row) if reply.said.refs else ()
    can_watch = _was_searched(reply) and not request.person.in_group
    watch = (Button(request.say(_WATCH), WATCH, row=row + 1),) if can_watch else ()
    return replace(reply, buttons=(*reply.buttons, *verdict, *watch))


def _was_searched(reply: Reply) -> bool:
    """Whether an answer is about a topic that new minutes may treat: one that was found by searching, or not found."""
    offered = {button.action.partition(" ")[0] for button in reply.buttons}
    is_missing = not (reply.said and reply.said.refs) and CHOOSE not in offered
    return MORE in offered or is_missing


def _tell(answer: Answer) -> None:
    """Tell how long answering took, for the log."""
    timings = dict(answer.timings)
    total = timings.pop("total", 0.0)
    tell_facts(status=answer.status)
    tell_steps(**timings, find=max(0.0, total - sum(timings.values())))


def _headings(answer: Answer, shelf: Shelf) -> dict[Ref, str]:
    resolutions = {ref: shelf.corpus.resolution_at(ref) for ref in answer.suggestions}
    return {ref: each.verb + each.subject or each.heading for ref, each in resolutions.items() if each}


def _in_full(answer: Answer) -> str:
    """The question with what it took from before; none for one that only wants more of what was shown."""
    kept = answer.understood.get("kept")
    if not isinstance(kept, dict):
        return answer.question.strip()
    return str(kept.get("read_as", ""))


_WATCH = Bilingual("有新纪要提到时告诉我", "Tell me when new minutes mention this")
