"""The words by which a question asks for a fact of the header or the footer, in Chinese and English."""

import re

from retrieval.vocabulary import Fact


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


_WHEN_ZH = "(?:什么时候|何时|哪天|哪一天|几月几[日号]|几号|几点|上午|日期|时间)"
_WHEN_EN = r"\b(?:when|what date|which date|on what day|which day|what day|dates?)\b"

FACTS: dict[Fact, re.Pattern[str]] = {
    Fact.CHAIR: _either(
        "主持", "谁(?:召集|召开)", r"\bchair\w*", r"\bpresid\w+", r"\bled the meeting\b", r"\bhosted\b", r"\bheaded\b",
        r"\bwho (?:led|ran|headed|convened|called|conducted)\b",
    ),
    Fact.AGENDA: _either("议程", "(?:哪些|什么|有何)议题", r"\bagenda\b"),
    Fact.COMPILED: _either("整理", "落款(?:日期|时间|单位|是)", "谁(?:写|编|起草)的", r"\bwho wrote\b", r"\bput\b.{0,40}\btogether\b", r"\bcompil\w+", r"\bdr[ae]w\w* up\b", r"\bprepared\b"),
    Fact.PUBLICITY: _either(
        "公开", "保密", "涉密", "外传", r"\bto the public\b", r"\bpublicly\b", r"\bpublic\b", r"\bpublish\b(?=.{0,20}\bminutes|\s*\W*$)", r"\bconfidential\b",
        r"\bclassified\b", r"\bsecret\b", r"\bdisclos\w+",
    ),
    Fact.SENT_TO: _either("主送", "发(?:送)?(?:给|到|至|往)", r"\brecipients?\b", r"\baddressees?\b", r"\b(?:sent|addressed|distributed) to\b", r"\bwho (?:receives|received|gets|got)\b"),
    Fact.COPIED_TO: _either("抄送", r"\b(?:get|got|gets|receive[ds]?|given|sent) (?:a )?cop(?:y|ies)\b", r"\bcop(?:y|ied) to\b", r"\bcc\b", r"\bcopied\b"),
    Fact.ISSUED: _either(
        f"{_WHEN_ZH}.{{0,8}}(?:印发|发布|发文|签发|下发|发的|发出)",
        f"(?:印发|发布|发文|签发|下发|发出).{{0,6}}{_WHEN_ZH}",
        rf"{_WHEN_EN}.*\b(?:issue[ds]?|issuance|published|released)\b",
        r"\b(?:issue|issued|issuance|publication)\b.*\bdates?\b",
    ),
    Fact.DOCUMENT_NUMBER: _either(
        "(?:第?几|多少|哪一?)号", "编号", "文号", "文件号", "字号", "第几期", "号码", r"\b(?:document|doc|minutes|reference)\s*(?:numbers?|no)\b",
        r"\bnumbers? (?:of|do|does|did|has|have)\b",
    ),
    Fact.ORDINAL: _either(
        "第?几次", "哪一?次", r"\b(?:which|what)\b[^?]*\bmeeting\b[^?]*\b(?:record\w*|correspond\w*|belong\w*|document|numbered|minutes)\b",
    ),
    Fact.HELD: _either(_WHEN_ZH, _WHEN_EN),
    Fact.WEEKDAY: _either("(?:星期|周|礼拜)几", r"\bweekday\b", r"\bday of the week\b"),
    Fact.DAY_PART: _either(
        "上午", "下午", "晚上", "早上", r"\bmornings?\b", r"\bafternoons?\b", r"\bevenings?\b", r"\btime of day\b",
    ),
    Fact.ELAPSED: _either(
        "(?:隔|过)了?(?:几|多少)天", "(?:几|多少)天(?:之?后|以后|才)", "(?:隔|过)了?多(?:久|长时间)", "(?:之?后|会后)(?:多(?:久|少天|长时间)|几天)",
        "多久(?:之?后|以后|才)", "(?:相差|差|晚)了?(?:几|多少)天", "(?:用|花)了(?:几|多少)天",
        r"\bhow (?:long|soon|many (?:days|weeks)|much (?:time|later))\b[^?]*\b(?:after|between|later|before|from|until|till|apart|passed|elapsed|take|took)\b",
        r"\bhow much later\b",
    ),
    Fact.PLACE: _either(
        "(?:哪里|哪儿|哪个?(?:会议室|地方|房间|楼|厅)|什么地方|何处)", "地点", "会议室", "会场", r"\bwhere\b", r"\bvenue\b",
        r"\b(?:which|what) (?:conference |meeting )?(?:room|hall|building|place|location)\b", r"\blocation\b",
    ),
    Fact.ENDED: _either(
        "散会", "(?:几点|时候|何时|时间).{0,4}结束", "结束(?:的)?时间", "开了多(?:久|长|少)", "时长", "(?:持续|开)了?多长时间",
        r"\b(?:what time|when|how long|at what hour)\b[^?]*\b(?:end(?:ed)?|finish(?:ed)?|adjourn(?:ed)?|conclude[ds]?|close[ds]?|over|last(?:ed)?)\b",
    ),
    Fact.RECORDER: _either(
        "记录(?:人|员|的|是谁|是哪)", "谁.{0,3}记录", "(?:谁|由谁).{0,3}(?:做|作|当|负责)?(?:会议)?记录", r"\bwho (?:took|kept|wrote down)\b[^?]{0,8}\b(?:minutes|notes|record)\b",
        r"\b(?:minute|note|minutes)[- ]?taker\b", r"\btook (?:the )?(?:minutes|notes)\b", r"\brecorder\b", r"\bclerk\b", r"\bwho recorded\b", r"\brecorded by\b", r"\bkept the record\b",
    ),
    Fact.ISSUER: _either("哪个政府", "哪里的政府", "哪一?个?(?:市|县|区)", r"\b(?:which|what|whose) (?:government|city|county|district|municipality|authority)\b"),
}  # fmt: skip

FACT_WORDS = _either(
    *(pattern.pattern for fact, pattern in FACTS.items() if fact not in (Fact.ORDINAL, Fact.ISSUED)),
    "职务|职位|担任|现任|他|她|本期|单位|名单|包括|包含|注明|标注|标明|写明|写没写|允许|网上|上网|市民|老百姓|群众|可以|能不能|外面|头衔|什么官|级别|身份|几天|多久|同一?(?:个|位)人|政府|会后|之后|以后|里面|有没有|到|才|隔",
    r"\b(?:post|title|position|rank|role|job|office|holds?|open(?:ed)?|available|show\w*|share\w*|allowed|citizens?|days?|long|later)\b",
    r"\b(?:start(?:ed)?|begin|began|persons?|people|come|came|out|dated|written|wrote|lists?|receive\w*|given|week|printed|stated|carr(?:y|ies|ied)|bears?|appears?|cop(?:y|ies)|gets?|got|includ\w+|among|online|website|meetings?|minutes)\b",
    r"'s\b",
    "第?几次", "哪一?次", "历次|各次|每次", "印发|发布|发文|签发|下发|发出|召开|举行|开始|开会|开的|对应|记录|下午|上午|为|同一个?人|对外|名字|姓名|叫",
    r"\b(?:issue[ds]?|issuance|publication|published|released|held|convened?|took place|take place|taking place|happened|record\w*)\b",
    "出来|出台|扩大", r"\bput\b",
    r"\b(?:correspond\w*|belong\w*|numbered|documents?|government|opposed|different|actual\w*|itself|marked|mayor|who|main|same|times?|name|called)\b",
)  # fmt: skip
"""What may stand in a question about facts and nothing else."""
