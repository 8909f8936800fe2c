"""The words by which a question shows what it asks for, in Chinese and English."""

import re
from enum import StrEnum

from data.refs import PartKind


class Kind(StrEnum):
    """What a question asks for; each kind has its own way to the answer."""

    FULL_TEXT = "full_text"
    WHOLE_MEETING = "whole_meeting"
    DECISION = "decision"
    DEPARTMENT = "department"
    ISSUING = "issuing"
    TOPIC = "topic"
    ATTENDANCE = "attendance"
    HEADER = "header"
    COUNT = "count"
    SPEECH = "speech"
    MEETINGS = "meetings"
    NOTHING = "nothing"


class Fact(StrEnum):
    """A fact of the header or the footer."""

    CHAIR = "chair"
    HELD = "held"
    ISSUED = "issued"
    COMPILED = "compiled"
    DOCUMENT_NUMBER = "document_number"
    ORDINAL = "ordinal"
    ISSUER = "issuer"
    AGENDA = "agenda"
    PUBLICITY = "publicity"
    SENT_TO = "sent_to"
    COPIED_TO = "copied_to"


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


_WHEN_ZH = "(?:什么时候|何时|哪天|哪一天|几月几[日号]|几号|几点|上午|日期|时间)"
_WHEN_EN = r"\b(?:when|what date|which date|on what day|which day|what day|dates?)\b"

FACTS: dict[Fact, re.Pattern[str]] = {
    Fact.CHAIR: _either("主持", r"\bchair\w*", r"\bpresid\w+", r"\bled the meeting\b", r"\bhosted\b"),
    Fact.AGENDA: _either("议程", "(?:哪些|什么|有何)议题", r"\bagenda\b"),
    Fact.COMPILED: _either("整理", r"\bcompil\w+", r"\bdr[ae]w\w* up\b", r"\bprepared\b"),
    Fact.PUBLICITY: _either(
        "公开", r"\bto the public\b", r"\bpublicly\b", r"\bpublic\b"
    ),
    Fact.SENT_TO: _either("主送", "发(?:送)?给(?:谁|哪)", r"\brecipients?\b", r"\baddressees?\b", r"\b(?:sent|addressed|distributed) to\b", r"\bwho (?:receives|received|gets|got)\b"),
    Fact.COPIED_TO: _either("抄送", r"\bcop(?:y|ied) to\b", r"\bcc\b", r"\bcopied\b"),
    Fact.ISSUED: _either(
        f"{_WHEN_ZH}.{{0,8}}(?:印发|发布|发文|签发|下发|发的|发出)",
        f"(?:印发|发布|发文|签发|下发|发出).{{0,6}}{_WHEN_ZH}",
        rf"{_WHEN_EN}.*\b(?:issue[ds]?|issuance|published|released)\b",
        r"\b(?:issue|issued|issuance|publication)\b.*\bdates?\b",
    ),
    Fact.DOCUMENT_NUMBER: _either(
        "(?:第?几|多少|哪一?)号", "编号", "文号", "号码", r"\b(?:document|doc|minutes|reference)\s*(?:numbers?|no)\b",
        r"\bnumbers? (?:of|do|does|did|has|have)\b",
    ),
    Fact.ORDINAL: _either(
        "第?几次", "哪一?次", r"\b(?:which|what)\b[^?]*\bmeeting\b[^?]*\b(?:record\w*|correspond\w*|belong\w*|document|numbered|minutes)\b",
    ),
    Fact.HELD: _either(_WHEN_ZH, _WHEN_EN),
    Fact.ISSUER: _either("哪个政府", "哪里的政府", "哪一?个?(?:市|县|区)", r"\b(?:which|what|whose) (?:government|city|county|district)\b"),
}  # fmt: skip

FACT_WORDS = _either(
    *(pattern.pattern for fact, pattern in FACTS.items() if fact not in (Fact.ORDINAL, Fact.ISSUED)),
    "第?几次", "哪一?次", "印发|发布|发文|签发|下发|发出|召开|举行|开始|开会|开的|对应|记录|下午|上午|为|同一个?人|对外|名字|姓名|叫",
    r"\b(?:issue[ds]?|issuance|publication|published|released|held|convened?|took place|take place|taking place|happened|record\w*)\b",
    r"\b(?:correspond\w*|belong\w*|numbered|documents?|government|opposed|different|actual\w*|itself|marked|mayor|who|main|same|times?|name|called)\b",
)  # fmt: skip

OF_DOCUMENT = _either("印发|发布|发文|整理|纪要", r"\b(?:issued?|published|released|compiled|dated|minutes|document)\b")
HELD_WORDS = _either(
    "召开|举行|开会|开的|开会|会议(?:的)?(?:日期|时间)",
    r"\b(?:held|took place|take place|taking place|convened?|happened|meeting was)\b",
)

ATTENDANCE = _either(
    "出席", "列席", "参会", "参加(?:会议|了|的|过|人员|人|吗|没|\\s|[?？。]|$)", "(?:谁|有没有|是否|多少人|有人)参加", "与会", "到会", "在场", "代表.{0,14}(?:谁|哪位)", "(?:谁|哪位).{0,4}代表",
    "派.{0,8}(?:谁|哪位)", "来的是谁", "谁来", "缺席", "哪个单位的", "(?:谁|哪位)去的?", "来了(?:谁|哪)", "(?:谁|哪位)到", "到场", "名单",
    r"\battend\w*", r"\bpresent at\b", r"\b(?:was|were) (?:any(?:one|body)|some(?:one|body)|there any(?:one|body))\b", r"\b(?:who|was|were|is|as|recorded)\b[^?]{0,30}\bpresent\b", r"\brepresent(?:ed|s|ing|atives?)?\b",
    r"\bwho (?:came|went|was there|were there|was at|were at|sat|joined|took part|showed up)\b", r"\bparticipants?\b", r"\b(?:absent|absence|absentees?|on leave|excused|apologies)\b", "来了(?:吗|没)", "请假", "缺勤", "没来", "没到", "没去", r"\btook part\b",
    r"\b(?:was|were) (?:the )?(?:[\w'-]+ ){1,6}(?:bureau|office|department|commission|administration|committee|company|group|court)s? (?:at|there)\b",
    r"\bsent to the meeting\b", r"\bdid .{2,40} (?:send|come|attend)\b",
)  # fmt: skip

SURE_ATTENDANCE = _either(
    "出席", "列席", "参会", "与会", "到会", r"\battend(?:ed|ance|ees?|ing)?\b", r"\brepresented\b"
)

COUNT = _either(
    "(?:几|多少)(?:项|条)(?:决议|议题|议定事项|事项|内容)?(?![的是])", "(?:几|多少)个?(?:决议|议题|议定事项|事项)",
    r"\bhow many (?:resolutions?|items?|agenda (?:items?|points?)|decisions?|topics?|points?|matters?)\b",
)  # fmt: skip

MEETINGS = _either(
    "(?:所有|全部|有?哪些|哪几次|有?几次|多少次)(?:常务)?(?:会议?)", "(?:列出|收录|库里|库中).{0,6}会议?",
    r"\b(?:list|show|which|what|all|how many) (?:all )?(?:the )?(?:meetings|minutes)\b(?: are there| do you have| have you)?",
)  # fmt: skip

SECTIONS: dict[PartKind, re.Pattern[str]] = {
    PartKind.HEADER: _either("文头", "抬头", r"\bheader\b"),
    PartKind.ATTENDANCE: _either(r"\battendance (?:section|part)\b", "出席列席部分"),
    PartKind.FOOTER: _either("文尾", "落款", r"\bfooter\b"),
}
SECTION_WORDS = _either(*(pattern.pattern for pattern in SECTIONS.values()))

ISSUING = _either(
    "名义", "名头", "以谁", "谁的名", "发文", "(?<!公开)(?:印发|发布)(?!日期|时间)", "报批", "批复", "提交.{0,6}(?:哪|谁)", "报请",
    "下一步(?:程序|去向)", "怎么发", "由谁发",
    r"\b(?:in|under) (?:whose|what|which) name\b", r"\bwhose name\b", r"\bissue[ds]?\b", r"\bissuance\b", r"\bissuing\b", r"\bconsent\b",
    r"\bsubmitted to\b", r"\bpromulgat\w+", r"\bpublished\b",
)  # fmt: skip

DEPARTMENT = _either(
    "(?:哪个|哪些|哪一个|哪家|什么|何)(?:部门|单位|机构|局|委办局|机关)", "(?:谁|哪家).{0,6}(?:负责|牵头|修改|完善|修订|改|汇报|领学)",
    "(?:由|归|让)谁", "责任(?:单位|部门)", "牵头(?:单位|部门)",
    r"\b(?:which|what) (?:\w+ )?(?:department|office|bureau|body|bodies|unit|agency|authority|organi[sz]ation)s?\b",
    r"\bwho (?:has to|must|should|is to|will|shall|needs to|is responsible|was told|was asked|revises?|reported|leads?|is in charge)\b",
    r"\bresponsible\b", r"\bin charge\b",
)  # fmt: skip

REVISION = _either(
    "修改",
    "完善",
    "修订",
    "改的",
    "谁改",
    r"\brevis\w+",
    r"\bamend\w*",
    r"\bfinali[sz]\w+",
    r"\brework\w*",
    r"\bredraft\w*",
)
REPORTING = _either("汇报", "领学", r"\breport(?:ed|s|ing)?\b", r"\bbrief(?:ed|ing)\b", r"\bpresented\b")

DECISION = _either(
    "决定", "(?<!不)同意", "通过(?=了|没|吗|与否|[?？]|$)", "(?:是否|有没有|审议|获得?|会议)通过", "批准", "过了", "议定", "结论", "结果",
    "怎么定", "定了", "定的", r"\bdecid\w+", r"\bdecisions?\b", r"\bapprov\w+", r"\bagree\w*", r"\bresolv\w+", r"\bresolutions? on\b",
    r"\badopt\w*", r"\bconclu\w+", r"\boutcomes?\b", r"\bpass(?:ed)?\b", r"\bendors\w+",
)  # fmt: skip

FULL_TEXT = _either(
    "全文", "原文", "全部内容", "完整", r"\bverbatim\b", r"\bin full\b", r"\b(?:full|whole|complete|original) (?:text|minutes|wording)\b"
)  # fmt: skip

WHOLE_MEETING = _either(
    DECISION.pattern, ISSUING.pattern, DEPARTMENT.pattern, REVISION.pattern,
    "讨论", "研究", "审议", "听取", "讲了?", "说了?", "谈了?", "议了?", "总结", "概括", "概述", "摘要", "主要内容", "要点",
    r"\bdiscuss\w*", r"\bdeliberat\w+", r"\bconsider\w*", r"\bcover\w*", r"\btalk\w* about\b", r"\bsummar\w+", r"\boverview\b",
    r"\bmain\b", r"\bhappen\w*", r"\babout\b", r"\bdo\b", r"\bdone\b",
)  # fmt: skip
SMALL_TALK = re.compile(
    r"\W*(?:你好|您好|hi|hello|hey|嗨|谢谢你?|多谢|thanks?(?: you)?|你是谁|你会什么|你能做什么|who are you|what are you|what can you do|help|帮助|再见|bye)\W*"
)

SIDES: dict[Kind, re.Pattern[str]] = {
    Kind.ISSUING: ISSUING,
    Kind.DEPARTMENT: DEPARTMENT,
    Kind.DECISION: DECISION,
}
"""By which words each side of a decision is asked for."""

ASKING: dict[Kind, re.Pattern[str]] = {
    Kind.ISSUING: ISSUING,
    Kind.DEPARTMENT: REVISION,
    Kind.DECISION: DECISION,
    Kind.ATTENDANCE: ATTENDANCE,
    Kind.FULL_TEXT: FULL_TEXT,
}
"""What shows the kind of a question, and is no part of its topic."""

EVERY_MEETING = _either(
    "两次会", "两次常务会", "两个会议", "各次会议?", "每次会议?", "历次会议?",
    r"\bboth\b", r"\beach (?:of the )?(?:two )?meetings?\b", r"\bevery meeting\b", r"\ball (?:the )?meetings\b", r"\btwo meetings\b",
)  # fmt: skip

ABSENCE = _either(
    "缺席", "请假", "缺勤", "没来", "没到", "没去", "未到", "未出席", "未参加", "未能(?:出席|参加)", "没有?(?:出席|参加|来|到会|到场)",
    r"\b(?:absent|absence|absentees?|missing|missed|excused|on leave)\b", r"\b(?:did not|didn't|didnt|not) (?:attend|come|show up)\w*",
    r"\b(?:was|were|is)(?:n't| not) (?:there|present|at)\b", r"\bnot present\b", r"\bapologies\b", r"\bleave of absence\b",
)  # fmt: skip

SPEECH = _either(
    "(?:说|讲|发言|表态|提出)(?:了|过)?(?:什么|哪些|啥|些什么)?",
    r"\b(?:say|said|speak|spoke|comment(?:ed)?|think|thought|propose[ds]?|remarks?|speech|opinion|views?)\b",
)

ASKS_ZH = _either("什么", "谁", "哪", "怎么", "怎样", "如何", "吗", "呢", "多少", "几", "何", "请", "的")
ASKS_EN = _either(
    r"\b(?:what|which|who|whose|when|where|why|how|did|does|do|is|are|was|were|the|of|on|in|to|for|show|list|give|tell|says?)\b"
)
"""Words that hardly ever stand inside quoted wording of the other language."""

FRAME_ZH = re.compile(
    "[一二两三四五六七八九十几]个|请问|请给|请|麻烦|帮我|告诉我|给我|给出|列出|列一下|贴出来|发给我|查一下|看看|想知道|我想|能不能|可以|有没有|是不是|是否|什么时候|什么|哪些|哪几位|哪几|哪位|哪个|哪一个"
    "|哪里|哪儿|哪一?[条项点次家天份]?|谁|怎么样|怎么|怎样|如何|多少|几[位个项条次人]|了没|没有|关于|对于|会议纪要|常务会议|常务会|会议|会上|纪要|那次|这次|该次|本次|两次"
    "|提到|提及|出现|规定|要求|作出|作了|做了|方面|部门|单位|领导|同志|负责人|人员|分别|具体|最后|会后|在内|讲了|说了|里面|当中|一下|文件|材料|事项|第几次|审议|讨论"
)
PARTICLE_ZH = re.compile(
    r"[的了吗呢吧呀啊啥些是在对就把被由和与及上中里有都各个那这跟比给会于,，。？！?!：:；;、（）()“”\"《》·\s/.-]"
)

FRAME_EN = frozenset(
    "one two three four five six seven eight nine ten according action all also anyone anything anybody everyone everything answer ask asked brief came come comes concern concerning contain contents copy could detail details "
    "document documents exact executive far find found full get give good happen happened held hello hi information item items "
    "kindly know list look made make matter matters mention mentioned mentions meeting meetings minutes need number "
    "numbered official people person point points pls provide question quote read record recorded records refer regarding "
    "require required requirement requirements requires resolution resolutions said say session sessions show something "
    "speak state stated states tell text thank thanks thing things topic topics two use verbatim want was were whole word "
    "wording words yes".split()
)

STRUCTURE_EN = sorted(
    "agenda agreed approve approved attend attended attendance chaired compiled decided decision decisions department "
    "document executive issued meeting meetings minutes number present public report reported represent represented "
    "resolution resolutions responsible revise revised verbatim".split()
)
