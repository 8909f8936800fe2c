"""The words by which a question may ask who sat, where it holds little else than bodies and people."""

import re

from retrieval.post_words import POST
from retrieval.vocabulary import ATTENDANCE


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


TITLED = _either(r"\b(?:mr|ms|mrs|miss|comrade)\b\.? [a-z]+(?: [a-z]+)?")
"""A person with a title, known or not."""

ABOUT_SOMEONE = _either(POST.pattern, TITLED.pattern)
"""Someone by post or with a title."""

PRESENCE = _either(
    ATTENDANCE.pattern, "来人", "派(?:了|的|出)?(?:人|代表)", "派(?:了|的|出)?", "一样|相同|同样", "代表|名单|几个|几家|多少家|哪家", "到齐|露面|现身|出面|在座|陪同|应邀|受邀", "任职|工作|那天|当天|当时|连续|名字|姓名|叫什么|的人|人(?:吗|没有|么)", r"\d{1,2}月份?", "来(?:了|的|过)?(?:几|多少|哪|谁|人)",
    "(?:谁|哪位|哪些人|几个人|多少人).{0,6}(?:来|去|到)", "(?:来|去|到)(?:了|过)?(?:吗|没|没有)", "(?:来|去)(?:开会|的|了)", "同一?(?:个|位|名)?(?:人|位)",
    "换了?人", "人(?:都)?(?:来|去|到)", "(?:两次|次次|每次)(?:会|会议|开会)?都?", "在不在", "有没有(?:人|来|到|去|派)", "有人", "坐在",
    "开会|次会|会上",
    r"\bsat (?:in|at|on)\b", r"\bsit(?:ting)? in\b", r"\b(?:turn|show)(?:ed|s|ing)? up\b", r"\bin the room\b", r"\bon the (?:\w+ )?list\b",
    r"\b(?:sen[dt]|sending)\b", r"\b(?:was|were|is)\b[^?]{1,80}\bthere\b", r"\bwho\b[^?]{0,40}\b(?:came|come|went|go|there|at)\b",
    r"\bon behalf of\b", r"\b(?:was|were|is)\b[^?]{1,60}\b(?:at|in)\b", r"\b(?:times|new)\b", "新(?:增|来|面孔|出现)",
    POST.pattern, TITLED.pattern, r"\b(?:came|come)\b", r"\bhow many (?:people|persons|officials|participants)\b", r"\bmade it\b",
    r"\bsame (?:person|people|man|woman|official)\b", r"\bwho (?:was|were)\b", r"\bjoin(?:ed|ing)?\b",
    r"\b(?:someone|somebody|anyone|anybody|delegates?|delegation|representatives?|officials?|people|persons?|there|both|each|twice)\b",
    r"\b(?:invited|guests?|leaders?|turnout|headcount|delegat\w+|spoke for|sp[eo]ak for|stood in|stand in|among|those|sitting|counting|tell|list(?:ed)?|works?|working)\b",
)  # fmt: skip
"""By which words it is asked who sat, if nothing else is left of the question but bodies and people."""

UNRECORDED = _either(
    "电话(?!公司|企业|运营)|手机|邮箱|微信|地址|住址|年龄|多大|几岁|岁数|生日|出生|籍贯|学历|党员|党派|政党|性别|男的|女的|工资|薪|家庭|妻子|丈夫|照片|长相",
    r"\b(?:(?:phone|telephone|mobile|contact) (?:numbers?|details)|e-?mail|home address|ages?|how old|born|birthday|birthplace|party member|(?:which|what) party(?! \w*(?:departments?|bodies|organs|offices|organi[sz]ations|schools?)))\b",
    r"\b(?:gender|male|female|salary|wife|husband|photo|degree|education level)\b",
)
"""What minutes never say of a person."""
