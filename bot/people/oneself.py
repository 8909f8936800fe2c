"""What a person can learn of themselves, and have forgotten."""

from collections.abc import Sequence

from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.messages import Person
from bot.people.access import Access
from bot.questions.verdicts import person_key
from bot.replies import Paragraph, Reply
from data.bilingual import Bilingual
from data.circulation import Circulation
from data.feedback import Feedback
from data.preferences import Preferences

_WHO = Bilingual(
    "您的编号：{id}\n您的权限：{role}\n语言：{language}", "Your id: {id}\nYour role: {role}\nLanguage: {language}"
)
_NO_ID = Bilingual("（终端）", "(the terminal)")
_LANGUAGE = Bilingual("中文", "English")
_AS_APP = Bilingual("（与应用相同）", " (as in your app)")
_CHOSEN = Bilingual("（您的选择）", " (your choice)")
_KEPT = Bilingual(
    "保存的内容：{things}。上一个问题只记在内存里。",
    "Kept about you: {things}. What was asked last is in memory only.",
)
_ROLE = Bilingual("您的编号、名字和权限", "your id, name and role")
_PREFERENCE = Bilingual("语言选择", "the language you chose")
_FEEDBACK = Bilingual(
    "{count} 条评价和没有找到答案的提问", "verdicts of yours and questions of yours that found nothing ({count})"
)
_DIGEST = Bilingual("摘要订阅和关注的内容", "your digest and what you watch")
_NOTHING = Bilingual("无", "nothing")
_FORGET = Bilingual("/forgetme 可以删除。", "/forgetme deletes it.")
_FORGOTTEN = Bilingual(
    "已删除：语言选择、{count} 条评价和没有找到答案的提问、摘要订阅和关注的内容，以及对话记忆。",
    "Deleted: the language you chose, your verdicts and questions that found nothing ({count}), your digest and what "
    "you watch, and the memory of our conversation.",
)
_ROLE_STAYS = Bilingual(
    "您的编号、名字和权限仍保留，否则您将无法使用；如也要删除，请联系管理员。",
    "Your id, name and role are kept, or you would lose access; ask the administrator to have them removed, too.",
)
_APPOINTED = Bilingual(
    "您是设置（ADMIN_IDS）中的管理员，权限不变。", "You are an administrator of the settings (ADMIN_IDS) and stay one."
)


class Oneself:
    """Tells people what is kept about them, and deletes it."""

    def __init__(
        self,
        access: Access,
        preferences: Preferences,
        feedback: Feedback,
        circulation: Circulation,
        memory: Memory,
    ) -> None:
        self._access = access
        self._preferences = preferences
        self._feedback = feedback
        self._circulation = circulation
        self._memory = memory

    @property
    def commands(self) -> Sequence[Command]:
        """``/whoami`` and ``/forgetme``."""
        return (
            Command("whoami", self._tell, Bilingual("我的编号和权限", "your id and role"), in_groups=False),
            Command(
                "forgetme",
                self._forget,
                Bilingual("删除关于我的记录", "delete what is kept about you"),
                in_groups=False,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """None."""
        return ()

    def _tell(self, _: str, request: Request) -> Reply:
        """Id, role, language, and what is kept."""
        key = person_key(request.person)
        chosen, count = self._preferences.language(key), self._feedback.count(key)
        language = f"{request.say(_LANGUAGE)}{request.say(_CHOSEN if chosen else _AS_APP)}"
        identity = request.person.member or request.say(_NO_ID)
        who = request.say(_WHO, id=identity, role=request.role.title.say(request.language), language=language)
        things = [request.say(_ROLE)] if self._access.people.role_of(request.person.member) else []
        things += [request.say(_PREFERENCE)] if chosen else []
        things += [request.say(_FEEDBACK, count=count)] if count else []
        wanted = self._circulation.wanted_by(key)
        things += [request.say(_DIGEST)] if wanted else []
        joined = ("、" if request.language == "zh" else ", ").join(things) or request.say(_NOTHING)
        told = [Paragraph(who), Paragraph(request.say(_KEPT, things=joined))]
        if chosen or count or wanted:
            told.append(Paragraph(request.say(_FORGET)))
        return Reply(tuple(told))

    def forget(self, person: Person) -> None:
        """Delete what a person chose and wished for, and what was said."""
        key = person_key(person)
        self._preferences.forget(key)
        self._circulation.forget(key)
        self._memory.forget(person.chat, person.member)

    def _forget(self, _: str, request: Request) -> Reply:
        """Delete all that is kept of a person but the role, without which they would be locked out."""
        person, key = request.person, person_key(request.person)
        self.forget(person)
        self._access.people.forget_stranger(key)
        told = [Paragraph(request.say(_FORGOTTEN, count=self._feedback.forget(key)))]
        if person.member in self._access.appointed:
            told.append(Paragraph(request.say(_APPOINTED)))
        elif self._access.people.role_of(person.member):
            told.append(Paragraph(request.say(_ROLE_STAYS)))
        return Reply(tuple(told))
