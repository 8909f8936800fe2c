"""Watches: departments, topics and questions of which a person is told when new minutes mention them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.messages import Person
from bot.paging import argument_of, read_number, shortened
from bot.replies import WATCH, Button, Paragraph, Reply, Style, plain_reply
from bot.typed import read_command
from data.bilingual import Bilingual
from data.circulation import Circulation
from data.watches import MOST_WATCHES, Watch, WatchKind
from retrieval import elliptical

UNWATCH = "unwatch"
"""The action of a button that ends a watch: ``unwatch <id>``."""

LONGEST_WATCH = 200
"""Characters of what can be watched."""

_LONGEST_SAID = 60  # characters; what is shown for a moment is short
_DEPARTMENT_NAME = re.compile(
    r"\S{1,14}(?:局|委|办|厅|部|院|处|公司|集团|镇|街道|管委会)|.*\b(?:bureau|department|office|commission)\b.*",
    re.IGNORECASE,
)


class Watching:
    """``/watch``, ``/watches``, ``/unwatch``, and the button under an answer."""

    def __init__(self, circulation: Circulation, memory: Memory, prepare: Callable[[Person], None]) -> None:
        """``prepare`` is told of someone who watches something for the first time, before they do."""
        self._circulation = circulation
        self._memory = memory
        self._prepare = prepare

    @property
    def commands(self) -> Sequence[Command]:
        """In private only: alerts go to a person, not to a group."""
        return (
            Command(
                "watch",
                self.watch,
                Bilingual("关注部门或主题", "be told when new minutes mention something"),
                Bilingual("部门或主题", "department or topic"),
                in_groups=False,
            ),
            Command("watches", self._list, Bilingual("我关注的", "what I watch"), in_groups=False),
            Command("unwatch", self._end, Bilingual("取消关注", "end a watch"), in_groups=False, in_menu=False),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The button under an answer, and those of the list."""
        return (Action(WATCH, self._watch_question), Action(UNWATCH, self._press_end))

    def watch(self, words: str, request: Request) -> Reply:
        """Watch a department or a topic."""
        words = " ".join(words.split())
        if not words:
            return plain_reply(request.say(_USAGE))
        if len(words) > LONGEST_WATCH:
            return plain_reply(request.say(_TOO_LONG, limit=LONGEST_WATCH))
        kind = WatchKind.DEPARTMENT if request.shelf.corpus.departments.resolve(words) else WatchKind.TOPIC
        said = _DEPARTMENT_WATCHED if kind is WatchKind.DEPARTMENT else _TOPIC_WATCHED
        if kind is WatchKind.TOPIC and _DEPARTMENT_NAME.fullmatch(words):
            said = _NO_DEPARTMENT
        return plain_reply(self._added(words, kind, request, said))

    def _watch_question(self, _: str, request: Request) -> Reply:
        """Watch what the question above the button asks for."""
        message, chat = request.message, request.person.chat
        said = self._memory.said(chat, message.about)
        question = said.question if said else self._asked(message.asked, request)
        words = " ".join(question.split())[:LONGEST_WATCH]
        if not words:
            return Reply(toast=request.say(texts.FORGOTTEN), alert=True)
        return Reply(toast=self._added(words, WatchKind.TOPIC, request, _QUESTION_WATCHED), alert=True)

    @staticmethod
    def _asked(text: str, request: Request) -> str:
        """The question that a message is, if it can be understood without what was said before."""
        question = argument_of(text, "ask") or ("" if read_command(text, ()) else text)
        reading = elliptical.read(request.shelf.read_question(question, request.language))
        return "" if reading.goes_on or reading.refers else question

    def _added(self, words: str, kind: WatchKind, request: Request, sentence: Bilingual) -> str:
        person, watches = request.person.member, self._circulation.watches
        if not person:
            return request.say(texts.IN_TELEGRAM_ONLY)
        kept = watches.of(person)
        if any(each.words == words for each in kept):
            return request.say(_ALREADY, words=shortened(words, _LONGEST_SAID))
        if len(kept) >= MOST_WATCHES:
            return request.say(_TOO_MANY, most=MOST_WATCHES)
        if not kept:
            self._prepare(request.person)
        watches.add(person, kind, words, request.language)
        return request.say(sentence, words=shortened(words, _LONGEST_SAID))

    def _list(self, _: str, request: Request) -> Reply:
        kept = self._circulation.watches.of(request.person.member)
        if not kept:
            return plain_reply(request.say(_NONE))
        lines = tuple(Paragraph(f"· {_say(each, request)}") for each in kept)
        buttons = tuple(Button(f"✕ {each.words[:40]}", f"{UNWATCH} {each.id}") for each in kept)
        return Reply((Paragraph(request.say(_LIST), Style.TITLE), *lines), buttons)

    def _end(self, words: str, request: Request) -> Reply:
        person, watches = request.person.member, self._circulation.watches
        wanted = words.strip().casefold()
        ended = [each for each in watches.of(person) if each.words.casefold() == wanted]
        if not ended:
            return self._list("", request)
        watches.remove(person, ended[0].id)
        return plain_reply(request.say(_ENDED, words=ended[0].words))

    def _press_end(self, written: str, request: Request) -> Reply:
        number = read_number(written)
        if number is not None:
            self._circulation.watches.remove(request.person.member, number)
        return replace(self._list("", request), in_place=True)


def _say(watch: Watch, request: Request) -> str:
    kind = _DEPARTMENT if watch.kind is WatchKind.DEPARTMENT else _TOPIC
    return request.say(kind, words=shortened(watch.words, _LONGEST_SAID))


_USAGE = Bilingual(
    "想关注什么？例如：/watch 市科技局，/watch 停车", "What shall I watch? For example: /watch 市科技局, /watch parking"
)
_TOO_LONG = Bilingual("太长了：请不超过 {limit} 个字。", "That is too long: please use at most {limit} characters.")
_TOO_MANY = Bilingual(
    "最多关注 {most} 项；/watches 可以取消一些。", "You can watch at most {most} things; /watches ends some."
)
_QUESTION_WATCHED = Bilingual(
    "已关注“{words}”：新的纪要提到时会告诉您。/watches 可取消。",
    "Watching “{words}”: you will be told when new minutes mention it. /watches ends it.",
)
_TOPIC_WATCHED = Bilingual(
    "已关注主题“{words}”：新的纪要提到时会告诉您。",
    "Watching the topic “{words}”: you will be told when new minutes mention it.",
)
_DEPARTMENT_WATCHED = Bilingual(
    "已关注部门“{words}”：新的纪要提到它或给它布置任务时会告诉您。",
    "Watching the department “{words}”: you will be told when new minutes mention it or tell it what to do.",
)
_NO_DEPARTMENT = Bilingual(
    "现有纪要里没有“{words}”这个部门，已按主题关注：新的纪要提到这几个字或相关内容时会告诉您。",
    "The minutes know no department “{words}”, so it is watched as a topic: you will be told when new minutes mention "
    "these words or something about them.",
)
_ALREADY = Bilingual("已经在关注“{words}”。", "You watch “{words}” already.")
_NONE = Bilingual("您还没有关注任何内容；例如 /watch 市科技局。", "You watch nothing yet; for example /watch 市科技局.")
_LIST = Bilingual("您关注的：", "What you watch:")
_ENDED = Bilingual("不再关注“{words}”。", "“{words}” is watched no more.")
_DEPARTMENT = Bilingual("{words}（部门）", "{words} (department)")
_TOPIC = Bilingual("{words}（主题）", "{words} (topic)")
