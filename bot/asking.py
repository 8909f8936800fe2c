"""Questions: answered, gone on from, asked back; and the buttons under an answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.replies import CHOOSE, Reply, offering_reply, plain_reply
from data.bilingual import Bilingual
from data.refs import parse_ref
from retrieval.conversing import Exchange
from retrieval.shelf import LONGEST_QUESTION, Shelf
from retrieval.turns import Turn


class Asking:
    """Answers questions, with the memory of what was said before."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

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
        """Answer a question; one that leaves something out goes on from the message it is about, or the last one."""
        if not question:
            return plain_reply(request.say(texts.ASK_WHAT))
        if len(question) > LONGEST_QUESTION:
            return plain_reply(request.say(texts.TOO_LONG, limit=LONGEST_QUESTION))
        earlier, about = self._turn(request), request.message.about
        return _exchanged(
            request.shelf, request.shelf.converse(question, request.language, earlier, replied=bool(about))
        )

    def _turn(self, request: Request) -> Turn | None:
        """What a message goes on from: what the bot's message that it is about carried, else what was said last."""
        person, about = request.person, request.message.about
        if not person.chat:
            return None
        return self._memory.behind(person.chat, about) if about else self._memory.last(person.chat, person.member)

    def _clear(self, _: str, request: Request) -> Reply:
        self._memory.clear(request.person.chat, request.person.member)
        return plain_reply(request.say(texts.CLEARED))

    def _choose(self, written: str, request: Request) -> Reply:
        """Answer the question that was asked back for the meeting that was chosen."""
        if not request.shelf.part(written):
            return plain_reply(request.say(texts.STALE))
        turn, meeting = self._turn(request), parse_ref(written)
        exchange = request.shelf.choose(turn, meeting) if turn and meeting else None
        return _exchanged(request.shelf, exchange) if exchange else plain_reply(request.say(texts.FORGOTTEN))


def _exchanged(shelf: Shelf, exchange: Exchange) -> Reply:
    answer = exchange.answer
    resolutions = {ref: shelf.corpus.resolution_at(ref) for ref in answer.suggestions}
    headings = {ref: resolution.heading for ref, resolution in resolutions.items() if resolution}
    return replace(offering_reply(answer, headings), turn=exchange.turn)
