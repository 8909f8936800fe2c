"""Names of people in a question who are in no minutes, so that nobody else is answered in their place."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from data.attendance import is_name, surnames
from data.glossaries import load_glossary
from data.glosses import STOP_WORDS
from data.model import Attendee
from retrieval import vocabulary as words
from retrieval.bodies import without_bodies
from retrieval.question import Question
from retrieval.topics import CHINESE_RUN

_TITLED = re.compile(
    r"\b(?:Mr|Ms|Mrs|Miss|Mme|Dr|Prof|Comrade)\b\.? ([A-Z][a-z]+(?: [A-Z][a-z]+){0,2})|"
    r"\b(?:mr|ms|mrs|comrade)\b\.? ([a-z]+)"
)
_CAPITALISED = re.compile(r"(?=\b([A-Z][a-z]+ [A-Z][a-z]+)\b)")
_LOWER = re.compile(r"(?=\b([a-z]{2,6} [a-z]{2,12})\b)")
_ENGLISH_TOO = frozenset(
    "he she you an long sun fan can pan song bin so ban wan men due sue die lie tie pie gang hang bang ping man mu hai are "
    "a came come made done gone gave take name same me we be to do go no wore we're bi you're then than shed hence".split()
)
_HONORIFIC = re.compile(
    "(?:同志|先生|女士|局长|主任|书记|处长|科长|镇长|市长|县长|区长|院长|队长|经理|行长|主席|部长|秘书长)$"
)
_LEFT_OUT = re.compile(
    r"这个人|此人|叫|两次|次会|开会|会上|来自|代表|作为|派|来|去|到|还有|只|仅|换|同一个?|名叫|姓名|名字"
)
_NO_NAME = re.compile(
    "^(?:何[人时地种]|时[候间长常]|方[面案式法]|于是|高[层管校新]|成[员员立果]|全[体部市县区员]|党[员委组]|安[排全]|项目|计划|包括|支[持队]|查[询看]|简单|常[务委]"
    "|金[融额]|平[时均台]|明[确白]|国[企资]|同[一样志时]|车[队辆]|路[线段]|宣[传布]|相[关同]|水[务利]|商[务业]|农[业村]|通[信知过]|万[一元]|经[过理济]|关[于系]|会[议场])"
)
_SHORT_NAME = 2  # characters; a word of two characters is a name only if it is no other word
_NEAR = 6  # characters
_FULL_NAME = 2  # words of a name in Latin letters


def strangers_in(question: Question, people: Iterable[Attendee] = ()) -> tuple[str, ...]:
    """The names of people, as written, whom no minutes hold; none where known people are asked about.

    Of ``people`` are taken the organisations that are no names.
    """
    if question.people:
        return ()
    if question.language == "zh" or re.search("[㐀-鿿]", question.mentions.rest):
        found = _in_chinese(question, people)
        if found:
            return found
    return _in_latin(question)


def surnamed(question: Question, people: Sequence[Attendee]) -> list[Attendee] | None:
    """Those of a surname alone (Mr Chen); None where the question says no such thing."""
    said = [(match[1] or match[2]).lower() for match in _TITLED.finditer(question.text)]
    alone = {each for each in said if each in _romanised_surnames()}
    if not alone or question.people:
        return None
    return [person for person in people if _latin(person.name[0]) in alone]


def _in_chinese(question: Question, people: Iterable[Attendee]) -> tuple[str, ...]:
    text = question.mentions.rest
    for organisation in sorted({person.organisation for person in people}, key=len, reverse=True):
        text = text.replace(organisation, " ") if organisation else text
    runs = CHINESE_RUN.findall(without_bodies(text)) if question.language == "en" else _chinese_runs(text)
    asked = question.mentions.rest
    return tuple(dict.fromkeys(run for run in runs if _may_be_name(run) and not _leads_body(run, asked)))


def _chinese_runs(text: str) -> list[str]:
    """What is left of a folded Chinese question without bodies and the words of attendance."""
    text = without_bodies(words.ATTENDANCE.sub(" ", text))
    for pattern in (words.ABSENCE, words.FRAME_ZH, _LEFT_OUT, words.PARTICLE_ZH):
        text = pattern.sub(" ", text)
    return [_HONORIFIC.sub("", run) for run in text.split()]


def _leads_body(run: str, text: str) -> bool:
    """Whether a body follows at once, so that the words are its place (苏州海关)."""
    after = text.partition(run)[2][:_NEAR]
    return bool(after.strip()) and after[0] != " " and not without_bodies(after).startswith(after[0])


def _may_be_name(run: str) -> bool:
    if not is_name(run) or _NO_NAME.search(run):
        return False
    return len(run) > _SHORT_NAME or load_glossary().english_term(run) is None


def _in_latin(question: Question) -> tuple[str, ...]:
    left = set(re.findall("[a-z]+", question.mentions.rest))
    found = [match[1] or match[2] for match in _TITLED.finditer(question.text)]
    found += [match[1] for match in _CAPITALISED.finditer(question.text) if _is_latin_name(match[1])]
    if not re.search("[A-Z]", question.text[1:]):
        pairs = [match[1] for match in _LOWER.finditer(question.text)]
        found += [
            pair for pair in pairs if not set(pair.split()) & (_ENGLISH_TOO | STOP_WORDS) and _is_latin_name(pair)
        ]
    whole = [name for name in found if len(name.split()) >= _FULL_NAME or name.lower() not in _romanised_surnames()]
    return tuple(dict.fromkeys(name for name in whole if set(name.lower().split()) <= left))


def _is_latin_name(name: str) -> bool:
    """Whether words in Latin letters are a Chinese name, the surname first or last."""
    first, *others = name.lower().split()
    orders = ((first, others), (others[-1], [first, *others[:-1]]))
    return any(
        surname in _romanised_surnames() and all(_is_syllables(each) for each in given) for surname, given in orders
    )


@cache
def _romanised_surnames() -> frozenset[str]:
    return frozenset(_latin(surname) for surname in surnames())


@cache
def _latin(chinese: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes a moment, and few questions need it

    return "".join(lazy_pinyin(chinese))


@cache
def _syllables() -> frozenset[str]:
    """The syllables of the common characters, without tones."""
    common = (chr(code) for code in range(0x4E00, 0x9FA6))
    return frozenset(_latin(character) for character in common)


def _is_syllables(word: str) -> bool:
    """Whether a word is one or two syllables of pinyin."""
    known = _syllables()
    return word in known or any(word[:at] in known and word[at:] in known for at in range(1, len(word)))
