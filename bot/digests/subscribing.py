"""Subscriptions to the digest: when it comes, in which language, and whether quiet periods are told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import texts
from bot.digests.digesting import NOT_SUBSCRIBED
from bot.digests.schedule_words import (
    LANGUAGES,
    LAST_DAY_OF_MONTH,
    OFTEN,
    WEEKDAYS,
    areas,
    on_every,
    read_schedule,
    say_time,
)
from bot.digests.slots import next_slot
from bot.features import Action, Command, Request
from bot.messages import Person
from bot.paging import cut, read_page, turns
from bot.replies import Button, Paragraph, Reply, Style, plain_reply
from data.bilingual import Bilingual, Language, MinutesError
from data.circulation import Circulation
from data.delivery import DeliveryKind
from data.subscriptions import Every, Subscription
from retrieval.wording import say_date

SCHEDULE = "plan"
"""The action of the buttons under a subscription: ``plan``, ``plan hour``, ``plan hour 9``, ``plan off``."""

RESUME = "on"
"""The argument of the button that ends a pause."""

_FIELDS = ("every", "day", "hour", "lang")
_HOURS = range(6, 22)
_CITIES = 12  # a page
_ROW = 10

Prepare = Callable[[Person], None]
"""Is told of a new subscriber, before the subscription is kept."""


class Subscribing:
    """``/subscribe``, ``/unsubscribe`` and ``/schedule``."""

    def __init__(self, circulation: Circulation, zone: str, prepare: Prepare) -> None:
        """``zone`` is where people are who have not said so."""
        self._circulation = circulation
        self._zone = zone
        self._prepare = prepare
        self._reminded: set[str] = set()  # people who were told that their digest is paused

    @property
    def commands(self) -> Sequence[Command]:
        """The three of them, in private only: a digest is a person's own."""
        return (
            Command(
                "subscribe",
                self._subscribe,
                Bilingual("订阅摘要（每周、每天或每月）", "get the weekly digest"),
                Bilingual("[周一 9:00]", "[monday 9:00]"),
                in_groups=False,
            ),
            Command(
                "schedule",
                self._schedule,
                Bilingual("摘要的时间、语言", "when the digest comes, and in which language"),
                in_groups=False,
            ),
            Command("unsubscribe", self._unsubscribe, Bilingual("退订摘要", "end the digest"), in_groups=False),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The buttons of the schedule."""
        return (Action(SCHEDULE, self._press),)

    def enrol(self, person: Person) -> None:
        """Give a digest to someone who never said whether they want one, as managers get."""
        if self._circulation.subscriptions.of(person.member) is None:
            self._prepare(person)
            self._circulation.subscriptions.keep(Subscription(person.member, person.language, self._zone))

    def _subscribe(self, argument: str, request: Request) -> Reply:
        person = request.person.member
        if not person:
            return plain_reply(request.say(texts.IN_TELEGRAM_ONLY))
        known = self._circulation.subscriptions.of(person)
        wish = known or Subscription(person, request.language, self._zone)
        try:
            wish = read_schedule(argument, wish)
        except MinutesError as error:
            return plain_reply(error.say(request.language))
        if known is None:
            self._prepare(request.person)
        return self._shown(self._circulation.subscriptions.keep(wish), request, _SUBSCRIBED if known else _WELCOME)

    def _schedule(self, argument: str, request: Request) -> Reply:
        wish = self._circulation.subscriptions.of(request.person.member)
        if wish is None or argument:
            return self._subscribe(argument, request) if argument else plain_reply(request.say(NOT_SUBSCRIBED))
        return self._shown(wish, request, _PAUSED if wish.paused else _SUBSCRIBED)

    def _unsubscribe(self, _: str, request: Request) -> Reply:
        gone = self._circulation.subscriptions.remove(request.person.member)
        return plain_reply(request.say(_ENDED if gone else NOT_SUBSCRIBED))

    def _press(self, argument: str, request: Request) -> Reply:
        """Open a choice, or take one; the message with the schedule is changed in place."""
        wish = self._circulation.subscriptions.of(request.person.member)
        if argument == "off":
            return replace(self._unsubscribe("", request), in_place=True)
        if wish is None:
            return plain_reply(request.say(NOT_SUBSCRIBED))
        field, _, value = argument.partition(" ")
        if field == "zone" and (not value or value.partition(" ")[0] in areas()):
            return self._zones(value, wish, request)
        if field in _FIELDS and not value:
            return self._choice(field, wish, request)
        if field:
            changed = wish if argument == RESUME else _changed(wish, field, value)
            if changed is None:
                return plain_reply(request.say(texts.STALE))
            wish = self._circulation.subscriptions.keep(changed)
        is_own = all(each.partition(" ")[0] == SCHEDULE for each in request.message.offered)
        return replace(self._shown(wish, request, _PAUSED if wish.paused else _SUBSCRIBED), in_place=is_own)

    def reminded(self, reply: Reply, request: Request) -> Reply:
        """A reply to someone whose digest is paused, who may not know: with a line that says so, once."""
        person = request.person.member
        if request.person.in_group or not reply.paragraphs or reply.in_place or person in self._reminded:
            return reply
        wish = self._circulation.subscriptions.of(person)
        if wish is None or not wish.paused:
            return reply
        self._reminded.add(person)
        row = 1 + max((button.row for button in reply.buttons), default=0)
        resume = Button(request.say(_RESUME), f"{SCHEDULE} {RESUME}", row=row)
        notice = Paragraph(request.say(_WAS_PAUSED), Style.NOTICE)
        return replace(reply, paragraphs=(*reply.paragraphs, notice), buttons=(*reply.buttons, resume))

    def _shown(self, wish: Subscription, request: Request, sentence: Bilingual) -> Reply:
        language = request.language
        quiet = _QUIET_SAID if wish.says_quiet else _QUIET_SKIPPED
        lines = (
            Paragraph(request.say(sentence), Style.TITLE),
            Paragraph(request.say(_WHEN, time=say_time(wish, language))),
            *(() if wish.paused else (Paragraph(request.say(_NEXT, day=self._next(wish, language))),)),
            Paragraph(request.say(_IN_LANGUAGE, language=LANGUAGES[wish.language].say(language))),
            Paragraph(request.say(quiet)),
        )
        fields = [("every", _EVERY), ("hour", _HOUR), ("zone", _ZONE), ("lang", _LANGUAGE)]
        if wish.every is not Every.DAY:
            fields.insert(1, ("day", _DAY))
        buttons = [Button(request.say(_RESUME), f"{SCHEDULE} {RESUME}")] if wish.paused else []
        buttons += [Button(request.say(label), f"{SCHEDULE} {field}") for field, label in fields]
        other = "skip" if wish.says_quiet else "say"
        buttons.append(Button(request.say(_SKIP_QUIET if wish.says_quiet else _SAY_QUIET), f"{SCHEDULE} quiet {other}"))
        buttons.append(Button(request.say(_END), f"{SCHEDULE} off"))
        return Reply(lines, tuple(buttons))

    def _next(self, wish: Subscription, language: Language) -> str:
        """When the next digest comes, where the person is; the one of this period may have come already."""
        claimed = [period for _, period in self._circulation.deliveries.claimed(DeliveryKind.DIGEST, wish.person)]
        due = next_slot(wish, self._circulation.now(), claimed).due.astimezone(ZoneInfo(wish.zone))
        return f"{say_date(due.date(), language)} {due:%H:%M}"

    @staticmethod
    def _choice(field: str, wish: Subscription, request: Request) -> Reply:
        chosen = list(_choices(field, wish, request.language))
        width = 4 if len(chosen) > 4 else len(chosen) or 1  # noqa: PLR2004 - buttons that fit a phone
        buttons = tuple(
            Button(label, f"{SCHEDULE} {field} {value}", row=_ROW + index // width)
            for index, (value, label) in enumerate(chosen)
        )
        back = Button(request.say(_BACK), SCHEDULE, row=_ROW * 10)
        title = Paragraph(request.say(_CHOOSE), Style.TITLE)
        return Reply((title, Paragraph(say_time(wish, request.language))), (*buttons, back), in_place=True)

    @staticmethod
    def _zones(written: str, wish: Subscription, request: Request) -> Reply:
        """The areas of the world, or the cities of one, page by page."""
        area, number = read_page(written)
        back = Button(request.say(_BACK), f"{SCHEDULE} zone" if area else SCHEDULE, row=_ROW * 10)
        title = Paragraph(request.say(_CHOOSE_ZONE), Style.TITLE)
        lines = (title, Paragraph(say_time(wish, request.language)), Paragraph(request.say(_ZONE_HINT), Style.NOTICE))
        if not area:
            found = [Button(each, f"{SCHEDULE} zone {each}", row=_ROW + i // 3) for i, each in enumerate(areas())]
            return Reply(lines, (*found, back), in_place=True)
        page = cut(areas()[area], number, _CITIES)
        cities = [
            Button(zone.partition("/")[2].replace("_", " "), f"{SCHEDULE} zone {zone}", row=_ROW + index // 3)
            for index, zone in enumerate(page.entries)
        ]
        return Reply(lines, (*cities, *turns(f"{SCHEDULE} zone", area, page), back), in_place=True)


def _choices(field: str, wish: Subscription, language: Language) -> Iterator[tuple[str, str]]:
    """The values of a field, with their labels."""
    match field:
        case "every":
            yield from ((every.value, said.say(language)) for every, said in OFTEN.items())
        case "day" if wish.every is Every.WEEK:
            yield from ((str(index), day.say(language)) for index, day in enumerate(WEEKDAYS))
        case "day":
            yield from ((str(day), str(day)) for day in range(1, LAST_DAY_OF_MONTH + 1))
        case "hour":
            yield from ((str(hour), f"{hour}:00") for hour in _HOURS)
        case "lang":
            yield from ((code, name.say(language)) for code, name in LANGUAGES.items())


def _changed(wish: Subscription, field: str, value: str) -> Subscription | None:
    """The wish with another value; None where a button is not one of ours."""
    if field == "quiet":
        return replace(wish, says_quiet=value == "say")
    if field == "every" and value in list(Every):
        return on_every(wish, Every(value))
    if field == "day" and value in dict(_choices("day", wish, "en")):
        return replace(wish, day=int(value))
    if field == "hour" and value in dict(_choices("hour", wish, "en")):
        return replace(wish, hour=int(value))
    if field == "zone" and value in {zone for zones in areas().values() for zone in zones}:
        return replace(wish, zone=value)
    for language in LANGUAGES:
        if (field, value) == ("lang", language):
            return replace(wish, language=language)
    return None


_WELCOME = Bilingual("已订阅会议纪要摘要。", "You are subscribed to the digest of the minutes.")
_SUBSCRIBED = Bilingual("您的摘要订阅", "Your digest")
_PAUSED = Bilingual("您的摘要订阅（已暂停）", "Your digest (paused)")
_WAS_PAUSED = Bilingual(
    "您的摘要订阅已暂停，因为之前无法给您发消息。按“恢复发送”或用 /schedule 恢复。",
    "Your digest is paused, for it could not be sent to you. “Send it again” or /schedule brings it back.",
)
_RESUME = Bilingual("恢复发送", "Send it again")
_ENDED = Bilingual("已退订；/subscribe 可随时恢复。", "The digest has ended; /subscribe brings it back at any time.")
_WHEN = Bilingual("时间：{time}", "When: {time}")
_NEXT = Bilingual("下一期：{day}", "Next: {day}")
_IN_LANGUAGE = Bilingual("语言：{language}", "Language: {language}")
_QUIET_SAID = Bilingual("没有新内容时：发一句说明", "A quiet period: one line says so")
_QUIET_SKIPPED = Bilingual("没有新内容时：不发", "A quiet period: nothing is sent")
_SAY_QUIET = Bilingual("没有新内容也说一声", "Say when it is quiet")
_SKIP_QUIET = Bilingual("没有新内容就不发", "Skip quiet periods")
_EVERY = Bilingual("频率", "How often")
_DAY = Bilingual("哪一天", "Day")
_HOUR = Bilingual("几点", "Hour")
_ZONE = Bilingual("时区", "Time zone")
_LANGUAGE = Bilingual("语言", "Language")
_END = Bilingual("退订", "End it")
_BACK = Bilingual("‹ 返回", "‹ Back")
_CHOOSE = Bilingual("请选择：", "Please choose:")
_CHOOSE_ZONE = Bilingual("请选择时区：", "Please choose your time zone:")
_ZONE_HINT = Bilingual("也可以直接写：/schedule Asia/Shanghai", "Or write it: /schedule Europe/Berlin")
