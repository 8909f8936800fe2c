"""The people who may use the bot: listed, admitted, changed and removed by administrators; invitations withdrawn."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.features import Action, Command, Request
from bot.messages import Person
from bot.paging import cut, fitted, read_page, shortened, turns
from bot.people import texts as say
from bot.people.access import MOST_IN_GROUP, Access
from bot.replies import Button, Paragraph, Reply, Style, plain_reply
from data.bilingual import Bilingual
from data.people import Invitation, Member
from data.roles import Role, parse_role
from retrieval.wording import say_date

PEOPLE = "people"
"""The action of a button that turns to a page of the list: ``people <page>``."""

PERSON = "person"
"""The action of a button to one person or group: ``person <id>``."""

GRANT = "grant"
"""The action of a button that gives a role: ``grant <id> <role>``."""

DISMISS = "dismiss"
"""The action of a button that removes someone, once it is confirmed: ``dismiss <id>``, ``dismiss <id> yes``."""

REVOKE = "revoke"
"""The action of a button that withdraws an invitation: ``revoke <key>``."""

PAGE_SIZE = 10

_YES = "yes"
_REMOVE = ("remove", "delete", "移除", "删除")
_ID = re.compile(r"-?[0-9]{1,20}")
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class _Listed:
    """A line of the list: under which title, what it says, and the button it has."""

    title: str
    text: str
    button: Button


class Managing:
    """Lists and changes who may do what; what is changed counts from the next message on."""

    def __init__(self, access: Access, enrol: Callable[[Person], None], forget: Callable[[Person], None]) -> None:
        """``enrol`` gives a manager the digest.

        ``forget`` deletes what else is kept of someone who is removed, and could not have it deleted any more.
        """
        self._access = access
        self._enrol = enrol
        self._forget = forget
        self._people = access.people

    @property
    def commands(self) -> Sequence[Command]:
        """``/people``."""
        title, usage = Bilingual("使用人员和邀请", "people and invitations"), Bilingual("[编号 角色]", "[id role]")
        return (Command(PEOPLE, self._typed, title, usage, Role.ADMINISTRATOR, in_groups=False),)

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of the list, and what can be done with those in it."""
        runs = {
            PEOPLE: self._page,
            PERSON: self._person,
            GRANT: self._grant,
            DISMISS: self._dismiss,
            REVOKE: self._revoke,
        }
        return tuple(Action(verb, run, Role.ADMINISTRATOR) for verb, run in runs.items())

    def _typed(self, argument: str, request: Request) -> Reply:
        """``/people``, ``/people 12345``, ``/people 12345 staff`` or ``/people 12345 remove``."""
        member, *rest = argument.split() or [""]
        if not member:
            return self._page("", request)
        if not _ID.fullmatch(member) and not self._people.get(member):
            return plain_reply(request.say(say.PEOPLE_USAGE))
        if not rest:
            return self._person(member, request)
        word = " ".join(rest)
        if word.lower() in _REMOVE:
            return self._dismiss(f"{member} {_YES}", request)
        return self._grant(f"{member} {word}", request)

    def _page(self, argument: str, request: Request) -> Reply:
        """A page of all people, of those who wait for access, and of open invitations."""
        entries = list(self._entries(request))
        if not entries:
            return replace(plain_reply(request.say(say.NOBODY)), in_place=True)
        page = cut(entries, read_page(argument)[1], PAGE_SIZE)
        paragraphs: list[Paragraph] = []
        buttons: list[Button] = []
        title = ""
        for number, entry in enumerate(page.entries, start=page.start + 1):
            if entry.title != title:
                title = entry.title
                paragraphs.append(Paragraph(title, Style.TITLE))
            paragraphs.append(Paragraph(f"{number}. {entry.text}"))
            buttons.append(replace(entry.button, label=f"{number}. {entry.button.label}"))
        return Reply(fitted(paragraphs), (*buttons, *turns(PEOPLE, "", page)), in_place=True)

    def _entries(self, request: Request) -> Iterator[_Listed]:
        kept = self._people.members()
        known = {each.id for each in kept}
        members = [*map(self._member, sorted(self._access.appointed - known)), *kept]
        waiting = [each for each in self._people.strangers() if not self._is_appointed(each)]
        for sentence, group in ((say.MEMBERS, members), (say.WAITING, waiting)):
            title = request.say(sentence, count=len(group))
            for each in group:
                name = self._name(each, request)
                button = Button(shortened(each.name or each.id, _LONGEST_LABEL), f"{PERSON} {each.id}")
                yield _Listed(title, f"{name} · {self._standing(each, request)}", button)
        invitations = [each for each in self._people.invitations() if self._access.stands(each)]
        title = request.say(say.INVITATIONS, count=len(invitations))
        for invitation in invitations:
            withdraw = Button(request.say(say.REVOKE), f"{REVOKE} {invitation.key}")
            yield _Listed(title, self._invitation(invitation, request), withdraw)

    def _person(self, argument: str, request: Request) -> Reply:
        """One person or group, with what can be changed."""
        member = self._member(argument)
        name = self._name(member, request)
        told = Paragraph(f"{name}\n{self._standing(member, request)}")
        back = Button(request.say(say.BACK), f"{PEOPLE} 1", row=9)
        if self._is_appointed(member):
            return Reply((told, Paragraph(request.say(say.APPOINTED, name=name))), (back,), in_place=True)
        most = MOST_IN_GROUP if member.is_group else Role.ADMINISTRATOR
        buttons = [
            Button(
                request.say(say.GIVE, role=role.title.say(request.language)),
                f"{GRANT} {member.id} {role.word}",
                row=row,
            )
            for row, role in enumerate(Role, start=1)
            if role != member.role and role <= most
        ]
        if member.role:
            buttons.append(Button(request.say(say.REMOVE), f"{DISMISS} {member.id}", row=8))
        return Reply((told,), (*buttons, back), in_place=True)

    def _grant(self, argument: str, request: Request) -> Reply:
        """Give a role."""
        written, _, word = argument.partition(" ")
        role, member = parse_role(word), self._member(written)
        if role is None or not written:
            return plain_reply(request.say(say.PEOPLE_USAGE))
        refused = self._refused(member, role, request)
        if refused:
            return refused
        self._people.set_role(member.id, role, request.person.member)
        if role is Role.MANAGER and not member.is_group:
            self._enrol(Person(request.language, member.id, member.id))
        name = self._name(member, request)
        told = request.say(say.GIVEN, name=name, role=role.title.say(request.language))
        return self._done(told, request)

    def _dismiss(self, argument: str, request: Request) -> Reply:
        """Take the role away; asks first."""
        written, _, confirmed = argument.partition(" ")
        member = self._member(written)
        name = self._name(member, request)
        refused = self._refused(member, None, request)
        if refused:
            return refused
        if member.role is None:
            return self._done(request.say(say.NOT_KNOWN, name=name), request)
        if confirmed != _YES:
            yes = Button(request.say(say.REMOVE), f"{DISMISS} {member.id} {_YES}", row=1)
            no = Button(request.say(say.KEEP), f"{PERSON} {member.id}", row=1)
            return Reply((Paragraph(request.say(say.SURE, name=name)),), (yes, no), in_place=True)
        self._people.remove(member.id)
        self._forget(Person(request.language, member=member.id))
        return self._done(request.say(say.REMOVED, name=name), request)

    def _revoke(self, key: str, request: Request) -> Reply:
        """Withdraw an invitation."""
        sentence = say.REVOKED if self._people.revoke(key) else say.INVITATION_GONE
        return self._done(request.say(sentence), request)

    def _refused(self, member: Member, role: Role | None, request: Request) -> Reply | None:
        """Why someone cannot be given a role, or lose theirs; None if they can."""
        why = None
        if self._is_appointed(member):
            why = request.say(say.APPOINTED, name=self._name(member, request))
        elif role and member.is_group and role > MOST_IN_GROUP:
            why = request.say(say.GROUP_LIMIT, role=MOST_IN_GROUP.title.say(request.language))
        elif (
            member.id == request.person.member
            and role is not Role.ADMINISTRATOR
            and self._access.administrators() == {member.id}
        ):
            why = request.say(say.LAST)
        return self._done(why, request) if why else None

    @staticmethod
    def _done(told: str, request: Request) -> Reply:
        back = Button(request.say(say.BACK), f"{PEOPLE} 1")
        return Reply((Paragraph(told),), (back,), in_place=True)

    def _member(self, written: str) -> Member:
        """Who is kept under an id, or someone of that id who never wrote."""
        return self._people.get(written) or Member(written)

    def _is_appointed(self, member: Member) -> bool:
        return member.id in self._access.appointed

    @staticmethod
    def _name(member: Member, request: Request) -> str:
        said = request.say(say.GROUP, id=member.id) if member.is_group else member.id
        return f"{member.name} ({said})" if member.name else said

    def _standing(self, member: Member, request: Request) -> str:
        """The role, since when and by whom."""
        if self._is_appointed(member):
            return f"{Role.ADMINISTRATOR.title.say(request.language)} · {request.say(say.APPOINTED_LINE)}"
        if member.role and member.since:
            since = request.say(say.SINCE, since=_day(member.since, request), by=self._by(member.invited_by, request))
            return f"{member.role.title.say(request.language)} · {since}"
        came = [request.say(say.CAME, since=_day(member.since, request))] if member.since else []
        return " · ".join([request.say(say.NO_ROLE), *came])

    def _invitation(self, invitation: Invitation, request: Request) -> str:
        role = say.A_GROUP if invitation.for_group else invitation.role.title
        expires, by = _day(invitation.expires, request), self._by(invitation.invited_by, request)
        return f"{role.say(request.language)} · {request.say(say.INVITED_LINE, expires=expires, by=by)}"

    def _by(self, member: str, request: Request) -> str:
        """Who did something, by name where it is known."""
        kept = self._people.get(member) if member else None
        return (kept.name if kept else "") or member or request.say(say.TERMINAL)


def _day(moment: datetime, request: Request) -> str:
    return say_date(moment.date(), request.language)
