"""Reading how a question is built: what it leaves out, and by which words it leans on what was said before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.bilingual import Language
from data.numerals import number
from data.words import fold
from retrieval import vocabulary as words
from retrieval.fact_words import FACT_WORDS
from retrieval.question import Question
from retrieval.topics import topic_words
from retrieval.vocabulary import Fact, Kind

SLOT = "\ufffc"
"""Stands in the words that ask where the topic stood."""

_FILLER = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|so|well|right|great|fine|thanks?(?: you)?|好的?|嗯+|哦|谢谢你?|明白了?|知道了)"
    r"(?:[\s,.!。、]+|$))+"
)
_OPENS = re.compile(
    r"^\s*(?:(?:and|but|also|or|then|plus)(?: then| also)?\b(?:\s+(?:what|how) about\b)?|(?:what|how) about\b|what of\b"
    r"|那么?(?![个些次条项天年里份件种时])|还有|另外|以及|然后|至于|同样|换成)[\s,]*"
)
_ENDS = re.compile(r"(?:也(?:是|一样|有)?(?:吗|呢)|呢)\s*[?!。.]*\s*$|\b(?:too|as well)\s*[?!.]*\s*$")
_MORE = re.compile(
    r"\W*(?:还有(?:没有)?(?:什么|哪些|其他|其它|别的|更多)?(?:的|要求|内容|规定|吗)*呢?|继续说?|接着说?|更多内?容?|多说[一点些]+|其他的?呢?"
    r"|其它的?呢?|别的呢?|其余的?呢?|下一[条页]|往下说?|然后呢|后面呢|剩下的呢?"
    r"|(?:(?:tell me|show me|give me|is there|any(?:thing)?|what|some|see|please)\s+)*(?:more|else|continue|go on|next"
    r"|the rest|and then|keep going|the others?|and)(?:\s+please)?)\W*"
)
_DETAIL = re.compile(
    r"具体|详细|细节|展开|怎么说|\bdetails?\b|\belaborat\w+"
    r"|\bwhat does (?:it|that|this) say\b|\bmore (?:on|about) (?:it|that|this)\b"
)
_NOUN = (
    r"(?:plans?|items?|resolutions?|decisions?|documents?|measures?|schemes?|proposals?|matters?|projects?|points?"
    r"|polic(?:y|ies)|programmes?|topics?|issues?|ones?|rules?)"
)
_NAMED = re.compile(rf"\s+{_NOUN}\b")
_REFERS = re.compile(
    r"它们?|(?<![及尤与])其(?![他它余中实次他间])|上述|前述|刚才(?:说的|那[个条项])?"
    r"|(?:[这此]|那(?=[个项条件份些]|事|方案|文件|办法))(?:一?[个项条件份些])?"
    r"(?:方案|办法|意见|计划|文件|事项|决议|议题|项目|工作|规定|事情?|内容|条例)?"
    r"|(?<!应)该(?:[项条件个]|方案|办法|意见|计划|文件|事项|决议|项目|工作|规定)+"
    rf"|\b(?:it|its|they|them|their|theirs)\b|\b(?:this|that|these|those|the same) {_NOUN}\b"
    r"|\b(?:this|that|these|those)(?=\W*$)|\b(?:at|of|on|for|about|with|by) (?:this|that|these|those)\b(?=\W*$)"
)
_THIS_MEETING = re.compile(
    r"[这那该此本]次(?:常务)?会?议?|(?:这个|那个|该)会议?|\b(?:this|that|the same) (?:meeting|session)\b"
)
_OCCASION = re.compile(
    r"(?:来|到|到场|到会|在|在场|去|参加|出席|列席|缺席|请假)了?(?:吗|没有?|么)\s*[?。]*\s*$"
    r"|\b(?:there|present|attend(?:ing)?|absent|invited)\s*[?.!]*\s*$"
)
_ORDINALS = (
    re.compile(
        r"(?:上面|前面|刚才|列出)?的?第\s*(?P<bracket>[(])?\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)]?\s*"
        r"(?P<noun>[个项]?(?:决议|议题|议定事项|事项)|[条项个点款段])的?"
    ),
    re.compile(r"(?<![\w])(?P<bracket>[(])\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)]"),
    re.compile(
        r"\b(?:the )?(?P<n>\d{1,2})(?:st|nd|rd|th)\b"
        r"(?:\s+(?P<noun>agenda items?|resolutions?|ones?|items?|points?|results?|citations?|paragraphs?"
        r"|quotes?|parts?))?"
    ),
    re.compile(
        r"\b(?P<noun>agenda item|resolution|item|point|paragraph|number|no\.?|#)\s*"
        r"(?P<bracket>[(])?(?P<n>\d{1,2})\b[)]?"
    ),
)
_LAST = re.compile(
    r"最后(?:那|一)*[条项个点款]|\b(?:the )?last (?:one|item|point|citation|paragraph|quote|part|result)\b"
)
_RESOLUTION = re.compile("决议|议题|议定事项|事项|resolution|agenda")
_INTERROGATIVE = re.compile(
    r"谁|什么|啥|哪|怎|如何|几|多少|何时|吗|是否|有没有|没有?\s*[?]|给我?|列出|告诉"
    r"|\b(?:what|which|who|whose|whom|when|where|why|how|did|does|do|is|are|was|were|has|have|had|will|can|list|show|give"
    r"|tell|find)\b"
)
_OVER_ALL = re.compile(
    r"哪些(?!部门|单位|人|要求|内容|措施|机构|领导)|哪几|哪一?次|几次|多少|所有|全部(?!内容)|列出|历次|每次|各次"
    r"|\bwhich (?!(?:department|office|bureau|bod|unit|agenc|authorit|organi)\w*)(?:\w+ )?\w+s\b|\bhow many\b|\ball\b"
    r"|\bevery\b|\beach\b|\blist\b|\bever\b|\bany meeting"
)
_DUMMY = re.compile(
    r"\b(?:is|was) it (?:true|correct|the case|right)\b"
    r"|\bwhere (?:does|did|do) (?:it|they|the minutes) (?:say|state|mention)"
)
_ABOUT = re.compile(r"\b(?:it|they|this|that)\b.*\b(?:about|on|mention\w*|concerning)\b|它(?:对|关于|提到)")
_ASKED = (
    *words.SIDES.values(),
    *(FACT_WORDS, words.ATTENDANCE, words.COUNT, words.FULL_TEXT, words.REVISION, words.REPORTING),
    words.WHOLE_MEETING,
)
_GENERIC_ZH = re.compile(
    "负责|牵头|责任|主体|召开|举行|主持人?|结果|要求|安排|规定|情况|内容|具体|详细|细节|展开|进展|下一步|完成|落实|之后|以后|然后|接下来"
    "|时间|地点|期限|名义|部门|单位|部分|全部|其他|其它|别的|另外|最后|上面|刚才|以上|前面|后面|时候|方案|办法|计划|意见|原因|为什么|为何"
    "|谢谢|好的?|[它其人条项个点款第次说讲提请呀么嘛来去到为还再也该此由让归以开是得会能要想做办定给]"
)
_GENERIC_EN = frozenset(
    "affair announced answer best branch bureau bureaus charge chair chairs chairman date dates deadline "
    "department departments describe detail details due duty elaborate else end explain final follow following "
    "happens held implement implemented last lead leads leading many more mr much name names next office offices "
    "ok okay one ones other others plan plans policy programme project projects proposal quick reason rest "
    "responsible responsibility result results same scheme step steps sure task then thereof time times too true "
    "way when well document measure measures yes".split()
)
_NEAR: dict[Language, int] = {"zh": 3, "en": 8}  # characters between words of one topic
_BEFORE: dict[Language, int] = {"zh": 0, "en": 1}  # words that say something before ``it``: how much money does it cost
_LONG: dict[Language, int] = {"zh": 8, "en": 24}  # characters of a topic that needs nothing from before


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question is built.

    ``written`` is the folded question and ``plain`` the same without what it mentions, both without the words that
    only lean on something before; ``asking`` is ``plain`` with `SLOT` in the place of its ``topic``.
    """

    question: Question
    rest: str
    written: str
    plain: str
    asking: str
    topic: str
    ordinal: int | None  # counted from 1; -1 is the last
    counts_items: bool  # 第（二）条
    counts_resolutions: bool  # 第二个议题
    goes_on: bool  # 那…, …呢, and …, what about …
    refers: bool  # 它, 这个方案, it, that one

    @property
    def _is_named(self) -> bool:
        """Whether it names a meeting, an office, or a part by its number."""
        mentions = self.question.mentions
        return bool(mentions.any_meeting or mentions.refs or mentions.points or mentions.offices or mentions.places)

    @property
    def asks(self) -> bool:
        """Whether the question says what it asks for."""
        kinds = (Kind.TOPIC, Kind.NOTHING, Kind.WHOLE_MEETING)
        said = any(pattern.search(self.plain) for pattern in words.SIDES.values())
        return self.question.kind not in kinds or said or bool(_INTERROGATIVE.search(self.plain))

    @property
    def is_open(self) -> bool:
        """Whether it names neither a topic nor a meeting, a person or an office."""
        return not (self._is_named or self.topic or self.question.people or self.question.phrases or self.is_over_all)

    @property
    def is_over_all(self) -> bool:
        """Whether it asks over all minutes."""
        is_count = self.question.kind is Kind.COUNT
        over_all = self.question.every_meeting or Fact.ORDINAL in self.question.facts
        return over_all or (not is_count and bool(_OVER_ALL.search(self.rest)))

    @property
    def is_long(self) -> bool:
        """Whether its topic needs nothing from before."""
        return len(self.topic) > _LONG[self.question.language]

    @property
    def is_about(self) -> bool:
        """Whether it asks what the thing before says on a topic: ``what does it say about parking``."""
        return bool(_ABOUT.search(self.rest))

    @property
    def refers_to_occasion(self) -> bool:
        """Whether it asks of a meeting that is not named: ``was the finance bureau there``, ``这次会议``."""
        if self.is_over_all:
            return False
        return bool(_OCCASION.search(self.rest) or _THIS_MEETING.search(self.rest))

    @property
    def wants_more(self) -> bool:
        """Whether it asks for more of the same and nothing else."""
        return bool(_MORE.fullmatch(self.rest)) and not self._is_named

    @property
    def wants_detail(self) -> bool:
        """Whether it asks for the same at greater length."""
        return bool(_DETAIL.search(self.rest))

    @property
    def is_question(self) -> bool:
        """Whether it has a word that asks."""
        return bool(_INTERROGATIVE.search(self.plain))

    @property
    def needs_a_turn(self) -> bool:
        """Whether it means nothing by itself."""
        if self.wants_more:
            return True
        if self._is_named or self.topic or self.question.people or self.question.phrases:
            return False
        if self.ordinal is not None:
            return True
        of_meeting = self.question.kind in (Kind.HEADER, Kind.ATTENDANCE, Kind.COUNT, Kind.MEETINGS, Kind.SPEECH)
        return self.is_open and not of_meeting and (self.refers or (self.goes_on and not self.is_question))


def read(question: Question) -> Reading:
    """Read how a question is built."""
    rest = _FILLER.sub(" ", question.mentions.rest).strip()
    written = _FILLER.sub(" ", fold(question.text)).strip()
    opens, ends = _OPENS.match(rest), _ENDS.search(rest)
    open_text = _ENDS.sub(" ", _OPENS.sub(" ", rest))
    is_elliptical = bool(ends) and not _INTERROGATIVE.search(open_text)
    of_meeting = _THIS_MEETING.sub(" ", open_text)
    refers = _refers(question, written, of_meeting)
    found = _ordinal(of_meeting) if not question.mentions.any_meeting else None
    counting, referring = (*_ORDINALS, _LAST) if found else (), (_REFERS,) if refers else ()
    plain = _without(of_meeting, (*counting, *referring)).removeprefix("会议").strip()
    asking, topic = _split(plain, question.language)
    ordinal, counts_items, counts_resolutions = found or (None, False, False)
    return Reading(
        question=question,
        rest=rest,
        written=_without(written, (_OPENS, _ENDS, *referring)),
        plain=plain,
        asking=asking,
        topic=topic,
        ordinal=ordinal,
        counts_items=counts_items,
        counts_resolutions=counts_resolutions,
        goes_on=bool(opens) or is_elliptical,
        refers=refers,
    )


def _without(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """A text without what the patterns find."""
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def _refers(question: Question, written: str, text: str) -> bool:
    """Whether a word stands for something said before the question, and not for something in it."""
    match = _REFERS.search(text)
    if not match or _DUMMY.search(text):
        return False
    if match[0] == "it" and re.search(r"\bIT\b", question.text) and not question.text.isupper():
        return False
    before = written[: written.find(match[0])]
    mentioned = question.mentions.any_meeting and before.strip() not in question.mentions.rest
    content = topic_words(text[: match.start()], question.language)
    said = sum(_says_something(word) for word in content)
    return not mentioned and said <= _BEFORE[question.language]


def _ordinal(text: str) -> tuple[int, bool, bool] | None:
    """The place that a text counts, whether among items, and whether among resolutions."""
    if _LAST.search(text):
        return -1, False, False
    for pattern in _ORDINALS:
        if match := pattern.search(text):
            groups = match.groupdict()
            value = number(match["n"])
            if value:
                return value, bool(groups.get("bracket")), bool(_RESOLUTION.search(groups.get("noun") or ""))
    return None


def _split(plain: str, language: Language) -> tuple[str, str]:
    """The words that ask, with `SLOT` in the place of the topic, and the topic; no topic if it says nothing."""
    text = plain
    for pattern in _ASKED:
        text = pattern.sub(" ", text)
    topical = [word for word in topic_words(text, language) if _says_something(word)]
    spans: list[tuple[int, int]] = []
    for word in topical:
        bounded = rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        match = re.compile(bounded).search(plain, spans[-1][1] if spans else 0)
        if not match:
            continue
        between = plain[spans[-1][1] : match.start()] if spans else ""
        if spans and len(between) <= _NEAR[language] and not _INTERROGATIVE.search(between):
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append(match.span())
    if not spans:
        return plain, ""
    if named := _NAMED.match(plain, spans[-1][1]):  # the plan of ``the parking plan``
        spans[-1] = (spans[-1][0], named.end())
    topic = " ".join(plain[start:end] for start, end in spans)
    asking = plain[: spans[0][0]] + SLOT
    for (_, end), (start, _) in zip(spans, [*spans[1:], (len(plain), 0)], strict=True):
        asking += plain[end:start]
    return " ".join(asking.split()), topic


def _says_something(word: str) -> bool:
    if word.isascii():
        return len(word) > 1 and word not in _GENERIC_EN
    return bool(_GENERIC_ZH.sub("", word))
