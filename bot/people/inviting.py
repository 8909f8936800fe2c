"""Invitations: links that give a role to the first who opens them."""

import re
from collections.abc import Sequence

from bot.features import Action, Command, Request
from bot.people import texts as say
from bot.people.greeting import INVITATION
from bot.replies import Button, Link, Paragraph, Reply, plain_reply
from data.bilingual import Bilingual
from data.people import People
from data.roles import Role, parse_role

INVITE = "invite"
"""The action of a button that goes on with an invitation: ``invite <role or group> <days>``."""

MOST_DAYS = 365
_OFFERED_DAYS = (1, 7, 30)
_GROUP = "group"
_GROUP_WORDS = (_GROUP, "groups", "群", "群组")
_DAYS = re.compile(r"([0-9]{1,4})(?:d|days?|天)?", re.IGNORECASE)


class Inviting:
    """Makes invitations; what is not said is asked for by buttons."""

    def __init__(self, people: People) -> None:
        self._people = people

    @property
    def commands(self) -> Sequence[Command]:
        """``/invite``."""
        title, usage = Bilingual("邀请使用人员", "invite someone"), Bilingual("工作人员 7", "staff 7")
        return (Command(INVITE, self._invite, title, usage, Role.ADMINISTRATOR, in_groups=False),)

    @property
    def actions(self) -> Sequence[Action]:
        """The choice of a role and of the days."""
        return (Action(INVITE, self._invite, Role.ADMINISTRATOR),)

    def _invite(self, argument: str, request: Request) -> Reply:
        whom, *rest = argument.split() or [""]
        is_group = whom.lower() in _GROUP_WORDS
        role = Role.STAFF if is_group else parse_role(whom)
        if not whom:
            return self._ask_whom(request)
        usage = plain_reply(request.say(say.INVITE_USAGE, most=MOST_DAYS))
        if role is None:
            return usage
        if not rest:
            return self._ask_days(_GROUP if is_group else role.word, role, request)
        days = _DAYS.fullmatch("".join(rest))
        if not days or not 1 <= int(days[1]) <= MOST_DAYS:
            return usage
        return self._make(role, int(days[1]), request, for_group=is_group)

    @staticmethod
    def _ask_whom(request: Request) -> Reply:
        choices = [Button(role.title.say(request.language), f"{INVITE} {role.word}") for role in Role]
        choices.append(Button(request.say(say.A_GROUP), f"{INVITE} {_GROUP}"))
        return Reply((Paragraph(request.say(say.INVITE_WHOM)),), tuple(choices))

    @staticmethod
    def _ask_days(whom: str, role: Role, request: Request) -> Reply:
        named = say.A_GROUP if whom == _GROUP else role.title
        asked = Paragraph(request.say(say.FOR_HOW_LONG, role=named.say(request.language)))
        choices = tuple(Button(_say_days(days, request), f"{INVITE} {whom} {days}", row=1) for days in _OFFERED_DAYS)
        return Reply((asked,), choices, in_place=True)

    def _make(self, role: Role, days: int, request: Request, *, for_group: bool) -> Reply:
        code = self._people.invite(role, days, request.person.member, for_group=for_group)
        sentence = say.GROUP_INVITATION if for_group else say.INVITATION
        told = request.say(sentence, role=role.title.say(request.language), days=_say_days(days, request))
        link = Link(f"{INVITATION}{code}", to_group=for_group)
        return Reply((Paragraph(told, link=link),), in_place=True)


def _say_days(days: int, request: Request) -> str:
    return request.say(say.ONE_DAY) if days == 1 else request.say(say.DAYS, days=days)
