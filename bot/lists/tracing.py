"""A topic over time, and meetings side by side: questions with commands of their own, answered a page at a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.features import Action, Command, Request
from bot.fulltexts.reading import packed
from bot.paging import argument_of, cut, fits_action, read_page, turns
from bot.replies import Button, Paragraph, Reply, Style, line_paragraphs, offering_reply, plain_reply, show_button
from data.bilingual import Bilingual
from data.refs import Ref, parse_ref
from retrieval.answers import Answer, Status
from retrieval.conversing import Exchange
from retrieval.shelf import LONGEST_QUESTION
from retrieval.topics import CHINESE
from retrieval.vocabulary import Kind

TIMELINE = "timeline"
"""The action of a button that shows a page of a topic over time: ``timeline <topic> <page>``."""

COMPARE = "compare"
"""The action of a button that shows a page of meetings compared: ``compare <meetings and topic> <page>``."""

_UNITS_A_PAGE = 3000  # UTF-16 units: what is read on a telephone without losing one's place
_NUMBERS = re.compile(r"((?:第?\d{1,4}(?:次(?:会议)?)?(?:\s*[,，、和与&的]\s*|\s+|$)){2,})(.*)", re.DOTALL)
_TWO = 2
_MOST_BUTTONS = 8  # of parts

_TIMELINE_USAGE = Bilingual(
    "请写要看的主题，例如 /timeline 安全生产", "Please say which topic, for example /timeline work safety"
)
_COMPARE_USAGE = Bilingual(
    "请写要比较的会议，可加主题，例如 /compare 25 26 或 /compare 25 26 消防",
    "Please say which meetings, and on what if you like, for example /compare 25 26 or /compare 25 26 fire safety",
)


class Tracing:
    """Follows a topic over time and compares meetings."""

    @property
    def commands(self) -> Sequence[Command]:
        """``/timeline`` and ``/compare``."""
        return (
            Command(
                TIMELINE,
                self._timeline,
                Bilingual("一个主题的历次议定", "a topic over time"),
                Bilingual("安全生产", "work safety"),
            ),
            Command(
                COMPARE,
                self._compare,
                Bilingual("比较几次会议", "compare meetings"),
                Bilingual("25 26 消防", "25 26 fire safety"),
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of both."""
        return (Action(TIMELINE, self._turn_timeline), Action(COMPARE, self._turn_compare))

    @staticmethod
    def _timeline(written: str, request: Request) -> Reply:
        return _timeline(written, 1, request)

    @staticmethod
    def _compare(written: str, request: Request) -> Reply:
        return _compare(written, 1, request)

    @staticmethod
    def _turn_timeline(argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        return _timeline(written or argument_of(request.message.asked, TIMELINE), number, request)

    @staticmethod
    def _turn_compare(argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        return _compare(written or argument_of(request.message.asked, COMPARE), number, request)


def _timeline(topic: str, number: int, request: Request) -> Reply:
    if not topic or len(topic) > LONGEST_QUESTION:
        return plain_reply(request.say(_TIMELINE_USAGE))
    text = f"{topic} 时间线" if CHINESE.search(topic) else f"timeline of {topic}"
    return _paged(request.shelf.converse(text, request.language), TIMELINE, topic, number, request)


def _compare(written: str, number: int, request: Request) -> Reply:
    if not written or len(written) > LONGEST_QUESTION:
        return plain_reply(request.say(_COMPARE_USAGE))
    text = _comparison(written, request)
    question = request.shelf.read_question(text, request.language)
    if question.kind is not Kind.COMPARISON or len(question.mentions.numbered) + len(question.mentions.dates) < _TWO:
        return plain_reply(request.say(_COMPARE_USAGE))
    return _paged(request.shelf.converse(text, request.language), COMPARE, written, number, request)


def _comparison(written: str, request: Request) -> str:
    """What was written, as a question: bare numbers are meetings."""
    match = _NUMBERS.fullmatch(written)
    numbers, topic = (re.findall(r"\d+", match[1]), match[2].strip()) if match else ([], "")
    is_chinese = (
        bool(CHINESE.search(written)) or (not topic and not numbers) or (not topic and request.language == "zh")
    )
    if not numbers:
        return f"比较 {written}" if is_chinese else f"compare {written}"
    if is_chinese:
        return f"比较{'和'.join(f'第{each}次' for each in numbers)}会议" + (f"的{topic}" if topic else "")
    return f"compare meetings {' and '.join(numbers)}" + (f" on {topic}" if topic else "")


def _paged(exchange: Exchange, verb: str, written: str, number: int, request: Request) -> Reply:
    """A page of an answer, meeting by meeting, with a button for each part that it cites."""
    answer = exchange.answer
    if answer.status is not Status.ANSWERED:
        return replace(offering_reply(answer, {}), turn=exchange.turn)
    page = cut(packed(_by_meeting(answer), _UNITS_A_PAGE), number, size=1)
    paragraphs = tuple(page.entries[0])
    cited = dict.fromkeys(each.ref for each in paragraphs if each.style is not Style.TITLE)
    refs = [ref for each in cited if (ref := parse_ref(each))]
    argument = written if fits_action(verb, written) else ""
    return Reply(
        paragraphs,
        (*_buttons(refs, answer), *turns(verb, argument, page)),
        in_place=bool(request.message.action),
        turn=exchange.turn,
    )


def _buttons(refs: Sequence[Ref], answer: Answer) -> Iterator[Button]:
    """A button for each part of a page; where there are many, for each meeting."""
    shown = refs if len(refs) <= _MOST_BUTTONS else dict.fromkeys(ref.whole_meeting() for ref in refs)
    return (show_button(answer.label(ref), ref) for ref in shown)


def _by_meeting(answer: Answer) -> list[list[Paragraph]]:
    """The paragraphs of an answer, those under the name of a meeting together."""
    blocks: list[list[Paragraph]] = []
    for paragraph in line_paragraphs(answer.lines, answer.language):
        is_meeting = paragraph.style is Style.TITLE and not paragraph.citation
        if is_meeting or not blocks:
            blocks.append([])
        blocks[-1].append(paragraph)
    return blocks
