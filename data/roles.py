"""Roles: what a person may do. Each may do all that those before it may."""

from enum import IntEnum

from data.bilingual import Bilingual


class Role(IntEnum):
    """The roles, the least first; kept and written by their names in lower case."""

    READER = 1
    STAFF = 2
    MANAGER = 3
    ADMINISTRATOR = 4

    @property
    def word(self) -> str:
        """How the role is written in commands and in the store: ``staff``."""
        return self.name.lower()

    @property
    def sees_everything(self) -> bool:
        """Whether minutes that are not marked for the public may be read."""
        return self >= Role.STAFF

    @property
    def title(self) -> Bilingual:
        """The name a person sees."""
        return _TITLES[self]


_TITLES = {
    Role.READER: Bilingual("读者", "reader"),
    Role.STAFF: Bilingual("工作人员", "staff"),
    Role.MANAGER: Bilingual("领导", "manager"),
    Role.ADMINISTRATOR: Bilingual("管理员", "administrator"),
}


def parse_role(text: str) -> Role | None:
    """The role that a word means, in either language; None if it means none."""
    wanted = text.strip().lower()
    return next((role for role in Role if wanted in (role.word, *(str(word) for word in _words(role)))), None)


def _words(role: Role) -> tuple[str, str]:
    return role.title.zh, role.title.en
