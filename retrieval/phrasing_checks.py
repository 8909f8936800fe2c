"""Whether a sentence that a chat model wrote is supported by the passages that it cites.

Strict on purpose: what cannot be shown to stand in the passages is dropped, for the reader has the quotes anyway.
Figures, dates, departments, names and quoted wording must stand there, near the rest of the sentence; so must its
content words, in Chinese as pairs of characters, in English through the glosses of the Chinese; and a negation may be
neither added nor lost.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from data.bilingual import Language
from data.glosses import content_words
from data.words import fold, sentences
from retrieval.claims import Claims, claims_of
from retrieval.phrasing_poison import is_instruction
from retrieval.phrasing_words import FRAME_EN, HAN_RUN, content_of, english_of, share_of, stem
from retrieval.romanising import written_names

_LONGEST: dict[Language, int] = {"zh": 220, "en": 480}
_SHORTEST: dict[Language, int] = {"zh": 6, "en": 16}
_HAN = re.compile("[㐀-鿿]")
_LATIN = re.compile("[a-z]")
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]|《[^》]*》|“[^”]*”|「[^」]*」")
_QUOTED = re.compile('[“「『«‘]([^”」』»’]+)[”」』»’]|《([^》]+)》|"([^"]+)"')
_MARKUP = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|cn|org|net|io|ru|top|xyz|info|gov|edu)\b|[\w.]+@[\w.]+|(?<!\w)@\w{3,}|\bt\.me\b|tg:"
    r"|[`<>{}|\\#$^~]|\*\*|__|\]\s*\(|(?<!\w)/[a-z]{2,}|\b(?:sudo|curl|rm -|pip install|select \*)\b",
    re.IGNORECASE,
)
_NEGATION = tuple(
    "不得不 不予 暂不 不再 不得 不准 不许 不能 不应 不宜 不要 不同 不 没有 未能 未予 未 严禁 禁止 杜绝 防止 避免 "
    "停止 暂停 暂缓 取消 撤销 否决 驳回 拒绝 反对 无需 勿".split()
)
_NO_NEGATION = re.compile(  # words that deny nothing
    "不断|不仅|不但|不少于|不低于|不超过|不少|不同程度|不同类型|不同层次|不同区域|不含|不动产|不良|不忘|不懈|不力|不足"
    "|不折不扣|毫不|放心不下|不下|不松劲|不停步|不放松|时不我待|未来|未成年|尚未完成|不可或缺|必不可少|源源不断"
    "|锲而不舍|坚定不移|层出不穷|始终不渝|不可分割|不遗余力"
)
_NEGATIVE_ZH = re.compile("|".join(_NEGATION[1:]))
_NEGATIVE_EN = re.compile(
    r"\b(?:not|no|never|nor|neither|none|without|cannot|\w+n['’]t|reject\w*|refus\w+|deni\w+|deny\w*|declin\w+|oppos\w+"
    r"|disapprov\w+|veto\w*|postpon\w+|defer\w*|suspend\w*|cancel\w*|abolish\w*|revok\w+|prohibit\w*|ban(?:s|ned|ning)?"
    r"|forbid\w*|forbade|stop\w*|halt\w*|prevent\w*|avoid\w*|fail\w*|lack\w*|unable|instead of|rather than)\b"
)
_CONTRARY = (
    ("增加 增长 提高 提升 上升 扩大 上涨 加大 increase increased increases growth rise rose raise raised expand",
     "减少 下降 降低 缩小 下跌 压减 缩减 减轻 decrease decreased decline declined reduce reduced fall fell lower cut"),
    ("开始 启动 start begin launch launched started", "结束 完成 终止 end finish complete completed finished ended"),
    ("提前 before earlier", "推迟 延后 延期 after later delay delayed"),
    ("免费 free", "收费 charge charged fee"),
)  # fmt: skip
_CAPITALISED = re.compile(r"(?<![.!?:“\"(] )(?<!^)\b[A-Z][a-z]+(?:['’]s)?\b")
_NEAR = 0.4  # of a sentence's content that one sentence of the passages must hold beside a figure, a name, a department


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as a chat model is given it: how it is cited, its words, and what its meeting is called."""

    ref: str
    text: str
    heading: str = ""
    meeting: str = ""  # name and date of the meeting, in both languages

    @property
    def evidence(self) -> str:
        """All that a sentence citing the passage may rest on."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


def is_supported(said: str, cited: Sequence[Passage], language: Language, people: Collection[str]) -> bool:
    """Whether a sentence may be sent to a reader, citing these passages.

    ``people`` are the names known from the minutes.
    """
    evidence = "\n".join(passage.evidence for passage in cited)
    meetings = "\n".join(passage.meeting for passage in cited)
    return (
        bool(cited)
        and _SHORTEST[language] <= len(said) <= _LONGEST[language]
        and _is_in(language, said)
        and not _has_markup(said, evidence)
        and not is_instruction(said)
        and not claims_of(said).unsupported([claims_of(evidence), claims_of(meetings)])
        and _quotes_stand(said, evidence)
        and _names_stand(said, evidence + meetings, people, language)
        and _content_stands(said, evidence, meetings, language)
        and _keeps_polarity(said, evidence, language)
    )


def _is_in(language: Language, said: str) -> bool:
    """Whether a sentence is written in the asker's language; brackets and titles may hold the other."""
    plain = fold(_IN_BRACKETS.sub(" ", said))
    han, latin = len(_HAN.findall(plain)), len(_LATIN.findall(plain))
    return han > latin if language == "zh" else latin > han * 2


def _has_markup(said: str, evidence: str) -> bool:
    if not said.isprintable():
        return True
    return any(match[0] not in evidence for match in _MARKUP.finditer(said))


def _quotes_stand(said: str, evidence: str) -> bool:
    there = "".join(fold(evidence).split())
    quoted = (wording for groups in _QUOTED.findall(said) for wording in groups if wording)
    return all("".join(fold(wording).split()) in there for wording in quoted)


def _names_stand(said: str, evidence: str, people: Collection[str], language: Language) -> bool:
    """Whether everyone who is named stands in the evidence; in English every capitalised word must be known there."""
    if any(name in said and name not in evidence for name in people):
        return False
    if any(name not in evidence for name in written_names(fold(said), people)):
        return False
    if language == "zh":
        return True
    syllables = "".join(lazy_pinyin("".join(HAN_RUN.findall(evidence))))
    known = english_of(evidence)
    for match in _CAPITALISED.finditer(said):
        word = match[0].lower().removesuffix("'s").removesuffix("’s")
        if not (stem(word) in known or word in FRAME_EN or word in syllables or word in evidence.lower()):
            return False
    return True


def _content_stands(said: str, evidence: str, meetings: str, language: Language) -> bool:
    """Whether all content of a sentence stands in the evidence, and that of its figures and names close together."""
    content = content_of(said, evidence + meetings, language)
    if content is None:
        return False
    if not content:
        return False
    claims = claims_of(said)
    each_sentence = [part for text in evidence.split("\n") for part in sentences(text)]
    for anchored in _anchors(claims):
        near = [part for part in each_sentence if not anchored.unsupported([claims_of(part)])]
        if near and not any(share_of(content, part, language) >= _NEAR for part in near):
            return False
    return any(share_of(content, part, language) >= _NEAR for part in each_sentence)


def _anchors(claims: Claims) -> Iterator[Claims]:
    """Each figure, date and department of a sentence by itself."""
    for figure in claims.figures:
        yield Claims(frozenset({figure}), frozenset(), frozenset(), frozenset())
    for day in claims.days:
        yield Claims(frozenset(), frozenset(), frozenset({day}), frozenset())
    for department in claims.departments:
        yield Claims(frozenset(), frozenset(), frozenset(), frozenset({department}))


def _keeps_polarity(said: str, evidence: str, language: Language) -> bool:
    """Whether nothing is denied that the evidence says, nor said that it denies."""
    return _same_negations(said, evidence, language) and not any(
        _flips(said, evidence, each) for pair in _CONTRARY for each in (pair, pair[::-1])
    )


def _flips(said: str, evidence: str, pair: tuple[str, str]) -> bool:
    """Whether a sentence has a word of the first group where the evidence has words of the second alone."""
    folded = fold(said)
    first, second = pair[0].split(), pair[1].split()
    if not any(re.search(rf"\b{word}\b" if word.isascii() else word, folded) for word in first):
        return False
    chinese = fold(evidence)
    return not any(word in chinese for word in first) and any(word in chinese for word in second)


def _same_negations(said: str, evidence: str, language: Language) -> bool:
    there = _NO_NEGATION.sub("　", fold(evidence))
    plain = _NO_NEGATION.sub("　", fold(said))
    if language == "en":
        clauses = re.split("[，,。；;\n]", there)
        known = [word for word in map(stem, content_words(plain)) if word not in FRAME_EN]
        best = max(clauses, key=lambda clause: sum(word in english_of(clause) for word in known), default="")
        denies = bool(_NEGATIVE_EN.search(plain))
        return denies == bool(_NEGATIVE_ZH.search(best)) if denies or best else True
    for match in _NEGATIVE_ZH.finditer(plain):
        if match[0] + plain[match.end() : match.end() + 1] not in there:
            return False
    for match in _NEGATIVE_ZH.finditer(there):
        denied = there[match.end() : match.end() + 2]
        if not HAN_RUN.fullmatch(denied) or len(denied) < 2 or denied not in plain:  # noqa: PLR2004 - a pair
            continue
        if _always_after(match[0], denied, there) and not _always_after(match[0], denied, plain):
            return False
    return True


def _always_after(negation: str, words: str, text: str) -> bool:
    """Whether ``words`` stand in a text only behind a negation."""
    return all(text[: match.start()].endswith(negation) for match in re.finditer(re.escape(words), text))
