"""People and groups, what they may do, and the invitations that are not used yet.

A person or a group is named by the channel's id of it. Of an invitation only a hash of its code is kept: who can
read the database cannot use it.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.database import Database
from data.roles import Role, parse_role

_CODE_BYTES = 16  # 128 bits: no one guesses one
_LONGEST_CODE = 64  # characters that are looked up; codes are shorter
_KEY_LENGTH = 16  # characters of the hash that tell open invitations apart
_LONGEST_NAME = 80

_person, _invitation = schema.person.c, schema.invitation.c


@dataclass(frozen=True, slots=True)
class Member:
    """A person or a group, and since when (UTC) it has had its role; a stranger, since when they were told so."""

    id: str
    name: str = ""
    role: Role | None = None
    since: datetime | None = None
    is_group: bool = False
    invited_by: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that gives its role to the first who uses it; ``key`` names it without giving it away."""

    key: str
    role: Role
    expires: datetime
    invited_by: str
    for_group: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """What an invitation does for whom it admits: a person or a group, by id and name."""

    code: str = field(repr=False)
    id: str
    name: str
    role: Role
    is_group: bool = False


def _now() -> datetime:
    return datetime.now(UTC)


class People:
    """The people of a database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = now

    def get(self, member: str) -> Member | None:
        """A person or group; None for one that is not known at all."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(schema.person).where(_person.id == member)).one_or_none()
        return _member(row) if row else None

    def role_of(self, member: str) -> Role | None:
        """The role that was given to a person or group."""
        kept = self.get(member)
        return kept.role if kept else None

    def members(self) -> list[Member]:
        """All who have a role, the highest first, then by name."""
        given = self._all(_person.role.is_not(None))
        return sorted(given, key=lambda each: (-(each.role or 0), each.name.casefold(), each.id))

    def strangers(self) -> list[Member]:
        """Those who wrote without having a role, the latest first."""
        return self._all(_person.role.is_(None))

    def set_role(self, member: str, role: Role, by: str = "", name: str = "") -> None:
        """Give a role to a person or group; one that is known keeps its name, and since when it has had a role."""
        here = _person.id == member
        with self._database.writing() as connection:
            kept = connection.execute(sa.select(schema.person).where(here)).one_or_none()
            since = kept.since if kept and kept.role else self._now()
            values = {"role": role.word, "since": since, "invited_by": by}
            if kept:
                connection.execute(schema.person.update().where(here).values(name=kept.name or _short(name), **values))
            else:
                connection.execute(schema.person.insert().values(id=member, name=_short(name), **values))

    def name_of(self, member: str) -> str:
        """What others call a person or group; the id where nobody does."""
        kept = self.get(member)
        return (kept.name if kept else "") or member

    def call(self, member: str, name: str) -> None:
        """Note the name of a person or group that was known by its id only."""
        nameless = schema.person.update().where(_person.id == member, _person.name == "")
        with self._database.writing() as connection:
            connection.execute(nameless.values(name=_short(name)))

    def remove(self, member: str) -> bool:
        """Forget a person or group and the role; whether it was known."""
        with self._database.writing() as connection:
            return bool(connection.execute(schema.person.delete().where(_person.id == member)).rowcount)

    def note_stranger(self, member: str, name: str, keep_days: int) -> bool:
        """Note that someone without a role wrote; whether that is new, or was last so ``keep_days`` ago.

        Of many messages at the same moment, only one is new.
        """
        before = self._now() - timedelta(days=keep_days)
        recent = sa.select(_person.id).where(_person.id == member, _person.since > before)
        with self._database.reading() as connection:
            if connection.execute(recent).first():
                return False
        new = {"id": member, "name": _short(name), "since": self._now(), "role": None}
        with self._database.writing() as connection:
            self._prune(connection, before)
            added = connection.execute(insert(schema.person).values(new).on_conflict_do_nothing())
            return bool(added.rowcount)

    def forget_stranger(self, member: str) -> bool:
        """Forget a person who has no role; whether there was one."""
        stranger = schema.person.delete().where(_person.id == member, _person.role.is_(None))
        with self._database.writing() as connection:
            return bool(connection.execute(stranger).rowcount)

    def prune(self, keep_days: int) -> None:
        """Forget strangers that last were told so ``keep_days`` ago, and invitations that have expired."""
        with self._database.writing() as connection:
            self._prune(connection, self._now() - timedelta(days=keep_days))

    def invite(self, role: Role, days: int, by: str = "", *, for_group: bool = False) -> str:
        """Make an invitation; its code, which is given away here and never again."""
        code = secrets.token_urlsafe(_CODE_BYTES)
        values = {"role": role.word, "expires": self._now() + timedelta(days=days), "invited_by": by}
        with self._database.writing() as connection:
            connection.execute(schema.invitation.insert().values(code=_hash(code), for_group=for_group, **values))
        return code

    def invitation(self, code: str) -> Invitation | None:
        """The open invitation of a code; None if there is none.

        It is looked up by its hash, so that the time this takes does not tell how near a guess is.
        """
        if len(code) > _LONGEST_CODE:
            return None
        return next(iter(self._open(_invitation.code == _hash(code))), None)

    def invitations(self) -> list[Invitation]:
        """All open invitations, those that expire first first."""
        return self._open()

    def redeem(self, admission: Admission) -> bool:
        """Use up an invitation and give the role; False if it was used, revoked or has expired by now.

        Of several who redeem a code at the same moment, one is admitted.
        """
        wanted = schema.invitation.delete().where(
            _invitation.code == _hash(admission.code), _invitation.expires > self._now()
        )
        with self._database.writing() as connection:
            used = connection.execute(wanted.returning(_invitation.invited_by)).one_or_none()
            if used is None:
                return False
            values = {
                "name": _short(admission.name),
                "is_group": admission.is_group,
                "role": admission.role.word,
                "since": self._now(),
                "invited_by": used.invited_by,
            }
            admitted = insert(schema.person).values(id=admission.id, **values)
            connection.execute(admitted.on_conflict_do_update(index_elements=[_person.id], set_=values))
        return True

    def revoke(self, key: str) -> bool:
        """Withdraw the open invitation of a key; whether there was one."""
        if len(key) != _KEY_LENGTH:
            return False
        named = schema.invitation.delete().where(sa.func.substr(_invitation.code, 1, _KEY_LENGTH) == key)
        with self._database.writing() as connection:
            return bool(connection.execute(named).rowcount)

    def _now(self) -> datetime:
        """The time in UTC, without a zone, as the database keeps it."""
        return self._clock().astimezone(UTC).replace(tzinfo=None)

    def _all(self, where: sa.ColumnElement[bool]) -> list[Member]:
        """The people of whom this is so, the latest first."""
        query = sa.select(schema.person).where(where).order_by(_person.since.desc(), _person.id)
        with self._database.reading() as connection:
            return [_member(row) for row in connection.execute(query)]

    def _open(self, *where: sa.ColumnElement[bool]) -> list[Invitation]:
        query = sa.select(schema.invitation).where(_invitation.expires > self._now(), *where)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(_invitation.expires, _invitation.code)).all()
        return [
            Invitation(row.code[:_KEY_LENGTH], _role(row.role), _utc(row.expires), row.invited_by, row.for_group)
            for row in rows
        ]

    def _prune(self, connection: sa.Connection, before: datetime) -> None:
        connection.execute(schema.person.delete().where(_person.role.is_(None), _person.since <= before))
        connection.execute(schema.invitation.delete().where(_invitation.expires <= self._now()))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _short(name: str) -> str:
    """A name in one line, without characters that would change the text around it."""
    return "".join(each for each in " ".join(name.split()) if each.isprintable())[:_LONGEST_NAME]


def _role(word: str) -> Role:
    role = parse_role(word)
    if role is None:
        raise ValueError(word)
    return role


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def _member(row: Any) -> Member:
    role = _role(row.role) if row.role else None
    return Member(row.id, row.name, role, _utc(row.since), row.is_group, row.invited_by or "")
