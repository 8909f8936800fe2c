"""The language that a person is answered in: that of their app, or the one they chose."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from bot.features import Action, Command, Request
from bot.messages import Person
from bot.questions.verdicts import person_key
from bot.replies import Button, Reply, plain_reply
from data.bilingual import Bilingual, Language
from data.preferences import Preferences

LANGUAGE = "language"
"""The action of a button that chooses a language: ``language zh``, ``language app``."""

_APP = "app"
_WORDS: dict[str, tuple[str, ...]] = {
    "zh": ("zh", "cn", "中文", "汉语", "chinese"),
    "en": ("en", "英文", "英语", "english"),
    _APP: (_APP, "auto", "default", "默认"),
}

_WHICH = Bilingual("请选择我用哪种语言回复您：", "In which language shall I answer you?")
_CHOSEN = Bilingual("好的，以后用中文回复您。", "I will answer you in English from now on.")
_AS_APP = Bilingual("好的，以后按您应用的语言回复您。", "I will answer you in the language of your app from now on.")
_AS_ASKED = Bilingual("提问时仍按问题的语言回答。", "A question is still answered in its own language.")
_CHINESE = "中文"
_ENGLISH = "English"
_AS_MY_APP = Bilingual("与应用相同", "as in my app")


class Languages:
    """Lets people choose a language, and knows what they chose."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    @property
    def commands(self) -> Sequence[Command]:
        """``/language``."""
        title = Bilingual("选择语言（中文、English）", "choose a language (Chinese, English)")
        return (Command(LANGUAGE, self._ask, title, in_groups=False),)

    @property
    def actions(self) -> Sequence[Action]:
        """The choice of a language."""
        return (Action(LANGUAGE, self._choose),)

    def speaking(self, person: Person) -> Person:
        """A person with the language they chose."""
        chosen = self._preferences.language(person_key(person))
        return replace(person, language=chosen) if chosen else person

    def _ask(self, argument: str, request: Request) -> Reply:
        if argument:
            return self._choose(argument, request)
        labels = {"zh": _CHINESE, "en": _ENGLISH, _APP: request.say(_AS_MY_APP)}
        buttons = tuple(Button(label, f"{LANGUAGE} {word}", row=1) for word, label in labels.items())
        return replace(plain_reply(request.say(_WHICH)), buttons=buttons)

    def _choose(self, written: str, request: Request) -> Reply:
        """Keep a choice; what is none is asked for."""
        wanted = next((word for word, words in _WORDS.items() if written.lower() in words), None)
        if wanted is None:
            return self._ask("", request)
        chosen: Language | None = next((each for each in get_args(Language) if each == wanted), None)
        if chosen is None:
            self._preferences.forget(person_key(request.person))
            sentence, language = _AS_APP, request.language
        else:
            self._preferences.set_language(person_key(request.person), chosen)
            sentence, language = _CHOSEN, chosen
        told = f"{sentence.say(language)}{'' if language == 'zh' else ' '}{_AS_ASKED.say(language)}"
        return replace(plain_reply(told), in_place=True)
