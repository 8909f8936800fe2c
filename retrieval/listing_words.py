"""The words by which a question says what is to be listed: what meetings did, kinds of document, marks of a list."""

import re
from enum import StrEnum
from typing import NamedTuple

from data.bilingual import Bilingual


class Treatment(StrEnum):
    """What a meeting did with a matter."""

    IN_PRINCIPLE = "in_principle"
    NOT_IN_PRINCIPLE = "not_in_principle"
    AGREED = "agreed"
    UNDECIDED = "undecided"
    REJECTED = "rejected"
    HEARD = "heard"
    STUDIED = "studied"
    DELIBERATED = "deliberated"


class Noun(NamedTuple):
    """A kind of document: the Chinese words that its titles hold, and how it is called."""

    held: str
    said: Bilingual


TREATMENTS = {
    Treatment.IN_PRINCIPLE: Bilingual("原则同意", "agreed in principle"),
    Treatment.NOT_IN_PRINCIPLE: Bilingual("没有记载原则同意", "not recorded as agreed in principle"),
    Treatment.AGREED: Bilingual("同意或通过", "agreed or approved"),
    Treatment.UNDECIDED: Bilingual("没有记载同意或通过", "not recorded as approved"),
    Treatment.REJECTED: Bilingual("被否决", "rejected"),
    Treatment.HEARD: Bilingual("听取汇报", "on which reports were heard"),
    Treatment.STUDIED: Bilingual("学习或传达", "studied"),
    Treatment.DELIBERATED: Bilingual("审议或研究", "deliberated on"),
}
NOUNS: tuple[tuple[re.Pattern[str], Noun], ...] = tuple(
    (re.compile(pattern), Noun(held, Bilingual(zh, en)))
    for pattern, held, zh, en in (
        (r"工作要点|要点|\b(?:work|key)\s+points\b", "要点", "“要点”", "“work points” (要点)"),
        (
            r"三年(?:期)?的?(?:行动)?(?:计划|方案)|\b(?:three|3)[\s-]years?\s+(?:action\s+)?(?:plans?|programmes?|programs?|schemes?)\b"
            r"|\b(?:plans?|programmes?|programs?)\s+(?:that\s+)?(?:run(?:ning|s)?|last(?:ing|s)?|cover(?:ing|s)?|for|over|of)\s+(?:for\s+|over\s+)?(?:three|3)\s+years\b",
            "三年",
            "“三年”",
            "“three-year” (三年)",
        ),
        (r"行动计划|\baction\s+plans?\b", "行动计划|行动方案", "“行动计划”", "“action plan” (行动计划, 行动方案)"),
        (r"实施方案|\bimplementation\s+plans?\b", "实施方案", "“实施方案”", "“implementation plan” (实施方案)"),
        ("方案", "方案", "“方案”", ""),
        ("计划", "计划", "“计划”", ""),
        ("规划", "规划", "“规划”", ""),
        (r"\b(?:plans?|programmes?|programs?|schemes?)\b", "方案|计划|规划", "", "“plan” (方案, 计划, 规划)"),
        (r"管理办法|办法", "办法", "“办法”", ""),
        ("条例", "条例", "“条例”", ""),
        (
            r"\b(?:regulations?|rules|measures)\b",
            "办法|条例|规定|规则|细则",
            "",
            "“measures” or “regulations” (办法, 条例, 规定)",
        ),
        (r"(?<!讨论)(?<!根据)实施意见|(?<!讨论)意见|\bopinions\b", "意见", "“意见”", "“opinions” (意见)"),
        ("细则", "细则", "“细则”", ""),
        ("规定(?!了)", "规定", "“规定”", ""),
        ("通知", "通知", "“通知”", ""),
        ("法规|规章", "条例|规定|法》", "“条例”“规定”", ""),
        (
            r"请示|\brequests?\s+for\s+instructions\b|\brequests\b",
            "请示",
            "“请示”",
            "“request for instructions” (请示)",
        ),
    )
)
STAGES: tuple[tuple[re.Pattern[str], Noun], ...] = tuple(
    (re.compile(pattern), Noun(held, Bilingual(zh, en)))
    for pattern, held, zh, en in (
        (
            r"(?:先行|只是|属于|处于)?试行(?:性质|阶段|文件|版本?|稿|的)*"
            r"|\b(?:(?:on|for|as)\s+)?(?:an?\s+)?(?:trial(?!s?\s+court)|provisional|interim|tentative)(?:ly)?"
            r"(?:[\s-]+(?:basis|implementation|runs?|period|form|use|footing|only))*\b",
            "试行|暂行",
            "“试行”或“暂行”",
            "“trial” (试行, 暂行)",
        ),
        (
            r"试点(?:性质|工作|类|性|的)*|\b(?:on\s+a\s+)?pilot(?:s|ed|ing)?(?:\s+(?:schemes?|projects?|programmes?|programs?|basis))*\b",
            "试点",
            "“试点”",
            "“pilot” (试点)",
        ),
        (
            r"(?:属于|是)修订(?:的|过的|版)*|修订(?:版本?|稿|过的|后的|类|性质)+的?"
            r"|\b(?:revised|amended|updated)\s+(?:versions?|editions?|texts?|drafts?)(?:\s+of)?\b"
            r"|\b(?:revised|amended|updated)(?=\s+(?:rules|measures|regulations?|plans?|documents?|papers?|opinions)\b)"
            r"|\b(?:revisions?|amendments?|updates?)\s+(?:of|to)\b",
            "修订|修正",
            "“修订”",
            "“revised” (修订)",
        ),
        ("送审稿", "送审稿", "“送审稿”", ""),
        ("审议稿", "审议稿", "“审议稿”", ""),
        ("征求意见稿", "征求意见稿", "“征求意见稿”", ""),
        ("讨论稿", "讨论稿", "“讨论稿”", ""),
        (r"\bdrafts?\b(?:\s+for\s+\w+)?", "送审稿|审议稿|意见稿|讨论稿|草案", "", "“draft” (送审稿, 草案, …)"),
    )
)
"""How far a document is on its way, by its title."""
REPORT = re.compile(r"报告|\breports?\b")
REPORT_NOUN = Noun("报告|汇报", Bilingual("“报告”", "“report” (报告, 汇报)"))
DOCUMENT = re.compile(r"文件|\b(?:documents?|papers?)\b")
THING = re.compile(
    r"决议|议题|议定事项|事项|事情|项目(?!方案)|材料|东西|内容|条款|条目|大项|工作(?!要点)|[项条件份个](?!别)"
    r"|\b(?:resolutions?|items?|agenda\s+(?:items?|points?)|matters?|topics?|decisions?|things?|points?|ones|proposals?|texts?|places?|passages?)\b"
)
MARK = re.compile(
    r"哪些|哪一?[个份部](?=文件|方案|办法|意见|计划|规划|条例|要点|规定|细则|请示|报告)|(?:听取|听|学习|审议|传达|审|研究|讨论)(?:了|过)?(?:些)?(?:什么|啥|谁的?(?=.{0,4}汇报))|哪几(?=[个项条份件点处段家])|有哪|几(?=[个项条份件处])|多少(?=[个项条份件处])?|列出|列一下|列举|罗列|所有|全部|清单|一览|名单|那[些批]|有没有(?=.*的)|都有(?:什么|啥)|有(?:什么|啥)|什么(?=文件|方案|办法|意见|事项|汇报|报告|计划|规划|条例|法规|要点|议题|通知|请示|规定|细则|内容)"
    r"|\bhow\s+many\b|\b(?:the\s+)?(?:total\s+)?number\s+of\b|\b(?:which|what|list|show|name|give|all|every|each|any|anything|everything|whose(?=\s+(?:reports?|briefings?)))\b|\bcount\b"
)
COUNT = re.compile(r"几[个项条份件]|多少|总数|数量|\bhow\s+many\b|\bnumber\s+of\b|\bcount\b")
IN_PRINCIPLE = re.compile(
    r"原则上?(?:审议)?(?:同意|通过)(?:了|的|过)?|(?:同意|通过)?原则上|\b(?:agreed?|approv\w+|adopt\w*|pass(?:ed)?|endors\w+|accept\w*)\s+(?:\w+\s+)?in\s+principle\b|\bin\s+principle\b"
)
NOT_IN_PRINCIPLE = re.compile(
    r"(?:(?<!有)没有?|未|不是|并非)(?:能|获得?|被|得到)*原则上?(?:审议)?(?:同意|通过)的?"
    r"|\b(?:not|\w+n't|never)\s+(?:\w+\s+)?(?:agreed?|approved?|adopted|passed|endorsed|accepted)\s+(?:\w+\s+)?in\s+principle\b"
)
REJECTED = re.compile(
    r"(?:被|遭)?(?:否决|驳回|否掉|打回)(?:去|来)?(?:了|的|过)?|\b(?:were\s+|was\s+|been\s+)?(?:reject|veto|declin|refus)\w*|\b(?:turned|voted)\s+down\b"
)
NEGATED = re.compile(
    r"(?:(?<!有)没有?|未|不)(?:获得?|被)?(?:同意|通过|批准|作出决定|表决|定下来)的?|\b(?:not|n't|never)\s+(?:yet\s+)?(?:agreed|approved|adopted|passed|decided)(?:\s+on)?\b|\bwithout\s+(?:a\s+)?(?:decision|approval)\b"
)
CLOSE = re.compile(r"\s*(?:(?:at|in|on|during|by)\s+(?:the\s+)?(?:meetings?\s*)?)?[的呢?？.。]*\s*")
"""What may follow the last words of a question."""
AGREED = re.compile(
    r"(?<!不)同意(?:了|的|过)?|(?:审议|获得?|会议)?通过(?:了|的|过)|(?:审议|获得?|会议)?通过(?=哪|什么|几|多少)|批准(?:了|的|过)?|\b(?:agreed?(?:\s+to|\s+on)?|approv(?:ed?|ing|als?)|adopted|pass(?:ed)?(?!\s+on\s*(?:$|[?.,]|and\b))|endorsed|cleared|(?:got|went|gone|made\s+it)\s+through|given\s+the\s+(?:go-ahead|green\s+light))\b"
)
HEARD = re.compile(
    r"(?:专题|还|又|分别)*(?:听取|听(?=了|过|谁|哪|汇报))(?:了|过|的)?(?:工作)?(?:情况)?(?:的?汇报)?|汇报(?:了|过|的)?"
    r"|\b(?:were\s+|was\s+)?(?:heard?|listen(?:ed|ing)?\s+to|received)\b|\breport(?:ed|ing)\b(?:\s+(?:back|on\s+their\s+work))?|\bbriefings?\b|\b(?:gave|given|made|delivered)\b(?=.*\breports?)"
)
GIVEN_TOO = re.compile(r"\breports?\b|\bon\s+their\s+work\b")
GIVEN = re.compile(r"\breports?\b(?=[^?]*\b(?:heard|given|made|delivered|presented|tabled|at|were|there)\b)")
STUDIED = re.compile(
    r"(?:传达|集体|专题)?(?:传达)?学习(?:了|过|的)?(?:贯彻)?|传达(?:了|过|的)?"
    r"|\b(?:passed\s+on|relayed|conveyed)(?:\s+and\s+(?:then\s+)?(?:studied|learned))?\b|\b(?:study|studied|studies|learned)\b"
)
EXCEPT = re.compile(
    r"除(?:了|去|开|掉)?[^，,还也又]{0,4}(?:审|讨论|研究|学习)[^，,还也又]{0,8}[，,]?"
    r"|\b(?:apart|aside)\s+from\s+(?:deliberat|discuss|consider|review|stud|pass|approv|examin|decid)[^,?]*,?"
    r"|\b(?:besides|beyond|other\s+than|except(?:\s+for)?|in\s+addition\s+to)\s+(?:deliberat|discuss|consider|review|stud|pass|approv|examin|decid)[^,?]*,?"
)
"""What the meeting did besides, and is not asked for."""
DELIBERATED = re.compile(
    r"(?:审议|讨论|研究)(?:了|过|的)|(?:审议|讨论|研究)(?=哪|什么|几|多少)|\b(?:deliberated|considered|discussed|reviewed|examined)(?:\s+(?:on|upon))?\b"
)
REVISE = re.compile(
    r"(?:会后|牵头|负责|来|去|进一步|进行|继续)*(?:修改完善|修改|完善|修订|补充|改)(?:的|了)?|\b(?:to\s+be\s+)?(?:revis\w+|amend\w*|finali[sz]\w+|re-?work\w*|re-?draft\w*|re-?writ\w*|polish\w*|edit\w*|improv\w+|modif\w+|touch\s+up)\b"
)
GOT = re.compile(
    r"交给|交由|归|领到|拿到|得到|接到|分到|收到|承接|\b(?:got|get|gets|received?|given|assigned|handed|entrusted|tasked)(?:\s+(?:to|with))?\b"
)
MENTIONED = re.compile(
    r"(?:都|有没有)?(?:提到|提及|谈到|讲到|说到|写到|出现|涉及|有关|含有|关于|写着|用到)(?:了|过|的)?"
    r"|\b(?:mention(?:s|ed|ing)?|spea?k(?:s|ing)?\s+of|talk(?:s|ing)?\s+(?:of|about)|refer(?:s|ring)?\s+to|contain(?:s|ing)?|concern(?:s|ing)?|involv(?:e|es|ing)|say(?:s|ing)?|us(?:e|es|ing)|come\s+up|appears?|occurs?|deal(?:s|ing)?\s+with)\b"
)
COUNTED_WORDING = re.compile(
    r"(?:多少|几)[条项处](?:内容|决议|议题|事项)?(?:中|里)?(?:提到|提及|写到|谈到|讲到)(?:了|过)?"
    r"([一-龥]{2,8}?)(?:的|呢|了)?\s*[?？。]?\s*$"
)
"""Wording that is counted and not in marks: ``有多少条提到安全``."""
IN_TITLE = re.compile(
    r"(?:标题|名称|题目|名字|文件名)(?:里|中|上)?(?:都)?(?:带有?|叫|含有?|有|写着|是)?|\b(?:in|with)\s+(?:their|its|the)\s+(?:titles?|names?)\b|\btitled\b|\bcall(?:ed)?\s+(?:themselves|itself)\b|\bcarry\b"
)
FRAME = re.compile(
    r"会后|接下来|下一步|下步|一共|总共|共计|合计|共有|共|分别|各自|各|都|还|要|需要|需|必须|应该|应当|须|已经|目前|至今|可以|打算|准备|单子|汇总|统计|一下|(?<![一-龥])过(?![一-龥])|只是|仅仅|直接|联合|共同|一起|精神|(?:印?发|发文|下发)?之?[以之]?前|先|属于|处于|类的|帮忙|负责|牵头|由|让|是|的|了|过|又|并|给|把|拿|叫|成|这几|该|此|作为|名称|名字|名为|以|名义|印发|发布|议定|全会|那|谁|单位"
    r"|\b(?:next|still|yet|so\s+far|far|ever|city|municipal|county|district|government|total|during|out|up|back|must|has|have|had|having|needs?|needed|go|goes|going|to\s+be|1th|there|name|names|title|titles|both|afterwards?|later|please|list(?:ed|ing)?|own|itself|themselves|bodies|departments?|bureaus?|offices?|work|issued?|published|presented|tabled|after|before|only|just|both|same|joint(?:ly)?|together|older|old|earlier|existing|they|them|their|minutes|overall|altogether|whole|full|store|library|exist|exists|were|being|made|make|gave|give|given|carry|responsible|charge|told|asked|office)\b"
)
