"""What an administrator sees and decides of digests: deliveries, failures, and minutes that are held back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import texts
from bot.features import Action, Command, Request
from bot.paging import Page, read_number, read_page, turns
from bot.replies import Button, Paragraph, Reply, Style, plain_reply
from data.bilingual import Bilingual, Language
from data.circulation import Circulation
from data.delivery import Delivery, DeliveryKind, DeliveryStatus, Document
from data.refs import Ref, parse_ref
from data.roles import Role
from retrieval.naming import NamedMinutes, say_kept
from retrieval.scope import find_scope

DELIVERIES, AGAIN, HOLD, RELEASE = "deliveries", "again", "hold", "release"
_A_PAGE = 8
_RECENT = 8  # meetings to hold back or release

Fresh = Callable[[Delivery], Sequence[Document]]
"""What a person has not been told of."""


class Overseeing:
    """``/deliveries``, ``/hold`` and ``/release``."""

    def __init__(self, circulation: Circulation, fresh: Fresh, name_of: Callable[[str], str], zone: str) -> None:
        """``name_of`` gives what others call a person; ``zone`` is the time zone of the office."""
        self._circulation = circulation
        self._fresh = fresh
        self._name_of = name_of
        self._zone = ZoneInfo(zone)

    @property
    def commands(self) -> Sequence[Command]:
        """For administrators, in private."""
        return (
            Command(
                "deliveries",
                self._deliveries,
                Bilingual("摘要和提醒的发送情况", "digests and alerts sent, and failures"),
                role=Role.ADMINISTRATOR,
                in_groups=False,
            ),
            Command(
                "hold",
                self._hold,
                Bilingual("暂不放入摘要", "hold minutes back from digests"),
                Bilingual("26", "26"),
                role=Role.ADMINISTRATOR,
                in_groups=False,
            ),
            Command(
                "release",
                self._release,
                Bilingual("放入摘要", "let minutes into digests"),
                Bilingual("26", "26"),
                role=Role.ADMINISTRATOR,
                in_groups=False,
                in_menu=False,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of deliveries, another try, holding back and releasing."""
        return (
            Action(DELIVERIES, self._turn, Role.ADMINISTRATOR),
            Action(AGAIN, self._again, Role.ADMINISTRATOR),
            Action(HOLD, self._pressed(self._hold), Role.ADMINISTRATOR),
            Action(RELEASE, self._pressed(self._release), Role.ADMINISTRATOR),
        )

    @staticmethod
    def _pressed(run: Callable[[str, Request], Reply]) -> Callable[[str, Request], Reply]:
        """In place of a choice of ours; below a report that also offers other things."""

        def press(argument: str, request: Request) -> Reply:
            is_ours = all(each.partition(" ")[0] in (HOLD, RELEASE) for each in request.message.offered)
            return replace(run(argument, request), in_place=is_ours)

        return press

    def _turn(self, argument: str, request: Request) -> Reply:
        return replace(self._deliveries(argument, request), in_place=True)

    def _deliveries(self, argument: str, request: Request) -> Reply:
        """How many there are of each kind, and the latest, those that failed with the reason and a button."""
        deliveries = self._circulation.deliveries
        counts = Counter[Bilingual]()
        for status, count in deliveries.counts().items():
            if status in _STATUSES:
                counts[_STATUSES[status]] += count
        total = counts.total()
        if not total:
            return plain_reply(request.say(_NO_DELIVERIES))
        pages = -(-total // _A_PAGE)
        number = min(max(read_page(argument)[1], 1), pages)
        entries = tuple(deliveries.latest(_A_PAGE, (number - 1) * _A_PAGE))
        page = Page(entries, number, pages, (number - 1) * _A_PAGE, total)
        summary = " · ".join(f"{status.say(request.language)} {count}" for status, count in counts.items())
        lines = [Paragraph(request.say(_DELIVERIES), Style.TITLE), Paragraph(summary)]
        lines += [Paragraph(self._say(each, request)) for each in entries]
        buttons = [
            Button(request.say(_SEND_AGAIN, name=self._name_of(each.person)), f"{AGAIN} {each.id}")
            for each in entries
            if each.status in (DeliveryStatus.FAILED, DeliveryStatus.UNSURE)
        ]
        return Reply(tuple(lines), (*buttons, *turns(DELIVERIES, "", page)))

    def _say(self, delivery: Delivery, request: Request) -> str:
        """A delivery in one line: when, to whom, what, how it went, and why not better."""
        kind = request.say(_KINDS[delivery.kind])
        what = f"{kind} {delivery.period}" if delivery.kind is DeliveryKind.DIGEST else kind
        status, why = request.say(_STATUSES[delivery.status]), _say_failure(delivery.failure, request.language)
        if delivery.status is DeliveryStatus.SENT and why:
            why = request.say(_NO_PICTURE, why=why)
        went = status + (Bilingual(f"（{why}）", f" ({why})").say(request.language) if why else "")
        tries = request.say(_TRIES, count=delivery.attempts) if delivery.attempts > 1 else ""
        moment = f"{delivery.due.astimezone(self._zone):%Y-%m-%d %H:%M}"
        return " · ".join(filter(None, (moment, self._name_of(delivery.person), what, went, tries)))

    def _again(self, written: str, request: Request) -> Reply:
        deliveries = self._circulation.deliveries
        number = read_number(written)
        delivery = deliveries.get(number) if number is not None else None
        done = delivery is not None and deliveries.again(delivery.id, self._fresh(delivery))
        if not done:
            return Reply(toast=request.say(texts.STALE), alert=True)
        return replace(self._turn("", request), toast=request.say(_WILL_SEND))

    def _hold(self, argument: str, request: Request) -> Reply:
        """Hold back a meeting; the latest meetings to choose from where none is named."""
        meeting = self._meeting(argument, request)
        if meeting is None:
            return self._choice(argument, request)
        self._circulation.holding.hold(meeting.ref, request.person.member)
        return self._decided(_HELD, RELEASE, _RELEASE, meeting, request)

    def _release(self, argument: str, request: Request) -> Reply:
        meeting = self._meeting(argument, request)
        if meeting is None:
            return self._choice(argument, request)
        self._circulation.holding.release(meeting.ref)
        return self._decided(_RELEASED, HOLD, _HOLD, meeting, request)

    @staticmethod
    def _meeting(argument: str, request: Request) -> NamedMinutes | None:
        """The one meeting that is named, in any usual way."""
        shelf, ref = request.shelf, parse_ref(argument)
        if ref:
            parts = shelf.part(str(ref.whole_meeting()))
            return shelf.corpus.stored_at(parts[0].ref) if len(parts) == 1 else None
        scope = find_scope(shelf.corpus, shelf.read_question(argument, request.language).mentions)
        meant = (scope.meetings or ()) if scope.named else ()
        return meant[0] if len(meant) == 1 else None

    @staticmethod
    def _decided(sentence: Bilingual, verb: str, label: Bilingual, meeting: NamedMinutes, request: Request) -> Reply:
        name = say_kept(meeting, request.language)
        buttons = (Button(request.say(label), f"{verb} {meeting.ref}"), Button(request.say(_ALL), HOLD))
        return Reply((Paragraph(request.say(sentence, name=name)),), buttons)

    def _choice(self, argument: str, request: Request) -> Reply:
        """The latest meetings, each with whether it is held back, and a button to change that."""
        held = self._circulation.holding.held()
        stored = request.shelf.corpus.stored
        if not stored:
            return plain_reply(request.say(texts.NO_MINUTES))
        latest = sorted(stored, key=lambda kept: (kept.ref not in held, -(kept.added.timestamp() if kept.added else 0)))
        unknown = [Paragraph(request.say(_WHICH, written=argument), Style.NOTICE)] if argument else []
        lines, buttons = [*unknown, Paragraph(request.say(_CHOOSE), Style.TITLE)], []
        for kept in latest[:_RECENT]:
            is_held = kept.ref in held
            name = say_kept(kept, request.language)
            lines.append(Paragraph(f"{name} · {request.say(_IS_HELD if is_held else _IS_FREE)}"))
            label = f"{request.say(_RELEASE if is_held else _HOLD)} {request.shelf.label(kept.ref, request.language)}"
            buttons.append(Button(label, f"{RELEASE if is_held else HOLD} {kept.ref}"))
        return Reply(tuple(lines), tuple(buttons))


def hold_button(meeting: Ref, request: Request) -> Button:
    """A button that holds a meeting (a ref in full) back from digests."""
    return Button(request.say(_HOLD_BACK), f"{HOLD} {meeting}")


def _say_failure(failure: str, language: Language) -> str:
    return _FAILURES[failure].say(language) if failure in _FAILURES else failure


_KINDS = {DeliveryKind.DIGEST: Bilingual("摘要", "digest"), DeliveryKind.ALERT: Bilingual("提醒", "alert")}
_STATUSES = {
    DeliveryStatus.SENT: Bilingual("已送达", "sent"),
    DeliveryStatus.CLAIMED: Bilingual("发送中", "being sent"),
    DeliveryStatus.SENDING: Bilingual("发送中", "being sent"),
    DeliveryStatus.WAITING: Bilingual("待重试", "to be tried again"),
    DeliveryStatus.FAILED: Bilingual("失败", "failed"),
    DeliveryStatus.UNSURE: Bilingual("不确定是否送达", "may not have arrived"),
}
_FAILURES = {
    "blocked": Bilingual("已屏蔽机器人", "the bot is blocked"),
    "chat not found": Bilingual("聊天已不存在", "the chat is gone"),
    "network": Bilingual("网络不通", "no connection"),
    "no access": Bilingual("已没有权限", "has no access any more"),
    "no answer": Bilingual("Telegram 没有回应", "Telegram did not answer"),
    "refused": Bilingual("Telegram 拒收", "Telegram refused it"),
    "too many requests": Bilingual("Telegram 要求稍候", "Telegram asked to wait"),
    "writing failed": Bilingual("生成失败，见日志", "it could not be written, see the log"),
}
_NO_PICTURE = Bilingual("缺图片：{why}", "without its picture: {why}")
_DELIVERIES = Bilingual("摘要与提醒", "Digests and alerts")
_NO_DELIVERIES = Bilingual("还没有发送过摘要或提醒。", "No digest or alert has been sent yet.")
_TRIES = Bilingual("第{count}次尝试", "try {count}")
_SEND_AGAIN = Bilingual("重发给 {name}", "Send again to {name}")
_WILL_SEND = Bilingual("将重新发送。", "It will be sent again.")
_HELD = Bilingual(
    "{name}：暂不放入摘要和提醒，仍可查询。", "{name}: held back from digests and alerts; it can still be asked."
)
_RELEASED = Bilingual("{name}：将出现在下一期摘要和提醒中。", "{name}: it will stand in the next digests and alerts.")
_HOLD_BACK = Bilingual("暂不放入摘要", "Hold back from digests")
_WHICH = Bilingual("“{written}”不是哪一次会议，请选择。", "“{written}” names no one meeting; please choose.")
_HOLD = Bilingual("暂缓", "Hold back")
_RELEASE = Bilingual("放行", "Release")
_ALL = Bilingual("其他会议", "Other meetings")
_CHOOSE = Bilingual("哪些纪要暂不放入摘要？", "Which minutes are held back from digests?")
_IS_HELD = Bilingual("暂缓中", "held back")
_IS_FREE = Bilingual("可放入", "not held back")
