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
    LISTING = "listing"
    DUTIES = "duties"
    COMPARISON = "comparison"
    TIMELINE = "timeline"
    NOTHING = "nothing"


class Fact(StrEnum):
    """A fact of the header or the footer; ``retrieval.fact_words`` has the words that ask for it."""

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
    WEEKDAY = "weekday"
    DAY_PART = "day_part"
    ELAPSED = "elapsed"
    PLACE = "place"
    ENDED = "ended"
    RECORDER = "recorder"


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


OF_DOCUMENT = _either("印发|发布|发文|整理|纪要", r"\b(?:issued?|published|released|compiled|dated|minutes|document)\b")
HELD_WORDS = _either(
    "召开|举行|开会|开的|开会|会议(?:的)?(?:日期|时间)",
    r"\b(?:held|took place|take place|taking place|convened?|happened|meeting was)\b",
)

ATTENDANCE = _either(
    "出席", "列席", "参会", "参加(?:会议|了|的|过|人员|人|吗|没|\\s|[?？。]|$)", "(?:谁|有没有|是否|多少人|有人)参加", "与会", "到会", "在场", "代表.{0,14}(?:谁|哪位)", "(?:谁|哪位).{0,4}代表",
    "派.{0,8}(?:谁|哪位)", "来的是谁", "谁来", "缺席", "哪个单位的", "(?:谁|哪位)去的?", "来了(?:谁|哪)", "(?:谁|哪位)到", "到场", "名单",
    r"\battend\w*", r"\bpresent at\b", r"\b(?:was|were) (?:any(?:one|body)|some(?:one|body)|there any(?:one|body))\b", r"\b(?:who|was|were|is|as|recorded)\b[^?]{0,30}\bpresent\b", r"\brepresent(?:ed|s|ing|atives?)?\b",
    r"\bwho (?:came|went|was there|were there|was at|were at|sat|joined|took part|showed up)\b", r"\bparticipants?\b", r"\b(?:absent|absence|absentees?|on leave|excused|apologies)\b", "来了(?:吗|没)", "(?:有没有|是否|有无)(?:来|到)(?!自)", r"\bs[ai]t(?:ting)? in\b", "请假", "缺勤", "没来", "没到", "没去", r"\btook part\b",
    r"\b(?:was|were) (?:the )?(?:[\w'-]+ ){1,6}(?:bureau|office|department|commission|administration|committee|company|group|court)s? (?:at|there)\b",
    r"\bsent to the meeting\b", r"\bdid .{2,40} (?:send|come|attend)\b",
)  # fmt: skip

SURE_ATTENDANCE = _either(
    "出席", "列席", "参会", "与会", "到会", r"\battend(?:ed|ance|ees?|ing)?\b", r"\brepresented\b"
)

COUNT = _either(
    "(?:一共|总共|合计|共)?有?(?:几|多少)(?:项|条)(?:决议|议题|议定事项|事项|内容)?(?![的是])", "(?:几|多少)个?(?:决议|议题|议定事项|事项)",
    r"\bhow many (?:resolutions?|items?|agenda (?:items?|points?)|decisions?|topics?|points?|matters?)\b",
)  # fmt: skip

MEETINGS = _either(
    "(?:所有|全部|有?哪些|哪几次|有?几次|多少次)(?:常务)?(?:会议?)", "会议?(?:一共|总共|共)?(?:开了?|召开了?)?有?(?:几|多少)次", "(?:列出|收录|库里|库中).{0,6}会议?",
    r"\b(?:list|show|which|what|all|how many) (?:all )?(?:the )?(?:meetings|minutes)\b(?: are there| do you have| have you)?",
)  # fmt: skip

MEETING_WORDS = _either(
    MEETINGS.pattern,
    "召开|举行|开过|开了|开的|收录|总共|一共|次|列出|时间线|按时间|先后",
    r"\b(?:held|convened|took|place|there|timeline)\b",
)
"""What may stand in a question about which meetings there are."""

COUNT_OF_MEETINGS = _either("几次|多少次|多少个?会", r"\bhow many\b", r"\bnumber of\b")

SECTIONS: dict[PartKind, re.Pattern[str]] = {
    PartKind.HEADER: _either("文头", "抬头", r"\bheader\b"),
    PartKind.ATTENDANCE: _either(r"\battendance (?:section|part)\b", "出席列席部分"),
    PartKind.FOOTER: _either("文尾", "落款", r"\bfooter\b"),
}
SECTION_WORDS = _either(*(pattern.pattern for pattern in SECTIONS.values()))

ISSUING = _either(
    "(?:以|用)(?:谁|什么|哪(?:个|家)(?:部门|单位|机关)?)的?名[义头](?:来|对外)?(?:印发|发布|发文|发)?",
    "名义", "名头", "以谁", "谁的名", "发文", "(?<!公开)(?:印发|发布)(?!日期|时间)", "报批", "批复", "提交.{0,6}(?:哪|谁)", "报请",
    "走.{0,6}程序", "什么程序", "(?:往上|向上|上)报", "报(?:给)?(?:谁|哪)",
    "下一步(?:程序|去向)", "怎么发", "由谁发",
    r"\b(?:in|under) (?:whose|what|which) name\b", r"\bwhose name\b", r"\bissue[ds]?\b", r"\bissuance\b", r"\bissuing\b", r"\bconsent\b",
    r"\bsubmitted to\b", r"\bpromulgat\w+", r"\bpublished\b",
)  # fmt: skip

OWNING = _either(
    "归(?:谁|哪|口)", "(?:是)?(?:谁|哪个?(?:部门|单位|局|委))的(?:活|事|任务)", "由?谁(?:来)?(?:管|抓)(?!理)",
    r"\bbelongs? to\b", r"\bowns?\b", r"\bowned by\b", r"\bwhose (?:job|task|remit|responsibility|hands)\b", r"\bhandles?\b",
)  # fmt: skip
"""By which words it is asked whose matter a document is: that of the department that revises it."""

DEPARTMENT = _either(
    "(?:哪个|哪些|哪一个|哪家|什么|何)(?:部门|单位|机构|局|委办局|机关)", "(?:谁|哪家).{0,6}(?:负责|牵头|修改|完善|修订|改|汇报|领学)",
    OWNING.pattern, "(?:由|归|让)谁", "(?:归口|主管)(?:部门|单位)", "责任(?:单位|部门)", "牵头(?:单位|部门)",
    r"\b(?:which|what) (?:\w+ )?(?:department|office|bureau|body|bodies|unit|agency|authority|organi[sz]ation)s?\b",
    r"\bwho (?:has to|must|should|is to|will|shall|needs to|is responsible|was told|was asked|revises?|reported|briefed|submitted|leads?|owns?|handles?|drafts?|amends?|finali[sz]es|rewrites|reworks|polishes|is in charge)\b",
    r"\bwhose (?:job|task|remit|responsibility|hands)\b",
    r"\bresponsible\b", r"\bin charge\b",
)  # fmt: skip

REVISION = _either(
    "修改",
    "完善",
    "修订",
    "改的",
    "(?:谁|哪个?|哪一个)(?:部门|单位|局|委|家)?(?:来|去|负责|牵头)*改",
    r"\brevis\w+",
    r"\bamend\w*",
    r"\bfinali[sz]\w+",
    r"\bre-?work\w*",
    r"\bre-?draft\w*",
    r"\bre-?writ\w*",
    r"\bpolish\w*",
)
REPORTING = _either("汇报", "领学", r"\breport(?:ed|s|ing)?\b", r"\bbrief(?:ed|ing)\b", r"\bpresented\b")

DOCUMENT = _either(
    "方案|办法|意见|计划|规划|要点|条例|文件|细则|规定|请示|报告|试点",
    r"\b(?:plans?|schemes?|programmes?|programs?|pilots?|measures|rules|regulations?|opinions|documents?|papers?|reports?|points|strateg(?:y|ies))\b",
)  # fmt: skip

DECISION = _either(
    "决定", "(?<!不)同意", "通过(?=了|没|吗|与否|[?？]|$)", "(?:是否|有没有|审议|获得?|会议)通过", "批准", "过了", "议定", "结论", "结果",
    "怎么定", "定了", "定过", "定的", "批了", "批没批", "获批", "批下来", "打回(?:去|来)?了?", "过会", "拍板", r"\bdecid\w+", r"\bdecisions?\b", r"\bapprov\w+", r"\bagree\w*", r"\bresolv\w+", r"\bresolutions? on\b",
    r"\badopt\w*", r"\bconclu\w+", r"\boutcomes?\b", r"\bpass(?:ed)?\b", r"\bendors\w+",
)  # fmt: skip

APPROVAL = _either(
    "通过", "批准", "(?<!不)同意", "批了", "批没批", "获批", "批下来", "打回", "过会", "过了",
    r"\bapprov\w+", r"\bagreed?\b", r"\badopt\w*", r"\bpass(?:ed)?\b", r"\bendors\w+", r"\breject\w*",
)  # fmt: skip
"""What asks for the verdict itself, and never for a detail."""

FULL_TEXT = _either(
    "全文", "原文", "全部内容", "完整", r"\bverbatim\b", r"\bin full\b", r"\b(?:full|whole|complete|original) (?:text|minutes|wording)\b"
)  # fmt: skip

WHOLE_MEETING = _either(
    DECISION.pattern, ISSUING.pattern, DEPARTMENT.pattern, REVISION.pattern,
    "讨论", "研究", "审议", "听取", "讲了?", "说了?", "谈了?", "议了?", "总结", "概括", "概述", "摘要", "主要内容", "要点",
    r"\bdiscuss\w*", r"\bdeliberat\w+", r"\bconsider\w*", r"\bcover\w*", r"\btalk\w* about\b", r"\bsummar\w+", r"\boverview\b",
    r"\bmain\b", r"\bhappen\w*", r"\babout\b", r"\bdo\b", r"\bdone\b", r"\bhow many (?:topics|matters|items|subjects)\b", r"\bdeal(?:s|t|ing)?(?: with)?\b", "(?:用|以)?(?:[一两二三几]|[123])(?:句话?|段话)(?:来|简单)?", r"\b(?:in|with) (?:just )?(?:an?|one|two|three|[123]|a few) (?:\w+ )?(?:sentences?|lines?|paragraphs?)\b",
)  # fmt: skip
SMALL_TALK = re.compile(
    r"\W*(?:你好|您好|hi|hello|hey|嗨|谢谢你?|多谢|thanks?(?: you)?|你是谁|你会什么|你能做什么|who are you|what are you|what can you do|help|帮助|再见|bye)\W*"
)

TIMELINE = _either(
    "历次(?:常务)?(?:会议?)?(?:上|中|里)?", "时间[线轴]", "按(?:照)?时间(?:先后)?(?:顺序)?(?:排列|梳理|列出|说)?", "演变|沿革|来龙去脉|前后经过|发展过程|变化过程|历程",
    "先后(?:是)?(?=.{0,4}(?:怎|如何|定|提|说|讲|审|议|做|作|部署|听|出|有|研))", "一路(?:是)?怎么", "从早到晚|从旧到新|最早到最近",
    r"\btime\s?lines?\b", r"\bover time\b", r"\bhistory of\b", r"\bchronolog\w+", r"\bevol(?:ve[sd]?|ution|ving)\b",
    r"\bhow (?:has|have|did)\b(?=.*\b(?:develop|progress|change|unfold|follow))", r"\b(?:develop(?:ed)?|progress(?:ed)?|unfold(?:ed)?)\b(?= over| from| since| across|\s*[?,]|$)",
    r"\b(?:from )?meeting (?:by|to) meeting\b", r"\b(?:across|through(?:out)?) (?:all )?(?:the )?meetings\b", r"\b(?:oldest|earliest) (?:first|1th)\b",
    r"\bfollow(?:ed)? one another\b", r"\bin (?:order of time|chronological order|date order)\b",
)  # fmt: skip
"""By which words the course of a topic over all meetings is asked for."""

DEVELOPS = _either(
    r"\bhow (?:has|have|did)\b.*\b(?:develop|progress|evolv|unfold)\w*",
    "(?:怎么|如何|怎样)(?:一步步|逐步|一步一步)?(?:发展|推进|演变|变化)(?:过来|起来|到现在|至今|的$)",
)
"""By which sentences it is; their other words are of the topic."""

COMPARES = _either(
    "比较|对比|相比|对照", "(?:有)?(?:什么|哪些|何)?(?:不同|不一样|区别|差异|差别|异同|变化|共同点|共同)(?:之处|点)?", "跟.{1,8}比", "都(?:审议|讨论|研究|提到|涉及|有|谈)(?:了|到|过)?",
    r"\bcompar\w+", r"\bdiffer\w*", r"\bversus\b|\bvs\b", r"\bin common\b", r"\bcontrast\w*", r"\b(?:on|in|at) both\b", r"\bside by side\b", r"\bshared by\b",
)  # fmt: skip
"""By which words meetings are set against each other."""

ON_BOTH = _either("都|共同|相同|重复", r"\bboth\b", r"\bin common\b", r"\bshared\b")
"""By which words what several meetings have in common is asked for."""

COMPARING_WORDS = _either(
    COMPARES.pattern,
    "议程|议题|会议|两次|都|是|和|与|跟",
    r"\b(?:agendas?|meetings?|two|both|between|difference|same)\b",
)

DUTIES = _either(
    "(?:要|该|需要?|应|会后|得|必须|具体|牵头|负责|组织)*(?:做|干|办|抓|完成|落实|承担)(?:了|些|好)*(?:什么|哪些|啥|些什么|几件|多少)(?:工作|事项|事情|事|活)?", "(?:负责|牵头|承担|领|接|分到|领到|接到)(?:了|的|到)*(?:哪些|什么|啥|几项|多少)(?:工作|事项|事情|事|活)?",
    "(?:哪些|什么|啥|几项|多少|有)(?:工作)?(?:任务|职责|责任|分工|活儿?|要求)", "(?:任务|职责|分工|待办|工作清单)(?:是|有|都)*(?:什么|哪些|啥)?", "布置(?:了|给)?|交办|安排了(?:什么|哪些)|(?:被|提出|有)(?:了)?(?:什么|哪些|啥)?要求",
    r"\b(?:what|everything)\b[^?]{0,60}\b(?:must|should|ha[sd] to|have to|needs? to|supposed|expected|told|ordered|required|instructed|asked)\b",
    r"\bwhat\b[^?]{3,60}\bdo\b(?! you)",
    r"\b(?:duties|duty|tasks?|responsibilities|obligations|assignments?|to-?dos?|homework|jobs?)\b",
)  # fmt: skip
"""By which words it is asked what a department has to do."""

DUTY_FRAME = re.compile(r"\b(?:list|show|give|name|tell|find|print|every|each|all|any|me|us|of|the|please)\b")
"""Words around the duties asked for, which are no topic of theirs."""

WHO = _either(
    "谁|哪(?:个|些|家|几家|一个)?(?:部门|单位|机构|局)|名义",
    r"\b(?:who|whom|whose|which (?:\w+ )?(?:department|bureau|office|body|bodies|unit|agency)s?|name|when|where|how (?:much|many))\b",
)

GOES_THROUGH = frozenset({Kind.LISTING, Kind.DUTIES, Kind.COMPARISON, Kind.TIMELINE})
"""The kinds that go through all meetings in scope."""

SIDES: dict[Kind, re.Pattern[str]] = {
    Kind.ISSUING: ISSUING,
    Kind.DEPARTMENT: DEPARTMENT,
    Kind.DECISION: DECISION,
}
"""By which words each side of a decision is asked for."""

ASKING: dict[Kind, re.Pattern[str]] = {
    Kind.ISSUING: ISSUING,
    Kind.DEPARTMENT: _either(
        REVISION.pattern,
        OWNING.pattern,
        r"\b(?:which|what) (?:\w+ )?(?:department|office|bureau|body|unit|agency|authority|organi[sz]ation)\b",
        r"\bwho (?:briefed|handles?|owns?)\b",
        r"\bbriefed\b",
    ),
    Kind.DECISION: DECISION,
    Kind.ATTENDANCE: ATTENDANCE,
    Kind.FULL_TEXT: FULL_TEXT,
    Kind.TIMELINE: _either(
        TIMELINE.pattern, "什么时候|何时|哪几次", "(?:怎么|如何|怎样)(?:说|讲|提|谈)的?", r"\bwhen\b|\bc[oa]me up\b"
    ),
    Kind.COMPARISON: COMPARES,
    Kind.DUTIES: _either(
        DUTIES.pattern,
        "拿到|领到|分到|接到",
        r"\b(?:get|got|gets|given|assigned|receive[ds]?|have|has|had|must|should)\b",
    ),
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
    "|提到|提及|哪里写|写着|写到|写了|还是|出现|规定|要求|作出|作了|做了|方面|部门|单位|领导|同志|负责人|人员|分别|具体|最后|会后|在内|讲了|说了|里面|当中|一下|文件|材料|事项|第几次|审议|讨论"
)
PARTICLE_ZH = re.compile(
    r"[的了吗呢吧呀啊啥些是在对就把被由和与及上中里有都各个那这跟比给会于,，。？！?!：:；;、（）()“”\"《》·\s/.-]"
)

FRAME_EN = frozenset(
    "one two three four five six seven eight nine ten according action all also anyone anything anybody everyone everything answer ask asked brief came come comes concern concerning contain contents copy could detail details "
    "document documents exact executive far find found full get give good happen happened held hello hi information item items "
    "kindly know list look made make matter matters mention mentioned mentions meeting meetings minutes need number "
    "numbered official people person point points pls provide question quote read record recorded records refer regarding "
    "respectively require required requirement requirements requires resolution resolutions said say session sessions show something "
    "speak state stated states tell text thank thanks thing things topic topics two use verbatim want was were whole word "
    "wording words yes".split()
)

STRUCTURE_EN = sorted(
    "agenda agreed approve approved attend attended attendance chaired compiled decided decision decisions department "
    "document executive issued meeting meetings minutes number present public report reported represent represented "
    "resolution resolutions responsible revise revised verbatim".split()
)
