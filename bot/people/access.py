"""Who may do what, where they write: decided anew for every message, from the settings and the people that are kept."""

from dataclasses import dataclass

from bot.messages import Person
from data.people import Admission, Invitation, People
from data.roles import Role

KEEP_DAYS = 90
"""Days until a stranger is told once more that they are one."""

MOST_IN_GROUP = Role.STAFF
"""What can be done in a group at most: everyone in it sees it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an invitation did: the role that a person, or the group, has now; not ``is_new`` if it was not needed."""

    role: Role
    is_new: bool


class Access:
    """Tells what a person may do, admits who has an invitation, and remembers which strangers were told."""

    def __init__(
        self,
        people: People,
        admins: frozenset[int] = frozenset(),
        *,
        open_access: bool = False,
        keep_days: int = KEEP_DAYS,
    ) -> None:
        """``admins`` are always administrators; with ``open_access`` a stranger is a reader."""
        self.people = people
        self.appointed = frozenset(map(str, admins))
        self._stranger = Role.READER if open_access else None
        self._keep_days = keep_days

    def role_of(self, person: Person) -> Role | None:
        """The role of a person where they write; None for a stranger.

        In a group it is the lower of theirs and the group's, which is reader unless the group was invited.
        """
        own = self.own_role(person)
        if own is None or not person.in_group:
            return own
        return min(own, self.group_role(person.chat))

    def own_role(self, person: Person) -> Role | None:
        """The role of a person in private."""
        if person.member in self.appointed:
            return Role.ADMINISTRATOR
        kept = self.people.get(person.member)
        if kept is None or kept.role is None:
            return self._stranger if person.member else None
        if person.name and not kept.name:
            self.people.call(kept.id, person.name)
        return kept.role

    def group_role(self, chat: str) -> Role:
        """What can be done in a group by those who may."""
        return min(self.people.role_of(chat) or Role.READER, MOST_IN_GROUP)

    def is_new_stranger(self, person: Person) -> bool:
        """Whether a stranger is to be told so: once, until it is forgotten that they were."""
        return bool(person.member) and self.people.note_stranger(person.member, person.name, self._keep_days)

    def admit(self, code: str, person: Person) -> Entry | None:
        """Let a person, or in a group the group, in by an invitation; None if it does not hold (any more).

        Who may do as much already leaves it unused.
        """
        invitation = self.people.invitation(code)
        if invitation is None or not self.stands(invitation) or (invitation.for_group and not person.in_group):
            return None
        has = self.group_role(person.chat) if person.in_group else self.own_role(person)
        if person.in_group:
            admission = Admission(code, person.chat, "", min(invitation.role, MOST_IN_GROUP), is_group=True)
        else:
            admission = Admission(code, person.member, person.name, invitation.role)
        if has is not None and has >= admission.role:
            return Entry(has, is_new=False)
        return Entry(admission.role, is_new=True) if admission.id and self.people.redeem(admission) else None

    def stands(self, invitation: Invitation) -> bool:
        """Whether who made an open invitation is still an administrator."""
        by = invitation.invited_by
        return not by or by in self.appointed or self.people.role_of(by) is Role.ADMINISTRATOR

    @property
    def is_shut(self) -> bool:
        """Whether nobody may do anything, nor let others in."""
        return self._stranger is None and not self.administrators()

    def administrators(self) -> frozenset[str]:
        """The ids of all administrators."""
        return self.appointed | {each.id for each in self.people.members() if each.role is Role.ADMINISTRATOR}


class Everything(Access):
    """Whoever sits at the terminal may do everything."""

    def role_of(self, person: Person) -> Role | None:  # noqa: ARG002 - the same for all
        """Administrator."""
        return Role.ADMINISTRATOR

    def own_role(self, person: Person) -> Role | None:  # noqa: ARG002
        """Administrator."""
        return Role.ADMINISTRATOR
